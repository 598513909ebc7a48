import Domain
import Operations
import Phrases
import Terminal

extension RefundVerb {
    /// The command that makes the step.
    var command: Command.ID {
        switch self {
        case .estimate: .estimateRefund
        case .approve: .approveRefund
        case .take: .takeRefund
        case .open: .openForRefund
        case .split: .splitRefund
        case .pay: .payRefund
        case .close: .closeRefund
        }
    }

    /// The key and the name of the step, for example `a approve`.
    var keyWords: String { [Command.with(command)?.keys.first?.text, spoken].compactMap { $0 }.joined(separator: " ") }

    private var spoken: String {
        switch self {
        case .estimate: phrase("estimate", context: "step")
        case .approve: phrase("approve", context: "step")
        case .take: phrase("take", context: "step")
        case .open: phrase("open", context: "step")
        case .split: phrase("split", context: "step")
        case .pay: phrase("pay", context: "step")
        case .close: phrase("close", context: "step")
        }
    }
}

extension RefundStep {
    /// How the word is drawn.
    var role: Role {
        switch self {
        case .frozen, .dropped: .stateNoData
        case .estimated: .stateScheduled
        case .approved, .taking, .opening: .stateLow
        case .fixed, .split: .accent
        case .paid, .closed: .stateOn
        }
    }
}

extension RefundOverview {
    /// A resident as screens name him.
    func name(_ resident: ResidentID) -> String { names[resident] ?? resident.text }
}

extension RefundCensus.People {
    /// Who leaves, shortly, and how many stay: `Li Wei +2, 1 stays`.
    func words(_ names: [ResidentID: String]) -> String {
        guard let first = leaving.first else { return staying.isEmpty ? "" : phrase("nobody leaves") }
        let others = leaving.count > 1 ? " +\(leaving.count - 1)" : ""
        let stay = staying.isEmpty ? "" : staying.count == 1 ? phrase(", 1 stays") : phrase(", \(staying.count) stay")
        return (names[first.resident] ?? first.resident.text) + others + stay
    }
}

/// What a step would do, added up for the review before it.
struct RefundReview {
    /// The rooms that it is made for.
    let rooms: Int
    /// How many have to be typed, and of what.
    let count: Int
    let counted: String
    /// The totals.
    let sentence: String

    /// - Parameter most: what is approved for the rooms, where nothing else is known yet.
    init(_ proposal: RefundProposal, _ act: RefundAct, _ figures: Figures, most: Money = .zero) {
        let totals = Totals(proposal)
        rooms = proposal.rooms.count
        let roomWords = rooms == 1 ? phrase("1 room") : phrase("\(figures.count(rooms)) rooms")
        let peopleWords = totals.people == 1 ? phrase("1 resident") : phrase("\(figures.count(totals.people)) residents")
        let money = figures.money(totals.money)
        (count, counted) = act.countsPeople ? (totals.people, phrase("residents")) : (rooms, phrase("rooms"))
        switch act {
        case .approve(let name): sentence = phrase("\(roomWords), at most \(money) yuan together, approved by \(name).")
        case .take: sentence = phrase("\(totals.credit(figures)) out of the meters of \(roomWords), at most \(money) yuan to be paid.")
        case .openRelay:
            sentence = phrase("The relay of \(roomWords) is opened by command; at most \(figures.money(most)) yuan to be paid.")
        case .open: sentence = phrase("\(totals.credit(figures)) stay in the meter of \(roomWords); \(money) yuan are fixed for it.")
        case .split: sentence = phrase("\(money) yuan of \(roomWords) become due to \(peopleWords).")
        case .pay(let method, _):
            let way = method == .cash ? phrase("in cash, from your drawer") : phrase("through the bank")
            sentence = phrase("\(money) yuan to \(peopleWords) of \(roomWords), \(way).")
        case .close:
            let over = totals.handedOver
            sentence =
                over == 0
                ? phrase("The stays of those who leave end: \(roomWords) to be closed.")
                : phrase("The stays of those who leave end: \(roomWords), of them \(over) for those who stay.")
        case .setAside: sentence = phrase("\(money) yuan of \(peopleWords), due for \(RefundDesk.unclaimedDays) days, are set aside.")
        case .estimate, .drop: sentence = phrase("\(roomWords) out of the run and in business again.")
        }
    }

    private struct Totals {
        var money = Money.zero
        var credits: [CreditUnit: Int64] = [:]
        var people = 0
        var handedOver = 0

        init(_ proposal: RefundProposal) {
            for event in proposal.changes.lazy.flatMap(\.moves).map(\.event) {
                switch event {
                case .approved(let most): money += most
                case .taken(let taken):
                    money += taken.money
                    credits[taken.credit.unit, default: 0] += taken.credit.hundredths
                case .split(let shares):
                    people += shares.count
                    money = shares.reduce(money) { $0 + $1.money }
                case .paid(let stays, _), .setAside(let stays): people += stays.count
                case .closed(true): handedOver += 1
                case .frozen, .estimated, .restored, .opening, .notOpened, .fixed, .closed(false), .dropped: break
                }
            }
            // What leaves a drawer stands in the entries alone.
            let isPaid = proposal.changes.lazy.flatMap(\.moves).contains { if case .paid = $0.event { true } else { false } }
            let aside = proposal.plans.lazy.flatMap(\.changes).flatMap(\.entry.postings).filter {
                $0.account == .unclaimed && $0.amount < 0
            }
            if !isPaid { money = aside.reduce(money) { $0 - Money(fen: $1.amount) } }
            if isPaid { money = proposal.plans.flatMap(\.changes).reduce(Money.zero) { $0 - $1.money } }
        }

        func credit(_ figures: Figures) -> String {
            let parts = credits.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\(figures.two($0.value)) \(figures.unit($0.key))" }
            return parts.isEmpty ? phrase("Nothing") : parts.joined(separator: phrase(" and "))
        }
    }
}

extension RefundAct {
    /// Whether the people are counted before it, and not the rooms.
    fileprivate var countsPeople: Bool {
        switch self {
        case .pay, .setAside: true
        case .estimate, .approve, .take, .openRelay, .open, .split, .close, .drop: false
        }
    }
}
