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
    mutating func begin(at day: Day) { spans = Self.spans(around: day) }

    private static func spans(around day: Day) -> [ChartKind: UseSpan] {
        [.day: .day(day), .month: .month(Month(of: day)), .term: .term(of: day)]
    }

    func series(_ scope: UseScope, _ kind: ChartKind) -> UseSeries? {
        spans[kind].flatMap { known[Asked(scope: scope, span: $0)] }
    }

    /// The first year whose readings can be asked for.
    private static let firstYear = 2000

    /// Goes a span back or on; false, and nothing moves, before any meter was read and past the span after that of today.
    mutating func step(_ kind: ChartKind, isForward: Bool, today: Day) -> Bool {
        guard let next = spans[kind]?.advanced(by: isForward ? 1 : -1) else { return false }
        let first = next.days.lowerBound
        let last = Self.spans(around: today)[kind]?.advanced(by: 1).days.lowerBound ?? today
        guard isForward ? first <= last : first.date.year >= Self.firstYear else { return false }
        spans[kind] = next
        return true
    }

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
                guard let series = known[Asked(scope: scope, span: span)] else { return true }
                return !series.isWhole && (anew || series.isCutOff(on: today))
            case .remaining(let room): return anew || remaining?.room != room
            case .fortnight: return true
            }
        }
        waiting.formUnion(due)
        return due.map { .chart($0) }
    }
}

extension UseSeries {
    /// Whether every part was over when it was added up: nothing is to come.
    fileprivate var isWhole: Bool { current == nil && parts.count == span.count }

    /// Whether it was added up before its time was over, or had begun, and that is past.
    fileprivate func isCutOff(on today: Day) -> Bool {
        span.days.upperBound < today || parts.isEmpty && span.days.lowerBound <= today
    }
}
