public import Domain
import Foundation
import GRDB
public import Operations
import Phrases

/// What came of copying the books to one place.
public struct BackupOutcome: Hashable, Sendable {
    /// The place.
    public var place: BackupPlace
    /// The verified copy, or why there is none. The books and all earlier copies are as they were then.
    public var result: Result<BackupName, CopyError>
    /// Why old copies could not be cleared away, or the settings not kept beside them; the new copy is there all the same.
    public var tidying: CopyError?
}

/// Makes copies of the books: copied with SQLite's own means, brought to the medium, read again and verified, and only then named.
///
/// The live books are read once, for the first place that works; other places get the bytes of that verified copy, so that a slow medium
/// holds up nobody who sells. All calls block; one copy is made at a time in all processes.
public struct BooksBackup: Sendable {
    private let books: String
    private let campusID: String
    private let campus: CampusFolder
    private let offset: UTCOffset
    private let policy: GenerationPolicy
    private let disk: Disk

    /// Copies of some books.
    public init(of books: SQLiteBooks, in campus: CampusFolder, offset: UTCOffset, policy: GenerationPolicy, disk: Disk = Disk()) {
        self.books = books.path
        campusID = books.campusID
        self.campus = campus
        self.offset = offset
        self.policy = policy
        self.disk = disk
    }

    /// Makes one copy in every place and clears away what the policy does not keep; what fails in one place holds no other up.
    ///
    /// - Parameter copied: called when the live books are read and only the copy is worked on.
    public func make(in places: [BackupPlace], at now: Instant, copied: () -> Void = {}) -> [BackupOutcome] {
        let lock: FileLock?
        do {
            guard let held = try acquireLock() else {
                return places.map { BackupOutcome(place: $0, result: .failure(.underWay)) }
            }
            lock = held
        } catch {
            // Where not even the lock can be written, no copy can either; another place may still take one.
            lock = nil
        }
        defer { lock?.release() }
        var source: (path: String, file: BooksFile)?
        var outcomes: [BackupOutcome] = []
        for place in places {
            let result = attempt { try copy(to: place, from: source, at: now, copied: copied) }
            if case .success(let made) = result, source == nil { source = (place.path(of: made.name), made.file) }
            var outcome = BackupOutcome(place: place, result: result.map(\.name))
            if case .success = result {
                if case .failure(let error) = attempt({ try keepSettings(in: place) }) { outcome.tidying = error }
                if case .failure(let error) = attempt({ try tidy(place) }) { outcome.tidying = error }
            }
            outcomes.append(outcome)
        }
        return outcomes
    }

    /// Makes a copy under a name of the operator's choice; never writes over a file. The name appears when the copy is verified.
    public func make(as file: String) throws -> BooksFile {
        try attempt {
            guard !disk.exists(file) else { throw CopyError.exists(file) }
            guard disk.isFolder(disk.folderOf(file)) else { throw CopyError.missing(disk.folderOf(file)) }
            let partial = file + ".copying"
            guard !disk.exists(partial) else { throw CopyError.exists(partial) }
            return try removingOnFailure(partial) {
                let made = try writeVerified(partial)
                try nameForGood(partial, file)
                return made
            }
        }.get()
    }

    // MARK: - One copy

    private func copy(
        to place: BackupPlace, from source: (path: String, file: BooksFile)?, at now: Instant, copied: () -> Void
    ) throws -> (name: BackupName, file: BooksFile) {
        try place.makeReady(disk)
        let partial = place.partial()
        return try removingOnFailure(partial) {
            var made: BooksFile
            if let source {
                try disk.copyFile(from: source.path, to: partial)
                made = try settle(partial)
                guard made == source.file else {
                    throw CopyError.doesNotVerify(partial, findings: [phrase("it is not what was copied")])
                }
            } else {
                made = try writeVerified(partial, copied: copied)
            }
            let name = name(of: made, at: now)
            try disk.rename(partial, to: place.path(of: name))
            try removingOnFailure(place.path(of: name)) { try disk.sync(place.folder) }
            return (name, made)
        }
    }

    private func writeVerified(_ partial: String, copied: () -> Void = {}) throws -> BooksFile {
        do {
            try disk.copyBooks(from: books, to: partial)
        } catch let error as DatabaseError {
            throw BooksBackup.judge(error, books: books, copy: partial)
        }
        copied()
        return try settle(partial)
    }

    /// Brings a copy to the medium and reads it again from there.
    private func settle(_ partial: String) throws -> BooksFile {
        try disk.sync(partial)
        let made = try BooksFile.verify(partial)
        guard made.campusID == campusID else { throw CopyError.otherCampus(partial, of: made.campusID, here: campusID) }
        return made
    }

    /// A copy without any entry of today was made at the end of its last day.
    private func name(of made: BooksFile, at now: Instant) -> BackupName {
        let time = WallTime(now, at: offset)
        if let last = made.lastDay, last < time.day {
            return BackupName(day: last, second: 86_400, entries: made.entries, head: made.head)
        }
        return BackupName(day: time.day, second: time.secondOfDay, entries: made.entries, head: made.head)
    }

    private func nameForGood(_ partial: String, _ file: String) throws {
        // A second name is refused when there is a file already; a renaming would replace it.
        if try disk.link(partial, to: file) {
            disk.tidy([partial])
        } else {
            guard !disk.exists(file) else { throw CopyError.exists(file) }
            try disk.rename(partial, to: file)
        }
        try removingOnFailure(file) { try disk.sync(disk.folderOf(file)) }
    }

    /// Without its settings a campus would go on with other rules than its own, and without its second place.
    private func keepSettings(in place: BackupPlace) throws {
        let file = FileManager.default
        guard disk.exists(campus.settings), !file.contentsEqual(atPath: campus.settings, andPath: place.settings) else { return }
        let partial = place.partial()
        try removingOnFailure(partial) {
            try disk.copyFile(from: campus.settings, to: partial)
            try disk.sync(partial)
            try disk.rename(partial, to: place.settings)
            try disk.sync(place.folder)
        }
    }

    private func tidy(_ place: BackupPlace) throws {
        let names = place.copies() ?? []
        for name in policy.superfluous(names) { try disk.remove(place.path(of: name)) }
    }

    // MARK: - Failures

    private func acquireLock() throws -> FileLock? {
        try disk.makeFolder(campus.backups)
        return try FileLock.acquire(campus.backups + "/.lock", holder: "")
    }

    private func removingOnFailure<Value>(_ partial: String, _ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch {
            disk.tidy([partial] + BooksFile.sideFiles.map { partial + $0 })
            throw error
        }
    }

    /// Damage is that of the books, everything else that of the medium: the live books are only read.
    private static func judge(_ error: DatabaseError, books: String, copy: String) -> CopyError {
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_BUSY, .SQLITE_LOCKED: .books("\(books): \(error.message ?? "no reason given").")
        case .SQLITE_CANTOPEN where !FileManager.default.fileExists(atPath: books): .books(phrase("\(books) is not there."))
        default: CopyError.database(copy, error)
        }
    }

    private func attempt<Value>(_ work: () throws -> Value) -> Result<Value, CopyError> {
        do {
            return .success(try work())
        } catch let error as CopyError {
            return .failure(error)
        } catch {
            return .failure(.books("\(error)"))
        }
    }
}
