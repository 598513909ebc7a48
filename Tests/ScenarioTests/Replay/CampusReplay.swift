// Protects nothing by itself: a whole campus in one process on a simulated clock, from one seed.
// How: a queue of events in order of time. The office's machines, desk and books and the field's meters and lines are the real ones;
// what stands here is the network between them, the disk under them, and whoever kills them.

import BooksContract
import Concentrator
import Domain
import Foundation
import Operations
import Seeded
import Simulator

/// A campus that is lived through.
final class CampusReplay {
    enum Event {
        case opened(connection: Int)
        case toField(connection: Int, bytes: [UInt8])
        case closedAtField(connection: Int)
        case toOffice(connection: Int, bytes: [UInt8])
        case closedAtOffice(connection: Int, reason: String)
        case reports(process: Int)
        case look(process: Int)
        case startOffice
        case startField
        case operatorActs
        case retry(Sale)
        case audit
    }

    /// Somebody at the desk with money for a room, or a list for many.
    struct Sale {
        /// Nil for a list, whose content is its id.
        let id: PlanID?
        let lines: [TopUpLine]
        let name: String
    }

    static let operatorPerson = Actor(name: "chen", role: .cashier, shift: "2026-11-21/chen", console: "desk-1")

    let script: ReplayScript
    let campus: SimulatedCampus
    let place: BooksPlace
    let clock = ReplayClock()
    let ids = CountingIDs()
    let readings = MemoryReadings()
    /// The meters that keep credit, by room, in order of their names.
    let roomOfMeter: [String: RoomID]
    let concentratorOfMeter: [MeterID: Int]
    let inventory: Inventory

    var chance: SeededRandom
    var events = EventQueue<Event>()
    var office: Office
    var books: FaultyBooks
    var process: OfficeProcess?
    var processNumber = 0
    var field: ReplayField
    var network = ReplayNetwork()
    var auditor = Auditor()
    var log: ReplayLog
    var hasFaults = true
    /// Sales of which nobody knows yet what came of them.
    var pending: Set<String> = []
    var readNow: UInt64 = 1 << 62
    var counts = ReplayCounts()

    init(_ script: ReplayScript) throws {
        self.script = script
        chance = SeededRandom(seed: script.seed)
        log = ReplayLog(keepsAll: script.keepsLog)
        let start = ReplayClock.start
        var quirks = Quirks()
        quirks.subsidy = script.hasSubsidyPurse
        campus = SimulatedCampus.make(
            CampusPlan(
                rooms: script.rooms, seed: script.seed, unit: script.unit, start: start - script.pastDays * 86_400_000, now: start,
                plainPercent: script.plainPercent, quirks: quirks))
        place = BooksPlace(script.store)
        var meters = Field(campus)
        meters.advance(to: start)
        if !script.isForgetful { meters = try meters.afterTheOfficeBefore(overdraftLimit: script.overdraftLimit, at: start) }
        let isKept = script.crashes.field > 0 || script.keepsField
        field = try ReplayField(meters, faults: script.lineFaults, place: isKept ? place.folder.appending(path: "field") : nil)
        let change = campus.inventory(at: clock.now()) { meters.sample($0, at: start) }
        inventory = Inventory(rooms: change.rooms, meters: change.meters, concentrators: change.concentrators)
        roomOfMeter = Dictionary(uniqueKeysWithValues: change.meters.compactMap { meter in meter.room.map { (meter.id.text, $0) } })
        let order = Dictionary(uniqueKeysWithValues: campus.concentrators.enumerated().map { ($0.element.name, $0.offset) })
        concentratorOfMeter = Dictionary(
            uniqueKeysWithValues: change.meters.compactMap { meter in order[meter.bus.concentrator.text].map { (meter.id, $0) } })
        books = FaultyBooks(try place.open())
        office = Self.office(books, readings, clock, ids)
        guard case .taken = try books.take(change, actor: Self.operatorPerson, at: clock.now()) else {
            throw Finding(description: "the inventory was not taken")
        }
        for meter in campus.meters where meter.profile == "dorm645" {
            guard let sample = meters.sample(meter.settings.address, at: start) else { continue }
            auditor.takeOver(meter.settings.address, keepsMoney: meter.settings.unit == .money, holds: MeterFacts(sample))
        }
        events.add(.startOffice, at: start)
        events.add(.audit, at: start + 60_000)
        if script.operatorPause != nil { events.add(.operatorActs, at: start + 10_000) }
    }

