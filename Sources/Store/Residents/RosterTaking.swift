public import Domain
import Foundation
import GRDB
public import Operations

extension SQLiteBooks: ResidentBook {
    /// See the `ResidentBook` port.
    public func roster() throws -> Roster { try read(RosterRecords.roster) }

    /// See the `ResidentBook` port.
    public func rosterVersion() throws -> Int64 { try read(RosterRecords.version) }

    /// See the `ResidentBook` port. Everything is checked again inside the transaction that writes it.
    public func take(_ change: RosterChange, actor: Actor, at: Instant) throws -> RosterOutcome {
        try write { database in
            let before = try RosterRecords.roster(database)
            guard before.version == change.version else { return .stale }
            let touched = change.residents.map(\.id) + change.removedResidents + change.stays.map(\.resident)
            let after = before.applying(change)
            let contradictions =
                try after.contradictions(amongst: Set(touched)) + RosterRecords.grantedStays(change, in: database)
                + RefundRecords.staysWithShares(change, in: database)
            guard contradictions.isEmpty else { return .contradicted(contradictions) }
            try RosterRecords.write(change, into: database)
            try RosterUndo.write(before.inverse(of: change), into: database)
            let last = try Row.fetchOne(database, sql: "SELECT digest FROM rosterChange ORDER BY version DESC LIMIT 1")
            let log = RosterLog(change, after: after, at: at, actor: actor, result: try RosterRecords.digest(database))
            try database.execute(
                sql: "INSERT INTO rosterChange (\(RosterLog.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                arguments: [log.version, at.milliseconds] + StatementArguments(actor.columns) + [
                    log.residents, log.stays, log.nextStay, log.note, Data(log.result), Data(log.digest(after: try last?.bytes(0) ?? [])),
                ])
            return .taken
        }
    }

    /// See the `ResidentBook` port.
    public func rosterUndo() throws -> RosterChange? { try read(RosterUndo.read) }
}
