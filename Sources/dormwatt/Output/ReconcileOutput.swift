import Domain
import Operations
import Phrases

/// A room's books, meter and orders as `--json` prints them.
struct ReconcileOutput: Encodable {
    struct Books: Encodable {
        let balance: String?
        let count: Int
        let totalBought: String?
    }

    struct Meter: Encodable {
        let meter: String
        let remaining: String?
        let count: Int?
        let register: String?
        let readAt: String?
        let totalBought: String?
        let totalReadAt: String?
    }

    struct Difference: Encodable {
        let kind: String
        let amount: String
        let unexplained: String
        let explanations: [String]
        let suspicion: String?
        let since: String
        let ageSeconds: Int64
        let openCase: String?
    }

    let room: String
    let verdict: String
    let unit: String?
    let books: Books
    let meter: Meter?
    let orders: [OrderOutput]
    let differences: [Difference]
    let openCases: [String]

    init(_ row: ReconcileRow, now: Instant, offset: UTCOffset) {
        func text(_ at: Instant?) -> String? { at.map { WallTime($0, at: offset).description } }
        let unit = row.meter?.unit ?? .energy
        room = row.id.text
        verdict = row.verdict.rawValue
        self.unit = row.meter?.unit.rawValue
        books = Books(balance: row.balance?.description, count: row.expectedCount, totalBought: row.expectedTotal?.description)
        meter = row.meter.map {
            Meter(
                meter: $0.id.text, remaining: row.reading?.remaining?.description, count: row.reading?.count,
                register: row.reading?.register?.description, readAt: text(row.reading?.at),
                totalBought: row.picture?.totalBought?.description, totalReadAt: text(row.picture?.at))
        }
        orders = row.openOrders.map { OrderOutput($0, offset: offset) }
        differences = row.differences.map {
            Difference(
                kind: $0.kind.rawValue, amount: $0.amountText(in: unit), unexplained: $0.restText(in: unit),
                explanations: $0.explanations.map(\.sentence), suspicion: $0.suspicion?.sentence,
                since: WallTime($0.since, at: offset).description, ageSeconds: max(0, now.milliseconds(since: $0.since) / 1000),
                openCase: $0.openCase?.text)
        }
        openCases = row.openCases.map(\.id.text)
    }
}

/// A case as `--json` prints it.
struct CaseOutput: Encodable {
    struct Step: Encodable {
        let at: String
        let operatorName: String
        let role: String
        let console: String
        let text: String
    }

    let id: String
    let room: String
    let meter: String
    let kind: String
    let isOpen: Bool
    let owner: String?
    let openedAt: String
    let reopens: String?
    let outcome: String?
    let isThere: Bool
    let steps: [Step]

    init(_ found: Case, offset: UTCOffset) {
        id = found.id.text
        room = found.room.text
        meter = found.meter.text
        kind = found.kind.rawValue
        isOpen = found.isOpen
        owner = found.owner
        openedAt = WallTime(found.openedAt, at: offset).description
        reopens = found.reopens?.text
        outcome = found.end?.outcome.rawValue
        isThere = found.isThere
        steps = found.steps.map {
            Step(
                at: WallTime($0.at, at: offset).description, operatorName: $0.actor.name, role: $0.actor.role.rawValue,
                console: $0.actor.console, text: $0.act.sentence)
        }
    }
}

/// Rows and cases as plain text.
enum ReconcileText {
    static func table(_ rows: [ReconcileRow], now: Instant) -> String {
        var table = TextTable(
            .init(title: phrase("room")), .init(title: phrase("books"), isFigure: true), .init(title: phrase("meter"), isFigure: true),
            .init(title: phrase("unit")),
            .init(title: phrase("count"), isFigure: true), .init(title: phrase("state")), .init(title: phrase("orders")),
            .init(title: phrase("differs"), isFigure: true),
            .init(title: phrase("age", context: "column"), isFigure: true), .init(title: phrase("case")),
            .init(title: phrase("explanation")))
        for row in rows {
            let unit = row.meter?.unit ?? .energy
            let worst = row.unexplained.first ?? row.differences.first
            let count = row.reading?.count.map { $0 == row.expectedCount ? "\($0)" : "\(row.expectedCount)/\($0)" }
            table.add(
                row.id.text, row.balance?.description ?? "-", row.reading?.remaining?.description ?? "-",
                row.meter.map(\.unit.spoken) ?? "", count ?? "-", row.verdict.spoken,
                row.openOrders.map(\.state.spoken).joined(separator: " "), worst.map { $0.amountText(in: unit) } ?? "",
                row.since.map { age(now.milliseconds(since: $0)) } ?? "", row.openCases.map(\.id.text).joined(separator: " "),
                row.reasons.joined(separator: " "))
        }
        return table.text
    }

    static func text(_ found: Case, offset: UTCOffset, now: Instant) -> String {
        var lines = [
            phrase("Case \(found.id): room \(found.room), meter \(found.meter), \(found.kind.spoken), ")
                + (found.isOpen ? phrase("open for \(age(now.milliseconds(since: found.openedAt)))") : phrase("ended", context: "case"))
                + phrase(", owner \(found.owner ?? phrase("nobody"))")
                + (found.isOpen && !found.isThere ? phrase(". The difference is no longer there; it waits to be ended.") : ".")
        ]
        for step in found.steps {
            lines.append("  \(WallTime(step.at, at: offset))  \(step.actor.name), \(step.actor.role.spoken): \(step.act.sentence)")
        }
        return lines.joined(separator: "\n")
    }

    /// Coarse, as ages are read: seconds, minutes, hours, days.
    static func age(_ milliseconds: Int64) -> String {
        let seconds = max(0, milliseconds) / 1000
        switch seconds {
        case ..<60: return "\(seconds) s"
        case ..<3600: return phrase("\(seconds / 60) min")
        case ..<172_800: return "\(seconds / 3600) h"
        default: return "\(seconds / 86_400) d"
        }
    }
}
