// Protects: a copy is counted only when it was read again and verified; a bad medium leaves no half copy, harms no other place, and
// never the books. How: real copies; every step on the medium fails or dies once; small and read-only file systems; damaged sources.

import BooksContract
import Domain
import Foundation
import GRDB
import Operations
import Testing

@testable import Store

struct BackupTests {
    @Test func aCopyIsNamedByItsTimeItsEntriesAndItsHead() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let verified = try books.verify()
        let name = try #require(try campus.backup(books).first?.result.get())
        #expect(name.entries == verified.entries)
        #expect(name.head == BackupName.hexadecimal(verified.head.prefix(8)))
        #expect(name.text == "books-2026-11-21-211558-\(verified.entries)-\(name.head).sqlite")
        #expect(BackupName(name.text) == name)
        #expect(BackupPlace.own(of: campus.folder).copies() == [name])
        let file = try BooksFile.verify(campus.folder.backups + "/" + name.text)
        #expect(file.campusID == books.campusID)
        #expect(file.head == verified.head)
        #expect(campus.litter() == [])
    }

    @Test func aCopyWithoutEntriesOfTodayIsThatOfTheLastDaysEnd() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let name = try #require(try campus.backup(books, at: ContractCampus.evening.adding(seconds: 9 * 86_400)).first?.result.get())
        #expect(name.text.hasPrefix("books-2026-11-21-240000-"))
        #expect(name.at(.china) == Day("2026-11-22")?.start(at: .china))
    }

    @Test(arguments: [
        "books-2026-11-21-211558-42-3f9c0a1b22d4e5f.sqlite", "books-2026-13-21-211558-42-3f9c0a1b22d4e5f6.sqlite",
        "books-2026-11-21-241558-42-3f9c0a1b22d4e5f6.sqlite", "books-2026-11-21-211558-042-3f9c0a1b22d4e5f6.sqlite",
        "books-2026-11-21-211558-42-3F9C0A1B22D4E5F6.sqlite", "books-2026-11-21-211558--2-3f9c0a1b22d4e5f6.sqlite", "books.sqlite", "",
        ".copying-1", "books-2026-11-21-211558-42-3f9c0a1b22d4e5f6.sqlite-journal",
    ])
    func otherNamesAreNoCopies(_ file: String) { #expect(BackupName(file) == nil) }

    @Test func aSecondPlaceGetsTheSameBytes() throws {
        let campus = try TemporaryCampus()
        let other = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let second = BackupPlace.second(other.folder.path + "/", campusID: books.campusID)
        let outcomes = campus.backup(books, places: [.own(of: campus.folder), second])
        let names = try outcomes.map { try $0.result.get() }
        #expect(names.count == 2 && names[0] == names[1])
        let bytes = try outcomes.map { try Data(contentsOf: URL(fileURLWithPath: $0.place.path(of: names[0]))) }
        #expect(bytes[0] == bytes[1])
        // Each campus has a folder of its own on the medium.
        #expect(second.folder == other.folder.path + "/dormwatt-" + books.campusID.prefix(8))
    }

    @Test func aMediumThatIsNotThereHoldsTheOtherPlaceUpInNothing() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let missing = campus.folder.path + "/not-mounted"
        for places in [
            [BackupPlace.own(of: campus.folder), .second(missing, campusID: books.campusID)],
            [.second(missing, campusID: books.campusID), .own(of: campus.folder)],
        ] {
            let outcomes = campus.backup(books, places: places)
            #expect(outcomes.first { $0.place.root != nil }?.result == .failure(.missing(missing)))
            #expect(try outcomes.first { $0.place.root == nil }?.result.get() != nil)
        }
        // Nothing is made where the medium should be: that would fill the disk below it.
        #expect(!FileManager.default.fileExists(atPath: missing))
    }

    /// Every step in turn fails, or is the one at which the process is killed.
    @Test(arguments: Trouble.Kind.allCases)
    func aFailureAtAnyStepLeavesWholeCopiesOnly(_ kind: Trouble.Kind) throws {
        let campus = try TemporaryCampus()
        let medium = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let places = [BackupPlace.own(of: campus.folder), .second(medium.folder.path, campusID: books.campusID)]
        let before = try campus.dump()
        let earlier = try campus.copy(books, at: ContractCampus.evening.adding(seconds: -60))
        var step = 1
        while true {
            let trouble = Trouble(kind, at: step)
            let outcomes = campus.backup(books, places: places, disk: trouble.disk)
            guard trouble.happened else { break }
            for place in places {
                for name in place.copies() ?? [] {
                    let file = try BooksFile.verify(place.path(of: name))
                    #expect(file.entries == name.entries, "step \(step)")
                }
            }
            #expect(FileManager.default.fileExists(atPath: earlier))
            for outcome in outcomes {
                guard case .success(let name) = outcome.result else { continue }
                #expect(FileManager.default.fileExists(atPath: outcome.place.path(of: name)), "step \(step)")
            }
            // One failure harms one place; and unless the process died, it leaves nothing half.
            if kind == .fails {
                #expect(outcomes.filter { (try? $0.result.get()) == nil }.count <= 1, "step \(step)")
                #expect(campus.litter() == [], "step \(step)")
            }
            step += 1
        }
        #expect(step > 10)
        // What the kills left half is cleared away by the next copy.
        #expect(campus.backup(books, places: places).allSatisfy { (try? $0.result.get()) != nil })
        #expect(campus.litter() == [])
        #expect(try campus.dump() == before)
    }

    @Test func aFullMediumIsSaidAndLeavesNothing() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        guard let medium = try SmallMedium(bytes: 100_000) else { return }
        let place = BackupPlace.second(medium.path, campusID: books.campusID)
        for places in [[BackupPlace.own(of: campus.folder), place], [place]] {
            let outcome = try #require(campus.backup(books, places: places).last)
            guard case .failure(.full) = outcome.result else {
                Issue.record("\(outcome)")
                continue
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: place.folder) == [])
        }
        let byHand = medium.path + "/by-hand.sqlite"
        #expect(throws: CopyError.self) {
            try BooksBackup(of: books, in: campus.folder, offset: .china, policy: GenerationPolicy()).make(as: byHand)
        }
        #expect(!FileManager.default.fileExists(atPath: byHand))
        #expect(try books.verify().findings == [])
    }

    @Test func aReadOnlyMediumIsSaid() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        guard let medium = try SmallMedium(bytes: 10_000_000) else { return }
        try medium.makeReadOnly()
        let place = BackupPlace.second(medium.path, campusID: books.campusID)
        #expect(campus.backup(books, places: [place]).first?.result == .failure(.unwritable(place.folder)))
    }

    /// A medium that goes away between two steps: the other place has its copy, and the next try says what is missing.
    @Test func aMediumThatGoesAwayInTheMiddleIsSaid() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let medium = try TemporaryCampus()
        let second = BackupPlace.second(medium.folder.path, campusID: books.campusID)
        let disk = Disk { step in
            if case .rename(let path) = step, path.hasPrefix(second.folder) {
                try FileManager.default.removeItem(atPath: medium.folder.path)
            }
        }
        let outcomes = campus.backup(books, places: [.own(of: campus.folder), second], disk: disk)
        #expect(try outcomes[0].result.get().entries == (try books.verify().entries))
        guard case .failure(.missing(let path)) = outcomes[1].result else {
            Issue.record("\(outcomes[1])")
            return
        }
        #expect(path.hasPrefix(second.folder))
        #expect(campus.backup(books, places: [second]).map(\.result) == [.failure(.missing(medium.folder.path))])
    }

    @Test func lostCopiesAreMadeAnew() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        _ = try campus.copy(books)
        try FileManager.default.removeItem(atPath: campus.folder.backups)
        #expect(BackupPlace.own(of: campus.folder).copies() == nil)
        #expect(try campus.backup(books).first?.result.get() != nil)
        #expect(BackupPlace.own(of: campus.folder).copies()?.count == 1)
    }

    @Test func aSecondPlaceOnTheSameDiskIsNoSecondMedium() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let near = BackupPlace.second(campus.folder.reports, campusID: books.campusID)
        #expect(BackupHealth(campus.folder).places([.own(of: campus.folder), near]).map(\.sharesDisk) == [false, true])
        guard let medium = try SmallMedium(bytes: 10_000_000) else { return }
        let far = BackupPlace.second(medium.path, campusID: books.campusID)
        #expect(BackupHealth(campus.folder).places([far]).map(\.sharesDisk) == [false])
    }

    @Test func damagedBooksAreNotCopied() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let good = try #require(try campus.backup(books).first?.result.get())
        try campus.tamper { try $0.execute(sql: "UPDATE posting SET amount = amount + 1 WHERE entry = 1 AND line = 1") }
        let outcome = try #require(campus.backup(books, at: ContractCampus.evening.adding(seconds: 60)).first)
        guard case .failure(.doesNotVerify(_, let findings)) = outcome.result else {
            Issue.record("\(outcome)")
            return
        }
        #expect(!findings.isEmpty)
        #expect(BackupPlace.own(of: campus.folder).copies() == [good])
        #expect(campus.litter() == [])
    }

    @Test func oneCopyAtATime() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let lock = try #require(try FileLock.acquire(campus.folder.backups + "/.lock", holder: ""))
        #expect(campus.backup(books).map(\.result) == [.failure(.underWay)])
        lock.release()
        #expect(try campus.backup(books).first?.result.get() != nil)
    }

    @Test func aCopyByHandNeverWritesOverAFile() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let backup = BooksBackup(of: books, in: campus.folder, offset: .china, policy: GenerationPolicy())
        let file = campus.folder.reports + "/mine.sqlite"
        #expect(try backup.make(as: file).entries == (try books.verify().entries))
        let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        #expect(throws: CopyError.exists(file)) { try backup.make(as: file) }
        #expect(throws: CopyError.missing(campus.folder.path + "/nowhere")) { try backup.make(as: campus.folder.path + "/nowhere/a") }
        #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == bytes)
        #expect(try FileManager.default.contentsOfDirectory(atPath: campus.folder.reports) == ["mine.sqlite"])
    }

    @Test func theDeskSellsWhileACopyIsMade() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        // A sale between the steps of the copy: neither waits for the other, and the copy is whole.
        let disk = Disk { step in
            if case .sync(let path) = step, path.contains(BackupPlace.partialPrefix) {
                try ContractCampus.sell(books, ContractCampus.plainRoom, Money(fen: 20_00), id: "while-\(UUID().uuidString)")
            }
        }
        let entries = try books.verify().entries
        let name = try #require(try campus.backup(books, disk: disk).first?.result.get())
        #expect(name.entries == entries)
        #expect(try books.verify().entries == entries + 1)
    }

    @Test func theHealthOfPlacesIsKeptForOthers() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let missing = campus.folder.path + "/not-mounted"
        let places = [BackupPlace.own(of: campus.folder), .second(missing, campusID: books.campusID)]
        let health = BackupHealth(campus.folder)
        #expect(health.places(places).map(\.newest) == [nil, nil])
        health.keep(campus.backup(books, places: places))
        let found = health.places(places)
        #expect(found[0].newest != nil && found[0].trouble == nil)
        #expect(found[1].copies == nil && found[1].trouble?.contains(missing) == true)
        try FileManager.default.createDirectory(atPath: missing, withIntermediateDirectories: false)
        health.keep(campus.backup(books, places: places))
        #expect(health.places(places).allSatisfy { $0.newest != nil && $0.trouble == nil })
    }
}
