public import Domain
public import Operations

/// What a new run is about, as it was typed.
public struct RefundStartRequest: Hashable, Sendable {
    /// Grows with every wish of this console; an answer carries it back.
    public var number: Int
    /// The name of the run.
    public var name: String
    /// How its rooms are chosen.
    public var scope: RefundScope
    /// The rooms of a run over named rooms; empty for any other.
    public var rooms: [RoomID]
    /// The last day of those who leave.
    public var exitDay: Day
    /// What becomes of the share of those who leave where others stay.
    public var share: LeaverShare

    /// Makes a request.
    public init(number: Int, name: String, scope: RefundScope, rooms: [RoomID] = [], exitDay: Day, share: LeaverShare = .paidOut) {
        self.number = number
        self.name = name
        self.scope = scope
        self.rooms = rooms
        self.exitDay = exitDay
        self.share = share
    }
}

/// One step of rooms of a run.
public enum RefundAct: Hashable, Sendable {
    /// Reckon anew what would be paid.
    case estimate
    /// A second person, by the short name, approves the rooms and the most that may be paid.
    case approve(by: String)
    /// Order the credit out of the meters.
    case take
    /// Order the relays open; the read-backs fix the amounts.
    case openRelay
    /// Fix the amount by a reading that a person typed; what is left stands in hundredths of the meter's unit.
    case open(register: Energy, remaining: Int64, reference: String)
    /// Divide what is due.
    case split(RefundSplit)
    /// Pay what is due, to everybody or to one.
    case pay(PayoutMethod, ResidentID?)
    /// End the stays, and close the rooms or hand them over.
    case close
    /// Take the rooms out of the run.
    case drop(reason: String)
    /// Set aside what of the run nobody has fetched for long.
    case setAside
}

/// One step that is to be made for rooms of a run.
public struct RefundRequest: Hashable, Sendable {
    /// Grows with every wish of this console; an answer carries it back.
    public var number: Int
    /// The run.
    public var run: RefundRunID
    /// The rooms.
    public var rooms: [RoomID]
    /// The step.
    public var act: RefundAct

    /// Makes a request.
    public init(number: Int, run: RefundRunID, rooms: [RoomID], act: RefundAct) {
        (self.number, self.run, self.rooms, self.act) = (number, run, rooms, act)
    }
}

/// Something about runs of refunds that waits for the disk or for a meter.
public enum RefundWish: Hashable, Sendable {
    /// Load the runs; answer `RefundNews.runs`.
    case runs
    /// Load what nobody has fetched of all runs; answer `RefundNews.unclaimed`.
    case unclaimed
    /// Load the rooms of a run as the books have them; answer `RefundNews.rooms`.
    case rooms(RefundRunID)
    /// Find out which rooms a new run would take; answer `.startPlanned` or `.startRefused`. Changes nothing.
    case planStart(RefundStartRequest)
    /// Start exactly the run that is shown; answer `.started` or `.startRefused`.
    case start(RefundStarted, RefundStartRequest)
    /// Plan a step; answer `.planned` or `.refused`. Nothing but use is written by it; meters are read before credit is taken out.
    case plan(RefundRequest)
    /// Make exactly the step that is shown; answer `.done` or `.refused`.
    case commit(RefundProposal, RefundRequest)
}

/// What is told about runs of refunds.
public enum RefundNews: Sendable {
    /// All runs, the newest first; replaces what was known.
    case runs([RefundRunLine])
    /// What nobody has fetched, the longest due first; replaces what was known.
    case unclaimed([UnclaimedShare])
    /// The rooms of a run as they stand now.
    case rooms(RefundOverview)
    /// A run could not be read.
    case notRead(RefundRunID, Problem)
    /// Which rooms a new run would take, with the people of each; nothing has happened yet.
    case startPlanned(RefundStarted, people: [RoomID: RefundCensus.People], names: [ResidentID: String], RefundStartRequest)
    /// A run stands, and so many rooms are new in it.
    case started(RefundRunID, rooms: Int, RefundStartRequest)
    /// No run was started, in sentences: what is the matter, what was not changed, what to do.
    case startRefused([String], RefundStartRequest)
    /// This is what a step would do.
    case planned(RefundProposal, RefundRequest)
    /// The step was made for these rooms; the others wait.
    case done(RefundProposal, RefundRequest)
    /// The step was not made, in sentences.
    case refused([String], RefundRequest)
}

/// A run as the list shows it.
public struct RefundRunLine: Hashable, Sendable, Identifiable {
    /// The run.
    public var run: RefundRun
    /// Its rooms together.
    public var sums: RefundSums

    /// Its name.
    public var id: RefundRunID { run.id }

    /// Makes a line.
    public init(run: RefundRun, sums: RefundSums) { (self.run, self.sums) = (run, sums) }
}

/// The rooms of a run as they stand in the books at one time.
public struct RefundOverview: Hashable, Sendable {
    /// The run.
    public var run: RefundRun
    /// Its rooms, in order of building and name.
    public var rows: [RefundRow]
    /// The names of those who live there, by student number.
    public var names: [ResidentID: String]

    /// Makes an overview.
    public init(run: RefundRun, rows: [RefundRow], names: [ResidentID: String]) {
        (self.run, self.rows, self.names) = (run, rows, names)
    }
}

/// What the rooms of a run come to together.
public struct RefundSums: Hashable, Sendable {
    /// How many rooms stand at each step.
    public private(set) var steps: [RefundStep: Int] = [:]
    /// What would be paid by the last estimate, of rooms that nobody has approved.
    public private(set) var estimated = Money.zero
    /// The most that may be paid of rooms that are approved and not fixed.
    public private(set) var approved = Money.zero
    /// What is fixed.
    public private(set) var fixed = Money.zero
    /// What is due and not paid.
    public private(set) var due = Money.zero
    /// What was paid.
    public private(set) var paid = Money.zero

    /// Adds rooms up; those that were taken out of the run count for their step alone.
    public init(_ rooms: some Sequence<RefundRoom>) {
        for room in rooms {
            steps[room.step, default: 0] += 1
            guard room.step != .dropped else { continue }
            if let final = room.final {
                fixed += final.money
            } else if let most = room.most {
                approved += most
            } else {
                estimated += room.figures?.money ?? .zero
            }
            due += room.due
            paid = room.shares.reduce(paid) { room.payouts[$1.stay] == nil ? $0 : $0 + $1.money }
        }
    }

    /// How many rooms there are.
    public var rooms: Int { steps.values.reduce(0, +) }
    /// How many of them are through, or were taken out of the run.
    public var ended: Int { (steps[.closed] ?? 0) + (steps[.dropped] ?? 0) }
}
