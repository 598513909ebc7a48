// Protects nothing by itself: the office's machines, books and readings and the simulated field, pumped event by event.
// How: the network between them takes no time; every fault is the field's.

import Concentrator
import Domain
import Foundation
import Operations
import Seeded
import Simulator
import Store
import Synchronization

/// The clock of everything in the hour.
final class HourClock: OfficeClock {
    static let start: Int64 = 1_795_219_200_000
    private let time = Mutex(start)

    var milliseconds: Int64 { time.withLock { $0 } }
    func advance(to moment: Int64) { time.withLock { $0 = max($0, moment) } }
    func now() -> Instant { Instant(milliseconds: milliseconds) }
}

/// Ids that count.
final class HourIDs: IDSource {
    private let last = Mutex(0)

    func next() -> String {
        last.withLock { last in
            last += 1
            return "H-\(last)"
        }
    }
}

/// What was lived through.
struct HourCounts {
    var readings = 0
    var sales = 0
    var cuts = 0
    var torn: Set<String> = []
    var events = 0
    var slowest: Int64 = 0

    var text: String {
        "\(readings) readings, \(sales) sales (slowest \(slowest / 1000) s), \(cuts) lines cut, "
            + "\(torn.count) meters lost power in a purchase"
    }
}

/// Office and field of a campus in one process, pumped event by event. The network between them takes no time and loses nothing: the
/// faults are the field's.
final class HourWorld {
    enum Event {
        case field(Int)
        case line(Int)
        case desk
        case look
        case flush
        case sale
    }

    /// What happens at once, in the order in which it was caused.
    enum Errand {
        case opened(Int)
        case toField(line: Int, connection: Int, bytes: [UInt8])
        case toOffice(line: Int, connection: Int, bytes: [UInt8])
        case cut(line: Int, connection: Int)
    }

    static let cashier = Actor(name: "chen", role: .cashier, shift: "2026-11-21/chen", console: "desk-1")
    /// The busiest hour of a residence, on the evening after the money from home has come: one room in twenty buys.
    private var salePause: Int64 { 20 * 3_600_000 / Int64(rooms.count) }

    let clock = HourClock()
    let inventory: Inventory
    let office: Office
    let books: SQLiteBooks
    let readings: SQLiteReadings
    let startFacts: [MeterID: MeterSample]
    private let ids = HourIDs()
    private let place: URL
    private let rooms: [RoomID]
    private let lineOfMeter: [MeterID: Int]
    private(set) var field: FieldMachine
    private(set) var counts = HourCounts()

    private var machines: [ConcentratorMachine]
    private var connections: [Int]
    private var lastConnection = 0
    private var lineWake: [Int64?]
    private var fieldWake: [Int64?]
    private var deskWake: Int64?
    private var desk: DeliveryDesk
    private var watch = DeliveryWatch()
    private var queue = HourQueue<Event>()
    private var errands: [Errand] = []
    private var unread: [Reading] = []
    private var chance: SeededRandom
    private var isSelling = true
    private var nextJob: UInt64 = 1 << 62

