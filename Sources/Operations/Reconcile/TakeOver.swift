public import Domain
import Phrases

/// What came of taking over the purchases that a meter proves and that were sold elsewhere.
public struct TakeOver: Hashable, Sendable {
    /// What was written.
    public var recovery: Recovery
    /// The case, which has ended by it.
    public var ended: Case
}

/// Why nothing is taken over from a case. Nothing was written then.
public enum TakeOverRefusal: Error, Hashable, Sendable {
    /// Its meter is not the one that keeps the room's credit now.
    case otherMeter(MeterID)
    /// The meter was not heard; why.
    case silent(MeterID, String)
    /// The meter has no purchase that the books lack.
    case nothingLacking(CaseID)
    /// What the meter says does not add up.
    case doubt(GapDoubt)
    /// The room changed each time while it was planned.
    case changed(RoomID)
}

extension ReconcileDesk {
    /// What the meter of a case has to be asked before its purchases can be taken over.
    ///
    /// Throws `CaseRefusal`, `TakeOverRefusal`, and `OfficeError.notAllowed`.
    public func takeOverQuestion(_ id: CaseID, actor: Actor) throws -> RecordRequest {
        let (found, standing) = try takeOverSubject(id, actor)
        let count = try office.readings.latest(of: [found.meter])[found.meter]?.count ?? standing.expectedCount
        return RecordRequest(meter: found.meter, purchases: max(count - standing.expectedCount, 1))
    }

    /// Books what a meter proves beyond the books of its room, with its money in `assets:recovered`, and ends the case, which passes to
    /// whoever does it when nobody looks after it.
    ///
    /// It may be done again when it was cut off: what the books have by then is not written a second time. Throws `CaseRefusal`,
    /// `TakeOverRefusal`, and `OfficeError.notAllowed`.
    ///
    /// - Parameter picture: what the meter says now, with its purchase records.
    public func takeOver(_ id: CaseID, proof picture: CreditReading, actor: Actor) throws -> TakeOver {
        let (found, _) = try takeOverSubject(id, actor)
        let report = try office.gap([found.meter: picture])
        if let doubt = report.doubts[found.room] { throw TakeOverRefusal.doubt(doubt) }
        guard report.gaps[found.room] != nil else { throw TakeOverRefusal.nothingLacking(id) }
        if found.owner == nil { _ = try give(id, to: actor.name, actor: actor) }
        let recovery = try office.closeGap([found.meter: picture], cause: .soldElsewhere(id), actor: actor)
        guard recovery.changed.isEmpty else { throw TakeOverRefusal.changed(found.room) }
        let reason = Language.english.speaking { TakeOver.sentence(recovery) }
        return TakeOver(recovery: recovery, ended: try close(id, as: .corrected, reason: reason, actor: actor))
    }

    private func takeOverSubject(_ id: CaseID, _ actor: Actor) throws -> (found: Case, standing: RoomStanding) {
        try check(actor)
        let found = try find(id)
        guard found.isOpen else { throw CaseRefusal.ended(id) }
        guard let standing = try office.books.standings(of: [found.room])[found.room], standing.meter?.id == found.meter else {
            throw TakeOverRefusal.otherMeter(found.meter)
        }
        return (found, standing)
    }
}