    private static func office(_ books: any Books, _ readings: MemoryReadings, _ clock: ReplayClock, _ ids: CountingIDs) -> Office {
        var rules = DeskRules()
        rules.sales.hoardingLimit = Energy(hundredths: 100_000_00)
        return Office(books: books, readings: readings, clock: clock, ids: ids, seal: PlainSeal(), rules: rules)
    }

    /// A process that starts opens the books anew.
    func reopenBooks() throws {
        books = FaultyBooks(try place.open())
        office = Self.office(books, readings, clock, ids)
    }

    var now: Int64 { clock.milliseconds }
    var instant: Instant { clock.now() }

    func note(_ line: @autoclosure () -> String) {
        let elapsed = now - ReplayClock.start
        log.add("\(elapsed / 1000).\(Decimals.padded(Int(elapsed % 1000), 3)) \(line())")
    }

    func hits(_ perTenThousand: Int) -> Bool { hasFaults && perTenThousand > 0 && chance.isHit(perTenThousand: perTenThousand) }

    // MARK: Time

    /// Lives so many seconds.
    func live(seconds: Int64) throws {
        let end = now + seconds * 1000
        var moment = now
        var happened = 0
        while let next = nextAt, next <= end {
            if next > moment { (moment, happened) = (next, 0) }
            happened += 1
            guard happened < 20_000 else { throw Finding(description: "time stands still at \(moment - ReplayClock.start)") }
            clock.advance(to: next)
            try happenNext()
            counts.events += 1
        }
        clock.advance(to: end)
    }

    /// Lives until something is so, looking after every event.
    func live(until isSo: () throws -> Bool, within seconds: Int64) throws {
        let end = now + seconds * 1000
        while try !isSo() {
            guard let next = nextAt, next <= end else { throw Finding(description: "what was waited for did not come") }
            clock.advance(to: next)
            try happenNext()
        }
    }

    private var nextAt: Int64? { [events.nextAt, field.wakeAt, process?.wakeAt].compactMap { $0 }.min() }

    private func happenNext() throws {
        if let at = field.wakeAt, at <= now {
            try perform(field.step(now: now))
        } else if let at = events.nextAt, at <= now, let event = events.popFirst() {
            try happen(event)
        } else {
            try asOffice { try self.wake(&$0) }
        }
    }

    private func happen(_ event: Event) throws {
        switch event {
        case .opened(let connection): try opened(connection)
        case .toField(let connection, let bytes): try arriveAtField(bytes, on: connection)
        case .closedAtField(let connection): closedAtField(connection)
        case .toOffice(let connection, let bytes): try arriveAtOffice(bytes, on: connection)
        case .closedAtOffice(let connection, let reason): try closedAtOffice(connection, reason)
        case .reports(let number): try asOffice(number) { try self.takeReports(&$0) }
        case .look(let number): try asOffice(number) { try self.look(&$0, goesOn: true) }
        case .startOffice: try startOffice()
        case .startField: try startField()
        case .operatorActs: try operatorActs()
        case .retry(let sale): try attempt(sale)
        case .audit:
            try auditMeters()
            events.add(.audit, at: now + 60_000)
        }
    }
}

/// What was lived through, for the print and for proving that something happened at all.
struct ReplayCounts: Hashable {
    var events = 0
    var officeDeaths = 0
    var fieldDeaths = 0
    var cuts = 0
    var storeFaults = 0
    var readings = 0
    var sales = 0
    /// The longest time from a sale to its confirmation, milliseconds.
    var slowest: Int64 = 0
}
