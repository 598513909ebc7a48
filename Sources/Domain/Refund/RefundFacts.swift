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

    /// Why the rest is not refundable, in words, and what was set off up to the final reading.
    public var reasons: [String] { state.reasons }
}

extension RefundRoom {
    /// Why the rest is not refundable, in words, with what was set off up to the final reading; empty before the estimate.
    public var reasons: [String] {
        let reasons = figures?.reasons ?? []
        guard let final, final.setOff.hundredths > 0 else { return reasons }
        return reasons + ["\(final.setOff) \(final.setOff.unit.word) used while the credit was being taken out: set off"]
    }

    /// The credit and money as they are known: fixed, else taken out or estimated; nil before the estimate.
    public var amount: (credit: Credit, money: Money)? {
        final.map { ($0.credit, $0.money) } ?? figures.map { ($0.credit, $0.money) }
    }
}

extension RefundFinal.Source {
    /// Where the reading comes from, in words.
    public var words: String {
        switch self {
        case .readBack(let order): "the read-back of order \(order)"
        case .opened(let order): "the read-back of order \(order), which opened the room"
        case .reading: "the meter's last reading"
        case .typed(let reference): "typed from \(reference)"
        }
    }
}
