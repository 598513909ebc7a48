// Protects: only a verified copy of this campus takes the place of the books, what it replaces is kept, and a kill at any point leaves
// the old books or the new ones. How: damaged, foreign, swapped and older files; every step on the medium fails or dies once.

import BooksContract
import Domain
import Foundation
import GRDB
import Operations
import Testing

@testable import Store

struct RestoreTests {
    private func url(_ path: String) -> URL { URL(fileURLWithPath: path) }

    /// Expects a refusal that changes nothing at all.
    private func refuses(_ campus: TemporaryCampus, _ file: String, _ isRight: (CopyError) -> Bool) throws {
        let before = try Data(contentsOf: url(campus.folder.books))
        let source = try? Data(contentsOf: url(file))
        for work in [{ _ = try Restore(in: campus.folder).review(file) }, { _ = try Restore(in: campus.folder).run(file, stamp: "x") }] {
            #expect {
                try work()
            } throws: { error in
                (error as? CopyError).map(isRight) ?? false
            }
        }
        #expect(try Data(contentsOf: url(campus.folder.books)) == before)
        #expect((try? Data(contentsOf: url(file))) == source)
        #expect(campus.litter() == [])
    }

    @Test func aCopyComesBackAndTheReplacedBooksAreKept() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let old = try books.verify()
        let file = try campus.copy(books)
        let copied = try Data(contentsOf: url(file))
        try ContractCampus.sell(books, ContractCampus.plainRoom, Money(fen: 70_00), id: "later")
        let dump = try campus.dump()
        let outcome = try Restore(in: campus.folder).run(file, stamp: "2026-11-21-220000")
        #expect(outcome.restored.head == old.head && outcome.replacedEntries == old.entries + 1 && outcome.trouble == nil)
        #expect(outcome.kept == campus.folder.backups + "/replaced-2026-11-21-220000")
        #expect(try SQLiteBooks.open(in: campus.folder).verify() == old)
        #expect(try Data(contentsOf: url(file)) == copied)
        // The replaced books come back in the same way.
        let kept = try #require(outcome.kept) + "/books.sqlite"
        let back = try Restore(in: campus.folder).run(kept, stamp: "2026-11-21-220000")
        #expect(back.kept == campus.folder.backups + "/replaced-2026-11-21-220000-2")
        #expect(try campus.dump() == dump)
        #expect(campus.litter() == [])
    }

    @Test func missingBooksComeBack() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let dump = try campus.dump()
        let file = try campus.copy(books)
        try books.queue.close()
        for name in [campus.folder.books, campus.folder.books + "-journal"] { unlink(name) }
        let outcome = try Restore(in: campus.folder).run(file, stamp: "x")
        #expect(outcome.kept == nil && outcome.replacedEntries == nil)
        #expect(try campus.dump() == dump)
    }

    @Test(arguments: ["garbage", "cut", "empty"])
    func damagedBooksAreReplacedAndKeptAsTheyAre(_ kind: String) throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let dump = try campus.dump()
        let file = try campus.copy(books)
        try books.queue.close()
        let whole = try Data(contentsOf: url(campus.folder.books))
        let damaged = kind == "garbage" ? Data(repeating: 0xA5, count: 9000) : kind == "cut" ? whole.prefix(whole.count / 2) : Data()
        try damaged.write(to: url(campus.folder.books))
        // What looks like an unfinished transaction of the old books must not be rolled back into the new ones.
        try Data(repeating: 0x5A, count: 2000).write(to: url(campus.folder.books + "-journal"))
        let outcome = try Restore(in: campus.folder).run(file, stamp: "x")
        #expect(try campus.dump() == dump)
        #expect(try Data(contentsOf: url(try #require(outcome.kept) + "/books.sqlite")) == damaged)
        #expect(try SQLiteBooks.open(in: campus.folder).verify().findings == [])
    }

    @Test func truncatedFilesAreRefused() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let bytes = try Data(contentsOf: url(try campus.copy(books)))
        let file = campus.folder.reports + "/cut.sqlite"
        for length in [1, 100, 4096, 8192, bytes.count / 2, bytes.count - 4096, bytes.count - 1] {
            try bytes.prefix(length).write(to: url(file))
            try refuses(campus, file) { error in
                switch error {
                case .notBooks, .doesNotVerify: true
                default: false
                }
            }
        }
    }

    /// By hand: a changed figure, a journal with a gap, one without its end.
    @Test(arguments: [
        "UPDATE lot SET rest = rest - 1 WHERE rest > 0",
        "DELETE FROM posting WHERE entry = 2; DELETE FROM lotMove WHERE entry = 2; DELETE FROM entry WHERE sequence = 2",
        "UPDATE entry SET sequence = sequence + 100 WHERE sequence = 3",
        "DELETE FROM entry WHERE sequence = (SELECT max(sequence) FROM entry)",
    ])
    func handEditedFilesAreRefused(_ change: String) throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let file = try campus.copy(books)
        let other = try TemporaryCampus()
        try FileManager.default.copyItem(atPath: file, toPath: other.folder.books)
        try other.tamper { try $0.execute(sql: change) }
        try refuses(campus, other.folder.books) { if case .doesNotVerify(_, let findings) = $0 { !findings.isEmpty } else { false } }
    }

    @Test func filesOfOthersAreRefused() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let other = try TemporaryCampus()
        let theirs = try other.livedInBooks()
        let file = try other.copy(theirs)
        try refuses(campus, file) { $0 == .otherCampus(file, of: theirs.campusID, here: books.campusID) }
        // Also when the books here are gone, by the copies that they left.
        let own = try campus.copy(books)
        try books.queue.close()
        try Data(repeating: 1, count: 5000).write(to: url(campus.folder.books))
        try refuses(campus, file) { $0 == .otherCampus(file, of: theirs.campusID, here: books.campusID) }
        _ = try Restore(in: campus.folder).run(own, stamp: "x")
    }

    @Test func settingsComeBackWithTheBooksAndAreNeverReplaced() throws {
        let campus = try TemporaryCampus()
        let medium = try TemporaryCampus()
        let books = try campus.livedInBooks()
        try "[campus]\nname = \"one\"\n".write(toFile: campus.folder.settings, atomically: true, encoding: .utf8)
        let place = BackupPlace.second(medium.folder.path, campusID: books.campusID)
        let name = try #require(try campus.backup(books, places: [.own(of: campus.folder), place]).last?.result.get())
        let kept = try Data(contentsOf: url(campus.folder.settings))
        #expect(try Data(contentsOf: url(place.settings)) == kept)
        // The whole folder is lost; the medium has everything.
        let new = try TemporaryCampus()
        #expect(BackupPlace.known(to: new.folder, secondPath: medium.folder.path).last == place)
        let outcome = try Restore(in: new.folder).run(place.path(of: name), stamp: "x")
        #expect(outcome.settings == place.settings && outcome.kept == nil)
        #expect(try Data(contentsOf: url(new.folder.settings)) == kept)
        #expect(try SQLiteBooks.open(in: new.folder).verify().findings == [])
        // Settings that are there stay; changed ones are kept by the next copy.
        try "[campus]\nname = \"two\"\n".write(toFile: campus.folder.settings, atomically: true, encoding: .utf8)
        #expect(try Restore(in: campus.folder).run(place.path(of: name), stamp: "x").settings == nil)
        _ = campus.backup(try SQLiteBooks.open(in: campus.folder))
        let own = BackupPlace.own(of: campus.folder).settings
        #expect(try Data(contentsOf: url(own)) == (try Data(contentsOf: url(campus.folder.settings))))
        #expect(campus.litter().filter { $0 != "campus.toml" } == [])
    }

    /// A copy of the first program that there was gets today's schema; the file itself stays as it is.
    @Test func aCopyOfAnOlderProgramIsBroughtUpToDate() throws {
        let old = try TemporaryCampus()
        let queue = try DatabaseQueue(path: old.folder.books)
        try BooksSchema.migrator.migrate(queue, upTo: "1 ground")
        let salt = [UInt8](repeating: 7, count: 32)
        try queue.write { database in
            try database.execute(
                sql: "INSERT INTO campus (one, id, salt, digest) VALUES (1, ?, ?, ?)",
                arguments: ["old", Data(salt), Data(CampusRecord.digest(id: "old", salt: salt))])
            try PriceRecords.insert(
                .standard, version: 1, from: Day(number: 0), actor: ContractCampus.system, at: Instant(milliseconds: 0), into: database)
        }
        try queue.close()
        let before = try Data(contentsOf: url(old.folder.books))
        let campus = try TemporaryCampus()
        let outcome = try Restore(in: campus.folder).run(old.folder.books, stamp: "x")
        #expect(outcome.restored.campusID == "old" && outcome.restored.entries == 0)
        #expect(try SQLiteBooks.open(in: campus.folder).verify().findings == [])
        #expect(try Data(contentsOf: url(old.folder.books)) == before)
    }

    @Test func whatIsNoCopyIsRefused() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let folder = campus.folder.reports
        try refuses(campus, folder + "/missing") { $0 == .missing(folder + "/missing") }
        try refuses(campus, folder) { $0 == .notBooks(folder) }
        try refuses(campus, campus.folder.books) { $0 == .sameFile(campus.folder.books) }
        let song = folder + "/songs.sqlite"
        try DatabaseQueue(path: song).write { try $0.execute(sql: "CREATE TABLE song (title TEXT)") }
        try refuses(campus, song) { $0 == .notBooks(song) }
        let readings = folder + "/readings.sqlite"
        try DatabaseQueue(path: readings).write(ReadingsSchema.create)
        try refuses(campus, readings) { $0 == .notBooks(readings) }
        let newer = folder + "/newer.sqlite"
        try FileManager.default.copyItem(atPath: try campus.copy(books), toPath: newer)
        try DatabaseQueue(path: newer).write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 future')") }
        try refuses(campus, newer) { $0 == .newer(newer) }
        let inUse = folder + "/in-use.sqlite"
        try FileManager.default.copyItem(atPath: try campus.copy(books), toPath: inUse)
        try Data(repeating: 0, count: 512).write(to: url(inUse + "-journal"))
        try refuses(campus, inUse) { $0 == .unfinished(inUse) }
    }

    /// Every step in turn fails, or is the one at which the process is killed: the books are the old ones or the new ones, whole.
    @Test(arguments: Trouble.Kind.allCases, [true, false])
    func aFailureAtAnyStepLeavesTheOldOrTheNewBooks(_ kind: Trouble.Kind, _ areSound: Bool) throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let new = try books.verify()
        let file = try campus.copy(books)
        try ContractCampus.sell(books, ContractCampus.plainRoom, Money(fen: 70_00), id: "later")
        try books.queue.close()
        if !areSound { try Data(repeating: 0xA5, count: 20_000).write(to: url(campus.folder.books)) }
        let old = try Data(contentsOf: url(campus.folder.books))
        var step = 1
        while true {
            let trouble = Trouble(kind, at: step)
            let outcome = Result { try Restore(in: campus.folder, disk: trouble.disk).run(file, stamp: "try-\(step)") }
            guard trouble.happened else { break }
            let isNew = (try? BooksFile.verify(campus.folder.books))?.head == new.head
            if isNew {
                // The old books lie where they were kept.
                let kept = campus.folder.backups + "/replaced-try-\(step)/books.sqlite"
                #expect(try Data(contentsOf: url(kept)) == old, "step \(step)")
                try FileManager.default.removeItem(atPath: campus.folder.books)
                try old.write(to: url(campus.folder.books))
            } else {
                #expect(try Data(contentsOf: url(campus.folder.books)) == old, "step \(step)")
            }
            if kind == .fails {
                #expect(isNew == ((try? outcome.get()) != nil), "step \(step)")
                #expect(campus.litter() == [], "step \(step)")
            }
            step += 1
        }
        #expect(step > 6)
        #expect(try SQLiteBooks.open(in: campus.folder).verify() == new)
        #expect(campus.litter() == [])
    }

    /// A desk that had the old books open can not go on selling by them.
    @Test func whoHasTheOldBooksOpenSellsNothingMore() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let file = try campus.copy(books)
        let outcome = try Restore(in: campus.folder).run(file, stamp: "x")
        let kept = try Data(contentsOf: url(try #require(outcome.kept) + "/books.sqlite"))
        #expect(throws: BooksError.readOnly(campus.folder.books)) {
            try ContractCampus.sell(books, ContractCampus.plainRoom, Money(fen: 70_00), id: "too late")
        }
        #expect(try Data(contentsOf: url(try #require(outcome.kept) + "/books.sqlite")) == kept)
    }

    @Test func booksThatAreJustWrittenAreNotReplaced() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let file = try campus.copy(books)
        let writer = try campus.rawConnection()
        try writer.inTransaction(.immediate) { _ in
            #expect(throws: CopyError.inUse(by: "Another process")) { try Restore(in: campus.folder).run(file, stamp: "x") }
            return .rollback
        }
        #expect(try books.verify().findings == [])
        #expect(campus.litter() == [])
    }
}
