import Domain
import Operations
import Phrases
import Terminal

/// What a chart shows.
enum ChartKind: Int, CaseIterable, Hashable, Sendable {
    case day, month, term, remaining

    var title: String {
        switch self {
        case .day: phrase("Day")
        case .month: phrase("Month")
        case .term: phrase("Term")
        case .remaining: phrase("Remaining")
        }
    }
}

/// The charts of a room, a building or the campus: which one has the keys, which times are drawn, and what is known of them.
struct ChartState: Sendable {
    /// The most spans that are remembered.
    private static let remembered = 64

    struct Asked: Hashable, Sendable {
        var scope: UseScope
        var span: UseSpan
    }

    /// The chart that has the keys.
    var kind = ChartKind.month
    /// The day whose hours are drawn, and the spans around it that are drawn with it.
    private(set) var spans: [ChartKind: UseSpan] = [:]
    private var known: [Asked: UseSeries] = [:]
    private(set) var remaining: RemainingHistory?
    /// What was asked for and has not come.
    private(set) var waiting: Set<ChartWish> = []
    /// When what grows was last asked for.
    var askedAt = Instant(milliseconds: 0)

    /// Shows the times around a day.
    mutating func begin(at day: Day) {
        spans = [.day: .day(day), .month: .month(Month(of: day)), .term: .term(of: day)]
    }

    func series(_ scope: UseScope, _ kind: ChartKind) -> UseSeries? {
        spans[kind].flatMap { known[Asked(scope: scope, span: $0)] }
    }

    /// Goes so many spans on.
    mutating func step(_ kind: ChartKind, by spans: Int) { self.spans[kind] = self.spans[kind]?.advanced(by: spans) }

    /// Whether the span of a chart lies wholly before a day.
    func isPast(_ kind: ChartKind, on today: Day) -> Bool { spans[kind].map { $0.days.upperBound < today } ?? false }

    mutating func take(_ news: ChartNews) {
        switch news {
        case .use(let series):
            if known.count >= Self.remembered { known.removeAll() }
            known[Asked(scope: series.scope, span: series.span)] = series
            waiting.remove(.use(series.scope, series.span))
        case .remaining(let history):
            remaining = history
            waiting.remove(.remaining(history.room))
        case .fortnight: break
        }
    }

    /// Of these wishes those whose answer is not known, or has grown old; they count as asked for.
    mutating func ask(_ wishes: [ChartWish], anew: Bool, today: Day) -> [Effect] {
        let due = wishes.filter { wish in
            if waiting.contains(wish) && !anew { return false }
            switch wish {
            case .use(let scope, let span):
                guard known[Asked(scope: scope, span: span)] != nil else { return true }
                return anew && span.days.contains(today)
            case .remaining(let room): return anew || remaining?.room != room
            case .fortnight: return true
            }
        }
        waiting.formUnion(due)
        return due.map { .chart($0) }
    }
}
