// Protects nothing by itself: a campus for the tests of screens, the same at every run.
// How: figures come from a small counter-based generator; a few rooms are set by hand to the cases that screens must show.

import Domain
import Operations
import Screens

/// A campus in memory, with what consoles are told of it.
struct SampleCampus {
    static let now = Instant(milliseconds: 1_795_266_958_000)  // 2026-11-21 21:15:58 at +08:00

    var rules: DeskRules = {
        var rules = DeskRules()
        rules.campus = "Demo residence"
        rules.isTest = true
        return rules
    }()
    let actor = Actor(name: "chen", role: .cashier, shift: "2026-11-21/chen", console: "desk-1")
    var views: [RoomView] = []

    init(buildings: Int = 3, floors: Int = 5, perFloor: Int = 20, special: Bool = true) {
        var seed: UInt64 = 7
        func random(_ bound: Int64) -> Int64 {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int64((seed >> 33) % UInt64(bound))
        }
        var count = 0
        for building in (0..<buildings).map({ $0 + 1 }) {
            for floor in 1...floors {
                for number in 1...perFloor {
                    count += 1
                    let door = "\(floor)" + (number < 10 ? "0" : "") + "\(number)"
                    let room = Room(id: RoomID("\(building)-\(door)"), building: "\(building)", floor: floor, number: door, beds: 4)
                    let left = Energy(hundredths: random(10) == 0 ? 100 + random(1500) : 1200 + random(15_000))
                    let age = random(20_000)
                    views.append(Self.view(room, count: count, left: left, load: 40 + random(1400), use: 4000 + random(6000), age: age))
                }
            }
        }
        guard special else { return }
        change("3-418") { view in
            view.reading?.remaining = Credit(.energy, hundredths: 0)
            view.reading?.subsidy = .zero(.energy)
            view.reading?.load = .zero
            view.reading?.relayClosed = false
            view.reading?.flags = [.noCredit, .relayOpen]
            view.balance = Credit(.energy, hundredths: 0)
        }
        change("3-412") { view in
            view.reading?.relayClosed = false
            view.reading?.load = .zero
            view.reading?.flags = [.forbiddenLoad, .relayOpen]
        }
        change("3-405") { view in
            view.reading?.at = Self.now.adding(seconds: -840)
            view.silentSince = Self.now.adding(seconds: -830)
        }
        change("3-303") { view in
            view.reading?.remaining = Credit(.energy, hundredths: 325)
            view.underWay = Credit(.energy, hundredths: 9090)
            view.order = .sent
        }
        change("3-207") { view in
            view.underWay = Credit(.energy, hundredths: 18_181)
            view.order = .unknown
        }
    }

    /// A room whose meter answered some milliseconds ago.
    static func view(_ room: Room, count: Int, left: Energy, load: Int64, use: Int64, age: Int64) -> RoomView {
        let digits = String(count)
        let meter = MeterPoint(
            id: MeterID(String(repeating: "0", count: 12 - digits.count) + digits), place: .room(room.id, circuit: "main"),
            bus: BusID(concentrator: ConcentratorID("C\(count % 3 + 1)"), number: count % 2 + 1), profile: .dorm645)
        var reading = Reading(meter: meter.id, at: now.adding(milliseconds: -age))
        reading.remaining = Credit(left)
        reading.overdraft = .zero(.energy)
        reading.subsidy = Credit(.energy, hundredths: min(left.hundredths, 620))
        reading.register = Energy(hundredths: 123_456)
        reading.load = Power(watts: load)
        reading.voltages = [2264]
        reading.currents = [Int(load * 1000 / 226)]
        reading.powerFactor = 990
        reading.count = 6
        reading.relayClosed = true
        reading.flags = []
        return RoomView(
            room: room, meter: meter, reading: reading, balance: Credit(left), meanUse: Energy(wattHours: use))
    }

    mutating func change(_ room: String, _ change: (inout RoomView) -> Void) {
        guard let index = views.firstIndex(where: { $0.id == RoomID(room) }) else { return }
        change(&views[index])
    }

