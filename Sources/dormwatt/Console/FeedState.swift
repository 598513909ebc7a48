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
    /// Whether more readings or orders wait than are told at a time.
    var isBehind: Bool { hasMoreReadings || orders.isBehind }
    private var hasMoreReadings = false
    private var inventoryVersion: Int64 = -1
    private var mark: Int64 = 0
    private var orders: OrderFollower
    private var silentSince: [MeterID: Instant] = [:]
    private var health: [BusHealth] = []
    private var healthAt: Instant?
    private var framesMark: Int64?
    private var madeAt: Instant?
    private var rooms = 0

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
    private var renewal: Int64 { max(600, Int64(rooms) / 20) }

    /// What is new since the last look.
    mutating func look() async throws -> [ConsoleEvent] {
        var events: [ConsoleEvent] = []
        let now = session.clock.now()
        let version = try session.books.inventoryVersion()
        let isOld = madeAt.map { now.milliseconds(since: $0) > renewal * 1000 } ?? true
        if !isWhole || version != inventoryVersion || isOld {
            let today = Day(of: now, at: session.rules.offset)
            let price = try session.books.price(on: today).price
            let buildings = PreparedRooms.order(try session.books.buildings())
            // From the start: what came while the views were made is told again, and nothing is missed.
            mark = try readings.newestMark()
            isWhole = madeAt != nil || buildings.count <= Self.atOnce
            let prepared = try isWhole ? await whole(buildings, price, today) : first(buildings[0], price)
            (madeAt, inventoryVersion) = (now, version)
            events += [.price(price), .campus(prepared)]
            if isWhole { events.append(.filters(SavedFilterFile(session.folder).read())) }
            guard isWhole else { return events }
        }
        let news = try readings.changes(since: mark, atMost: Self.readingsAtOnce)
        (mark, hasMoreReadings) = (news.mark, news.readings.count == Self.readingsAtOnce)
        if !news.readings.isEmpty { events.append(.readings(news.readings)) }
        try takeOrders(at: now, &events)
        try takeHealth(at: now, &events)
        let trace = try readings.frames(since: framesMark)
        framesMark = trace.mark
        if !trace.frames.isEmpty { events.append(.trace(trace.frames)) }
        return events
    }

    private mutating func first(_ building: String, _ price: Price) throws -> PreparedRooms {
        var prepared = PreparedRooms(alarms: session.rules.alarms, price: price)
        prepared.add(try office.roomViews(of: try session.books.rooms(in: building).map(\.id), silent: silentSince))
        prepared.finish(isWhole: false, occupants: [])
        return prepared
    }

    private mutating func whole(_ buildings: [String], _ price: Price, _ today: Day) async throws -> PreparedRooms {
        let parts = try parts(of: buildings)
        rooms = parts.reduce(0) { $0 + $1.count }
        var prepared = PreparedRooms(alarms: session.rules.alarms, price: price, rooms: rooms)
        let (office, silent) = (office, silentSince)
        try await parts.readAhead({ try office.roomViews(of: $0, silent: silent) }, take: { prepared.add($0) })
        prepared.finish(isWhole: true, occupants: try session.books.roster().occupants(on: today))
        if rooms > Self.part * 10 { SpareMemory.giveBack() }
        return prepared
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
        events.append(.rooms(try office.roomViews(of: rooms, silent: silentSince).sorted { $0.id < $1.id }))
    }

    private mutating func takeHealth(at now: Instant, _ events: inout [ConsoleEvent]) throws {
        if let healthAt, health.count > 100, (0..<healthPause).contains(now.milliseconds(since: healthAt)) { return }
        healthAt = now
        let latest = try readings.health()
        guard latest != health else { return }
        health = latest
        events.append(.buses(latest))
        let silent = Set(latest.flatMap(\.silent))
        var changed: [MeterID: Instant?] = [:]
        let new = silent.filter { silentSince[$0] == nil }
        // A meter is silent since its last word, not since this console noticed.
        let lastWords = try readings.latest(of: Array(new))
        for meter in new {
            let since = lastWords[meter]?.at ?? now
            silentSince[meter] = since
            changed[meter] = .some(since)
        }
        for meter in silentSince.keys where !silent.contains(meter) { changed[meter] = .some(nil) }
        for (meter, since) in changed where since == nil { silentSince[meter] = nil }
        if !changed.isEmpty { events.append(.silence(changed)) }
    }
}
