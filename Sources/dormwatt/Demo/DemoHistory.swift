import Domain
import Operations
import Settings
import Simulator
import Store
import Synchronization

/// Lives the past of a demo campus through the office's own verbs: every sale is planned, committed and proven, every day's use is posted.
struct DemoHistory {
    let session: CampusSession
    let campus: SimulatedCampus

    private static let operators: [(name: String, role: Role)] = [("chen", .cashier), ("zhang", .manager)]

    func write() throws {
        let clock = PastClock(Instant(milliseconds: campus.plan.start))
        let readings = try SQLiteReadings.open(in: session.folder, readOnly: false, offset: session.rules.offset)
        let office = Office(
            books: session.books, readings: readings, clock: clock, ids: RandomIDs(clock: clock), seal: SHA256Seal(), rules: session.rules)
        var field = Field(campus)
        var sales = purchases()[...]
        let offset = session.rules.offset
        let end = Instant(milliseconds: campus.plan.now)
        var day = Day(of: clock.now(), at: offset)
        while day.start(at: offset) < end {
            for moment in moments(of: day, until: end) {
                while let sale = sales.first, sale.at < moment {
                    sales.removeFirst()
                    try sell(sale, office, clock, &field)
                }
                clock.set(moment)
                field.advance(to: moment.milliseconds)
                try readings.record(campus.meters.compactMap { reading($0, &field, at: moment) })
            }
            let evening = clock.now()
            _ = try office.postUse(actor: actor(("system", .system), at: evening), day: day)
            day = day.advanced(by: 1)
        }
    }

    /// When the meters are read: in the evening, on the last days at the end of every hour too, for charts.
    private func moments(of day: Day, until end: Instant) -> [Instant] {
        let start = day.start(at: session.rules.offset)
        let evening = min(start.adding(seconds: 86_400 - 30), end.adding(seconds: -60))
        guard end.milliseconds(since: start) < Self.hourlyDays * 86_400_000 else { return [evening] }
        return (1...24).map { start.adding(seconds: $0 * 3600 - 30) }.filter { $0 < evening } + [evening]
    }

    private static let hourlyDays: Int64 = 4

    private struct Sale {
        let at: Instant
        let meter: SimulatedMeter
        let money: Money
    }

    /// What people bought, in order of time. The equipment tells the credit; the money is what it cost at the standard price.
    private func purchases() -> [Sale] {
        let price = Price.standard.tenThousandths
        return campus.meters.filter { $0.room != nil }.flatMap { meter in
            meter.pastPurchases.map { purchase in
                let fen = meter.settings.unit == .energy ? (purchase.amount * price + 9999) / 10_000 : purchase.amount
                return Sale(at: Instant(milliseconds: purchase.time), meter: meter, money: Money(fen: fen))
            }
        }.sorted { ($0.at, $0.meter.settings.address) < ($1.at, $1.meter.settings.address) }
    }

    private func sell(_ sale: Sale, _ office: Office, _ clock: PastClock, _ field: inout Field) throws {
        guard let room = sale.meter.room else { return }
        clock.set(sale.at.adding(seconds: -2))
        let address = sale.meter.settings.address
        let before = field.sample(address, at: sale.at.milliseconds - 1000).map { picture($0, sale.meter) }
        let seller = Self.operators[Int(sale.at.milliseconds / 1000 % 2)]
        let plan = try office.planTopUp([TopUpLine(room: RoomID(room), money: sale.money)], actor: actor(seller, at: sale.at))
        guard case .committed(let rows) = try office.commit(plan), let order = rows.first?.order else {
            throw CommandFailure(.refused, "A sale of the demo's past was refused: \(room), \(sale.money) yuan.")
        }
        let after = field.sample(address, at: sale.at.milliseconds + 1000).map { picture($0, sale.meter) }
        let count = plan.changes.first?.order?.count
        _ = try session.books.record(
            OrderStep(order: order, from: .queued, to: .sent, at: sale.at, count: count, before: before, isAttempt: true))
        _ = try session.books.record(
            OrderStep(order: order, from: .sent, to: .confirmed, at: sale.at.adding(seconds: 1), after: after))
    }

    private func actor(_ person: (name: String, role: Role), at instant: Instant) -> Actor {
        let day = Day(of: instant, at: session.rules.offset)
        return Actor(name: person.name, role: person.role, shift: "\(day)/\(person.name)", console: "desk-1")
    }

    private func unit(_ meter: SimulatedMeter) -> CreditUnit { meter.settings.unit == .energy ? .energy : .money }

    private func picture(_ sample: MeterSample, _ meter: SimulatedMeter) -> CreditReading {
        func credit(_ hundredths: Int64) -> Credit { Credit(unit(meter), hundredths: hundredths) }
        let register = Energy(hundredths: sample.register)
        return CreditReading(
            at: Instant(milliseconds: sample.time), count: sample.count, lastAmount: credit(sample.lastAmount),
            totalBought: credit(sample.totalBought), remaining: credit(sample.balance + sample.subsidy - sample.overdraft),
            subsidy: credit(sample.subsidy), register: register, registerAfter: register)
    }

    private func reading(_ meter: SimulatedMeter, _ field: inout Field, at instant: Instant) -> Reading? {
        guard let sample = field.sample(meter.settings.address, at: instant.milliseconds) else { return nil }
        var reading = Reading(meter: MeterID(meter.settings.address), at: instant)
        reading.register = Energy(hundredths: sample.register)
        reading.load = Power(watts: Int64(sample.watts))
        reading.relayClosed = sample.isRelayClosed
        if meter.settings.kind == .dorm645, meter.room != nil {
            let picture = picture(sample, meter)
            reading.remaining = picture.remaining
            reading.subsidy = picture.subsidy
            reading.overdraft = Credit(unit(meter), hundredths: sample.overdraft)
            reading.count = sample.count
        }
        return reading
    }
}

/// A clock that stands where it was set, for a past that is written down afterwards.
private final class PastClock: OfficeClock {
    private let time: Mutex<Instant>

    init(_ start: Instant) { time = Mutex(start) }

    func now() -> Instant { time.withLock { $0 } }
    func set(_ instant: Instant) { time.withLock { $0 = instant } }
}
