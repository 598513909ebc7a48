/// For whom and which month a part of a grant is: under this it is unique for ever.
public struct GrantKey: Hashable, Comparable, Sendable {
    /// The policy's name.
    public var policy: String
    /// The month.
    public var month: Month
    /// The room.
    public var room: RoomID
    /// The stay that it is for; 0 for a grant to the room itself.
    public var stay: Int64

    /// Makes a key.
    public init(policy: String, month: Month, room: RoomID, stay: Int64) {
        self.policy = policy
        self.month = month
        self.room = room
        self.stay = stay
    }

    /// Whether the left one comes first.
    public static func < (left: GrantKey, right: GrantKey) -> Bool {
        (left.month, left.room, left.policy, left.stay) < (right.month, right.room, right.policy, right.stay)
    }
}

/// A part of a grant: what one stay, or the room itself, is due for a month.
public struct GrantShare: Hashable, Sendable {
    /// For whom and when.
    public var key: GrantKey
    /// How much.
    public var amount: Energy

    /// Makes a share.
    public init(key: GrantKey, amount: Energy) {
        self.key = key
        self.amount = amount
    }
}

/// Why a room is given nothing.
public enum SubsidySkip: Hashable, Sendable {
    /// No policy holds for the building in this month.
    case noPolicy
    /// The policy pauses in this month.
    case pause
    /// The room is closed.
    case roomClosed
    /// Nobody lives in it on the day of the run.
    case empty
    /// All of it was granted before.
    case granted(Energy)
    /// The part of the month is too short for 0.1 kWh, or a class is due nothing.
    case nothingDue
}

/// What a room is due.
public enum SubsidyDue: Hashable, Sendable {
    /// These shares, none of them zero.
    case shares([GrantShare])
    /// Nothing, for this reason.
    case skipped(SubsidySkip)
}

/// Computes what rooms are due by one policy for one month. Pure.
public struct SubsidyCalculation: Sendable {
    /// The rule.
    public var policy: SubsidyPolicy
    /// The month.
    public var month: Month
    /// The day of the run: who lives in a room on that day counts.
    public var runDay: Day

    /// Makes a calculation. A run after the month has ended counts those who lived there on its last day.
    public init(policy: SubsidyPolicy, month: Month, runDay: Day) {
        self.policy = policy
        self.month = month
        self.runDay = min(max(runDay, month.first), month.last)
    }

    /// What a room is due, before anything that was granted already.
    ///
    /// - Parameters:
    ///   - stays: those of the room; others days are passed over.
    ///   - schoolClass: the class of a resident, for the basis `schoolClass`.
    public func due(_ room: Room, stays: [Stay], schoolClass: (ResidentID) -> String) -> SubsidyDue {
        guard policy.holds(in: month), policy.covers(building: room.building) else { return .skipped(.noPolicy) }
        guard !policy.pauses.contains(month.month) else { return .skipped(.pause) }
        guard room.isOpen else { return .skipped(.roomClosed) }
        let present = stays.filter { $0.room == room.id && $0.includes(runDay) }
        guard !present.isEmpty else { return .skipped(.empty) }
        let shares = shares(of: room, present, schoolClass: schoolClass).filter { $0.amount > .zero }
        return shares.isEmpty ? .skipped(.nothingDue) : .shares(shares)
    }

    private func shares(of room: Room, _ present: [Stay], schoolClass: (ResidentID) -> String) -> [GrantShare] {
        switch policy.basis {
        case .resident: present.map { share($0, whole: policy.amount) }
        case .schoolClass: present.map { share($0, whole: policy.classAmounts[schoolClass($0.resident)] ?? policy.amount) }
        case .room: [roomShare(room, present, whole: policy.amount)]
        case .bed: [roomShare(room, present, whole: Energy(wattHours: policy.amount.wattHours * Int64(max(0, room.beds))))]
        }
    }

    private func share(_ stay: Stay, whole: Energy) -> GrantShare {
        GrantShare(
            key: GrantKey(policy: policy.name, month: month, room: stay.room, stay: stay.id),
            amount: part(of: whole, days: stay.days(in: month.days)))
    }

    private func roomShare(_ room: Room, _ present: [Stay], whole: Energy) -> GrantShare {
        let days = present.map { $0.days(in: month.days) }.max() ?? 0
        return GrantShare(key: GrantKey(policy: policy.name, month: month, room: room.id, stay: 0), amount: part(of: whole, days: days))
    }

    /// Rounded down to 0.1 kWh.
    private func part(of whole: Energy, days: Int) -> Energy {
        guard days < month.length else { return whole }
        switch policy.partMonth {
        case .full: return whole
        case .none: return .zero
        case .proRata: return Energy(wattHours: whole.wattHours * Int64(days) / Int64(month.length) / 100 * 100)
        }
    }
}
