/// Somebody who leaves, with what is due.
public struct RefundPayee: Hashable, Sendable {
    /// The stay that ends.
    public var stay: Int64
    /// Who.
    public var resident: Resident
    /// What is due; zero for one who gets nothing of the split.
    public var money: Money
    /// How it was paid; nil while it is not.
    public var payout: RefundPayout?
    /// Whether it was set aside because nobody came for it.
    public var isSetAside: Bool

    /// Makes a payee.
    public init(stay: Int64, resident: Resident, money: Money, payout: RefundPayout? = nil, isSetAside: Bool = false) {
        self.stay = stay
        self.resident = resident
        self.money = money
        self.payout = payout
        self.isSetAside = isSetAside
    }
}

/// What the statement of a room says beside the journal of the room. It stands once the amount is fixed.
public struct RefundFacts: Hashable, Sendable {
    /// The run.
    public var run: RefundRun
    /// The room.
    public var room: Room
    /// The room's way through the run.
    public var state: RefundRoom
    /// What was taken out, and why the rest was not.
    public var figures: RefundFigures
    /// The final reading and the amount.
    public var final: RefundFinal
    /// Those who leave, in order of student number; without shares before the split.
    public var payees: [RefundPayee]
    /// Those who stay, in order of student number.
    public var stayers: [Resident]

    /// Makes the facts.
    public init(
        run: RefundRun, room: Room, state: RefundRoom, figures: RefundFigures, final: RefundFinal, payees: [RefundPayee],
        stayers: [Resident]
    ) {
        self.run = run
        self.room = room
        self.state = state
        self.figures = figures
        self.final = final
        self.payees = payees
        self.stayers = stayers
    }
}

extension RefundRoom {
    /// The credit and money as they are known: fixed, else taken out or estimated; nil before the estimate.
    public var amount: (credit: Credit, money: Money)? {
        final.map { ($0.credit, $0.money) } ?? figures.map { ($0.credit, $0.money) }
    }
}
