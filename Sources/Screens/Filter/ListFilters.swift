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
        arrangeList(of: screen)
    }

    /// Reads a filter for a screen.
    func readFilter(_ text: String, for screen: ScreenKind) throws(FilterComplaint) -> Filter {
        try Filter(text, for: FilterVocabulary.of(screen) ?? .rooms, saved: filters.saved)
    }

    /// Works out again which lines of a screen are shown, when what it lists or its filter is another one. Without a filter the lines are
    /// only listed.
    mutating func arrangeList(of screen: ScreenKind) {
        filters.arrangedAt[screen] = desk.now
        switch screen {
        case .orders: arrangeOrders()
        case .buses:
            let rows = BusRows(buses: desk.buses)
            filters.busRows = arranged(desk.buses, by: filters.buses, as: rows).map(\.id)
        case .reconcile:
            let lines = reconciliation.overview?.rows ?? []
            let rows = ReconcileRows(lines, actor: desk.actor.name, desk.live)
            reconciliation.show(arranged(lines, by: filters.reconcile, as: rows))
        case .papers:
            let rows = PaperRows(papers.all)
            papers.narrow(to: filters.papers.isEmpty ? nil : arranged(papers.all, by: filters.papers, as: rows).map(\.number))
        case .subsidy:
            let lines = subsidy.run?.rows ?? []
            let rows = SubsidyRows(lines, desk.live)
            subsidy.show(only: filters.subsidy.isEmpty ? nil : Set(arranged(lines, by: filters.subsidy, as: rows).map(\.room)))
        case .wall: arrangeWall()
        case .rooms, .room, .topUp, .grid, .paper, .trace, .buildings, .chart, .refunds, .refundStart, .refund, .refundRoom, .unclaimed,
            .roster:
            break
        }
    }

    /// Works out again what shows rooms and people that were looked for, when others were told; lists that are not on the screen
    /// are when they are gone to.
    mutating func arrangeFiltered() {
        arrangeWall()
        if case .palette(var palette) = overlay {
            palette.findAgain(in: self)
            overlay = .palette(palette)
        }
        switch screen {
        case .orders, .reconcile, .subsidy: if !filter(of: screen).isEmpty { arrangeList(of: screen) }
        default: break
        }
    }

    private mutating func arrangeOrders() {
        // What is not filtered is the book's own list: ten thousand may be open while some of them move many times a second.
        guard !filters.orders.isEmpty else { return filters.orderRows = desk.orders.sorted }
        let orders = desk.orders.sorted.compactMap { desk.orders[$0] }
        filters.orderRows = arranged(orders, by: filters.orders, as: OrderRows(orders, desk.live)).map(\.id)
    }

    /// The lines that a filter leaves, in their order.
    private func arranged<Line>(_ lines: [Line], by filter: Filter, as rows: some FilterSource) -> [Line] {
        filter.isEmpty ? lines : filter.rows(of: rows, now: desk.now).map { lines[$0] }
    }

    /// Brings what changes by itself under a filter up to date when it is time to, as the list of rooms does. The other lists change when
    /// something is told.
    mutating func arrangeShownIfDue() {
        guard filter(of: screen).followsReadings else { return }
        guard filters.arrangedAt[screen].map({ desk.now.hasPassed(desk.shown.pace, since: $0) }) ?? true else { return }
        switch screen {
        case .wall where desk.frozen == nil: arrangeWall()
        case .orders, .papers: arrangeList(of: screen)
        default: break
        }
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
