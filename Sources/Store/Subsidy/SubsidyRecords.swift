public import Domain
import Foundation
import GRDB
public import Operations
import Phrases

extension SQLiteBooks: SubsidyBook {
    /// See the `SubsidyBook` port.
    public func subsidyPolicies() throws -> (policies: [SubsidyPolicy], version: Int64) {
        try read { database in
            let texts = try String.fetchAll(database, sql: "SELECT rule FROM subsidyPolicy ORDER BY version")
            return (try texts.map(StoredPolicy.read), try SubsidyRecords.version(database))
        }
    }

    /// See the `SubsidyBook` port.
    public func add(_ policy: SubsidyPolicy, after version: Int64, actor: Actor, at: Instant) throws -> Bool {
        try write { database in
            guard try SubsidyRecords.version(database) == version else { return false }
            let text = try StoredPolicy(policy).text
            let digest = SubsidyRecords.digest(version: version + 1, rule: text, at: at, actor: actor)
            try database.execute(
                sql:
                    "INSERT INTO subsidyPolicy (version, rule, at, operator, role, shift, console, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                arguments: [version + 1, text, at.milliseconds] + StatementArguments(actor.columns) + [Data(digest)])
            return true
        }
    }

    /// See the `SubsidyBook` port.
    public func granted(for months: ClosedRange<Month>) throws -> [GrantKey: Granted] {
        try read { try SubsidyRecords.granted(for: months, in: $0) }
    }

    /// See the `SubsidyBook` port.
    public func commit(_ run: SubsidyRun, at: Instant) throws -> SubsidyOutcome {
        try write { database in
            if let rows = try PlanRecords.rows(of: run.plan.id, in: database) { return .exists(rows) }
            guard try RosterRecords.version(database) == run.rosterVersion else { return .rosterChanged }
            guard try SubsidyRecords.version(database) == run.policyVersion else { return .policiesChanged }
            guard try SubsidyRecords.areNew(run.shares, in: database) else { return .grantedMeanwhile }
            switch try CommitCheck.commit(run.plan, at: at, in: database) {
            case .stale(let refusals): return .stale(refusals)
            case .exists(let rows): return .exists(rows)
            case .committed(let rows):
                try SubsidyRecords.write(run, entries: Dictionary(rows.map { ($0.room, $0.entry) }) { first, _ in first }, into: database)
                return .committed(rows)
            }
        }
    }
}

extension SQLiteBooks {
    /// The orders that bring what was granted for a month into the meters, in order of rooms; none for meters that keep no credit.
    public func grantOrders(for month: Month) throws -> [Order] {
        try read { database in
            try Row.fetchCursor(
                database,
                sql: """
                    SELECT \(OrderRecords.columns) FROM meterOrder
                    WHERE entry IN (SELECT entry FROM subsidyGrant WHERE month = ?) ORDER BY room, entry
                    """, arguments: [month.description]
            ).collect(OrderRecords.order)
        }
    }
}

/// Reading and writing policies and grants.
enum SubsidyRecords {
    static func version(_ database: Database) throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT coalesce(max(version), 0) FROM subsidyPolicy") ?? 0
    }

    static func granted(for months: ClosedRange<Month>, in database: Database) throws -> [GrantKey: Granted] {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT policy, month, room, stay, sum(wattHours), count(*) FROM subsidyGrant
                WHERE month BETWEEN ? AND ? GROUP BY policy, month, room, stay
                """, arguments: [months.lowerBound.description, months.upperBound.description])
        var granted: [GrantKey: Granted] = [:]
        while let row = try rows.next() {
            let word = try row.text(1)
            guard let month = Month(word) else { throw BooksError.damaged(phrase("'\(word)' is no month")) }
            let key = GrantKey(policy: try row.text(0), month: month, room: RoomID(try row.text(2)), stay: try row.integer(3))
            granted[key] = Granted(amount: Energy(wattHours: try row.integer(4)), parts: try row.small(5))
        }
        return granted
    }

    /// Whether nobody granted any of these parts since they were planned.
    static func areNew(_ shares: [PlannedShare], in database: Database) throws -> Bool {
        let months = shares.map(\.share.key.month)
        guard let first = months.min(), let last = months.max() else { return true }
        let granted = try granted(for: first...last, in: database)
        return shares.allSatisfy { (granted[$0.share.key]?.parts ?? 0) == $0.ordinal }
    }

    static func write(_ run: SubsidyRun, entries: [RoomID: Int64], into database: Database) throws {
        let statement = try database.makeStatement(
            sql: "INSERT INTO subsidyGrant (policy, month, room, stay, ordinal, entry, line, wattHours) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        for row in run.rows {
            for (index, part) in row.shares.enumerated() {
                let key = part.share.key
                try statement.execute(arguments: [
                    key.policy, key.month.description, key.room.text, key.stay, part.ordinal, entries[row.room], index + 1,
                    part.share.amount.wattHours,
                ])
            }
        }
    }

    static func digest(version: Int64, rule: String, at: Instant, actor: Actor) -> [UInt8] {
        var writer = DigestWriter()
        writer.add(version)
        writer.add(rule)
        writer.add(at.milliseconds)
        writer.add(actor)
        return writer.finish()
    }
}
