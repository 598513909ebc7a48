import Domain
import GRDB
import Operations
import Phrases

/// Holds orders against the entries that they deliver, and their state against the steps that led to it.
struct OrderAudit {
    /// What an order has to do with its entry.
    struct Delivered {
        var sequence: Int64
        var at: Instant
        var plan: String
        var room: String?
        var lines: [(account: String, commodity: Commodity, amount: Int64)]
        /// Whether a meter was replaced: the order brings what the room has left and the entry moves nothing. `SwapAudit` holds the two.
        var isSwap: Bool
        /// Whether a relay was moved: neither the order nor the entry moves anything else.
        var isRelay: Bool
    }

    /// Where an order stands: what its steps change.
    private struct Stand: Hashable {
        var state: OrderState
        var count: Int64
        var totalAfter: Int64
        var usesPurse: Bool
        var changedAt: Int64
        var attempts: Int64
        var before: String?
        var after: String?
        var note: String
    }

    /// Orders applied and the sum of their changes, by meter.
    private(set) var applied: [MeterID: (count: Int, credited: Int64)] = [:]
    /// The count that a purse showed at the end of the last order by it, by meter. Orders of one meter end in the order of their entries.
    private(set) var purseCounts: [MeterID: Int] = [:]
    private var orders: RawLines?
    private var steps: RawLines?

    mutating func begin(_ database: Database) throws {
        orders = try RawLines(
            database,
            sql: """
                SELECT entry, 1, plan, room, meter, task, unit, amount, count, totalAfter, state, createdAt, changedAt, attempts, before,
                    after, note, plannedCount, plannedTotal, plannedState, offersPurse, usesPurse FROM meterOrder ORDER BY entry
                """)
        steps = try RawLines(
            database,
            sql: """
                SELECT entry, line, at, fromState, toState, count, totalAfter, before, after, isAttempt, note, digest, actor, actorRole,
                    actorShift, actorConsole, usesPurse FROM orderStep ORDER BY entry, line
                """)
    }

    /// Whether there is an order of an entry, or steps of one. Entries are asked for in rising order.
    mutating func begins(_ sequence: Int64) throws -> Bool {
        let hasOrder = try orders?.begins(sequence) ?? false
        let hasSteps = try steps?.begins(sequence) ?? false
        return hasOrder || hasSteps
    }

    mutating func check(_ entry: Delivered, findings: inout Findings) throws {
        var found: (id: OrderID, planned: Stand, now: Stand)?
        var rows = orders
        try rows?.forEach(of: entry.sequence) { found = try order($0, of: entry, findings: &findings) }
        orders = rows
        guard let (id, planned, now) = found else {
            return findings.add(entry: entry.sequence, Phrase("there are steps of an order that does not exist"))
        }
        var stand = planned
        var digest: [UInt8] = []
        var fits = true
        try steps?.forEach(of: entry.sequence) { row in
            let next = try OrderAudit.digest(row, of: id, after: digest)
            if !row.bytes(11).elementsEqual(next) {
                findings.add(entry: entry.sequence, Phrase("a step of its order \(id) was changed or is missing"))
            }
            digest = [UInt8](row.bytes(11))
            fits = try OrderAudit.take(row, on: &stand) && fits
        }
        if !fits || stand != now {
            findings.add(entry: entry.sequence, Phrase("order \(id) stands at \(now.state.word), its steps lead elsewhere"))
        }
    }

    /// Holds one order against its entry; answers where it began and where it stands.
    private mutating func order(
        _ row: RawRow, of entry: Delivered, findings: inout Findings
    ) throws -> (id: OrderID, planned: Stand, now: Stand) {
        let id = OrderRecords.id(ofEntry: entry.sequence)
        if row.text(2) != entry.plan || row.textIfAny(3) != entry.room {
            findings.add(entry: entry.sequence, Phrase("its order \(id) is of another plan or room"))
        }
        guard let unit = CreditUnit(rawValue: row.text(6)) else { throw BooksError.damaged(phrase("'\(row.text(6))' is no unit")) }
        let task = try OrderTask(word: row.text(5), amount: Credit(unit, hundredths: try row.integer(7)))
        let change = Posting(Account(""), task.change)
        if entry.isRelay != (task.relay != nil) || entry.isRelay && !entry.lines.isEmpty {
            findings.add(entry: entry.sequence, "its order \(id) moves a relay and the entry does not, or the other way round")
        }
        if OrderAudit.moved(entry, in: change.commodity) != (entry.isSwap ? 0 : change.amount) {
            findings.add(entry: entry.sequence, Phrase("its order \(id) asks for \(task.change) but the entry moves another amount"))
        }
        if try row.integer(11) != entry.at.milliseconds {
            findings.add(entry: entry.sequence, Phrase("its order \(id) was put in line at another time"))
        }
        let planned = Stand(
            state: try OrderAudit.state(row, 19), count: try row.integer(17), totalAfter: try row.integer(18), usesPurse: false,
            changedAt: entry.at.milliseconds, attempts: 0, before: nil, after: nil, note: "")
        let now = Stand(
            state: try OrderAudit.state(row, 10), count: try row.integer(8), totalAfter: try row.integer(9),
            usesPurse: try row.integer(21) != 0, changedAt: try row.integer(12), attempts: try row.integer(13), before: row.textIfAny(14),
            after: row.textIfAny(15),
            note: row.text(16))
        if now.usesPurse {
            if try row.integer(20) == 0 {
                findings.add(entry: entry.sequence, Phrase("its order \(id) went by a purse that it was not offered"))
            }
            try noteEnd(row, task: task, now)
        } else if now.state == .confirmed, task.relay == nil {
            let sum = applied[MeterID(row.text(4))] ?? (0, 0)
            applied[MeterID(row.text(4))] = (sum.count + 1, sum.credited &+ task.change.hundredths)
        }
        return (id, planned, now)
    }

