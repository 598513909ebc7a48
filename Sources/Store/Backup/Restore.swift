import Domain
import Foundation
import GRDB
import Operations

/// What came of putting a copy in the place of the books.
public struct RestoreOutcome: Hashable, Sendable {
    /// What the restored books are.
    public var restored: BooksFile
    /// Where the replaced books lie now; nil when there were none.
    public var kept: String?
    /// How many entries the replaced books had; nil when that could not be read any more.
    public var replacedEntries: Int64?
    /// From where missing settings were put back; nil when the campus has its own, or there are none to be had.
    public var settings: String?
    /// Why the exchange may not outlive a power cut in the next moments; nil when it does.
    public var trouble: CopyError?
}

/// Puts a verified copy in the place of the books. What it replaces is kept; a kill at any point leaves the old books or the new ones.
///
/// The order is: copy the file beside the books, verify that copy, give the old books a second name in `backups/replaced-…`, then rename
/// the copy over them. Whoever still has the old books open is refused by SQLite at the next write, because their file has moved.
/// The caller holds the campus's lease.
public struct Restore: Sendable {
    private let campus: CampusFolder
    private let disk: Disk

    /// Restoring in a campus folder.
    public init(in campus: CampusFolder, disk: Disk = Disk()) {
        self.campus = campus
        self.disk = disk
    }

    private var staged: String { campus.books + ".restoring" }

    /// Reads a file as a restore would, and changes nothing. Throws `CopyError`.
    public func review(_ file: String) throws -> BooksFile {
        try translating(file) {
            defer { tidyStaged() }
            return try stage(file)
        }
    }

    /// Restores a file. Throws `CopyError`, and then the books are as they were.
    ///
    /// - Parameter stamp: names the folder of what is replaced, for example `2026-11-21-211558`.
    public func run(_ file: String, stamp: String) throws -> RestoreOutcome {
        try translating(file) {
            do {
                let restored = try stage(file)
                return try replace(with: restored, from: file, stamp: stamp)
            } catch {
                tidyStaged()
                throw error
            }
        }
    }

    // MARK: - The copy beside the books

    private func stage(_ file: String) throws -> BooksFile {
        guard disk.exists(file) else { throw CopyError.missing(file) }
        guard !disk.areOne(file, campus.books), !disk.areOne(file, staged) else { throw CopyError.sameFile(file) }
        try BooksFile.checkOrigin(file, disk: disk)
        tidyStaged()
        try disk.copyFile(from: file, to: staged)
        try bringUpToDate(staged, named: file)
        try disk.sync(staged)
        let found = try BooksFile.verify(staged)
        if let here = BooksFile.knownCampusID(of: campus), here != found.campusID {
            throw CopyError.otherCampus(file, of: found.campusID, here: here)
        }
        return found
    }

    /// A copy of an older program gets today's schema, as the books themselves would.
    private func bringUpToDate(_ path: String, named file: String) throws {
        do {
            let queue = try DatabaseQueue(path: path)
            defer { try? queue.close() }
            guard try !queue.read(BooksSchema.migrator.hasCompletedMigrations) else { return }
            try BooksSchema.migrator.migrate(queue)
        } catch let error as DatabaseError {
            throw CopyError.database(file, error)
        }
    }

    private func tidyStaged() { disk.tidy([staged] + BooksFile.sideFiles.map { staged + $0 }) }

    // MARK: - The exchange

    private func replace(with restored: BooksFile, from file: String, stamp: String) throws -> RestoreOutcome {
        try removeUnfinished()
        var outcome = RestoreOutcome(restored: restored)
        if disk.exists(campus.books) {
            let folder = try folderForReplaced(stamp)
            outcome.kept = folder
            outcome.replacedEntries = try exchange(folder)
        } else {
            try dropSideFiles()
            try disk.rename(staged, to: campus.books)
        }
        // What the journal reached beyond the copy is no longer expected of it; where this can not be written, verify tells of it.
        let head = JournalHead(day: restored.lastDay ?? Day(number: 0), entry: restored.entries, hash: restored.head)
        try? HeadRegister(campus).keepRestored(head)
        do {
            outcome.settings = try putSettingsBack(from: file)
            try disk.sync(campus.path)
        } catch let error as CopyError {
            outcome.trouble = error
        }
        return outcome
    }

