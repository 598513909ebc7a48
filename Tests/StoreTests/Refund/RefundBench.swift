// A campus of four rooms with residents and meters that answer when a test lets them, for runs of refunds.

import BooksContract
import Domain
import Operations
import Synchronization
import Testing

@testable import Store

/// A clock that a test moves.
final class MovedClock: OfficeClock {
    private let time = Mutex(ContractCampus.evening)
    func now() -> Instant { time.withLock { $0 } }
    func move(seconds: Int64) { time.withLock { $0 = $0.adding(seconds: seconds) } }
}

/// What a meter of the bench holds.
struct BenchMeter {
    var point: MeterPoint
    var count: Int
    var total, remaining: Int64
    var register: Int64
    var load: Int64 = 0
}

struct RefundBench {
    let campus: TemporaryCampus
    let books: SQLiteBooks
    let readings = MemoryReadings()
    let clock = MovedClock()
    let desk: RefundDesk
    private let meters = Meters()

    private final class Meters: Sendable {
        let all = Mutex<[RoomID: BenchMeter]>([:])
    }

    static let chen = ContractCampus.chen
    static let run = RefundRunID("graduation")
    static let (energy, money, plain) = (ContractCampus.energyRoom, ContractCampus.moneyRoom, ContractCampus.plainRoom)
    static var today: Day { Day(of: ContractCampus.evening, at: .china) }

