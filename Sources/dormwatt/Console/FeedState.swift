import Domain
import Operations
import Screens
import Store

/// What the feed has told so far: little, because the console holds the rooms and it would be a pity to hold them twice.
struct FeedState {
    private let session: CampusSession
    private let office: Office
    private let readings: SQLiteReadings

    /// Whether all rooms were told, and not only the first building.
    private(set) var isWhole = false
    /// Whether more readings, orders or silent meters wait than are told at a time.
    var isBehind: Bool { hasMoreReadings || orders.isBehind || silence.isBehind }
    private var hasMoreReadings = false
    private var inventoryVersion: Int64 = -1
    private var mark: Int64 = 0
    private var orders: OrderFollower
    private var silence = SilenceFollower()
    /// The campus that was told last, and of which roster and day its people are.
    private var campus: [RoomID] = []
    private var rosterVersion: Int64 = -1
    private var rosterDay: Day?
    private var health: [BusHealth] = []
    private var healthAt: Instant?
    private var framesMark: Int64?
    private var madeAt: Instant?

    init(session: CampusSession, office: Office, readings: SQLiteReadings) throws {
        self.session = session
        self.office = office
        self.readings = readings
        orders = try OrderFollower(session.books, now: session.clock.now())
    }

    /// A campus with more buildings shows the first one while the others are read.
    private static let atOnce = 4
    /// Views are made from part of the campus at a time.
    private static let part = 1000
    /// So many readings are told at a time: the console takes them over between two keys, and what waits is not in memory.
    private static let readingsAtOnce = 2000
    /// The health of thousands of buses is told and read less often, in milliseconds.
    private var healthPause: Int64 { 1000 + Int64(health.count) }

    /// The mean use of rooms and the balances of the books move slowly; views are made from the ground that often, in seconds.
    private var renewal: Int64 { max(600, Int64(campus.count) / 20) }

    /// What is new since the last look.
    mutating func look() async throws -> [ConsoleEvent] {
        var events: [ConsoleEvent] = []
        let now = session.clock.now()
        let version = try session.books.inventoryVersion()
        let today = Day(of: now, at: session.rules.offset)
        let isOld = madeAt.map { now.milliseconds(since: $0) > renewal * 1000 } ?? true
        if !isWhole || version != inventoryVersion || isOld {
            let price = try session.books.price(on: today).price
            let buildings = PreparedRooms.order(try session.books.buildings())
            // From the start: what came while the views were made is told again, and nothing is missed.
            mark = try readings.newestMark()
            isWhole = madeAt != nil || buildings.count <= Self.atOnce
            var prepared = PreparedRooms(alarms: session.rules.alarms, price: price, at: now)
            try isWhole ? await addAll(buildings, on: today, to: &prepared) : add(buildings[0], to: &prepared)
            (madeAt, inventoryVersion) = (now, version)
            events.append(.campus(prepared))
            guard isWhole else { return events }
            events.append(.filters(SavedFilterFile(session.folder).read()))
        }
        let news = try readings.changes(since: mark, atMost: Self.readingsAtOnce)
        (mark, hasMoreReadings) = (news.mark, news.readings.count == Self.readingsAtOnce)
        if !news.readings.isEmpty { events.append(.readings(news.readings)) }
        try takePeople(on: today, &events)
        try takeOrders(at: now, &events)
        try takeHealth(at: now, &events)
        try takeSilence(at: now, &events)
        let trace = try readings.frames(since: framesMark)
        framesMark = trace.mark
        if !trace.frames.isEmpty { events.append(.trace(trace.frames)) }
        return events
    }

    private func add(_ building: String, to prepared: inout PreparedRooms) throws {
        prepared.add(try office.roomViews(of: try session.books.rooms(in: building).map(\.id), silent: silence.since))
        prepared.finish(isWhole: false, occupants: [])
    }

    private mutating func addAll(_ buildings: [String], on today: Day, to prepared: inout PreparedRooms) async throws {
        let parts = try parts(of: buildings)
        prepared.expect(parts.reduce(0) { $0 + $1.count })
        let (office, silent) = (office, silence.since)
        try await parts.readAhead({ try office.roomViews(of: $0, silent: silent) }, take: { prepared.add($0) })
        prepared.finish(isWhole: true, occupants: try occupants(on: today))
        campus = prepared.rooms
        if campus.count > Self.part * 10 { SpareMemory.giveBack() }
    }

    private mutating func occupants(on day: Day) throws -> [Occupant] {
        let roster = try session.books.roster()
        (rosterVersion, rosterDay) = (roster.version, day)
        return roster.occupants(on: day)
    }

    /// Who lives where, when somebody moved or another day has begun.
    private mutating func takePeople(on today: Day, _ events: inout [ConsoleEvent]) throws {
        guard try session.books.rosterVersion() != rosterVersion || today != rosterDay else { return }
        events.append(.people(People(try occupants(on: today), of: campus)))
    }

    /// Whole buildings, as many together as make a part. The rooms themselves are needed for their names alone and would lie beside the
    /// views that are made.
    private func parts(of buildings: [String]) throws -> [[RoomID]] {
        var parts: [[RoomID]] = []
        var waiting: [RoomID] = []
        for building in buildings {
            waiting += try session.books.rooms(in: building).map(\.id)
            guard waiting.count >= Self.part || building == buildings.last else { continue }
            parts.append(waiting)
            waiting = []
        }
        return parts
    }

    private mutating func takeOrders(at now: Instant, _ events: inout [ConsoleEvent]) throws {
        let moved = try orders.look(at: session.books, now: now)
        guard !moved.isEmpty else { return }
        let rooms = Array(Set(moved.map(\.room)))
        events.append(.orders(moved))
        events.append(.rooms(try office.roomViews(of: rooms, silent: silence.since).sorted { $0.id < $1.id }))
    }

    private mutating func takeHealth(at now: Instant, _ events: inout [ConsoleEvent]) throws {
        if let healthAt, health.count > 100, (0..<healthPause).contains(now.milliseconds(since: healthAt)) { return }
        healthAt = now
        let latest = try readings.health()
        guard latest != health else { return }
        health = latest
        events.append(.buses(latest))
        silence.take(latest.flatMap(\.silent))
    }

    private mutating func takeSilence(at now: Instant, _ events: inout [ConsoleEvent]) throws {
        guard silence.isBehind else { return }
        let readings = readings
        events.append(.silence(try silence.next(at: now) { try readings.latest(of: $0).mapValues(\.at) }))
    }
}