    /// What the purse showed when an order by it ended.
    private mutating func noteEnd(_ row: RawRow, task: OrderTask, _ now: Stand) throws {
        var order = Order(
            id: OrderRecords.id(ofEntry: try row.integer(0)), plan: PlanID(row.text(2)), entry: try row.integer(0), room: RoomID(""),
            meter: MeterID(row.text(4)), task: task, offersPurse: true, usesPurse: true, count: Int(now.count),
            totalAfter: .zero(task.amount.unit), state: now.state, createdAt: Instant(milliseconds: now.changedAt),
            changedAt: Instant(milliseconds: now.changedAt))
        order.after = try now.after.map(CreditReading.init(stored:))
        guard let count = order.purseCountAtEnd else { return }
        purseCounts[order.meter] = count
    }

    private static func state(_ row: RawRow, _ column: Int32) throws -> OrderState {
        guard let state = OrderState(rawValue: row.text(column)) else {
            throw BooksError.damaged(phrase("'\(row.text(column))' is no state of an order"))
        }
        return state
    }

    /// What an entry moves into the wallets of its room.
    private static func moved(_ entry: Delivered, in commodity: Commodity) -> Int64 {
        guard let room = entry.room else { return 0 }
        let wallets = Set(WalletKind.allCases.map { Account.wallet($0, of: RoomID(room)).name })
        return entry.lines.reduce(0) { $1.commodity == commodity && wallets.contains($1.account) ? $0 &+ $1.amount : $0 }
    }

    /// The digest of a step, put together from its columns.
    private static func digest(_ row: RawRow, of order: OrderID, after previous: [UInt8]) throws -> [UInt8] {
        try row.checkTogether(12...15)
        var writer = DigestWriter()
        writer.add(bytes: previous)
        writer.add(order.text)
        for column in [3, 4, 10, 7, 8] as [Int32] { writer.add(row.bytes(column)) }
        writer.add(try row.integer(2))
        writer.add(try row.integerIfAny(5))
        writer.add(try row.integerIfAny(6))
        writer.add(try row.integer(9))
        if !row.isNull(16) { writer.add(try row.integer(16)) }
        if !row.isNull(12) { for column in 12...15 as ClosedRange<Int32> { writer.add(row.bytes(column)) } }
        return writer.finish()
    }

    /// Takes a step; false when it does not start where the one before it ended, or goes a way that there is not.
    private static func take(_ row: RawRow, on stand: inout Stand) throws -> Bool {
        let (from, to) = (try state(row, 3), try state(row, 4))
        let fits = from == stand.state && from.successors.contains(to)
        stand.state = to
        stand.changedAt = try row.integer(2)
        stand.count = try row.integerIfAny(5) ?? stand.count
        stand.totalAfter = try row.integerIfAny(6) ?? stand.totalAfter
        stand.usesPurse = try row.integerIfAny(16).map { $0 != 0 } ?? stand.usesPurse
        stand.before = row.textIfAny(7) ?? stand.before
        stand.after = row.textIfAny(8) ?? stand.after
        stand.attempts += try row.integer(9)
        stand.note = row.text(10)
        return fits
    }

    mutating func end(findings: inout Findings) throws {
        for stray in try orders?.strays() ?? [] {
            findings.add(Phrase("order \(OrderRecords.id(ofEntry: stray)): its entry does not exist"))
        }
        for stray in try steps?.strays() ?? [] {
            findings.add(Phrase("there are steps of order \(OrderRecords.id(ofEntry: stray)) without entry"))
        }
    }
}
