public import Domain
import Foundation
import GRDB
public import Operations
import Phrases

extension SQLiteBooks: PaperBook {
    /// See the `PaperBook` port.
    public func file(
        _ kind: PaperKind, year: Int, count: Int, _ make: (_ index: Int, _ number: String) throws -> PaperRecord
    ) throws -> [PaperRecord] {
        try write { database in
            let start = "\(kind.prefix)-\(year)-"
            let last = try String.fetchOne(
                database, sql: "SELECT max(number) FROM paper WHERE substr(number, 1, ?) = ?", arguments: [start.count, start])
            let next = (last.flatMap { Int($0.dropFirst(start.count)) } ?? 0) + 1
            let insert = try database.cachedStatement(
                sql: "INSERT INTO paper (\(PaperRecords.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            return try (0..<count).map { index in
                let record = try make(index, start + Decimals.padded(next + index, 6))
                try insert.execute(
                    arguments: [record.number, record.kind.rawValue, record.subject, record.upTo, record.madeAt.milliseconds]
                        + StatementArguments(record.actor.columns) + [record.code, record.content, Data(PaperRecords.digest(record))])
                return record
            }
        }
    }

    /// See the `PaperBook` port.
    public func paper(number: String) throws -> PaperRecord? { try paper(where: "number", number) }

    /// See the `PaperBook` port.
    public func paper(code: String) throws -> PaperRecord? { try paper(where: "code", code) }

    private func paper(where column: String, _ value: String) throws -> PaperRecord? {
        try read { database in
            try Row.fetchOne(database, sql: "SELECT \(PaperRecords.columns) FROM paper WHERE \(column) = ?", arguments: [value])
                .map(PaperRecords.record)
        }
    }

    /// See the `PaperBook` port.
    public func papers(limit: Int) throws -> [PaperRecord] {
        try read { database in
            try Row.fetchCursor(
                database, sql: "SELECT \(PaperRecords.columns) FROM paper ORDER BY madeAt DESC, number DESC LIMIT ?", arguments: [limit]
            ).collect(PaperRecords.record)
        }
    }

    /// See the `PaperBook` port.
    public func printed(_ print: PaperPrint) throws {
        try write { database in
            let line =
                try Int.fetchOne(
                    database, sql: "SELECT count(*) + 1 FROM paperPrint WHERE number = ?", arguments: [print.number]) ?? 1
            try database.execute(
                sql: "INSERT INTO paperPrint (\(PaperRecords.printColumns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                arguments: [print.number, line, print.at.milliseconds] + StatementArguments(print.actor.columns)
                    + [print.printer, print.job, Data(PaperRecords.digest(print, line: line))])
        }
    }

    /// See the `PaperBook` port.
    public func prints(of number: String) throws -> [PaperPrint] {
        try read { database in
            try Row.fetchCursor(
                database, sql: "SELECT \(PaperRecords.printColumns) FROM paperPrint WHERE number = ? ORDER BY line", arguments: [number]
            ).collect(PaperRecords.print)
        }
    }
}

/// Reading papers and their printings.
enum PaperRecords {
    static let columns = "number, kind, subject, upTo, madeAt, operator, role, shift, console, code, content, digest"
    static let printColumns = "number, line, at, operator, role, shift, console, printer, job, digest"

    static func record(_ row: Row) throws -> PaperRecord {
        PaperRecord(
            number: try row.text(0), kind: try row.word(1), subject: try row.text(2), upTo: try row.integer(3), madeAt: try row.instant(4),
            actor: try row.actor(5), code: try row.text(9), content: try row.text(10))
    }

    static func print(_ row: Row) throws -> PaperPrint {
        PaperPrint(
            number: try row.text(0), at: try row.instant(2), actor: try row.actor(3), printer: try row.text(7), job: try row.small(8))
    }

    static func digest(_ record: PaperRecord) -> [UInt8] {
        var writer = DigestWriter()
        for text in [record.number, record.kind.rawValue, record.subject, record.code, record.content] { writer.add(text) }
        writer.add(record.upTo)
        writer.add(record.madeAt.milliseconds)
        writer.add(record.actor)
        return writer.finish()
    }

    static func digest(_ print: PaperPrint, line: Int) -> [UInt8] {
        var writer = DigestWriter()
        writer.add(print.number)
        writer.add(Int64(line))
        writer.add(print.at.milliseconds)
        writer.add(print.actor)
        writer.add(print.printer)
        writer.add(Int64(print.job))
        return writer.finish()
    }

    /// Holds every paper and every printing against its digest, and the numbers against gaps.
    static func audit(_ database: Database, findings: inout Findings) throws {
        let papers = try Row.fetchCursor(database, sql: "SELECT \(columns) FROM paper ORDER BY number")
        var last = (start: "", number: 0)
        while let row = try papers.next() {
            let paper = try record(row)
            if try digest(paper) != row.bytes(11) { findings.add(Phrase("paper \(paper.number) was changed")) }
            let start = String(paper.number.prefix { $0 != "-" }) + "-" + String(paper.number.dropFirst(3).prefix(4))
            let number = Int(paper.number.suffix(6)) ?? 0
            if number != (start == last.start ? last.number + 1 : 1) { findings.add(Phrase("a paper before \(paper.number) is missing")) }
            last = (start, number)
        }
        for (closing, digest) in try MonthRecords.closings(database) where MonthRecords.digest(closing) != digest {
            findings.add(Phrase("the closing of \(closing.month) was changed"))
        }
        let prints = try Row.fetchCursor(database, sql: "SELECT \(printColumns) FROM paperPrint ORDER BY number, line")
        while let row = try prints.next() {
            let found = try print(row)
            if try digest(found, line: row.small(1)) != row.bytes(9) {
                findings.add(Phrase("a printing of paper \(found.number) was changed"))
            }
        }
    }
}