    /// 3-418: S1 and S2 of cohort 2027, S3 of 2028. 3-419: S4 of 2027. 3-420: S5 and S6 of 2027. 3-421: S7 of 2027, without a meter.
    init() throws {
        campus = try TemporaryCampus()
        books = try campus.openedBooks()
        let rooms = [Self.energy, Self.energy, Self.energy, Self.money, Self.plain, Self.plain, ContractCampus.bareRoom]
        let people = (1...7).map { Resident(id: ResidentID("S\($0)"), name: "Li \($0)", cohort: $0 == 3 ? "2028" : "2027") }
        let stays = zip(people, rooms).enumerated().map {
            Stay(id: Int64($0.offset + 1), resident: $0.element.0.id, room: $0.element.1, from: Self.today.advanced(by: -200))
        }
        #expect(
            try books.take(RosterChange(version: 0, residents: people, stays: stays), actor: Self.chen, at: ContractCampus.evening)
                == .taken)
        let office = Office(
            books: books, readings: readings, clock: clock, ids: RandomIDs(clock: clock), seal: SHA256Seal(), rules: DeskRules())
        desk = RefundDesk(books: books, office: office)
        for point in [ContractCampus.energyMeter, ContractCampus.moneyMeter, ContractCampus.plainMeter] {
            guard let room = point.room, let baseline = point.baseline else { continue }
            let meter = BenchMeter(
                point: point, count: baseline.count, total: baseline.totalBought.hundredths, remaining: baseline.remaining.hundredths,
                register: baseline.register.hundredths)
            meters.all.withLock { $0[room] = meter }
        }
        try read()
    }

    func meter(_ room: RoomID) -> BenchMeter? { meters.all.withLock { $0[room] } }
    func change(_ room: RoomID, _ work: (inout BenchMeter) -> Void) {
        meters.all.withLock { all in
            guard var meter = all[room] else { return }
            work(&meter)
            all[room] = meter
        }
    }

    /// All meters are read, some not where they are named.
    func read(except silent: Set<RoomID> = []) throws {
        let now = clock.now()
        try readings.record(
            meters.all.withLock { all in
                all.filter { !silent.contains($0.key) }.values.map { meter in
                    var reading = Reading(meter: meter.point.id, at: now)
                    reading.register = Energy(hundredths: meter.register)
                    reading.load = Power(watts: meter.load)
                    guard meter.point.profile.keepsCredit else { return reading }
                    reading.count = meter.count
                    reading.remaining = Credit(meter.point.unit, hundredths: meter.remaining)
                    return reading
                }
            })
    }

    /// Some power is used: hundredths of a kWh, for a money meter at the standard price.
    func use(_ room: RoomID, _ hundredths: Int64) {
        change(room) { meter in
            meter.register += hundredths
            if meter.point.profile.keepsCredit { meter.remaining -= meter.point.unit == .energy ? hundredths : hundredths * 55 / 100 }
        }
    }

    /// Sells and delivers, and reads the meters again.
    func sell(_ room: RoomID, yuan: Int64) throws {
        clock.move(seconds: 60)
        let plan = try ContractCampus.plan(books, [(room, Money(fen: yuan * 100))], id: "sale-\(clock.now().milliseconds)-\(room)")
        guard case .committed(let rows) = try books.commit(plan, at: clock.now()), !rows.isEmpty else {
            Issue.record("the sale is not committed: \(plan.refusals)")
            return
        }
        try deliver(room)
        try read()
    }

    /// The oldest open order of a room's meter ends as it would with a meter that works.
    ///
    /// - Parameter using: hundredths of a kWh that are used between the order and its read-back.
    func deliver(_ room: RoomID, using: Int64 = 0, as end: OrderState = .confirmed) throws {
        guard let order = try books.standings(of: [room])[room]?.openOrders.first else { return }
        clock.move(seconds: 5)
        let before = try #require(picture(room, order))
        let count = before.count + 1
        let total = Credit(order.task.amount.unit, hundredths: (before.totalBought?.hundredths ?? 0) + order.task.change.hundredths)
        if end == .withdrawn {
            _ = try books.record(
                OrderStep(order: order.id, from: order.state, to: .withdrawn, at: clock.now(), after: before, note: "not enough"))
            return
        }
        _ = try books.record(
            OrderStep(
                order: order.id, from: .queued, to: .sent, at: clock.now(), count: count, totalAfter: total, before: before, isAttempt: true
            ))
        guard end != .sent else { return }
        use(room, using)
        if end == .confirmed {
            change(room) { meter in
                (meter.count, meter.total) = (count, total.hundredths)
                meter.remaining += order.task.change.hundredths
            }
        }
        clock.move(seconds: 5)
        _ = try books.record(
            OrderStep(order: order.id, from: .sent, to: end, at: clock.now(), after: picture(room, order), note: "code 4"))
    }

    private func picture(_ room: RoomID, _ order: Order) -> CreditReading? {
        meter(room).map { meter in
            let unit = meter.point.unit
            return CreditReading(
                at: clock.now(), count: meter.count, lastAmount: order.task.amount,
                totalBought: Credit(unit, hundredths: meter.total), remaining: Credit(unit, hundredths: meter.remaining),
                subsidy: .zero(unit), register: Energy(hundredths: meter.register), registerAfter: Energy(hundredths: meter.register))
        }
    }

    /// Starts the run.
    @discardableResult
    func start(
        _ scope: RefundScope = .building("3"), names: [RoomID] = [], share: LeaverShare = .paidOut, exitDay: Day = today
    ) throws -> RefundStarted {
        let started = try desk.planStart(
            Self.run.text, scope: scope, names: names, exitDay: exitDay, shareOfLeavers: share, actor: Self.chen)
        let outcome = try desk.start(started, actor: Self.chen)
        #expect(outcome == .started(started.rooms))
        return started
    }

    /// Approved by li.
    func approve(_ rooms: [RoomID]? = nil) throws -> RefundProposal {
        try desk.approve(Self.run, rooms: rooms, approval: try Approval(maker: Self.chen, approver: ContractCampus.li))
    }

    func take(_ rooms: [RoomID]? = nil) throws -> RefundProposal { try desk.take(Self.run, rooms: rooms, actor: Self.chen) }
    func carryOn() throws { _ = try desk.carryOn(Self.run, actor: ContractCampus.system) }
    func split(_ rooms: [RoomID]? = nil, _ split: RefundSplit = .equal) throws -> RefundProposal {
        try desk.split(Self.run, rooms: rooms, split: split, actor: Self.chen)
    }
    func pay(_ rooms: [RoomID]? = nil, to residents: [ResidentID]? = nil) throws -> RefundProposal {
        try desk.pay(Self.run, rooms: rooms, residents: residents, method: .cash, actor: Self.chen)
    }

    func row(_ room: RoomID) throws -> RefundRow { try #require(try desk.rows(of: Self.run).first { $0.id == room }) }
    func state(_ room: RoomID) throws -> RefundRoom { try row(room).state }

    /// The sum of an account in fen.
    func balance(_ account: Account) throws -> Int64 {
        try books.trialBalance().first { $0.account == account && $0.commodity == .yuan }?.amount ?? 0
    }
}
