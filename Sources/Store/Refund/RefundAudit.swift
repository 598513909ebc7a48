import Domain
import GRDB
import Operations
import Phrases

/// Holds runs and events against their digests, events against what may follow, and both ways against the entries of the journal.
enum RefundAudit {
    static func run(_ database: Database, findings: inout Findings) throws {
        let runs = try Row.fetchCursor(database, sql: "SELECT \(RefundRecords.runColumns) FROM refundRun ORDER BY at, id")
        var frozen: [RoomID: RefundRunID] = [:]
        var named: Set<Int64> = []
        while let row = try runs.next() {
            let run = try RefundRecords.run(row)
            if try RefundRecords.digest(of: run) != row.bytes(11) { findings.add(Phrase("run \(run.id) of refunds was changed")) }
            try events(of: run.id, in: database, frozen: &frozen, named: &named, findings: &findings)
        }
        if try RefundRecords.frozen(database) != frozen {
            findings.add(Phrase("the rooms that are held back for refunds are not those that the runs hold"))
        }
        try strays(named, in: database, findings: &findings)
    }

    private static func events(
        of run: RefundRunID, in database: Database, frozen: inout [RoomID: RefundRunID], named: inout Set<Int64>,
        findings: inout Findings
    ) throws {
        var rooms: [RoomID: RefundRoom] = [:]
        var last: (room: RoomID, digest: [UInt8])?
        let rows = try Row.fetchCursor(
            database, sql: "SELECT \(RefundRecords.eventColumns) FROM refundEvent WHERE run = ? ORDER BY room, line",
            arguments: [run.text])
        while let row = try rows.next() {
            let record = try RefundRecords.record(row)
            let room = record.room
            let previous = last.flatMap { $0.room == room ? $0.digest : nil } ?? []
            let stored = StoredRefundEvent(word: try row.text(3), detail: try row.text(4))
            let digest = RefundRecords.digest(of: record, stored, after: previous)
            if try digest != row.bytes(15) { findings.add(Phrase("event \(record.line) of room \(room) in run \(run) was changed")) }
            last = (room, try row.bytes(15))
            let before = rooms[room]
            guard let next = before == nil ? RefundRoom(record) : before?.adding(record) else {
                findings.add(Phrase("event \(record.line) of room \(room) in run \(run) can not follow the one before it"))
                continue
            }
            rooms[room] = next
            try entry(of: record, before: before, in: database, findings: &findings)
            if let entry = record.entry { named.insert(entry) }
        }
        for (room, state) in rooms where state.step.isFrozen { frozen[room] = run }
    }

    /// The entry that an event names says the same as the event.
    private static func entry(of record: RefundRecord, before: RefundRoom?, in database: Database, findings: inout Findings) throws {
        func differs() {
            findings.add(Phrase("entry \(record.entry ?? 0) is not what room \(record.room) says of it in run \(record.run)"))
        }
        guard let number = record.entry else {
            if !mayLackEntry(record.event) {
                findings.add(Phrase("an event of room \(record.room) in run \(record.run) has lost its entry"))
            }
            return
        }
        guard let entry = try EntryRecords.entry(number, in: database)?.draft, entry.room == record.room else { return differs() }
        let due = Posting(.refundsDue, Money.zero)
        let owed = entry.postings.filter { $0.account == due.account }.reduce(Int64(0)) { $0 + $1.amount }
        switch record.event {
        case .taken(let figures):
            let isSame = entry.kind == .refund && entry.reason == RefundWords.take(record.run) && -owed == figures.money.fen
            if !isSame { differs() }
        case .fixed(let final):
            if entry.kind != .refund || entry.reason != RefundWords.setOff(record.run, final.setOff) { differs() }
        case .split(let shares):
            let isSame = entry.kind == .payout && entry.reason == RefundWords.split(record.run, shares)
            if !isSame || entry.corrects != before?.takeBack || owed != shares.reduce(Int64(0), { $0 + $1.money.fen }) { differs() }
        case .paid(let stays, let method):
            let shares = before?.shares.filter { stays.contains($0.stay) } ?? []
            if entry.kind != .payout || entry.reason != RefundWords.paid(record.run, shares, method) { differs() }
        case .setAside(let stays):
            let shares = before?.shares.filter { stays.contains($0.stay) } ?? []
            if entry.kind != .payout || entry.reason != RefundWords.setAside(record.run, shares) { differs() }
        case .restored:
            let isSame = entry.kind == .restoration && entry.reason == RefundWords.restore(record.run)
            if !isSame || entry.corrects != before?.takeBack { differs() }
        case .opening:
            let isSame = entry.kind == .relay && entry.reason == RefundWords.open(record.run)
            if !isSame || !entry.postings.isEmpty { differs() }
        case .frozen, .estimated, .approved, .notOpened, .closed, .dropped: differs()
        }
    }

    private static func mayLackEntry(_ event: RefundEvent) -> Bool {
        switch event {
        case .taken(let figures): figures.credit.hundredths == 0
        case .split(let shares): shares.allSatisfy { $0.money == .zero }
        case .paid, .setAside, .restored, .opening: false
        case .fixed(let final): final.setOff.hundredths == 0
        case .frozen, .estimated, .approved, .notOpened, .closed, .dropped: true
        }
    }

    /// Every entry that a refund wrote is named by an event, but for the use that it posted before one.
    private static func strays(_ named: Set<Int64>, in database: Database, findings: inout Findings) throws {
        let sequences = try Int64.fetchAll(
            database,
            sql: """
                SELECT sequence FROM entry JOIN plan ON plan.id = entry.plan
                WHERE plan.kind IN (?, ?) AND entry.kind <> ? ORDER BY sequence
                """, arguments: [PlanKind.refund.rawValue, PlanKind.refundPayment.rawValue, EntryKind.use.rawValue])
        for sequence in sequences where !named.contains(sequence) {
            findings.add(Phrase("entry \(sequence) belongs to a refund, but no run names it"))
        }
    }
}