    /// A campus that lost its settings gets those that were kept beside the copy, or beside its own copies.
    private func putSettingsBack(from file: String) throws -> String? {
        guard !disk.exists(campus.settings) else { return nil }
        let kept = [disk.folderOf(file) + "/campus.toml", BackupPlace.own(of: campus).settings].first { disk.exists($0) }
        guard let kept else { return nil }
        let partial = campus.settings + ".restoring"
        disk.tidy([partial])
        try disk.copyFile(from: kept, to: partial)
        try disk.sync(partial)
        try disk.rename(partial, to: campus.settings)
        return kept
    }

    /// Exchanges the books under their own lock, so that nobody commits between keeping the old and showing the new ones.
    ///
    /// Answers the entries of the old ones. What a crash left unfinished in them is taken back by SQLite first.
    private func exchange(_ folder: String) throws -> Int64? {
        var configuration = Configuration()
        configuration.busyMode = .timeout(SQLiteBooks.patience)
        var entries: Int64?
        do {
            let queue = try DatabaseQueue(path: campus.books, configuration: configuration)
            defer { try? queue.close() }
            try queue.inTransaction(.exclusive) { database in
                entries = try Int64.fetchOne(database, sql: "SELECT max(sequence) FROM entry")
                try exchange(folder, locked: database)
                return .rollback
            }
        } catch let error as DatabaseError where error.resultCode != .SQLITE_BUSY && error.resultCode != .SQLITE_LOCKED {
            // So damaged that SQLite can not even lock or read them; nobody can sell by such books.
            if disk.exists(staged) { try exchange(folder, locked: nil) }
        }
        return entries
    }

    private func exchange(_ folder: String, locked database: Database?) throws {
        do {
            try keep(campus.books, in: folder, locked: database)
            // A transaction that SQLite could not take back belongs to the old books, and would spoil the new ones.
            if database == nil {
                for suffix in BooksFile.sideFiles where disk.exists(campus.books + suffix) {
                    try keep(campus.books + suffix, in: folder, locked: nil)
                }
            }
            try disk.sync(folder)
            if database == nil { try dropSideFiles() }
            try disk.rename(staged, to: campus.books)
        } catch {
            try? removeFolder(folder)
            throw error
        }
    }

    private func keep(_ path: String, in folder: String, locked database: Database?) throws {
        let target = folder + "/" + (path as NSString).lastPathComponent
        if try disk.link(path, to: target) { return }
        if let database { try disk.copyBooks(database, to: target) } else { try disk.copyFile(from: path, to: target) }
        try disk.sync(target)
    }

    private func dropSideFiles() throws {
        for suffix in BooksFile.sideFiles { try disk.remove(campus.books + suffix) }
    }

    private func folderForReplaced(_ stamp: String) throws -> String {
        try disk.makeFolder(campus.backups)
        let base = campus.backups + "/replaced-" + stamp
        var folder = base
        var number = 2
        while disk.exists(folder) {
            folder = "\(base)-\(number)"
            number += 1
        }
        try disk.makeFolder(folder)
        return folder
    }

    /// A restore that was killed before the exchange left a second name of the books that still stand; it replaced nothing.
    private func removeUnfinished() throws {
        for name in disk.names(in: campus.backups) ?? [] where name.hasPrefix("replaced-") {
            let folder = campus.backups + "/" + name
            let isEmpty = disk.names(in: folder)?.isEmpty ?? false
            if isEmpty || disk.areOne(folder + "/books.sqlite", campus.books) { try removeFolder(folder) }
        }
    }

    private func removeFolder(_ folder: String) throws {
        for name in disk.names(in: folder) ?? [] { try disk.remove(folder + "/" + name) }
        try disk.remove(folder)
    }

    private func translating<Value>(_ file: String, _ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch let error as DatabaseError where [.SQLITE_BUSY, .SQLITE_LOCKED].contains(error.resultCode) {
            throw CopyError.inUse(by: "Another process")
        } catch let error as DatabaseError {
            throw CopyError.database(campus.books, error)
        }
    }
}
