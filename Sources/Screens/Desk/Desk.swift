import Domain
import Operations
import Phrases
import Terminal

/// All that the console knows of the campus. It comes by events and is never asked for while drawing.
struct Desk: Sendable {
    /// The most happenings that are remembered, the most details of rooms, and the rooms whose daily use is.
    private static let remembered = (happenings: 100, details: 16, fortnights: 1000)
    /// How old the change of an order may be that is told although the order was not known, in milliseconds.
    private static let newsTime: Int64 = 60_000

    let rules: DeskRules
    let actor: Actor
    private(set) var price: Price
    var now = Instant(milliseconds: 0)
    private(set) var live = RoomTable()
    /// Grows whenever rooms came, went or moved.
    private(set) var campusVersion = 0
    /// What was seen when the view was frozen, and when that was.
    private(set) var frozen: (table: RoomTable, at: Instant)?
    private(set) var orders = OrderBook()
    /// Whether orders were told at all, be it none: what comes first was there before.
    private var hasHeardOfOrders = false
    private(set) var buses: [BusHealth] = []
    var copies: CopiesStanding?
    /// When rooms that were not read for a while were last looked for.
    private var agedAt = Instant(milliseconds: 0)
    /// Who lives where.
    private(set) var people = People()
    private(set) var collector = CollectorState.none(Phrase("nobody has started reading yet", context: "why").english)
    private var hasHeardOfCollector = false
    private(set) var happenings: [Happening] = []
    private var details: [RoomID: RoomDetail] = [:]
    /// The use of the last days of rooms that were in view, and when it was told.
    private var fortnights: [RoomID: (days: [DailyUse], at: Instant)] = [:]
    /// The bar of today grows: it is asked for again this often, in milliseconds.
    private static let fortnightPause: Int64 = 600_000
    /// Whether the rooms were read at all.
    private var hasHeardOfRooms = false
    private var index = RoomNumberIndex(RoomTable())
    /// Whether all buildings are there, and not only the first.
    private(set) var isWhole = false

    init(rules: DeskRules, actor: Actor, price: Price) {
        self.rules = rules
        self.actor = actor
        self.price = price
    }

    /// The rooms as the operator sees them: live, or as they were when the view was frozen.
    var shown: RoomTable { frozen?.table ?? live }

    /// Why there is no room to show.
    var whyNoRooms: [String] {
        hasHeardOfRooms
            ? [phrase("There are no rooms yet."), phrase("dormwatt import brings rooms and meters from a file.")]
            : [phrase("The books are being read."), phrase("A moment.")]
    }

    var judgement: Judgement { Judgement(alarms: rules.alarms, price: price) }

    func detail(of room: RoomID) -> RoomDetail? { details[room] }

    /// The time of day at the campus.
    func wall(_ instant: Instant) -> WallTime { WallTime(instant, at: rules.offset) }

    /// The buses that want a person's eye: the line is down or meters are silent.
    var troubledBuses: Int { buses.count { $0.isConnected == false || !$0.silent.isEmpty } }

    mutating func freeze() { frozen = (live, now) }

    mutating func unfreeze() { frozen = nil }

    /// Takes rooms over that were made ready in the background, and the price by which they were judged.
    mutating func take(_ prepared: PreparedRooms) {
        (live, people, index) = (prepared.table, prepared.people, prepared.index)
        price = prepared.judgement.price
        isWhole = prepared.isWhole
        campusVersion += 1
        hasHeardOfRooms = true
        if frozen != nil { freeze() }
    }

    /// Turns rooms grey that were not read for a while: large campuses less often, so that it stays a small share of the time.
    mutating func ageReadings() {
        guard now.hasPassed(live.pace, since: agedAt) else { return }
        agedAt = now
        live.ageReadings(at: now)
    }

    /// Takes readings over, since when meters are silent, and changed rooms.
    mutating func take(_ readings: [Reading]) { remember(live.take(readings, judgement: judgement, at: now)) }

    mutating func take(_ silence: [MeterID: Instant?]) { remember(live.take(silence, judgement: judgement, at: now)) }

