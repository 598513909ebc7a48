import Domain
import Operations
import Phrases
import Terminal

/// The filters of the lists beside the rooms, the rows that they leave, and the filters with names.
struct ListFilters: Sendable {
    var orders = Filter.none
    var buses = Filter.none
    var reconcile = Filter.none
    var papers = Filter.none
    var subsidy = Filter.none
    /// Of the wall: rooms that do not match stay where they are and are dim, so that the wall stays a map.
    var wall = Filter.none
    /// When the lines of a screen were last worked out.
    var arrangedAt: [ScreenKind: Instant] = [:]
    var orderRows: [OrderID] = []
    var busRows: [BusID] = []
    var saved: [SavedFilter] = []
}

extension FilterVocabulary {
    /// What the rows of a screen can be asked; nil for screens that are no lists.
    static func of(_ screen: ScreenKind) -> FilterVocabulary? {
        switch screen {
        case .rooms, .wall: .rooms
        case .orders: .orders
        case .reconcile: .reconcile
        case .buses: .buses
        case .papers: .papers
        case .subsidy: .subsidy
        case .room, .topUp, .grid, .paper, .trace, .buildings, .chart, .refunds, .refundStart, .refund, .refundRoom, .unclaimed,
            .roster:
            nil
        }
    }

    /// What a word that was begun can become, in the order of the vocabulary: fields, words of a field, names of saved filters.
    func completions(of word: String, saved: [SavedFilter]) -> [String] {
        let sign = word.hasPrefix("!") ? "!" : ""
        let typed = String(word.dropFirst(sign.count)).lowercased()
        if typed.hasPrefix("@") { return saved.map { "@" + $0.name }.filter { $0.lowercased().hasPrefix(typed) } }
        if let colon = typed.firstIndex(of: ":") {
            guard let field = FilterField(rawValue: String(typed[..<colon])) else { return [] }
            return (words[field] ?? []).map { "\(field.rawValue):\($0)" }.filter { $0.hasPrefix(typed) }.map { sign + $0 }
        }
        return list.split(separator: " ").map(String.init).filter { $0.hasPrefix(typed) }.map { sign + $0 }
    }
}

extension Console {
    /// The filter that holds on a screen.
    func filter(of screen: ScreenKind) -> Filter {
        switch screen {
        case .rooms: rooms.filter
        case .orders: filters.orders
        case .reconcile: filters.reconcile
        case .buses: filters.buses
        case .papers: filters.papers
        case .subsidy: filters.subsidy
        case .wall: filters.wall
        case .room, .topUp, .grid, .paper, .trace, .buildings, .chart, .refunds, .refundStart, .refund, .refundRoom, .unclaimed,
            .roster:
            .none
        }
    }

    /// Shows of a list only what a filter means.
    mutating func show(_ filter: Filter, on screen: ScreenKind) {
        switch screen {
        case .rooms:
            rooms.range = nil
            rooms.show(filter, desk.shown, now: desk.now)
        case .orders: filters.orders = filter
        case .reconcile: filters.reconcile = filter
        case .buses: filters.buses = filter
        case .papers: filters.papers = filter
        case .subsidy: filters.subsidy = filter
        case .wall: filters.wall = filter
        case .room, .topUp, .grid, .paper, .trace, .buildings, .chart, .refunds, .refundStart, .refund, .refundRoom, .unclaimed,
            .roster:
            break
        }
        arrangeLists()
        arrangeWall()
    }

    /// Reads a filter for a screen.
    func readFilter(_ text: String, for screen: ScreenKind) throws(FilterComplaint) -> Filter {
        try Filter(text, for: FilterVocabulary.of(screen) ?? .rooms, saved: filters.saved)
    }

