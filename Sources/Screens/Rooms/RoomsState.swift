import Domain
import Operations
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
        case .room: "Room"
        case .state: "State, worst first"
        case .left: "kWh left"
        case .days: "Days left"
        case .load: "Load"
        case .order: "Orders under way"
        case .age: "Age, oldest first"
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
/// while drawing, and never under marks or a moving cursor.
struct RoomsState: Sendable {
    var list = ListState<RoomID>()
    private(set) var order: [RoomID] = []
    private(set) var sort = RoomSort()
    private(set) var filter = RoomFilter.none
    /// What was last searched for.
    var search = ""
    private var isStale = false
    private var arrangedAt = Instant(milliseconds: 0)
    private var movedAt = Instant(milliseconds: 0)

    /// Readings came: the order may no longer be right.
    mutating func readingsCame() { isStale = isStale || sort.followsReadings || filter.followsReadings }

    /// The cursor was moved: rows stay where they are for a while.
    mutating func moved(at now: Instant) { movedAt = now }

    mutating func show(_ filter: RoomFilter, _ table: RoomTable, now: Instant) {
        self.filter = filter
        arrange(table, now: now)
    }

    /// Sorts by a column; by the same one again the other way round.
    mutating func sort(by column: RoomColumn, _ table: RoomTable, now: Instant) {
        sort = RoomSort(column: column, isReversed: sort.column == column && !sort.isReversed)
        arrange(table, now: now)
    }

    /// Brings the order up to date when it is time to: large lists less often, so that sorting stays a small share of the time.
    mutating func arrangeIfDue(_ table: RoomTable, now: Instant) {
        let pace = max(2000, Int64(table.ids.count) / 10)
        guard isStale, list.marks.isEmpty, now.milliseconds(since: arrangedAt) >= pace, now.milliseconds(since: movedAt) >= 3000
        else { return }
        arrange(table, now: now)
    }

    /// Works out which rooms are shown and in which order.
    mutating func arrange(_ table: RoomTable, now: Instant) {
        isStale = false
        arrangedAt = now
        if filter.isEmpty, sort == RoomSort() {
            order = table.ids
            return
        }
        var places = Array(table.ids.indices)
        if !filter.isEmpty { places = places.filter { filter.matches(table.views[$0], table.facts[$0], now: now) } }
        if sort.followsReadings {
            let keys = places.map { (sortKey(table, $0), $0) }
            places = keys.sorted { $0 < $1 }.map(\.1)
        }
        if sort.isReversed { places.reverse() }
        order = places.map { table.ids[$0] }
    }

    /// The smaller, the further up; what is not known comes last.
    private func sortKey(_ table: RoomTable, _ place: Int) -> Int64 {
        let (view, facts) = (table.views[place], table.facts[place])
        switch sort.column {
        case .room: return Int64(place)
        case .state: return Int64(facts.supply.rank) << 40 + (facts.left?.wattHours ?? 1 << 39)
        case .left: return facts.left?.wattHours ?? .max
        case .days: return facts.daysTenths.map(Int64.init) ?? .max
        case .load: return view.reading?.load.map { -$0.watts } ?? .max
        case .order: return Int64(view.order?.rank ?? .max)
        case .age: return view.reading?.at.milliseconds ?? .min
        }
    }
}
