import Domain
import Foundation
import GRDB
import Operations
import Phrases

/// Reading and writing runs of refunds and what happened to their rooms.
enum RefundRecords {
    static func runs(_ database: Database) throws -> [RefundRun] {
        try Row.fetchCursor(database, sql: "SELECT \(runColumns) FROM refundRun ORDER BY at, id").collect(run)
    }

    static let runColumns = "id, scope, place, floor, exitDay, shareOfLeavers, at, operator, role, shift, console, digest"

    static func run(_ row: Row) throws -> RefundRun {
        let place = try row.text(2)
        let scope: RefundScope =
            switch try row.text(1) {
            case "cohort": .cohort(place)
            case "building": .building(place)
            case "floor": .floor(building: place, try row.small(3))
            default: .rooms
            }
        if scope == .rooms, !place.isEmpty { throw BooksError.damaged(phrase("a run over named rooms has no place '\(place)'")) }
        return RefundRun(
            id: RefundRunID(try row.text(0)), scope: scope, exitDay: try row.day(4), shareOfLeavers: try row.word(5),
            at: try row.instant(6), actor: try row.actor(7))
    }

    static func write(_ run: RefundRun, into database: Database) throws {
        let (word, place, floor) = words(run.scope)
        try database.execute(
            sql: "INSERT INTO refundRun (\(runColumns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [run.id.text, word, place, floor, run.exitDay.number, run.shareOfLeavers.rawValue, run.at.milliseconds]
                + StatementArguments(run.actor.columns) + [Data(digest(of: run))])
    }

    private static func words(_ scope: RefundScope) -> (word: String, place: String, floor: Int?) {
        switch scope {
        case .cohort(let cohort): ("cohort", cohort, nil)
        case .building(let building): ("building", building, nil)
        case .floor(let building, let floor): ("floor", building, floor)
        case .rooms: ("rooms", "", nil)
        }
    }

    static func digest(of run: RefundRun) -> [UInt8] {
        let (word, place, floor) = words(run.scope)
        var writer = DigestWriter()
        for text in [run.id.text, word, place, run.shareOfLeavers.rawValue] { writer.add(text) }
        writer.add(floor.map { Int64($0) })
        writer.add(Int64(run.exitDay.number))
        writer.add(run.at.milliseconds)
        writer.add(run.actor)
        return writer.finish()
    }

    static let eventColumns = """
        run, room, line, event, detail, entry, at, operator, role, shift, console, approver, approverRole, approverShift, approverConsole,
        digest
        """

    static func records(of run: RefundRunID, in database: Database) throws -> [RefundRecord] {
        try Row.fetchCursor(
            database, sql: "SELECT \(eventColumns) FROM refundEvent WHERE run = ? ORDER BY room, line", arguments: [run.text]
        ).collect(record)
    }

    static func record(_ row: Row) throws -> RefundRecord {
        RefundRecord(
            run: RefundRunID(try row.text(0)), room: RoomID(try row.text(1)), line: try row.small(2),
            event: try StoredRefundEvent(word: try row.text(3), detail: try row.text(4)).event(), entry: try row.integerIfAny(5),
            at: try row.instant(6), actor: try row.actor(7), approver: try row.actorIfAny(11))
    }

    static func digest(of record: RefundRecord, _ stored: StoredRefundEvent, after previous: [UInt8]) -> [UInt8] {
        var writer = DigestWriter()
        writer.add(bytes: previous)
        for text in [record.run.text, record.room.text, stored.word, stored.detail] { writer.add(text) }
        writer.add(Int64(record.line))
        writer.add(record.entry)
        writer.add(record.at.milliseconds)
        writer.add(record.actor)
        if let approver = record.approver { writer.add(approver) }
        return writer.finish()
    }

    /// Writes an event behind the last one of its room; what is frozen follows it.
    static func append(_ record: RefundRecord, into database: Database) throws {
        let last = try Row.fetchOne(
            database.cachedStatement(sql: "SELECT digest FROM refundEvent WHERE run = ? AND room = ? AND line = ?"),
            arguments: [record.run.text, record.room.text, record.line - 1])
        let stored = try StoredRefundEvent(record.event)
        let digest = digest(of: record, stored, after: try last?.bytes(0) ?? [])
        let arguments: StatementArguments = [
            record.run.text, record.room.text, record.line, stored.word, stored.detail, record.entry, record.at.milliseconds,
        ]
        try database.cachedStatement(
            sql: "INSERT INTO refundEvent (\(eventColumns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        ).execute(
            arguments: arguments + StatementArguments(record.actor.columns) + StatementArguments(record.approver.columns) + [Data(digest)])
        switch record.event {
        case .frozen: try freeze(record.room, by: record.run, in: database)
        case .closed, .dropped: try thaw(record.room, in: database)
        case .estimated, .approved, .taken, .restored, .opening, .notOpened, .fixed, .split, .paid, .setAside: break
        }
    }

    /// A plan that was made before does not know of it: the version of the room makes its commit refuse.
    private static func freeze(_ room: RoomID, by run: RefundRunID, in database: Database) throws {
        try database.cachedStatement(sql: "INSERT INTO refundFreeze (room, run) VALUES (?, ?)").execute(arguments: [room.text, run.text])
        try OrderSteps.raiseVersion(of: room, in: database)
    }

    private static func thaw(_ room: RoomID, in database: Database) throws {
        try database.cachedStatement(sql: "DELETE FROM refundFreeze WHERE room = ?").execute(arguments: [room.text])
        try OrderSteps.raiseVersion(of: room, in: database)
    }

    static func frozen(_ database: Database) throws -> [RoomID: RefundRunID] {
        let rows = try Row.fetchCursor(database, sql: "SELECT room, run FROM refundFreeze")
        var found: [RoomID: RefundRunID] = [:]
        while let row = try rows.next() { found[RoomID(try row.text(0))] = RefundRunID(try row.text(1)) }
        return found
    }

    /// What of a change of the roster would remove a stay to which money of a refund is due or was paid, in words.
    static func staysWithShares(_ change: RosterChange, in database: Database) throws -> [String] {
        let removed = Set(change.removedStays)
        guard !removed.isEmpty else { return [] }
        let rows = try Row.fetchCursor(database, sql: "SELECT run, room, detail FROM refundEvent WHERE event = 'split' ORDER BY run, room")
        var found: [String] = []
        while let row = try rows.next() {
            guard case .split(let shares) = try StoredRefundEvent(word: "split", detail: try row.text(2)).event() else { continue }
            let (run, room) = (try row.text(0), try row.text(1))
            for share in shares where removed.contains(share.stay) {
                found.append(phrase("stay \(share.stay) in \(room) has a share of refund \(run); end the stay instead"))
            }
        }
        return found
    }

    /// How many events each of some rooms has in a run; none for a room that is not in it.
    static func lines(of run: RefundRunID, in database: Database) throws -> [RoomID: Int] {
        let rows = try Row.fetchCursor(
            database, sql: "SELECT room, max(line) FROM refundEvent WHERE run = ? GROUP BY room", arguments: [run.text])
        var found: [RoomID: Int] = [:]
        while let row = try rows.next() { found[RoomID(try row.text(0))] = try row.small(1) }
        return found
    }
}