    private mutating func remember(_ changes: [SupplyChange]) {
        for change in changes {
            if let happening = Happening(change, at: now, figures: Figures(glyphs: .ascii)) { remember(happening) }
        }
    }

    mutating func take(_ changed: [RoomView]) { remember(live.take(changed, judgement: judgement, at: now)) }

    mutating func take(_ people: People) {
        self.people = people
        live.take(people)
        if frozen != nil { frozen?.table.take(people) }
    }

    mutating func take(_ changed: [Order]) {
        let known = Set(changed.map(\.id).filter { orders[$0] != nil })
        for order in orders.take(changed) where known.contains(order.id) || hasHeardOfOrders && isNews(order) {
            remember(Happening(order, at: order.changedAt, figures: Figures(glyphs: .ascii)))
        }
        hasHeardOfOrders = true
    }

    /// Whether an order of which nothing was known is worth a line: old ones are only looked up, and those that the list does not keep
    /// would be told at each look. One may be newer than the last tick.
    private func isNews(_ order: Order) -> Bool {
        orders[order.id] != nil && abs(now.milliseconds(since: order.changedAt)) <= Self.newsTime
    }

    mutating func take(_ detail: RoomDetail) {
        if details.count >= Self.remembered.details { details.removeAll() }
        details[detail.room] = detail
    }

    mutating func takeFortnight(_ days: [RoomID: [DailyUse]]) {
        if fortnights.count >= Self.remembered.fortnights { fortnights.removeAll() }
        for (room, use) in days { fortnights[room] = (use, now) }
    }

    /// The use of the last days of a room that was in view; nil where it was not asked for.
    func fortnight(of room: RoomID) -> [DailyUse]? { fortnights[room]?.days }

    /// Whether the last days of a room are not known, or have moved on since they were told.
    func isFortnightDue(_ room: RoomID) -> Bool {
        guard let told = fortnights[room]?.at else { return true }
        return wall(told).day != wall(now).day || now.hasPassed(Self.fortnightPause, since: told)
    }

    mutating func take(_ health: [BusHealth]) {
        let before = Dictionary(buses.map { ($0.id, $0.isConnected) }) { first, _ in first }
        for bus in health {
            let was = before[bus.id] ?? nil
            if was == true, bus.isConnected == false {
                remember(Happening(at: now, weight: .critical, text: phrase("bus \(bus.id) is down: \(bus.spokenTrouble)")))
            } else if was == false, bus.isConnected == true {
                remember(Happening(at: now, weight: .info, text: phrase("bus \(bus.id) is up again")))
            }
        }
        buses = BusHealth.worstFirst(health)
    }

    mutating func take(_ state: CollectorState) {
        // The first word of a collector is that it starts, which is no news.
        if case .none(let reason) = state, state != collector, hasHeardOfCollector {
            remember(Happening(at: now, weight: .critical, text: phrase("nobody reads the meters: \(reason.ofCollector)")))
        }
        collector = state
        hasHeardOfCollector = true
    }

    mutating func remember(_ happening: Happening) {
        happenings.insert(happening, at: 0)
        if happenings.count > Self.remembered.happenings { happenings.removeLast() }
    }

    /// The room to go to for digits on a door, and how many match.
    func find(digits: String, near building: Range<Int>?) -> (room: RoomID?, count: Int) {
        let found = index.matches(digits, near: building)
        return (found.best.map { live.ids[$0] }, found.count)
    }

    /// The room with this name, or with these digits where they are all of one room's name or number and of no other; nil otherwise.
    func roomMeant(by words: String) -> RoomID? {
        if live[RoomID(words)] != nil { return RoomID(words) }
        let digits = words.filter(\.isNumber)
        guard !digits.isEmpty, digits.count == words.count else { return nil }
        let found = find(digits: digits, near: nil)
        guard found.count == 1, let room = found.room,
            room.text.filter(\.isNumber) == digits || live[room]?.room.number == digits
        else { return nil }
        return room
    }
}