    /// Works out again which orders, rooms of the reconciliation and buses are shown. Lists without a filter cost nothing.
    mutating func arrangeLists() {
        let (table, now) = (desk.live, desk.now)
        if filters.orders.isEmpty {
            filters.orderRows = desk.orders.sorted
        } else {
            let orders = desk.orders.sorted.compactMap { desk.orders[$0] }
            filters.orderRows = filters.orders.rows(of: OrderRows(orders, table, desk.people), now: now).map { orders[$0].id }
        }
        if filters.buses.isEmpty {
            filters.busRows = desk.buses.map(\.id)
        } else {
            filters.busRows = filters.buses.rows(of: BusRows(buses: desk.buses), now: now).map { desk.buses[$0].id }
        }
        let rows = reconciliation.overview?.rows ?? []
        if filters.reconcile.isEmpty {
            reconciliation.show(rows)
        } else {
            let source = ReconcileRows(rows, actor: desk.actor.name, table, desk.people)
            reconciliation.show(filters.reconcile.rows(of: source, now: now).map { rows[$0] })
        }
        let lines = papers.all
        papers.narrow(to: filters.papers.isEmpty ? nil : filters.papers.rows(of: PaperRows(lines), now: now).map { lines[$0].number })
        let due = subsidy.run?.rows ?? []
        let wanted = filters.subsidy.isEmpty ? nil : filters.subsidy.rows(of: SubsidyRows(due, table, desk.people), now: now)
        subsidy.show(only: wanted.map { Set($0.map { due[$0].room }) })
    }

    /// Brings what readings change under a filter up to date when it is time to, as the list of rooms does.
    mutating func arrangeShownIfDue() {
        guard filter(of: screen).followsReadings else { return }
        guard filters.arrangedAt[screen].map({ desk.now.hasPassed(desk.shown.pace, since: $0) }) ?? true else { return }
        if screen == .wall, desk.frozen == nil { arrangeWall() }
    }

    /// Works out again which tiles of the wall match its filter. A wall without a filter costs nothing.
    mutating func arrangeWall() {
        filters.arrangedAt[.wall] = desk.now
        guard !filters.wall.isEmpty else { return wall.matching = nil }
        var matching = [Bool](repeating: false, count: desk.shown.ids.count)
        for place in filters.wall.rows(of: desk.shown, now: desk.now) { matching[place] = true }
        wall.matching = matching
    }

    /// The filter of a list and how many of its rows it leaves, for the line above the list; empty without one.
    func filterRuns(_ shown: Int, of all: Int, _ figures: Figures) -> [Run] {
        let filter = filter(of: screen)
        guard !filter.isEmpty else { return [] }
        return [
            (phrase("filter "), .dim), (filter.text, .accent), ("   \(figures.count(shown))", .text),
            (phrase(" of \(figures.count(all))"), .dim),
        ]
    }

    /// Saves the filter of the screen under a name, for every console of the campus; without words the name is forgotten.
    mutating func saveFilter(as name: String) -> [Effect] {
        let text = filter(of: screen).text
        filters.saved.removeAll { $0.name.lowercased() == name.lowercased() }
        if !text.isEmpty { filters.saved.append(SavedFilter(name: name, text: text)) }
        filters.saved.sort { $0.name < $1.name }
        say(text.isEmpty ? phrase("@\(name) is no longer a filter") : phrase("@\(name) is \(text)"))
        return [.saveFilters(filters.saved)]
    }

    /// Keys of the filter line beside typing: Tab completes the word at the end.
    mutating func completes(_ prompt: inout Prompt, on screen: ScreenKind) -> Bool {
        guard let vocabulary = FilterVocabulary.of(screen) else { return false }
        let typed = prompt.field.text
        let start = typed.lastIndex(of: " ").map { typed.index(after: $0) } ?? typed.startIndex
        let found = vocabulary.completions(of: String(typed[start...]), saved: filters.saved)
        guard let first = found.first else { return true }
        let common = found.dropFirst().reduce(first) { String(zip($0, $1).prefix { $0 == $1 }.map(\.0)) }
        prompt.field.replace(with: String(typed[..<start]) + (common.isEmpty ? String(typed[start...]) : common))
        (prompt.message, prompt.isWrong) = (found.count == 1 ? "" : found.joined(separator: " "), false)
        return true
    }
}
