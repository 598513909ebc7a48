// A whole campus as a value: the office, the delivery desk and the reconciliation are the real ones; the meters, the line, the disk and
// the clock are not. It decides nothing by itself: whoever plays tells it what happens next, so that chance and enumeration share it.

import BooksContract
import Domain
package import Operations
package import Reality

/// A campus.
package struct World: Sendable {
    static let seller = Actor(name: "chen", role: .cashier, shift: "2026-11-21/chen", console: "desk-1")
    static let approver = Actor(name: "li", role: .supervisor, shift: "", console: "desk-1")
    static let engineer = Actor(name: "wu", role: .engineer, shift: "", console: "desk-2")
    static let system = Actor(name: "dormwatt", role: .system, shift: "", console: "collector")
    /// Saturday 2026-11-21, 08:00:00 in China.
    static let start: Int64 = 1_795_219_200_000

    private var machines: Machines
    package let places: [Place]
    let numbers: [MeterID: Int]
    let rooms: [RoomID: Int]
    let defect: Defect?

    package internal(set) var auditor = Auditor()
    package internal(set) var tally = FaultTally()
    package internal(set) var meters: [RealMeter]
    var desk = DeliveryDesk(rules: DeliveryRules())
    var orderWatch = DeliveryWatch()
    var watch = CaseWatch()
    package internal(set) var isAlive = false
    var process = 0
    /// What the desk wants done next; nothing else is taken before it is.
    var todo: [DeliveryAction] = []
    /// What is asked of each meter now.
    var asked: [MeterJob?]
    var wire: [Message] = []
    package internal(set) var isLineUp = true
    /// Plans that were made and may still be committed, or committed once more.
    var plans: [HeldPlan] = []
    var voids: [HeldVoid] = []
    /// Whether the disk stood in the way of something in the last step.
    var hasFailed = false
    /// Purchases to which a meter said yes, for a delivery that takes that for a proof.
    var believed: [Int: RealPurchase] = [:]
    /// A number that two runs share only when everything happened alike.
    package internal(set) var digest: UInt64 = 0xcbf2_9ce4_8422_2325
    package internal(set) var steps = 0
    /// The latest time that the clock has shown.
    private var latest = World.start
    /// What happened, for a finding.
    package private(set) var trace: [String] = []
    let keepsTrace: Bool

    /// Opens a campus in empty books and takes every meter over.
    package init(
        _ meters: [RealMeter], books: any Books & JournalBook, defect: Defect? = nil, keepsTrace: Bool = false
    ) throws {
        self.defect = defect
        self.keepsTrace = keepsTrace
        self.meters = meters
        machines = Machines(books, time: World.start, lastID: 0, defect: defect)
        places = meters.indices.map { Place(room: RoomID("1-\(100 + $0)"), meter: MeterID(Decimals.padded($0, 12))) }
        numbers = Dictionary(uniqueKeysWithValues: places.enumerated().map { ($1.meter, $0) })
        rooms = Dictionary(uniqueKeysWithValues: places.enumerated().map { ($1.room, $0) })
        asked = meters.map { _ in nil }
        try takeOver()
    }

    private mutating func takeOver() throws {
        var change = InventoryChange(version: try disk.inventoryVersion())
        for (number, meter) in meters.enumerated() {
            let place = places[number]
            let unit = World.unit(meter)
            let baseline = Baseline(
                count: meter.count, totalBought: Credit(unit, hundredths: meter.total), remaining: Credit(unit, hundredths: meter.left),
                register: Energy(hundredths: meter.register), at: clock.now())
            change.rooms.append(Room(id: place.room, building: "1", floor: 1, number: "\(100 + number)", beds: 4))
            change.meters.append(
                MeterPoint(
                    id: place.meter, place: .room(place.room, circuit: "main"), bus: BusID(concentrator: ConcentratorID("C1"), number: 1),
                    profile: .dorm645, unit: unit, ctRatio: Int(meter.kind.ratio), baseline: baseline))
            auditor.takeOver(meter)
        }
        change.concentrators = [
            Concentrator(
                id: ConcentratorID("C1"), host: "127.0.0.1", port: 6450,
                buses: [Bus(id: BusID(concentrator: ConcentratorID("C1"), number: 1), baud: 9600)])
        ]
        guard try disk.take(change, actor: World.seller, at: clock.now()) == .taken else {
            throw Finding("the campus was not taken over")
        }
        for number in places.indices { try readJournal(of: number) }
    }

    var disk: SimulatedDisk { machines.disk }
    var clock: SimulatedClock { machines.clock }
    var ids: SimulatedIDs { machines.ids }
    var readings: MemoryReadings { machines.readings }
    var office: Office { machines.office }
    var reversals: ReversalDesk { machines.reversals }
    var reconciliation: ReconcileDesk { machines.reconciliation }

    /// A second world that stands where this one stands; neither sees the other from now on. Nil when the books are not in memory.
    func forked() -> World? {
        guard let books = disk.books as? MemoryBooks else { return nil }
        var fork = self
        fork.machines = Machines(
            MemoryBooks(copying: books), time: clock.now().milliseconds, lastID: ids.given, defect: defect)
        return fork
    }

    static func unit(_ meter: RealMeter) -> CreditUnit { meter.kind.keepsMoney ? .money : .energy }

    /// Whether the desk has handed out something that is not done yet.
    package var isBusy: Bool { !todo.isEmpty }

    /// Whether the clock was set back, and has not yet come to where it was: nobody can tell what was before what.
    var isTurnedBack: Bool { clock.now().milliseconds < latest }

    /// How many messages are on their way.
    package var onTheWay: Int { wire.count }

    /// The books in which it is played.
    package var books: any Books & JournalBook { disk.books }

    /// How many writes were asked of the disk.
    package var writes: Int { disk.writes }
}

extension World {
    private static let fullCheckEvery = 1_000

    /// Lets one thing happen.
    package mutating func perform(_ step: Step) throws {
        steps += 1
        hasFailed = false
        latest = max(latest, clock.now().milliseconds)
        clock.advance(37)
        if keepsTrace { trace.append("\(steps) \(clock.now().milliseconds - World.start) ms: \(step)") }
        mix(UInt64(bitPattern: Int64(steps)))
        switch step {
        case .act, .look, .wake, .poll, .kill, .start: try collect(step)
        case .arrive, .lose, .double, .garble, .corrupt, .giveUp, .cut, .restore: try carry(step)
        case .use, .swap, .close, .foreign, .lie, .deny: try changeMeter(step)
        case .fail(let fault): disk.arm(fault)
        case .refuseReading: disk.refuseReading(true)
        case .wait(let milliseconds): clock.advance(milliseconds)
        case .setClock(let milliseconds):
            tally.count(milliseconds > 0 ? .clockForward : .clockBack)
            clock.advance(milliseconds)
        case .reconcile(let isCalm): try reconcile(isCalm: isCalm)
        default: try work(step)
        }
        if steps.isMultiple(of: World.fullCheckEvery) { try checkWhole() }
    }

    mutating func note(_ words: String) { trace.append(words) }

    mutating func mix(_ value: UInt64) { digest = (digest ^ value) &* 0x100_0000_01b3 ^ (digest >> 29) }

    /// Counts the fault behind an error; an order that another desk has moved is none.
    mutating func count(_ error: any Error) {
        switch error as? BooksError {
        case .diskFull: tally.count(.writeRefused)
        case .busy: tally.count(.readRefused)
        case .other: tally.count(.writeAnswerLost)
        default: if error is ProcessKilled { tally.count(.killedInWrite) }
        }
    }
}
