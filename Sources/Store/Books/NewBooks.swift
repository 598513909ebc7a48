public import Domain
import Foundation
import GRDB
import Operations
import Phrases

extension SQLiteBooks {
    /// Makes new, empty books in a campus folder, with the price of 0.5500 yuan per kWh, and opens them.
    ///
    /// Throws when the folder already has books: nothing is ever overwritten. Books whose making is cut off are not there at all.
    public static func create(in folder: CampusFolder, offset: UTCOffset = .china) throws -> SQLiteBooks {
        do {
            try NewBooks(folder: folder).make()
        } catch BooksError.readOnly {
            throw BooksError.readOnly(folder.books)
        } catch CopyError.full {
            throw BooksError.diskFull
        } catch CopyError.exists {
            throw NewBooks.standAlready(folder)
        } catch let error as CopyError {
            if case .unwritable = error { throw BooksError.readOnly(folder.books) }
            throw BooksError.other("\(error)")
        }
        return try open(in: folder, offset: offset)
    }
}

/// Books are made under another name and get their own when they are whole and on the disk.
struct NewBooks {
    let folder: CampusFolder
    private let disk = Disk()

    init(folder: CampusFolder) { self.folder = folder }

    static func standAlready(_ folder: CampusFolder) -> BooksError {
        .other(phrase("there are books in \(folder.path) already; nothing was changed"))
    }

    /// The name under which they are made.
    private static func draft(in folder: CampusFolder) -> String { folder.books + ".new" }

    func make() throws {
        guard !folder.hasBooks else { throw Self.standAlready(folder) }
        // Of two processes that begin at once one makes the books; the lease ends with its process, so what else is found was cut off.
        guard let lease = try CampusLease.acquire(in: folder, holder: "the making of the campus") else {
            throw BooksError.other(phrase("another process is at work in \(folder.path); nothing was changed"))
        }
        defer { lease.release() }
        let draft = Self.draft(in: folder)
        let drafts = [draft] + BooksFile.sideFiles.map { draft + $0 }
        for path in drafts { try disk.remove(path) }
        defer { disk.tidy(drafts) }
        try write(draft)
        try disk.sync(draft)
        // A second name never takes the place of a file. Where a file system has none, the lease alone keeps others away.
        if try !disk.link(draft, to: folder.books) {
            guard !folder.hasBooks else { throw Self.standAlready(folder) }
            try disk.rename(draft, to: folder.books)
        }
        try disk.sync(folder.path)
    }

    /// Takes away the name under which books were made, when the making was cut off after they had got their own.
    static func dropSecondName(in folder: CampusFolder) {
        let disk = Disk()
        let draft = draft(in: folder)
        if disk.areOne(draft, folder.books) { disk.tidy([draft]) }
    }

    private func write(_ path: String) throws {
        try BooksError.translating(path: path) {
            let queue = try BooksConnection.open(path, readOnly: false, patience: SQLiteBooks.patience)
            defer { try? queue.close() }
            try BooksSchema.migrator.migrate(queue)
            try queue.inTransaction(.immediate) { database in
                try Self.seed(database)
                return .commit
            }
        }
    }

    private static func seed(_ database: Database) throws {
        var random = SystemRandomNumberGenerator()
        let salt = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
        let id = UUID().uuidString.lowercased()
        try database.execute(
            sql: "INSERT INTO campus (one, id, salt, digest) VALUES (1, ?, ?, ?)",
            arguments: [id, Data(salt), Data(CampusRecord.digest(id: id, salt: salt))])
        let nobody = Actor(name: "dormwatt", role: .system, shift: "", console: "")
        try PriceRecords.insert(.standard, version: 1, from: Day(number: 0), actor: nobody, at: Instant(milliseconds: 0), into: database)
    }
}
