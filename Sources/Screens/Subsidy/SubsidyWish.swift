public import Domain
public import Operations

/// Something about the monthly subsidy that waits for the disk.
public enum SubsidyWish: Hashable, Sendable {
    /// Plan the run of a month; answer `SubsidyNews.planned`. Changes nothing.
    case plan(Month)
    /// Commit exactly what is shown; answer `SubsidyNews.committed` or `.failed`.
    case commit(SubsidyRun)
    /// Count where the orders of a run stand; answer `SubsidyNews.progress`.
    case progress(PlanID)
}

/// What is told about the monthly subsidy.
public enum SubsidyNews: Sendable {
    /// What a run of a month would give; nothing has happened yet.
    case planned(SubsidyRun)
    /// A month could not be planned.
    case notPlanned(Month, Problem)
    /// What came of a commit.
    case committed(SubsidyRun, SubsidyOutcome)
    /// A commit did not come through; the same run may be committed again, and is granted once.
    case failed(SubsidyRun, Problem)
    /// Where the orders of a run stand.
    case progress(SubsidyProgress)
}

/// How far a run has come to the meters.
public struct SubsidyProgress: Hashable, Sendable {
    /// The run.
    public var plan: PlanID
    /// The state of the order of each room; rooms whose meter keeps no credit have none.
    public let states: [RoomID: OrderState]
    /// How many orders stand where; no word of states in which none does.
    let counts: [OrderState: Int]
    /// By which of the meter's purses the order of each room was sent, of those that were.
    public var ways: [RoomID: GrantWay]

    /// Makes a progress.
    public init(plan: PlanID, states: [RoomID: OrderState], ways: [RoomID: GrantWay] = [:]) {
        self.plan = plan
        self.states = states
        self.ways = ways
        counts = states.values.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
}