    init(rooms: Int, seed: UInt64, faults: FaultPlan) throws {
        let start = HourClock.start
        chance = SeededRandom(seed: seed)
        let campus = SimulatedCampus.make(CampusPlan(rooms: rooms, seed: seed, now: start))
        var meters = try HourCampus.soldBefore(Field(campus), at: start)
        try meters.check(faults)
        let change = HourCampus.inventory(campus, at: clock.now()) { meters.sample($0, at: start) }
        inventory = Inventory(rooms: change.rooms, meters: change.meters, concentrators: change.concentrators)
        self.rooms = inventory.rooms.keys.sorted()
        var facts: [MeterID: MeterSample] = [:]
        for meter in change.meters where meter.room != nil { facts[meter.id] = meters.sample(meter.id.text, at: start) }
        startFacts = facts
        field = FieldMachine(meters, faults: faults)
        place = FileManager.default.temporaryDirectory.appending(path: "dormwatt-hour-\(UUID().uuidString)")
        let folder = CampusFolder(place.path)
        try folder.create()
        books = try SQLiteBooks.create(in: folder)
        readings = try SQLiteReadings.open(in: folder, readOnly: false)
        guard case .taken = try books.take(change, actor: Self.cashier, at: clock.now()) else { throw Finding("no inventory") }
        var rules = DeskRules()
        rules.sales.hoardingLimit = Energy(hundredths: 100_000_00)
        office = Office(books: books, readings: readings, clock: clock, ids: ids, seal: SHA256Seal(), rules: rules)
        desk = DeliveryDesk(rules: rules.delivery)
        let order = Dictionary(uniqueKeysWithValues: campus.concentrators.enumerated().map { (ConcentratorID($0.element.name), $0.offset) })
        lineOfMeter = Dictionary(
            uniqueKeysWithValues: change.meters.compactMap { meter in order[meter.bus.concentrator].map { (meter.id, $0) } })
        let byLine = Dictionary(grouping: change.meters) { $0.bus.concentrator }
        let now = clock.now()
        machines = change.concentrators.enumerated().map { index, concentrator in
            ConcentratorMachine(concentrator, meters: byLine[concentrator.id] ?? [], seed: seed &+ UInt64(index), at: now)
        }
        connections = machines.map { _ in 0 }
        lineWake = machines.map { _ in nil }
        fieldWake = lineWake
        for index in machines.indices { plan(line: index) }
        queue.add(.look, at: start)
        queue.add(.flush, at: start + 1_000)
        queue.add(.sale, at: start + min(60_000, salePause))
    }

    /// Removes what was written to the disk.
    func clean() { try? FileManager.default.removeItem(at: place) }

    private var now: Int64 { clock.milliseconds }

    // MARK: Time

    func live(minutes: Int64) throws {
        let end = now + minutes * 60_000
        while let at = queue.nextAt, at <= end {
            clock.advance(to: at)
            guard let event = queue.popFirst() else { break }
            counts.events += 1
            try happen(event, at: at)
            var next = 0
            while next < errands.count {
                try run(errands[next])
                next += 1
            }
            errands.removeAll(keepingCapacity: true)
        }
        clock.advance(to: end)
    }

    /// Nothing goes wrong from now on and nothing is sold any more, until the last order has ended.
    func finish(withinMinutes minutes: Int64) throws {
        field.faults = FaultPlan()
        isSelling = false
        for _ in 0..<minutes {
            try live(minutes: 1)
            if try openOrders() == 0 { break }
        }
        // Every meter is read once more, so that all use is known.
        try live(minutes: 2)
    }

    /// Orders that have not ended, without those that wait behind a dispute.
    func openOrders() throws -> Int {
        let disputed = Set(try books.orders(OrderFilter(states: [.disputed])).map(\.meter))
        return try books.orders(OrderFilter(states: [.queued, .sent, .unknown])).count { !disputed.contains($0.meter) }
    }

    private func happen(_ event: Event, at moment: Int64) throws {
        switch event {
        case .field(let index):
            guard fieldWake[index] == moment else { return }
            fieldWake[index] = nil
            take(field.step(concentrator: index, now: moment), of: index)
        case .line(let index):
            guard lineWake[index] == moment else { return }
            lineWake[index] = nil
            try perform(machines[index].wake(at: clock.now()), of: index)
        case .desk:
            guard deskWake == moment else { return }
            deskWake = nil
            try follow(desk.wake(clock.now()))
        case .look:
            queue.add(.look, at: moment + 2_000)
            try follow(watch.look(books, &desk, now: clock.now()))
        case .flush:
            queue.add(.flush, at: moment + 1_000)
            try readings.record(unread)
            unread.removeAll(keepingCapacity: true)
        case .sale:
            guard isSelling else { return }
            queue.add(.sale, at: moment + salePause)
            try sell()
        }
    }