    /// All rooms as the feed makes them ready.
    func prepared() -> PreparedRooms { Self.prepared(views, alarms: rules.alarms) }

    static func prepared(_ views: [RoomView], alarms: AlarmRules = AlarmRules()) -> PreparedRooms {
        var prepared = PreparedRooms(alarms: alarms, price: .standard, at: now)
        prepared.add(views)
        prepared.finish(isWhole: true, occupants: [])
        return prepared
    }

    subscript(room: String) -> RoomView? { views.first { $0.id == RoomID(room) } }

    /// The detail of a room: a fortnight of use, two lots, a few entries, one order.
    func detail(_ room: String, order: Order? = nil) -> RoomDetail? {
        guard let view = self[room], let meter = view.meterPoint else { return nil }
        let id = view.id
        let left = view.balance ?? .zero(.energy)
        let free = Credit(.energy, hundredths: min(left.hundredths, 620))
        let account = RoomAccount(
            lots: [
                Lot(
                    id: LotID(entry: 31), wallet: .subsidy, expires: Day(year: 2026, month: 11, day: 30),
                    credited: Credit(.energy, hundredths: 2000), paid: .zero, left: free),
                Lot(
                    id: LotID(entry: 12), wallet: .purchased, credited: Credit(.energy, hundredths: 9090), paid: Money(fen: 5000),
                    left: left - free),
            ].filter { $0.left.hundredths > 0 },
            subsidy: free, purchased: left - free, emergency: .zero(.energy), prepaid: Money(fen: (left - free).hundredths * 55 / 100),
            reached: RegisterMark(meter: meter.id, register: Energy(hundredths: 123_000), at: Self.now.adding(seconds: -76_558)))
        let use: [Int64] = [6100, 5300, 7200, 8100, 4400, 3900, 5600, 6600, 7100, 8800, 9200, 4100, 5000, 7420]
        let today = Day(of: Self.now, at: .china)
        let days = use.enumerated().map { DailyUse(day: today.advanced(by: $0 - 13), energy: $0 == 4 ? nil : Energy(wattHours: $1)) }
        return RoomDetail(
            room: id, meters: [meter], readings: [:], account: account, expectedCount: 6, entries: entries(id),
            orders: order.map { [$0] } ?? [soldOrder(id, meter)],
            dailyUse: days)
    }

    private func entries(_ room: RoomID) -> [Entry] {
        let wallet = Account.wallet(.purchased, of: room)
        func entry(_ sequence: Int64, hoursAgo: Int64, _ kind: EntryKind, _ wattHours: Int64, _ fen: Int64, by name: String = "chen")
            -> Entry
        {
            let draft = EntryDraft(
                kind: kind, room: room,
                postings: [
                    Posting(wallet, .kWh, wattHours), Posting(.issued, .kWh, -wattHours), Posting(.prepaid(room), .yuan, -fen),
                    Posting(.bank, .yuan, fen),
                ])
            let at = Self.now.adding(seconds: -hoursAgo * 3600)
            return Entry(
                sequence: sequence, at: at, day: Day(of: at, at: .china),
                actor: Actor(name: name, role: .cashier, shift: "", console: ""), plan: PlanID("p\(sequence)"), draft: draft,
                previousHash: [])
        }
        return [
            entry(41, hoursAgo: 1, .sale, 90_900, 5000), entry(40, hoursAgo: 21, .use, -5300, -292, by: "auto"),
            entry(33, hoursAgo: 45, .use, -6100, -336, by: "auto"), entry(31, hoursAgo: 480, .grant, 20_000, 0, by: "auto"),
            entry(12, hoursAgo: 500, .sale, 90_900, 5000), entry(2, hoursAgo: 720, .adoption, 12_340, 0, by: "auto"),
        ]
    }

