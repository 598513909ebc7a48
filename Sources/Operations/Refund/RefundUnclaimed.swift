public import Domain

/// A share of a refund that is due and that nobody has fetched yet.
public struct UnclaimedShare: Hashable, Sendable, Identifiable {
    /// Which share: a stay is in several runs only with shares of its own in each.
    public struct ID: Hashable, Comparable, Sendable {
        /// The run.
        public var run: RefundRunID
        /// The stay that ended.
        public var stay: Int64

        /// By run, then in order of the stays.
        public static func < (left: ID, right: ID) -> Bool { (left.run, left.stay) < (right.run, right.stay) }
    }

    /// Which share.
    public var id: ID
    /// The room.
    public var room: RoomID
    /// Whose it is.
    public var resident: Resident
    /// What is due.
    public var money: Money
    /// Days since it became due.
    public var days: Int
    /// Whether it was set aside.
    public var isSetAside: Bool

    /// Whether it is old enough to be set aside, and was not.
    public var canBeSetAside: Bool { !isSetAside && days >= RefundDesk.unclaimedDays }
}

extension RefundDesk {
    /// What nobody has fetched of all runs, the longest due first. Asked again and again while somebody looks: of a run through which
    /// everybody was paid its events alone are read.
    public func unclaimed() throws -> [UnclaimedShare] {
        let due = try books.refundRuns().flatMap { run in try rooms(of: run.id).values.map { (run.id, $0) } }.filter { !$1.unpaid.isEmpty }
        guard !due.isEmpty else { return [] }
        let roster = try books.roster()
        return due.flatMap { run, room in
            room.unpaid.compactMap { share in
                roster.stays[share.stay].map { stay in
                    let since = room.splitAt.map { Day(of: $0, at: office.rules.offset) } ?? office.today
                    return UnclaimedShare(
                        id: UnclaimedShare.ID(run: run, stay: share.stay), room: room.room,
                        resident: roster.residents[stay.resident] ?? Resident(id: stay.resident, name: stay.resident.text),
                        money: share.money, days: since.distance(to: office.today), isSetAside: room.setAside.contains(share.stay))
                }
            }
        }.sorted { ($1.days, $0.id.run, $0.room, $0.resident.id) < ($0.days, $1.id.run, $1.room, $1.resident.id) }
    }
}
