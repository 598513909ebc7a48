public import Domain
public import Operations
public import Phrases
public import Terminal

/// Something that reaches the console: a key, the time, or a message from the work in the background.
///
/// Events are handled in the order of their arrival; none of them waits for anything.
public enum ConsoleEvent: Sendable {
    /// A key, a paste, or a new size of the terminal. The console knows its size from here alone.
    case key(Key)
    /// The time now. Send it about once a second, and before the first key; ages, the clock and all deadlines follow it.
    case tick(Instant)
    /// No key came for a quarter of a second: what is looked up for the place of the cursor is asked for now.
    case rested

    /// All rooms as they are now, with the price by which they were judged and who lives in them; replaces what was known. Needed once at the
    /// start, where the first buildings may come before all, and whenever the inventory changed.
    case campus(PreparedRooms)
    /// What meters said, each completed with what it said before.
    case readings([Reading])
    /// Since when meters do not answer; nil for one that answers again.
    case silence([MeterID: Instant?])
    /// Rooms of which something changed, whole views; those that are new or moved come with the campus. Many at once cost less than one by
    /// one.
    case rooms([RoomView])
    /// The answer to `Effect.loadDetail`.
    case detail(RoomDetail)
    /// The answer to `Effect.explain`: every figure with the chain of what caused it.
    case explanation(ExplanationSubject, [FigureExplanation])
    /// Orders that are new or moved, as they stand now; those not named stay as they were.
    case orders([Order])
    /// Who lives where now; replaces what was known. When the roster changed, for the rooms of the campus that was told last.
    case people(People)
    /// The answer to `Effect.grid`.
    case grid(GridNews)
    /// The filters with names; replaces what was known.
    case filters([SavedFilter])
    /// All buses as they do now; replaces what was known.
    case buses([BusHealth])
    /// Frames that came, of any bus at which somebody looks.
    case trace([TracedFrame])
    /// How the books and their copies are; replaces what was known.
    case copies(CopiesStanding)
    /// The answer to `Effect.loadReconciliation`, and to what was done about a case.
    case reconciliation(ReconcileOverview)
    /// The answer to `Effect.paper`.
    case paper(PaperNews)
    /// The answer to `Effect.subsidy`.
    case subsidy(SubsidyNews)
    /// The answer to `Effect.chart`.
    case chart(ChartNews)
    /// The answer to `Effect.refund`; the rooms of a run may also come by themselves.
    case refund(RefundNews)
    /// The answer to `Effect.roster`.
    case roster(RosterNews)
    /// Who reads the meters. Send it at the start and at every change.
    case collector(CollectorState)

    /// The answer to `Effect.plan` with the same request; an answer to an older request is passed over.
    case plan(Plan, PlanRequest)
    /// The answer to `Effect.commit` with the same plan. The orders of the plan may come before or after it.
    case committed(Plan, CommitOutcome)

    /// The answer to `Effect.reverse`.
    case reversal(ReversalNews)
    /// The answer to `Effect.resident`.
    case resident(ResidentNews)

    /// Speak this language from now on; the answer to `Effect.language`, and when its file was changed.
    case language(Language)
    /// Something went wrong; its subject says where it is shown.
    case problem(Problem)
    /// Something worked that the operator asked for, in a few words: `3-418 read`, `theme daylight`.
    case notice(String)
}

/// A wish to see what a top-up would do.
public struct PlanRequest: Hashable, Sendable {
    /// Grows with every wish of this console; an answer carries it back.
    public var number: Int
    /// The room.
    public var room: RoomID
    /// The amount in yuan exactly as it was typed.
    public var amount: String

    /// Makes a request.
    public init(number: Int, room: RoomID, amount: String) {
        self.number = number
        self.room = room
        self.amount = amount
    }
}

/// Who opens the concentrators of the campus just now.
public enum CollectorState: Hashable, Sendable {
    /// This process holds the lease and reads the meters.
    case holdsLease
    /// Another process does, which is told in English; this console follows its readings.
    case follows(String)
    /// Nobody does, for the reason that is told in English; what is shown only gets older.
    case none(String)
}

extension String {
    /// Who reads, or why nobody does, in the language that is spoken.
    var ofCollector: String { Language.current.recognising(reason: self) }
}

/// Something that went wrong, in the three sentences that an operator needs.
public struct Problem: Hashable, Sendable {
    /// What a problem is an answer to, and so where it is shown.
    public enum Subject: Hashable, Sendable {
        /// A plan could not be made; shown on the form, which takes the amount again.
        case planning(PlanRequest)
        /// The amounts of a grid could not be planned, by the number of the request; shown on the grid.
        case gridPlanning(Int)
        /// A commit did not come through; shown on the form, and `+` tries the same plan again.
        case commit(PlanID)
        /// Something else that the operator asked for; shown in a dialog.
        case request
        /// Nothing that anybody asked for; shown in passing, it takes no keys.
        case background
    }

    /// What happened.
    public var happened: String
    /// What was not changed; may be empty where nothing was to be changed.
    public var unchanged: String
    /// What to do now.
    public var remedy: String
    /// What it is an answer to.
    public var subject: Subject

    /// Makes a problem.
    public init(happened: String, unchanged: String, remedy: String, subject: Subject = .background) {
        self.happened = happened
        self.unchanged = unchanged
        self.remedy = remedy
        self.subject = subject
    }

    /// The sentences that have something to say.
    public var sentences: [String] { [happened, unchanged, remedy].filter { !$0.isEmpty } }
}
