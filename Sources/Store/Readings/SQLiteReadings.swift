public import Domain
import Foundation
import GRDB
public import Operations
import Phrases
import Synchronization

/// What the meters said, in `readings.sqlite`: write-ahead log, one writer (the collector), any number of readers in other processes.
///
/// Readings may be lost without loss of money, so a missing or damaged file is begun anew; `takeNotes` says so. What arrives last
/// counts: order of arrival, not the reading's own time, decides which value is the last, so that a clock set back does no harm.
public final class SQLiteReadings: ReadingsStore {
    /// The path of the file.
    public let path: String
    /// Whether this is the collector's end.
    public let isWriter: Bool
    let offset: UTCOffset
    private let state: Mutex<State>

    private struct State {
        var queue: DatabaseQueue?
        var notes: [String] = []
    }

    /// Opens the readings of a campus folder.
    ///
    /// The writer makes the file when it is missing, and puts a damaged one aside as `readings.sqlite.damaged`. A reader never makes or
    /// repairs anything: without a file it answers that nothing was read yet, and looks again at the next call.
    public static func open(in folder: CampusFolder, readOnly: Bool, offset: UTCOffset = .china) throws -> SQLiteReadings {
        let readings = SQLiteReadings(path: folder.readings, isWriter: !readOnly, offset: offset)
        if !readOnly { try readings.openForWriting() }
        return readings
    }

    private init(path: String, isWriter: Bool, offset: UTCOffset) {
        self.path = path
        self.isWriter = isWriter
        self.offset = offset
        state = Mutex(State())
    }

    /// What the operator should know of the file, in words, each told once: for example that it was damaged and begun anew.
    public func takeNotes() -> [String] {
        state.withLock { state in
            defer { state.notes = [] }
            return state.notes
        }
    }

    /// Reads; `empty` when there is no file yet.
    func read<Value>(empty: Value, _ work: (Database) throws -> Value) throws -> Value {
        try ReadingsError.translating(path: path) {
            guard let queue = try state.withLock({ try queueForReading(&$0) }) else { return empty }
            do {
                return try queue.read(work)
            } catch let error as DatabaseError where ReadingsError.isDamage(error) && isWriter {
                try beginAnew(instead: queue, because: error)
                return empty
            } catch {
                // A reader whose file was exchanged opens the new one at the next call.
                if !isWriter { state.withLock { $0.queue = nil } }
                throw error
            }
        }
    }

    /// Writes in one transaction. A file that turns out to be damaged is begun anew, and the work done in the new one.
    func write(_ work: (Database) throws -> Void) throws {
        try ReadingsError.translating(path: path) {
            guard isWriter, let queue = state.withLock({ $0.queue }) else { throw ReadingsError.notTheWriter }
            do {
                try queue.write(work)
            } catch let error as DatabaseError where ReadingsError.isDamage(error) {
                try beginAnew(instead: queue, because: error).write(work)
            }
        }
    }

    private func queueForReading(_ state: inout State) throws -> DatabaseQueue? {
        if let queue = state.queue { return queue }
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let queue = try DatabaseQueue(path: path, configuration: SQLiteReadings.configuration(readOnly: true))
        // A file that the collector has not filled yet is as good as none.
        guard try queue.inDatabase({ try Int64.fetchOne($0, sql: "PRAGMA user_version") }) == ReadingsSchema.version else { return nil }
        state.queue = queue
        return queue
    }

    /// So many pages of 4 KB gather in the log before they go to their places, each once however often it was written meanwhile: 16 MB.
    private static let pagesInLog = 4_000

    private static func configuration(readOnly: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = readOnly
        configuration.busyMode = .timeout(SQLiteBooks.patience)
        configuration.label = "readings"
        // With the write-ahead log GRDB sets synchronous to NORMAL: a power cut may cost the last seconds of readings, nothing else.
        guard !readOnly else { return configuration }
        configuration.journalMode = .wal
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA wal_autocheckpoint = \(SQLiteReadings.pagesInLog)") }
        return configuration
    }

    private func openForWriting() throws {
        let isNew = !FileManager.default.fileExists(atPath: path)
        try ReadingsError.translating(path: path) {
            do {
                let queue = try DatabaseQueue(path: path, configuration: SQLiteReadings.configuration(readOnly: false))
                state.withLock { $0.queue = queue }
                if isNew { try queue.write(ReadingsSchema.create) }
                guard try queue.inDatabase(ReadingsSchema.isSound) else {
                    try beginAnew(instead: queue, because: nil)
                    return
                }
                try queue.write(ReadingsSchema.complete)
            } catch let error as DatabaseError where ReadingsError.isDamage(error) {
                try beginAnew(instead: state.withLock { $0.queue }, because: error)
            }
        }
    }

    /// Puts the file aside and makes an empty one, unless another thread did so already.
    @discardableResult
    private func beginAnew(instead old: DatabaseQueue?, because error: DatabaseError?) throws -> DatabaseQueue {
        try state.withLock { state in
            if let queue = state.queue, queue !== old { return queue }
            try? old?.close()
            state.queue = nil
            let aside = path + ".damaged"
            for file in [aside, path + "-wal", path + "-shm", path + "-journal"] { unlink(file) }
            guard rename(path, aside) == 0 else { throw ReadingsError.unwritable(path) }
            let queue = try DatabaseQueue(path: path, configuration: SQLiteReadings.configuration(readOnly: false))
            try queue.write(ReadingsSchema.create)
            state.queue = queue
            let reason = error?.message.map { " (\($0))" } ?? ""
            state.notes.append(
                "The readings were damaged or of another version\(reason); they are kept as \(aside) and were begun anew. "
                    + "The books are not touched.")
            return queue
        }
    }
}

/// What went wrong between the program and its readings. No money is concerned.
public enum ReadingsError: Error, Hashable, Sendable {
    /// Readings were to be written by a process that may only read them.
    case notTheWriter
    /// The folder or the file can not be written; the readings of this round are lost, the meters keep theirs.
    case unwritable(String)
    /// The disk is full; the readings of this round are lost, the meters keep theirs.
    case diskFull
    /// Another process held the file for too long.
    case busy
    /// The file is damaged; the collector begins it anew at its next start.
    case damaged(String)
    /// The database said something else.
    case other(String)

    static func isDamage(_ error: DatabaseError) -> Bool {
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT: true
        case .SQLITE_IOERR: error.extendedResultCode == .SQLITE_IOERR_SHORT_READ
        default: false
        }
    }

    static func translating<Value>(path: String, _ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch let error as DatabaseError {
            let message = error.message ?? "no reason given"
            switch error.resultCode {
            case .SQLITE_FULL: throw ReadingsError.diskFull
            case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM: throw ReadingsError.unwritable(path)
            case .SQLITE_BUSY, .SQLITE_LOCKED: throw ReadingsError.busy
            default: throw isDamage(error) ? ReadingsError.damaged("\(path): \(message)") : ReadingsError.other(message)
            }
        } catch is RowDecodingError {
            throw ReadingsError.damaged(phrase("\(path) holds a value of the wrong kind"))
        }
    }
}
