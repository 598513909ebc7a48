import Domain
import Operations

/// All rooms of the campus in the order in which people walk, with what follows from them.
///
/// A change of a room costs the same however many rooms there are; a change of the campus itself makes another table.
struct RoomTable: Sendable {
    /// Nil where a view does not fit into a record.
    private var records: [RoomRecord?] = []
    private var odd: [Int: (view: RoomView, facts: RoomFacts)] = [:]
    /// The rooms in campus order.
    private(set) var ids: [RoomID] = []
    private(set) var buildings: [BuildingSpan] = []
    private(set) var tallies: [Tally] = []
    private var buses: [BusID] = []
    private var placeOfBus: [BusID: Int32] = [:]
    /// The newest time of any reading.
    private(set) var newest: Instant?
    /// The places of rooms that are dark or silent, which want a person.
    private var trouble: Set<Int> = []
    private var byName = PlaceIndex(count: 0)
    private var byMeter = PlaceIndex(count: 0)
    /// Names of rooms, of buildings and of people, for filters.
    private(set) var names = TextColumn([])
    private(set) var buildingNames = TextColumn([])
    private(set) var people = TextColumn([])

    init(
        _ unsorted: [RoomView] = [], judgement: Judgement = Judgement(alarms: AlarmRules(), price: .standard),
        at now: Instant = Instant(milliseconds: 0)
    ) {
        append(CampusOrder.sorted(unsorted), judgement: judgement, at: now)
        finish()
    }

    /// Makes place for so many rooms.
    mutating func expect(_ rooms: Int) {
        records.reserveCapacity(rooms)
        ids.reserveCapacity(rooms)
    }

    /// Adds rooms in campus order behind those that are there; `finish` makes them found.
    mutating func append(_ views: [RoomView], judgement: Judgement, at now: Instant) {
        for span in CampusOrder.spans(of: views, from: ids.count) {
            buildings.append(span)
            tallies.append(Tally())
        }
        let first = ids.count
        ids += views.lazy.map(\.id)
        for (place, view) in zip(first..., views) {
            let facts = judgement.facts(of: view, at: now)
            keep(view, facts, at: place)
            count(view, facts, at: place)
            if let at = view.reading?.at { newest = max(newest ?? at, at) }
        }
    }

    /// Makes everything that finds rooms.
    mutating func finish() {
        byName = PlaceIndex(count: ids.count)
        byMeter = PlaceIndex(count: ids.count)
        for place in ids.indices {
            byName.add(place, hash: ids[place].hashValue)
            if let meter = meter(at: place) { byMeter.add(place, hash: meter.hashValue) }
        }
        names = TextColumn(ids.lazy.map(\.text))
        buildingNames = TextColumn(buildings.lazy.flatMap { span in span.places.lazy.map { _ in span.name } })
    }

    /// Takes over who lives where.
    mutating func take(_ people: People) { self.people = people.byPlace }

    // MARK: Looking

    /// The views in campus order, each made when it is asked for.
    var views: some Sequence<RoomView> { ids.indices.lazy.map(view(at:)) }

    /// The view of a place in campus order.
    func view(at place: Int) -> RoomView {
        guard let record = records[place] else { return odd[place]?.view ?? RoomView(room: Self.noRoom, meter: nil) }
        let building = building(at: place).map { buildings[$0].name } ?? ""
        return record.view(ids[place], building: building, bus: record.bus < 0 ? Self.noBus : buses[Int(record.bus)])
    }

    /// What was judged of it.
    func facts(at place: Int) -> RoomFacts {
        records[place]?.facts ?? odd[place]?.facts ?? RoomFacts(supply: .noData, heat: .unknown, floor: 0, beds: 0)
    }

    private func meter(at place: Int) -> MeterID? { records[place].map(\.meterID) ?? odd[place]?.view.meter?.id }

    /// Where a room stands in campus order.
    func place(of room: RoomID) -> Int? { byName.find(hash: room.hashValue) { ids[$0] == room } }

    /// The room whose credit a meter keeps.
    func room(ofMeter meter: MeterID) -> RoomID? { place(ofMeter: meter).map { ids[$0] } }

    /// Where it stands.
    func place(ofMeter meter: MeterID) -> Int? { byMeter.find(hash: meter.hashValue) { self.meter(at: $0) == meter } }

    /// The rooms with a text somewhere in their names, in capitals or not.
    func rooms(named text: String) -> Set<RoomID> {
        var found: Set<RoomID> = []
        names.rows(matching: Array(text.lowercased().utf8), wholly: false) { found.insert(ids[$0]) }
        return found
    }

    subscript(room: RoomID) -> RoomView? { place(of: room).map(view(at:)) }

