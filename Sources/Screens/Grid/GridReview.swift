import Domain
import Operations
import Phrases

/// What a plan of the grid comes to for whoever reviews it: worked out once, however many rooms there are.
struct GridReview: Sendable {
    /// A room or a number of rooms with what is to be said of it.
    struct Line: Hashable, Sendable {
        var front: String
        /// The sentences, the most telling first.
        var sentences: [String]
        var isRefused = false
    }

    let count: Int
    let paid: Money
    let sold: Energy
    let largest: PlannedChange?
    let smallest: Money
    /// Rooms that get nothing by this posting.
    private(set) var leftOut: [Line] = []
    /// What the plan wants to be looked at, alike sentences together.
    private(set) var lookAt: [Line] = []

    init(_ plan: Plan, _ grid: GridState, price: Price, minutes: (Instant) -> String) {
        let changes = plan.changes
        count = changes.count
        paid = changes.reduce(.zero) { $0 + $1.money }
        sold = changes.reduce(.zero) { $0 + $1.credit.energy(at: price) }
        largest = changes.max { $0.money < $1.money }
        smallest = changes.map(\.money).min() ?? .zero
        for (row, verdict) in zip(grid.rows, grid.verdicts) where !row.source.isEmpty {
            let room = row.room.text
            switch verdict {
            case .held(.soldToday(let sale)):
                leftOut.append(Line(front: room, sentences: [phrase("held: \(sale.money) yuan were sold to it at \(minutes(sale.at))")]))
            case .held(.aboveLargest(let largest)): leftOut.append(Line(front: room, sentences: [phrase("held: above \(largest) yuan")]))
            case .refused(let refusal): leftOut.append(Line(front: room, sentences: refusal.sentences, isRefused: true))
            case .noValue(let words): leftOut.append(Line(front: room, sentences: [words], isRefused: true))
            case .empty, .ready, .released: break
            }
        }
        leftOut += plan.refusals.map { Line(front: $0.row.room.text, sentences: $0.refusal.sentences, isRefused: true) }
        lookAt = Self.lookAt(changes)
    }

    private static func lookAt(_ changes: [PlannedChange]) -> [Line] {
        var rooms: [String: [RoomID]] = [:]
        var order: [String] = []
        for change in changes {
            for warning in change.warnings {
                let sentence = warning.together
                if rooms[sentence] == nil { order.append(sentence) }
                rooms[sentence, default: []].append(change.room)
            }
        }
        return order.map { sentence in
            let found = rooms[sentence] ?? []
            let names = found.prefix(4).map(\.text).joined(separator: " ") + (found.count > 4 ? phrase(" and \(found.count - 4) more") : "")
            return Line(front: "\(found.count)", sentences: ["\(sentence) \(names)"])
        }
    }
}

extension PlanWarning {
    /// What to look at, in words that are the same for every room.
    fileprivate var together: String {
        switch self {
        case .soldBefore: phrase("were sold the same a short while ago:")
        case .readingOld(nil): phrase("were never read:")
        case .readingOld: phrase("have an old reading:")
        case .waitsBehind: phrase("wait behind another order:")
        case .roomIsDark: phrase("are dark now:")
        }
    }
}
