public import Domain
public import Operations

/// What is to be taken back or moved, as it was typed.
public struct ReversalRequest: Hashable, Sendable {
    /// What it is about.
    public enum Subject: Hashable, Sendable {
        /// A sale, by its place in the journal.
        case void(Int64)
        /// A batch of sales, by its plan.
        case batch(PlanID)
        /// What a room has paid, to another room; the amount as it was typed, empty for all.
        case move(from: RoomID, to: RoomID, amount: String)
    }

    /// Grows with every wish of this console; an answer carries it back.
    public var number: Int
    /// What it is about.
    public var subject: Subject
    /// Why, in words.
    public var reason: String
    /// The second person, who approves it.
    public var approver: String
    /// Nothing moves by an older reading than this.
    public var readSince: Instant

    /// Makes a request.
    public init(number: Int, subject: Subject, reason: String, approver: String, readSince: Instant) {
        self.number = number
        self.subject = subject
        self.reason = reason
        self.approver = approver
        self.readSince = readSince
    }
}

/// What a request would do; nothing has happened yet.
public enum ReversalPreview: Hashable, Sendable {
    /// A sale is taken back.
    case void(Plan)
    /// A batch of sales is taken back.
    case batch(BatchVoid)
    /// Paid credit moves.
    case move(RoomMove)

    /// The plan that would be committed.
    public var plan: Plan {
        switch self {
        case .void(let plan): plan
        case .batch(let batch): batch.plan
        case .move(let move): move.plan
        }
    }
}

/// Something that the console wants done about a take-back.
public enum ReversalWish: Hashable, Sendable {
    /// Plan it; answer `.planned` or `.refused`.
    case plan(ReversalRequest)
    /// Commit what is shown; answer `.committed` or `.refused`. The same plan again happens once.
    case commit(ReversalPreview, ReversalRequest)
    /// End the take-back of a plan if the meter's word is known; answer `.settled`, or `.settledAll` for a plan of several rooms.
    ///
    /// `justCommitted` after its own commit: only then is what was given back with the commit told as money to hand over.
    case settle(PlanID, justCommitted: Bool = false)
    /// Look up what the operator did last in this shift; answer `.lastOwn`.
    case lastOwn
}

/// The answers to a `ReversalWish`.
public enum ReversalNews: Sendable {
    /// This is what it would do.
    case planned(ReversalPreview, ReversalRequest)
    /// It is not done, in sentences: what is the matter, what was not changed, what to do.
    case refused([String], ReversalRequest)
    /// It stands in the books.
    case committed(ReversalPreview, ReversalRequest)
    /// So far the take-back of a plan has come; nil for a plan that took nothing back.
    case settled(PlanID, TakeBackOutcome?)
    /// So far the take-backs of a plan of several rooms have come, room by room.
    case settledAll(PlanID, [RoomTakeBack])
    /// What the operator did last; nil for nothing in this shift.
    case lastOwn(OwnAct?)
}
