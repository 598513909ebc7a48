public import Domain

/// A figure of a room that can be explained, in the order in which a screen offers them.
public enum RoomFigure: String, Hashable, Sendable, CaseIterable {
    /// How the room is supplied: why it is dark, or silent.
    case supply
    /// What is left.
    case remaining
    /// What will be left when all that is under way has arrived.
    case after
    /// How many days that lasts.
    case days
    /// What the books say is left, lot by lot.
    case balance
    /// Free credit.
    case subsidy
    /// An order to the meter, step by step.
    case order
    /// In what books and meter differ.
    case difference
    /// How the bus of the meter is doing.
    case bus
}

/// What is to be explained: held by identity, whatever the lists do meanwhile.
public enum ExplanationSubject: Hashable, Sendable {
    /// Every figure of a room; of its orders this one, else the one that matters most.
    case room(RoomID, order: OrderID?)
    /// A bus by itself.
    case bus(BusID)
}

/// Why a figure is what it is: the answer, then the chain of what caused it, then what to do.
public struct FigureExplanation: Hashable, Sendable {
    /// The figure.
    public var figure: RoomFigure
    /// What stands there.
    public var answer: ExplanationFact
    /// What caused it, in the order in which it is told.
    public var steps: [ExplanationStep]

    /// Makes an explanation.
    public init(_ figure: RoomFigure, _ answer: ExplanationFact, _ steps: [ExplanationStep] = []) {
        self.figure = figure
        self.answer = answer
        self.steps = steps
    }
}

/// One step of a chain: what, when, by whom, and how it is known.
public struct ExplanationStep: Hashable, Sendable {
    /// What happened, or is the case.
    public var fact: ExplanationFact
    /// When; nil where it is the case now.
    public var at: Instant?
    /// The short name of who did it; nil where nobody did.
    public var by: String?
    /// How it is known.
    public var known: Evidence
    /// What can be opened to see it; nil for nothing.
    public var opens: ExplanationLink?

    /// Makes a step.
    public init(
        _ fact: ExplanationFact, at: Instant? = nil, by: String? = nil, known: Evidence, opens: ExplanationLink? = nil
    ) {
        self.fact = fact
        self.at = at
        self.by = by
        self.known = known
        self.opens = opens
    }
}

/// How something is known.
public enum Evidence: Hashable, Sendable {
    /// The meter said so.
    case meter(MeterID)
    /// The registers of past days or hours say so.
    case history
    /// It stands in the journal.
    case entry(Int64)
    /// A step of an order says so.
    case order(OrderID)
    /// Who reads the meters says so.
    case bus(BusID)
    /// It follows from what stands above by the rules.
    case computed
    /// The settings or the inventory of the campus say so.
    case settings
}

/// Something that a step leads to.
public enum ExplanationLink: Hashable, Sendable {
    /// A place of the journal, on the screen of its room.
    case entry(Int64, RoomID)
    /// An order.
    case order(OrderID)
    /// A bus.
    case bus(BusID)
    /// What books and meter of a room differ in.
    case differences(RoomID)
}
