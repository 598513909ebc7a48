import Domain
import Operations
import Phrases
import Terminal

/// The columns by which the list of rooms can be sorted.
enum RoomColumn: String, CaseIterable, Hashable, Sendable {
    case room, state, left, days, load, order, age

    /// The letter that chooses it.
    var letter: Character {
        switch self {
        case .room: "r"
        case .state: "s"
        case .left: "k"
        case .days: "d"
        case .load: "l"
        case .order: "o"
        case .age: "a"
        }
    }

    var title: String {
        switch self {
        case .room: phrase("Room")
        case .state: phrase("State, worst first")
        case .left: phrase("kWh left")
        case .days: phrase("Days left")
        case .load: phrase("Load")
        case .order: phrase("Orders under way")
        case .age: phrase("Age, oldest first")
        }
    }
}

/// In which order rooms stand.
struct RoomSort: Hashable, Sendable {
    var column = RoomColumn.room
    var isReversed = false

    /// Whether the order may change when readings come.
    var followsReadings: Bool { column != .room }
}

/// The list of rooms: what is shown, in which order, and where the operator is in it.
///
/// The order is worked out when the filter, the sort or the campus changes, and at a bounded pace when readings come; never
/// while drawing, and never under marks or a moving cursor. Where the operator is follows at once: what is in view is in the order.
struct RoomsState: Sendable {
    var list = ListState<RoomID>()
    private(set) var order: [RoomID] = []
    private(set) var sort = RoomSort()
    private(set) var filter = Filter.none
    /// What was last searched for.
    var search = ""
    /// Where a range of marks began, and what was marked before it; nil while none is drawn.
    var range: MarkRange?
    /// All places in the order of the sort: a key in the filter does not sort again.
    private var sorted: [Int]?
    /// Which places the filter shows; nil without one.
    private var isShown: [Bool]?
    private var isStale = false
    private var arrangedAt = Instant(milliseconds: 0)
    private var movedAt = Instant(milliseconds: 0)

    /// The rooms that are in view.
    var inView: ArraySlice<RoomID> { order[list.visible] }

    /// How many of some places the filter does not show. Costs what is asked for, however long the list is.
    func hidden(among places: [Int]) -> Int {
        guard let isShown else { return 0 }
        return places.count { !isShown.indices.contains($0) || !isShown[$0] }
    }

    /// Readings came: the order may no longer be right.
    mutating func readingsCame() { isStale = isStale || sort.followsReadings || filter.followsReadings }

    /// People came: a filter may ask for them.
    mutating func peopleCame() { isStale = isStale || !filter.isEmpty }

    /// The cursor was moved: rows stay where they are for a while.
    mutating func moved(at now: Instant) { movedAt = now }

    mutating func show(_ filter: Filter, _ table: RoomTable, now: Instant) {
        self.filter = filter
        choose(table, now: now)
    }

    /// Sorts by a column, by the same one again the other way round, and shows what comes first: who sorts wants to see the worst. An order
    /// that readings change leaves the cursor on its room.
    mutating func sort(by column: RoomColumn, _ table: RoomTable, now: Instant) {
        sort = RoomSort(column: column, isReversed: sort.column == column && !sort.isReversed)
        arrange(table, now: now)
        list.move(to: 0, in: order)
    }

    /// Brings the order up to date when it is time to.
    mutating func arrangeIfDue(_ table: RoomTable, now: Instant) {
        guard isStale, list.marks.isEmpty, now.hasPassed(table.pace, since: arrangedAt), now.hasPassed(3000, since: movedAt)
        else { return }
        arrange(table, now: now)
    }

    /// Works out which rooms are shown and in which order.
    mutating func arrange(_ table: RoomTable, now: Instant) {
        sorted = nil
        choose(table, now: now)
    }

    private mutating func choose(_ table: RoomTable, now: Instant) {
        isShown = nil
        if filter.isEmpty, sort == RoomSort() {
            (order, sorted) = (table.ids, nil)
        } else {
            let places = sorted.flatMap { $0.count == table.ids.count ? $0 : nil } ?? sortedPlaces(table)
            sorted = places
            let rows = filter.rows(of: table, among: places, now: now)
            order = rows.map { table.ids[$0] }
            if !filter.isEmpty {
                var shown = [Bool](repeating: false, count: table.ids.count)
                for place in rows { shown[place] = true }
                isShown = shown
            }
        }
        list.reconcile(with: order, height: list.height)
        isStale = false
        arrangedAt = now
    }

    private func sortedPlaces(_ table: RoomTable) -> [Int] {
        var places = Array(table.ids.indices)
        if sort.followsReadings {
            let keys = places.map { (sortKey(table, $0), $0) }
            places = keys.sorted { $0 < $1 }.map(\.1)
        }
        if sort.isReversed { places.reverse() }
        return places
    }

    /// The smaller, the further up; what is not known comes last.
    private func sortKey(_ table: RoomTable, _ place: Int) -> Int64 {
        let facts = table.facts(at: place)
        switch sort.column {
        case .room: return Int64(place)
        case .state: return Int64(facts.supply.rank) << 40 + (facts.left?.wattHours ?? 1 << 39)
        case .left: return facts.left?.wattHours ?? .max
        case .days: return facts.daysTenths.map(Int64.init) ?? .max
        case .load: return facts.load.map { -$0.watts } ?? .max
        case .order: return Int64(facts.order?.rank ?? .max)
        case .age: return facts.readAt?.milliseconds ?? .min
        }
    }
}
