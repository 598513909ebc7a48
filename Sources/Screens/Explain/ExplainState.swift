import Domain
import Operations
import Phrases
import Terminal

/// Why a figure is what it is, before the screen: the figures of one room or bus, held by their ids, one of them in view.
struct ExplainState: Sendable {
    let subject: ExplanationSubject
    /// The figure in view.
    var figure: RoomFigure
    /// All of them; nil while they are asked for.
    private(set) var figures: [FigureExplanation]?
    /// The step under the cursor.
    private(set) var index = 0

    init(_ subject: ExplanationSubject, _ figure: RoomFigure) { (self.subject, self.figure) = (subject, figure) }

    /// What is explained, as the title names it.
    var name: String {
        switch subject {
        case .room(let room, _): room.text
        case .bus(let bus): bus.description
        }
    }

    /// The explanation in view.
    var shown: FigureExplanation? { figures?.first { $0.figure == figure } }

    /// What Enter opens.
    var link: ExplanationLink? {
        guard let steps = shown?.steps, steps.indices.contains(index) else { return nil }
        return steps[index].opens
    }

    /// Takes an answer; false when it is to another question.
    mutating func take(_ figures: [FigureExplanation], about subject: ExplanationSubject) -> Bool {
        guard subject == self.subject else { return false }
        self.figures = figures
        if shown == nil, let first = figures.first { figure = first.figure }
        index = 0
        return true
    }

    /// Goes to the figure beside.
    mutating func turn(_ step: Int) {
        let all = figures?.map(\.figure) ?? []
        guard let here = all.firstIndex(of: figure) else { return }
        figure = all[(here + step + all.count) % all.count]
        index = 0
    }

    /// Moves between the steps of the chain.
    mutating func move(_ key: Key, page: Int) {
        let last = max((shown?.steps.count ?? 0) - 1, 0)
        switch key {
        case .up, .character("k"): index -= 1
        case .down, .character("j"): index += 1
        case .pageUp, .control("u"): index -= page
        case .pageDown, .control("d"): index += page
        case .home: index = 0
        case .end: index = last
        default: break
        }
        index = min(max(index, 0), last)
    }
}

extension Console {
    /// What `i` explains on this screen: the room, order or bus in hand.
    var explainable: ExplanationSubject? {
        switch visits.current {
        case .buses: busList.cursor.map { .bus($0) }
        case .trace(let bus): .bus(bus)
        case .papers, .paper, .buildings, .refunds, .refundStart, .refund, .refundRoom, .unclaimed, .roster: nil
        case .orders: orderInHand.map { .room($0.room, order: $0.id) }
        case .wall, .rooms, .room, .topUp, .grid, .reconcile, .subsidy, .chart: roomInHand.map { .room($0, order: orderInHand?.id) }
        }
    }

    /// The figure that is asked for first: what the screen is about, and before all why a room is dark or silent.
    private func figureMeant(_ subject: ExplanationSubject) -> RoomFigure {
        guard case .room(let room, _) = subject else { return .bus }
        switch visits.current {
        case .orders: return .order
        case .reconcile: return .difference
        case .subsidy: return .subsidy
        case .topUp, .grid: return .after
        case .buses, .trace: return .bus
        case .wall, .buildings, .rooms, .room, .papers, .paper, .chart, .refunds, .refundStart, .refund, .refundRoom, .unclaimed, .roster:
            break
        }
        switch desk.shown.facts(of: room)?.supply {
        case .cut, .noData: return .supply
        case .on, .low, .veryLow, .noMeter, nil: return screen == .rooms ? rooms.sort.column.figure : .remaining
        }
    }

    /// Opens the explanation of what is in hand, of one figure of it where one is named.
    mutating func explain(_ subject: ExplanationSubject? = nil, figure: RoomFigure? = nil) -> [Effect] {
        guard let subject = subject ?? explainable else { return [] }
        overlay = .explaining(ExplainState(subject, figure ?? figureMeant(subject)))
        return [.explain(subject)]
    }

    mutating func handle(_ key: Key, in explaining: ExplainState) -> [Effect] {
        var state = explaining
        switch key.folded {
        case .escape, .function(10), .function(12), .control("c"), .character("q"), .character("i"):
            overlay = nil
            return []
        case .right, .tab, .character("l"): state.turn(1)
        case .left, .backTab, .character("h"): state.turn(-1)
        case .function(5), .character("r"):
            overlay = .explaining(state)
            return [.explain(state.subject)]
        case .enter:
            guard let link = state.link else { return [.bell] }
            overlay = nil
            return open(link)
        default: state.move(key.folded, page: max(explainHeight / 2, 1))
        }
        overlay = .explaining(state)
        return []
    }

    /// Goes where a step leads.
    private mutating func open(_ link: ExplanationLink) -> [Effect] {
        switch link {
        case .entry(let entry, let room):
            let effects = openRoom(room)
            self.room.sought = entry
            seekEntry()
            return effects
        case .order(let order):
            leaveForm()
            visits.go(to: .orders)
            if !filters.orders.isEmpty, !filters.orderRows.contains(order) { show(.none, on: .orders) }
            arrangeList(of: .orders)
            if !orderList.select(order, in: filters.orderRows) { say(phrase("Order \(order) is older than this list."), .warning) }
            return [.loadOrders]
        case .bus(let bus):
            leaveForm()
            visits.go(to: .buses)
            if !filters.buses.isEmpty, !filters.busRows.contains(bus) { show(.none, on: .buses) }
            _ = busList.select(bus, in: filters.busRows)
            return []
        case .differences(let room):
            leaveForm()
            visits.go(to: .reconcile)
            if !reconciliation.list.select(room, in: reconciliation.order) { reconciliation.sought = room }
            return loadReconciliation()
        }
    }

    /// Brings the entry that was asked for to the top of the journal, once it is known.
    mutating func seekEntry() {
        guard case .room(let id) = visits.current, let wanted = room.sought, let entries = desk.detail(of: id)?.entries else { return }
        guard let index = entries.firstIndex(where: { $0.sequence == wanted }) else { return }
        room.scrolled = min(index, max(entries.count - journalHeight, 0))
        room.sought = nil
    }
}

extension RoomColumn {
    /// The figure that the column shows.
    fileprivate var figure: RoomFigure {
        switch self {
        case .days: .days
        case .state: .supply
        case .order: .order
        case .room, .left, .load, .age: .remaining
        }
    }
}
