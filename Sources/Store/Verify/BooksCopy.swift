import Foundation
import GRDB
import Operations

extension SQLiteBooks {
    /// Works on a copy of the books that is thrown away afterwards; the live books are locked only while pages are copied.
    func onCopy<Value>(_ work: (Database) throws -> Value) throws -> Value {
        try BooksError.translating(path: path) { try BooksCopy.take(of: path) { try $0.inDatabase(work) } }
    }

    /// The same with a second connection to the copy, for work on another core.
    func onCopy<Value>(_ work: (Database, DatabaseQueue) throws -> Value) throws -> Value {
        try BooksError.translating(path: path) {
            try BooksCopy.take(of: path, work)
        }
    }
}

/// Copies of the books by SQLite's own backup, page by page.
enum BooksCopy {
    private static let pagesPerStep: CInt = 250
    private static let mostRestarts = 3

    private struct Restarted: Error {}

    /// Opens a copy that nobody writes: its pages are read where they lie, without a cache between.
    ///
    /// It is opened for writing all the same: SQLite does not even read the rules for columns of a file that it can not write, and would
    /// find no value that breaks one.
    private static func reader(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "copy"
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA mmap_size = \(1 << 40)") }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// Makes a copy that nobody else can read, for as long as something works on it.
    static func take<Value>(of source: String, _ work: (DatabaseQueue) throws -> Value) throws -> Value {
        try take(of: source, opening: { _ in }, { queue, _ in try work(queue) })
    }

    /// The same with a second connection to the copy, for work on another core.
    static func take<Value>(of source: String, _ work: (Database, DatabaseQueue) throws -> Value) throws -> Value {
        try take(of: source, opening: reader) { queue, other in try queue.inDatabase { try work($0, other) } }
    }

    private static func take<Value, Other>(
        of source: String, opening open: (String) throws -> Other, _ work: (DatabaseQueue, Other) throws -> Value
    ) throws -> Value {
        let place = folder(for: source) + "/dormwatt-copy-\(UUID().uuidString).sqlite"
        let file = Glibc.open(place, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if file >= 0 { Glibc.close(file) }
        defer { for suffix in [""] + BooksFile.sideFiles { unlink(place + suffix) } }
        try write(from: source, to: place)
        let queue = try reader(place)
        let other = try open(place)
        // Who needs the file has it open; its name goes before the work begins, so that a process killed in it leaves nothing behind.
        unlink(place)
        return try work(queue, other)
    }

    /// Where the machine keeps files in memory, when that has much more room than the books need; else where it keeps other such files.
    private static func folder(for source: String) -> String {
        let memory = "/dev/shm"
        var room = statvfs()
        let size = UInt(clamping: Disk().size(source) ?? .max)
        guard access(memory, W_OK) == 0, statvfs(memory, &room) == 0, room.f_bavail * room.f_frsize / 4 > size else {
            return FileManager.default.temporaryDirectory.path
        }
        return memory
    }

    /// - Parameter step: called after every part of the pages; what it throws ends the copy.
    static func write(from source: String, to target: String, step: @escaping () throws -> Void = {}) throws {
        let to = try DatabaseQueue(path: target)
        // A copy that was cut off is thrown away; whoever keeps one brings it to the disk himself.
        try to.inDatabase { try $0.execute(sql: "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF") }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(SQLiteBooks.patience)
        let from = try DatabaseQueue(path: source, configuration: configuration)
        try from.inDatabase { source in
            try to.inDatabase { target in
                do {
                    var restarts = 0
                    var remaining = Int.max
                    try source.backup(to: target, pagesPerStep: pagesPerStep) { progress in
                        // Another process wrote: SQLite begins again by itself, and would do so for ever while the desk is busy.
                        if progress.remainingPageCount >= remaining { restarts += 1 }
                        remaining = progress.remainingPageCount
                        if restarts > mostRestarts { throw Restarted() }
                        try step()
                    }
                } catch is Restarted {
                    try source.backup(to: target)
                }
            }
        }
    }
}
