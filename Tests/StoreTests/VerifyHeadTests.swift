// Protects: shortened and rewritten journals are found by heads that were kept earlier, and the register of heads is itself sound.
// How: books on disk that are cut, exchanged for an old copy or written anew with right hashes; registers torn and damaged by hand.

import BooksContract
import Domain
import Foundation
import GRDB
import Operations
import Testing

@testable import Store

struct VerifyHeadTests {
    private static let today = Day(of: ContractCampus.evening, at: .china)

    private func register(_ campus: TemporaryCampus) -> HeadRegister { HeadRegister(campus.folder) }

    private func text(_ campus: TemporaryCampus) throws -> String { try String(contentsOfFile: register(campus).path, encoding: .utf8) }

    @Test func aHeadIsALineAndBack() throws {
        let head = JournalHead(day: Self.today, entry: 1204, hash: (0..<32).map { UInt8($0 * 8) })
        #expect(JournalHead(line: head.line) == head)
        #expect(head.line.hasPrefix("2026-11-21 1204 00081018"))
        for line in ["", "2026-11-21", "2026-11-21 -1 \(head.line.suffix(64))", "2026-13-21 1 \(head.line.suffix(64))", "\(head.line)0"] {
            #expect(JournalHead(line: line) == nil, "\(line)")
        }
    }

    @Test func oneLineADayIsKept() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        try register(campus).keep(books, on: Self.today)
        try ContractCampus.sell(books, ContractCampus.plainRoom, Money(fen: 10_00), id: "P8")
        try register(campus).keep(books, on: Self.today)
        #expect(try text(campus).split(separator: "\n").count == 1)
        try register(campus).keep(books, on: Self.today.advanced(by: 1))
        // A clock that was set back writes nothing.
        try register(campus).keep(books, on: Self.today)
        let heads = try #require(register(campus).read()?.heads)
        #expect(heads.map(\.day) == [Self.today, Self.today.advanced(by: 1)])
        #expect(try heads.map(\.entry).last == books.verify().entries)
        #expect(try books.verify(against: heads).agrees)
    }

    @Test func aLineThatWasNotFinishedIsWrittenAgain() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        try register(campus).keep(books, on: Self.today)
        let whole = try text(campus)
        try (whole + "2026-11-22 14 0a0").write(toFile: register(campus).path, atomically: false, encoding: .utf8)
        #expect(
            register(campus).read()
                == {
                    var content = HeadRegister.Content(); content.heads = register(campus).read()?.heads ?? []; return content
                }())
        try register(campus).keep(books, on: Self.today.advanced(by: 1))
        #expect(try text(campus).hasPrefix(whole + "2026-11-22 "))
        #expect(register(campus).read()?.heads.count == 2)
        #expect(register(campus).read()?.unreadable == [])
        try ("nonsense\n" + whole).write(toFile: register(campus).path, atomically: false, encoding: .utf8)
        #expect(register(campus).read()?.unreadable == [1])
    }

    @Test func anOldCopyIsFound() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let old = try Data(contentsOf: URL(fileURLWithPath: campus.folder.books))
        try ContractCampus.sell(books, ContractCampus.plainRoom, Money(fen: 10_00), id: "P8")
        try register(campus).keep(books, on: Self.today)
        let heads = try #require(register(campus).read()?.heads)
        try old.write(to: URL(fileURLWithPath: campus.folder.books))
        let verdict = try SQLiteBooks.verify(in: campus.folder, against: heads)
        #expect(try SQLiteBooks.verify(in: campus.folder).agrees)
        #expect(verdict.result.findings.count == 1)
        #expect(verdict.firstBad?.number == verdict.result.entries + 1)
        #expect(verdict.result.findings[0].contains("cut short"), "\(verdict.result.findings)")
        // Once the restoring is written down, the shorter journal is the right one, and its own head still counts.
        try register(campus).keepRestored(try SQLiteBooks.open(in: campus.folder).head(on: Self.today))
        let after = try #require(register(campus).read()?.heads)
        #expect(try SQLiteBooks.verify(in: campus.folder, against: after).agrees)
        #expect(after.count == 1)
    }

    /// Books that agree with themselves in every hash, but not with the paper of yesterday.
    @Test func aRewrittenJournalIsFound() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let forged = try TemporaryCampus()
        let other = try forged.livedInBooks()
        try ContractCampus.sell(books, ContractCampus.plainRoom, Money(fen: 10_00), id: "P9")
        try ContractCampus.sell(other, ContractCampus.plainRoom, Money(fen: 10_01), id: "P9")
        let head = try books.head(on: Self.today)
        let verdict = try SQLiteBooks.verify(in: forged.folder, against: [head])
        #expect(verdict.firstBad?.number == head.entry)
        #expect(verdict.result.findings.count == 1)
        #expect(verdict.result.findings[0].contains("written anew"))
    }
}