    func facts(of room: RoomID) -> RoomFacts? { place(of: room).map(facts(at:)) }

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
        trouble.count > 1000 ? [] : trouble.sorted { (facts(at: $0).supply.rank, $0) < (facts(at: $1).supply.rank, $1) }
    }

    /// All rooms together.
    var tally: Tally { tallies.reduce(Tally(), +) }

    // MARK: Changes

    /// Takes changed views over and answers whose supply changed; those of rooms that are new or moved are passed over, because the order
    /// of all rooms changes with them.
    mutating func take(_ changed: [RoomView], judgement: Judgement, at now: Instant) -> [SupplyChange] {
        changed.compactMap { view in
            guard let place = place(of: view.id) else { return nil }
            let old = self.view(at: place)
            return old.isAtSamePlace(as: view) ? put(view, over: old, at: place, judgement, now) : nil
        }
    }

    /// Takes readings over, each completed with what the meter said before; those of meters that no room is sold to on are passed over.
    mutating func take(_ readings: [Reading], judgement: Judgement, at now: Instant) -> [SupplyChange] {
        readings.compactMap { reading in
            guard let place = place(ofMeter: reading.meter) else { return nil }
            let old = view(at: place)
            var view = old
            view.reading = reading.filled(from: old.reading)
            return put(view, over: old, at: place, judgement, now)
        }
    }

    /// Takes over since when meters are silent; nil for one that answers again.
    mutating func take(_ silence: [MeterID: Instant?], judgement: Judgement, at now: Instant) -> [SupplyChange] {
        silence.compactMap { meter, since in
            guard let place = place(ofMeter: meter) else { return nil }
            let old = view(at: place)
            var view = old
            view.silentSince = since
            return put(view, over: old, at: place, judgement, now)
        }
    }

    /// Turns the colours of rooms grey that were not read for a while, in tiles and strips alike; the next reading brings them back.
    mutating func ageReadings(at now: Instant) {
        let limit = now.milliseconds - Age.stale
        for (building, span) in buildings.enumerated() {
            for place in span.places {
                guard let before = records[place]?.heat else {
                    ageOdd(place, building, before: limit)
                    continue
                }
                guard before != before.aged else { continue }
                records[place]?.age(readBefore: limit)
                if let heat = records[place]?.heat { tallies[building].move(from: before, to: heat) }
            }
        }
    }

    private mutating func ageOdd(_ place: Int, _ building: Int, before limit: Int64) {
        guard let (view, facts) = odd[place], let at = view.reading?.at, at.milliseconds < limit else { return }
        odd[place]?.facts.heat = facts.heat.aged
        tallies[building].move(from: facts.heat, to: facts.heat.aged)
    }

    private mutating func put(
        _ view: RoomView, over old: RoomView, at place: Int, _ judgement: Judgement, _ now: Instant
    ) -> SupplyChange? {
        let before = facts(at: place)
        var next = judgement.facts(of: view, at: now)
        next.changedAt = next.left != before.left ? now : before.changedAt
        count(old, before, at: place, by: -1)
        count(view, next, at: place)
        if let at = view.reading?.at { newest = max(newest ?? at, at) }
        if view.meter?.id != old.meter?.id, let meter = view.meter { byMeter.add(place, hash: meter.id.hashValue) }
        keep(view, next, at: place)
        guard next.supply != before.supply else { return nil }
        return SupplyChange(room: view.id, from: before.supply, to: next.supply, left: next.left)
    }

    private mutating func keep(_ view: RoomView, _ facts: RoomFacts, at place: Int) {
        let bus = view.meter.map { number(of: $0.bus) } ?? -1
        let record = RoomRecord(view, facts, bus: bus)
        if place < records.count { records[place] = record } else { records.append(record) }
        if case nil = record { odd[place] = (view, facts) } else if !odd.isEmpty { odd[place] = nil }
    }

    private mutating func number(of bus: BusID) -> Int32 {
        if let known = placeOfBus[bus] { return known }
        let number = Int32(buses.count)
        buses.append(bus)
        placeOfBus[bus] = number
        return number
    }

    private mutating func count(_ view: RoomView, _ facts: RoomFacts, at place: Int, by sign: Int = 1) {
        if let building = building(at: place) { tallies[building].count(view, facts, by: sign) }
        if facts.supply.isTrouble, sign > 0 { trouble.insert(place) } else { trouble.remove(place) }
    }

    private static let noRoom = Room(id: RoomID(""), building: "", floor: 0, number: "", beds: 0)
    private static let noBus = BusID(concentrator: ConcentratorID(""), number: 0)
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

extension RoomView {
    fileprivate func isAtSamePlace(as other: RoomView) -> Bool {
        room.building == other.room.building && room.floor == other.room.floor && room.number == other.room.number
    }
}
