import Domain
import Operations

/// What a room's view comes to, judged once when it arrives and not at every frame.
struct RoomFacts: Hashable, Sendable {
    var supply: SupplyState
    /// What is left, in energy.
    var left: Energy?
    var daysTenths: Int?
    var heat: Heat
    /// When what is left last changed under the eyes of the operator.
    var changedAt: Instant?

    // What else filters ask for, beside each other in memory: asking a hundred thousand views would be too slow for a key.
    var floor: Int
    var beds: Int
    var load: Power?
    var use: Energy?
    var balance: Credit?
    var readAt: Instant?
    var order: OrderState?
}

/// By what a view is judged.
struct Judgement: Hashable, Sendable {
    var alarms: AlarmRules
    var price: Price

    func facts(of view: RoomView) -> RoomFacts {
        let supply = view.supply(alarms, at: price)
        let (left, days) = (view.remaining?.energy(at: price), view.daysLeftTenths(at: price))
        return RoomFacts(
            supply: supply, left: left, daysTenths: days, heat: Heat(supply, days: days, left: left, alarms), floor: view.room.floor,
            beds: view.room.beds, load: view.reading?.load, use: view.meanUse, balance: view.balance,
            readAt: view.reading?.at, order: view.order)
    }
}

/// How many rooms of a building are in which state, and what they draw together.
struct Tally: Hashable, Sendable {
    var rooms = 0
    var on = 0
    var low = 0
    var cut = 0
    var noData = 0
    var load: Int64 = 0
    /// Rooms by their step on the ramp, in the order of its cases.
    var heats = SIMD8<Int32>()

    mutating func count(_ view: RoomView, _ facts: RoomFacts, by sign: Int) {
        rooms += sign
        switch facts.supply {
        case .on: on += sign
        case .low, .veryLow: low += sign
        case .cut: cut += sign
        case .noData, .noMeter: noData += sign
        }
        heats[facts.heat.rawValue] += Int32(sign)
        load += Int64(sign) * (view.reading?.load?.watts ?? 0) * Int64(view.meter?.ctRatio ?? 1)
    }

    static func + (left: Tally, right: Tally) -> Tally {
        Tally(
            rooms: left.rooms + right.rooms, on: left.on + right.on, low: left.low + right.low, cut: left.cut + right.cut,
            noData: left.noData + right.noData, load: left.load + right.load, heats: left.heats &+ right.heats)
    }
}

/// A room whose supply changed with a message.
struct SupplyChange: Hashable, Sendable {
    var room: RoomID
    var from: SupplyState
    var to: SupplyState
    var left: Energy?
}

/// All rooms of the campus in the order in which people walk, with what follows from them.
///
/// A change of a room costs the same however many rooms there are; only a change of the campus itself sorts anew.
struct RoomTable: Sendable {
    private(set) var views: [RoomView]
    private(set) var facts: [RoomFacts]
    /// The rooms in campus order.
    private(set) var ids: [RoomID]
    private(set) var buildings: [BuildingSpan]
    private(set) var tallies: [Tally]
    /// The newest time of any reading.
    private(set) var newest: Instant?
    /// The places of rooms that are dark or silent, which want a person.
    private var trouble: Set<Int> = []
    private var places: [RoomID: Int]
    /// Names of rooms, of buildings and of people, for filters.
    let names: TextColumn
    let buildingNames: TextColumn
    private(set) var people = TextColumn([])

    init(_ unsorted: [RoomView] = [], judgement: Judgement = Judgement(alarms: AlarmRules(), price: .standard)) {
        views = CampusOrder.sorted(unsorted)
        facts = views.map(judgement.facts)
        ids = views.map(\.id)
        places = Dictionary(ids.enumerated().map { ($1, $0) }) { first, _ in first }
        buildings = CampusOrder.spans(of: views)
        names = TextColumn(ids.lazy.map(\.text))
        buildingNames = TextColumn(views.lazy.map(\.room.building))
        tallies = []
        newest = views.lazy.compactMap { $0.reading?.at }.max()
        count()
    }

    /// Takes over who lives where.
    mutating func take(_ people: People) { self.people = TextColumn(ids.lazy.map { people.names(in: $0) }) }

    /// Where a room stands in campus order.
    func place(of room: RoomID) -> Int? { places[room] }

    subscript(room: RoomID) -> RoomView? { places[room].map { views[$0] } }

    func facts(of room: RoomID) -> RoomFacts? { places[room].map { facts[$0] } }

    /// The building in which a place lies.
    func building(at place: Int) -> Int? {
        guard ids.indices.contains(place) else { return nil }
        // The spans lie one after the other: the first that ends behind the place has it.
        var (low, high) = (0, buildings.count)
        while low < high {
            let middle = (low + high) / 2
            if buildings[middle].places.upperBound <= place { low = middle + 1 } else { high = middle }
        }
        return low < buildings.count ? low : nil
    }

    /// The places of rooms that are dark or do not answer: the dark ones first, each in campus order. None when they are so many that
    /// naming a few would say nothing.
    var troubled: [Int] {
        trouble.count > 1000 ? [] : trouble.sorted { (facts[$0].supply.rank, $0) < (facts[$1].supply.rank, $1) }
    }

    /// All rooms together.
    var tally: Tally { tallies.reduce(Tally(), +) }

    /// Takes changed views over and answers whose supply changed; nil when a room is new or moved, then nothing is taken.
    mutating func take(_ changed: [RoomView], judgement: Judgement, at now: Instant) -> [SupplyChange]? {
        for view in changed {
            guard let place = places[view.id], views[place].room.isAtSamePlace(as: view.room) else { return nil }
        }
        var changes: [SupplyChange] = []
        for view in changed {
            guard let place = places[view.id] else { continue }
            var next = judgement.facts(of: view)
            let before = facts[place]
            next.changedAt = next.left != before.left ? now : before.changedAt
            if let building = building(at: place) {
                tallies[building].count(views[place], before, by: -1)
                tallies[building].count(view, next, by: 1)
            }
            if next.supply != before.supply {
                changes.append(SupplyChange(room: view.id, from: before.supply, to: next.supply, left: next.left))
            }
            if let at = view.reading?.at { newest = max(newest ?? at, at) }
            views[place] = view
            facts[place] = next
            if next.supply.isTrouble { trouble.insert(place) } else { trouble.remove(place) }
        }
        return changes
    }

    /// The views with some replaced or added, for a table made anew.
    func merged(with changed: [RoomView]) -> [RoomView] {
        var all = Dictionary(views.map { ($0.id, $0) }) { first, _ in first }
        for view in changed { all[view.id] = view }
        return Array(all.values)
    }

    /// Judges all rooms again, after a change of the price.
    mutating func judge(by judgement: Judgement) {
        facts = zip(views, facts).map { view, old in
            var next = judgement.facts(of: view)
            next.changedAt = old.changedAt
            return next
        }
        count()
    }

    private mutating func count() {
        trouble = Set(facts.indices.filter { facts[$0].supply.isTrouble })
        tallies = buildings.map { building in
            building.places.reduce(into: Tally()) { $0.count(views[$1], facts[$1], by: 1) }
        }
    }
}

extension SupplyState {
    /// Whether the room is dark or its meter silent.
    fileprivate var isTrouble: Bool {
        switch self {
        case .cut, .noData: true
        case .on, .low, .veryLow, .noMeter: false
        }
    }
}

extension Room {
    fileprivate func isAtSamePlace(as other: Room) -> Bool {
        building == other.building && floor == other.floor && number == other.number
    }
}