    private func soldOrder(_ room: RoomID, _ meter: MeterPoint) -> Order {
        Order(
            id: OrderID("o12"), plan: PlanID("p41"), entry: 41, room: room, meter: meter.id,
            task: .topUp(Credit(.energy, hundredths: 9090)), count: 6,
            totalAfter: Credit(.energy, hundredths: 54_540), state: .confirmed, createdAt: Self.now.adding(seconds: -3600),
            changedAt: Self.now.adding(seconds: -3590))
    }

    /// An order for 90.90 kWh.
    func order(_ id: String, _ room: String, _ state: OrderState, ago: Int64 = 10, attempts: Int = 0, note: String = "") -> Order {
        Order(
            id: OrderID(id), plan: PlanID("sale-1"), entry: 42, room: RoomID(room), meter: self[room]?.meter?.id ?? MeterID("000000000001"),
            task: .topUp(Credit(.energy, hundredths: 9090)), count: 7, totalAfter: Credit(.energy, hundredths: 63_630), state: state,
            createdAt: Self.now.adding(seconds: -ago - 5), changedAt: Self.now.adding(seconds: -ago), attempts: attempts, note: note)
    }

    func buses() -> [BusHealth] {
        (1...3).flatMap { concentrator in
            (1...2).map { number -> BusHealth in
                let id = BusID(concentrator: ConcentratorID("C\(concentrator)"), number: number)
                var bus = BusHealth(id: id, meters: 48, since: Self.now.adding(seconds: -7200))
                bus.isConnected = true
                (bus.requests, bus.answers, bus.timeouts) = (20_412, 20_401, 11)
                (bus.lastRound, bus.roundMilliseconds) = (Self.now.adding(seconds: -6), 12_400)
                if concentrator == 2, number == 1 {
                    bus.isConnected = false
                    bus.trouble = "connection refused"
                    bus.silent = [MeterID("000000000001"), MeterID("000000000003")]
                    bus.waiting = 4
                    (bus.answers, bus.timeouts) = (18_000, 2400)
                }
                if concentrator == 3, number == 2 { (bus.broken, bus.noise) = (17, 342) }
                return bus
            }
        }
    }

    /// The plan of a sale of 50.00 yuan.
    func plan(_ room: String, fen: Int64 = 5000, warnings: [PlanWarning] = [], id: String = "sale-1") -> Plan {
        let id = PlanID(id)
        let roomID = RoomID(room)
        let credit = Credit(Price.standard.energy(for: Money(fen: fen)))
        let before = self[room]?.reading?.remaining ?? .zero(.energy)
        let meter = self[room]?.meter?.id ?? MeterID("000000000001")
        let change = PlannedChange(
            room: roomID, version: 3, priceVersion: 1, money: Money(fen: fen), credit: credit, before: before,
            beforeAt: Self.now.adding(seconds: -3),
            after: before + credit, warnings: warnings, entry: EntryDraft(kind: .sale, room: roomID, postings: []),
            order: OrderDraft(meter: meter, task: .topUp(credit), count: 7, totalAfter: Credit(.energy, hundredths: 63_630)))
        return Plan(
            id: id, kind: .topUp, madeAt: Self.now, day: Day(of: Self.now, at: .china), actor: actor,
            rows: [PlanRow(room: roomID, money: Money(fen: fen), decision: .change(change))])
    }

    /// A plan that refuses.
    func refusal(_ room: String, _ refusal: Refusal) -> Plan {
        Plan(
            id: PlanID("sale-2"), kind: .topUp, madeAt: Self.now, day: Day(of: Self.now, at: .china), actor: actor,
            rows: [PlanRow(room: RoomID(room), money: .zero, decision: .refused(refusal))])
    }
}

extension RoomView {
    /// The meter as the inventory would have it.
    var meterPoint: MeterPoint? {
        meter.map {
            MeterPoint(id: $0.id, place: .room(id, circuit: "main"), bus: $0.bus, profile: $0.profile, unit: $0.unit, ctRatio: $0.ctRatio)
        }
    }
}
