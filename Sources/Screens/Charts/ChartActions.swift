import Domain
import Operations
import Phrases
import Terminal

extension Console {
    private var today: Day { desk.wall(desk.now).day }

    /// Whose charts are on the screen; nil on every other screen.
    var chartScope: UseScope? { if case .chart(let scope) = visits.current { scope } else { nil } }

    /// The charts that there are for a scope: what is left is a matter of one room.
    func chartKinds(of scope: UseScope) -> [ChartKind] {
        if case .room = scope { ChartKind.allCases } else { [.day, .month, .term] }
    }

    /// Does what a command about charts says.
    mutating func performChart(_ id: Command.ID, _ key: Key?) -> [Effect] {
        switch id {
        case .chart: return scopeInHand.map { openChart($0) } ?? []
        case .campusChart: return openChart(.campus)
        case .nextChart: switchChart(by: 1)
        case .previousChart: switchChart(by: -1)
        case .turnChart:
            let isForward = key != .left && key != .character("h")
            guard chart.step(chart.kind, isForward: isForward, today: today) else {
                return refuse(
                    isForward ? phrase("It has not begun: there is nothing to draw yet.") : phrase("What lies before that is not kept."))
            }
            // The sum of many rooms takes a while: it is asked for when the key rests.
            if case .room = chartScope { break }
            hasMoved = true
            return []
        case .widenChart: return widenChart()
        default: break
        }
        return askForCharts()
    }

    /// What a chart would be about: the building on the wall, else the room in hand.
    var scopeInHand: UseScope? {
        switch screen {
        case .wall: desk.shown.building(at: wall.place).map { .building(desk.shown.buildings[$0].name) }
        case .buildings: buildings.list.cursor.map { .building($0) }
        default: roomInHand.map { .room($0) }
        }
    }

    private mutating func openChart(_ scope: UseScope) -> [Effect] {
        leaveForm()
        chart.begin(at: today)
        if !chartKinds(of: scope).contains(chart.kind) { chart.kind = .day }
        visits.go(to: .chart(scope))
        return askForCharts(anew: true)
    }

    /// From the room to its building, from the building to the campus.
    private mutating func widenChart() -> [Effect] {
        switch chartScope {
        case .room(let room):
            guard let building = desk.shown[room]?.room.building else { return [] }
            visits.replace(with: .chart(.building(building)))
        case .building: visits.replace(with: .chart(.campus))
        case .campus, nil: return []
        }
        if chart.kind == .remaining { chart.kind = .day }
        return askForCharts()
    }

    private mutating func switchChart(by step: Int) {
        guard let kinds = chartScope.map(chartKinds), let index = kinds.firstIndex(of: chart.kind) else { return }
        chart.kind = kinds[(index + step + kinds.count) % kinds.count]
    }

    /// Asks for what is on the screen and not known; for what still grows too when `anew` is set.
    mutating func askForCharts(anew: Bool = false) -> [Effect] {
        guard let scope = chartScope else { return [] }
        if anew { chart.askedAt = desk.now }
        let kinds = showsAllCharts ? chartKinds(of: scope) : [chart.kind]
        let wishes = kinds.compactMap { kind -> ChartWish? in
            if kind == .remaining { if case .room(let room) = scope { return .remaining(room) } else { return nil } }
            return chart.spans[kind].map { .use(scope, $0) }
        }
        return chart.ask(wishes, anew: anew, today: today)
    }

    /// What is on the screen grows: it is asked for again every minute, the sum of many rooms every ten.
    mutating func followCharts() -> [Effect] {
        guard screen == .chart, desk.frozen == nil, !hasMoved else { return [] }
        let pace: Int64 = if case .room = chartScope { 60_000 } else { 600_000 }
        guard desk.now.hasPassed(pace, since: chart.askedAt) else { return askForCharts() }
        return askForCharts(anew: true)
    }

    /// Asks for the daily use of the rooms of the list that are in view, where there is room to draw it: what is drawn stays until the
    /// answer comes.
    mutating func askForFortnights() -> [Effect] {
        guard screen == .rooms, drawsFortnights, !hasMoved else { return [] }
        let missing = rooms.inView.filter(desk.isFortnightDue)
        guard !missing.isEmpty else { return [] }
        if let asked = fortnightAsked, asked.rooms == missing, !desk.now.hasPassed(30_000, since: asked.at) { return [] }
        fortnightAsked = (missing, desk.now)
        return [.chart(.fortnight(missing))]
    }

    mutating func take(_ news: ChartNews) -> [Effect] {
        if case .fortnight(let days) = news { desk.takeFortnight(days) } else { chart.take(news) }
        return []
    }

    /// Whether a command about charts can be used now.
    func chartAvailability(_ id: Command.ID) -> Availability {
        switch id {
        case .chart:
            guard let scope = scopeInHand else { return .disabled(phrase("There is no room here to draw.")) }
            if case .room(let room) = scope, desk.live[room]?.meter == nil {
                return .disabled(phrase("Room \(room) has no meter that keeps its credit."))
            }
            return .available
        case .campusChart: return desk.shown.ids.isEmpty ? .disabled(phrase("There are no rooms yet.")) : .available
        case .turnChart where chart.kind == .remaining:
            return .disabled(phrase("What is left is always drawn up to now: Tab goes to another chart."))
        case .widenChart where chartScope == .campus: return .disabled(phrase("This is the whole campus already."))
        default: return .available
        }
    }
}
