public import Domain
import Foundation
import GRDB
public import Operations
import Phrases

extension SQLiteBooks: CaseBook {
    /// See the `CaseBook` port.
    public func cases(_ filter: CaseFilter) throws -> [Case] {
        try read { try CaseRecords.cases(filter, in: $0) }
    }

    /// See the `CaseBook` port.
    public func open(_ draft: CaseDraft, actor: Actor, at: Instant) throws -> CaseOpening {
        try write { database in
            let earlier = try CaseRecords.cases(CaseFilter(rooms: [draft.room]), in: database).filter { $0.kind == draft.kind }
            if let open = earlier.last(where: \.isOpen) { return .stands(open) }
            let number = try Int64.fetchOne(database, sql: "SELECT coalesce(max(number), 0) + 1 FROM caseFile") ?? 1
            try database.execute(
                sql: "INSERT INTO caseFile (number, room, meter, kind, isOpen) VALUES (?, ?, ?, ?, 1)",
                arguments: [number, draft.room.text, draft.meter.text, draft.kind.rawValue])
            var opened = Case(id: CaseRecords.id(number), room: draft.room, meter: draft.meter, kind: draft.kind, steps: [])
            let step = CaseStep(at: at, actor: actor, act: .opened(draft.finding, reopens: earlier.last?.id))
            try CaseRecords.append(step, to: &opened, in: database)
            return .opened(opened)
        }
    }

    /// See the `CaseBook` port.
    public func record(_ act: CaseAct, in id: CaseID, actor: Actor, at: Instant) throws -> Case {
        try write { database in
            guard var found = try CaseRecords.cases(CaseFilter(id: id), in: database).first else { throw CaseRefusal.noSuchCase(id) }
            if let refusal = found.refusal(of: act) { throw refusal }
            try CaseRecords.append(CaseStep(at: at, actor: actor, act: act), to: &found, in: database)
            if !found.isOpen {
                try database.execute(sql: "UPDATE caseFile SET isOpen = 0 WHERE number = ?", arguments: [CaseRecords.number(of: id)])
            }
            return found
        }
    }
}

/// Reading and writing cases.
enum CaseRecords {
    /// Five digits, so that the names of cases sort by age.
    static func id(_ number: Int64) -> CaseID { CaseID("C" + Decimals.padded(Int(number), 5)) }

    /// The number of a case's name; nil for a name that was never given.
    static func number(of id: CaseID) -> Int64? {
        guard id.text.first == "C", let number = Int64(id.text.dropFirst()), number > 0, self.id(number) == id else { return nil }
        return number
    }

    static func cases(_ filter: CaseFilter, in database: Database) throws -> [Case] {
        var conditions: [String] = []
        var arguments = StatementArguments()
        if let id = filter.id {
            guard let number = number(of: id) else { return [] }
            conditions.append("number = ?")
            arguments += [number]
        }
        if let rooms = filter.rooms {
            conditions.append("room IN (SELECT value FROM json_each(?))")
            arguments += [try jsonList(rooms.map(\.text))]
        }
        if filter.onlyOpen { conditions.append("isOpen = 1") }
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT number, room, meter, kind, \(stepColumns)
                FROM (SELECT * FROM caseFile \(condition)) JOIN caseStep USING (number) ORDER BY number, line
                """, arguments: arguments)
        var found: [Case] = []
        while let row = try rows.next() {
            let id = id(try row.integer(0))
            if found.last?.id != id {
                found.append(
                    Case(id: id, room: RoomID(try row.text(1)), meter: MeterID(try row.text(2)), kind: try row.word(3), steps: []))
            }
            found[found.count - 1].steps.append(try StoredCaseStep(row, from: 4).step)
        }
        return found
    }

    static let stepColumns = "at, operator, role, shift, console, act, text, amount, reopens, outcome"

    static func append(_ step: CaseStep, to found: inout Case, in database: Database) throws {
        guard let number = number(of: found.id) else { throw CaseRefusal.noSuchCase(found.id) }
        let last = try Row.fetchOne(
            database, sql: "SELECT line, digest FROM caseStep WHERE number = ? ORDER BY line DESC LIMIT 1", arguments: [number])
        let stored = StoredCaseStep(step)
        let digest = digest(stored, of: found, after: try last?.bytes(1) ?? [])
        try database.execute(
            sql: "INSERT INTO caseStep (number, line, \(stepColumns), digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [number, (try last?.integer(0) ?? 0) + 1, step.at.milliseconds] + StatementArguments(step.actor.columns)
                + [stored.act, stored.text, stored.amount, stored.reopens, stored.outcome, Data(digest)])
        found.steps.append(step)
    }

    /// Covers the step, what the case is about, and the step before.
    static func digest(_ stored: StoredCaseStep, of found: Case, after previous: [UInt8]) -> [UInt8] {
        var writer = DigestWriter()
        writer.add(bytes: previous)
        for text in [found.id.text, found.room.text, found.meter.text, found.kind.rawValue, stored.act, stored.text] { writer.add(text) }
        writer.add(stored.step.at.milliseconds)
        writer.add(stored.step.actor)
        writer.add(stored.amount)
        writer.add(stored.reopens)
        writer.add(stored.outcome ?? "")
        return writer.finish()
    }
}

/// A step as the columns of its row.
struct StoredCaseStep {
    let step: CaseStep
    let act: String
    var text = ""
    var amount: Int64 = 0
    var reopens: Int64?
    var outcome: String?

    init(_ step: CaseStep) {
        self.step = step
        switch step.act {
        case .opened(let finding, let earlier):
            (act, text, amount) = ("opened", finding.text, finding.amount)
            reopens = earlier.flatMap(CaseRecords.number)
        case .owned(let name): (act, text) = ("owned", name)
        case .noted(let words): (act, text) = ("noted", words)
        case .observed(let isThere): act = isThere ? "back" : "gone"
        case .closed(let end): (act, text, amount, outcome) = ("closed", end.text, end.accepted, end.outcome.rawValue)
        }
    }

    /// Reads the columns of `CaseRecords.stepColumns`, beginning at one.
    init(_ row: Row, from first: Int) throws {
        let word = try row.text(first + 5)
        let text = try row.text(first + 6)
        let amount = try row.integer(first + 7)
        let earlier = try row.integerIfAny(first + 8).map(CaseRecords.id)
        let act: CaseAct
        switch word {
        case "opened": act = .opened(CaseFinding(amount: amount, text: text), reopens: earlier)
        case "owned": act = .owned(text)
        case "noted": act = .noted(text)
        case "gone", "back": act = .observed(isThere: word == "back")
        case "closed": act = .closed(CaseEnd(outcome: try row.word(first + 9), accepted: amount, text: text))
        default: throw BooksError.damaged(phrase("'\(word)' is no step of a case"))
        }
        self.init(CaseStep(at: try row.instant(first), actor: try row.actor(first + 1), act: act))
        // As they stand, so that the digest also covers what this kind of step leaves empty.
        (self.text, self.amount, reopens, outcome) = (text, amount, try row.integerIfAny(first + 8), try row.textIfAny(first + 9))
    }
}