    private func run(_ errand: Errand) throws {
        switch errand {
        case .opened(let line): try perform(machines[line].connected(at: clock.now()), of: line)
        case .toField(let line, let connection, let bytes):
            guard connections[line] == connection else { return }
            take(field.receive(bytes, connection: connection, now: now), of: line)
        case .toOffice(let line, let connection, let bytes):
            guard connections[line] == connection else { return }
            try perform(machines[line].received(bytes, at: clock.now()), of: line)
        case .cut(let line, let connection):
            guard connections[line] == connection else { return }
            counts.cuts += 1
            hangUp(line)
            try perform(machines[line].disconnected("the concentrator closed the connection", at: clock.now()), of: line)
        }
    }

    // MARK: Lines

    private func take(_ step: FieldStep, of line: Int) {
        for entry in step.journal where entry.torn != nil { counts.torn.insert(entry.plate) }
        for output in step.outputs {
            switch output {
            case .send(let connection, let bytes): errands.append(.toOffice(line: line, connection: connection, bytes: bytes))
            case .cut(let connection): errands.append(.cut(line: line, connection: connection))
            }
        }
        guard let at = step.wakeAt, fieldWake[line].map({ at < $0 }) ?? true else { return }
        fieldWake[line] = max(at, now)
        queue.add(.field(line), at: max(at, now))
    }

    private func perform(_ actions: [ConcentratorMachine.Action], of line: Int) throws {
        for action in actions {
            switch action {
            case .connect:
                lastConnection += 1
                connections[line] = lastConnection
                field.open(connection: lastConnection, concentrator: line)
                errands.append(.opened(line))
            case .close: hangUp(line)
            case .send(let bytes): errands.append(.toField(line: line, connection: connections[line], bytes: bytes))
            case .report(let report): try take(report)
            }
        }
        plan(line: line)
    }

    private func hangUp(_ line: Int) {
        field.close(connection: connections[line])
        connections[line] = 0
    }

    private func plan(line: Int) {
        guard let at = machines[line].wakeAt?.milliseconds, lineWake[line].map({ at < $0 }) ?? true else { return }
        lineWake[line] = max(at, now)
        queue.add(.line(line), at: max(at, now))
    }

    // MARK: Orders

    private func take(_ report: MeterReport) throws {
        if case .reading(let reading) = report.outcome {
            counts.readings += 1
            unread.append(reading)
        }
        try follow(desk.report(report))
    }

    private func follow(_ actions: [DeliveryAction]) throws {
        var waiting = actions[...]
        while let action = waiting.popFirst() {
            switch action {
            case .submit(let job): try submit(job)
            case .sync: watch.lookAgain()
            case .record(let step):
                let order = try books.record(step)
                if order.state == .confirmed {
                    counts.slowest = max(counts.slowest, clock.now().milliseconds(since: order.createdAt))
                    nextJob += 1
                    try submit(MeterJob(id: nextJob, meter: order.meter, task: .poll, priority: .now))
                }
                waiting += desk.recorded(order, now: clock.now())[...]
            }
        }
        guard let at = desk.wakeAt?.milliseconds, deskWake.map({ at < $0 }) ?? true else { return }
        deskWake = max(at, now)
        queue.add(.desk, at: max(at, now))
    }

    private func submit(_ job: MeterJob) throws {
        guard let line = lineOfMeter[job.meter] else { throw Finding("a job for no line: \(job)") }
        try perform(machines[line].submit(job, at: clock.now()), of: line)
    }

    private func sell() throws {
        let room = rooms[Int(chance.next() % UInt64(rooms.count))]
        let fen = 1000 + 25 * Int64(chance.next() % 300)
        let plan = try office.planTopUp([TopUpLine(room: room, money: Money(fen: fen))], actor: Self.cashier, id: PlanID(ids.next()))
        guard !plan.changes.isEmpty, case .committed = try office.commit(plan) else { return }
        counts.sales += 1
    }
}
