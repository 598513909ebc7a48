// Protects: one unresolved order a meter with the others in line, no meter waiting for another, and a desk that believes the books.
// How: the desk over the books in memory, driven by hand: lines, disputes, withdrawals by others, restarts, errors of the disk.

import BooksContract
import Domain
import Operations
import Testing

struct DeliveryDeskTests {
    /// Books with sales under way, the desk, and a hand that does what the desk wants of the books.
    private struct Bench {
        let books = MemoryBooks()
        var desk = DeliveryDesk(rules: DeliveryRules())
        var watch = DeliveryWatch()
        let now = DeliveryBench.now

        init(_ sales: [(RoomID, Int64)]) throws {
            try ContractCampus.open(in: books)
            for (number, sale) in sales.enumerated() {
                try ContractCampus.sell(books, sale.0, Money(fen: sale.1), id: "P\(number)")
            }
        }

        mutating func sync() throws -> [MeterJob] {
            try jobs(watch.look(books, &desk, now: now))
        }

        mutating func report(_ job: MeterJob, _ outcome: MeterOutcome) throws -> [MeterJob] {
            try jobs(desk.report(MeterReport(job: job.id, meter: job.meter, at: now, outcome: outcome)))
        }

        /// Writes what is to be written and answers the jobs that come of it.
        mutating func jobs(_ actions: [DeliveryAction]) throws -> [MeterJob] {
            var found: [MeterJob] = []
            for action in actions {
                switch action {
                case .submit(let job): found.append(job)
                case .sync:
                    watch.lookAgain()
                    found += try sync()
                case .record(let step):
                    let next: [DeliveryAction]
                    do {
                        next = desk.recorded(try books.record(step), now: now)
                    } catch let error as BooksError {
                        next = desk.notRecorded(step, error: error, now: now)
                    }
                    found += try jobs(next)
                }
            }
            return found
        }

        func states() throws -> [OrderState] { try books.orders(OrderFilter()).map(\.state) }
    }

    private static let money = CreditReading(
        at: DeliveryBench.now, count: 2, lastAmount: Desk.yuan(1), totalBought: Desk.yuan(80_00), remaining: Desk.yuan(12_00),
        subsidy: Desk.yuan(0), register: Energy(hundredths: 500_00), registerAfter: Energy(hundredths: 500_00), price: .standard)

    @Test func ordersOfAMeterGoOneAfterTheOtherAndMetersAtOnce() throws {
        let room = ContractCampus.energyRoom
        var bench = try Bench([(room, 50_00), (room, 20_00), (ContractCampus.moneyRoom, 30_00), (room, 50_00)])
        var jobs = try bench.sync()
        #expect(jobs.map(\.meter) == [ContractCampus.energyMeter.id, ContractCampus.moneyMeter.id])
        #expect(jobs.allSatisfy { $0.task == .credit && $0.priority == .delivery })
        #expect(Set(jobs.map(\.id)).count == 2 && !jobs.contains { $0.id == 0 })
        let credits: [Int64] = [90_90, 36_36, 90_90]
        var picture = Picture.before
        for (index, credit) in credits.enumerated() {
            jobs = try bench.report(jobs[0], .credit(picture))
            #expect(jobs.map(\.task) == [.apply(.topUp(Desk.kWh(credit)), count: 7 + index)])
            jobs = try bench.report(jobs[0], .accepted)
            picture = picture.with { picture in
                picture.count += 1
                picture.lastAmount = Desk.kWh(credit)
                picture.totalBought = picture.totalBought.map { $0 + Desk.kWh(credit) }
                picture.remaining = picture.remaining + Desk.kWh(credit)
            }
            jobs = try bench.report(jobs[0], .credit(picture))
        }
        #expect(jobs.isEmpty)
        #expect(try bench.states() == [.confirmed, .confirmed, .queued, .confirmed])
        #expect(try bench.books.standings(of: [room])[room]?.expectedCount == 9)
        #expect(bench.desk.wakeAt == nil)
    }

    @Test func afterARefusalTheNextTakesItsCount() throws {
        let room = ContractCampus.energyRoom
        var bench = try Bench([(room, 50_00), (room, 20_00)])
        var jobs = try bench.report(try bench.sync()[0], .credit(Picture.before))
        jobs = try bench.report(jobs[0], .refused(code: 42, meaning: "amount"))
        jobs = try bench.report(jobs[0], .credit(Picture.before))
        #expect(jobs.map(\.task) == [.credit])
        jobs = try bench.report(jobs[0], .credit(Picture.before))
        #expect(jobs.map(\.task) == [.apply(.topUp(Desk.kWh(36_36)), count: 7)])
        #expect(try bench.books.orders(OrderFilter(states: [.sent])).first?.totalAfter == Desk.kWh(336_36))
    }

    @Test func aDisputedMeterStandsStillUntilAPersonDecides() throws {
        let room = ContractCampus.energyRoom
        var bench = try Bench([(room, 50_00), (room, 20_00)])
        #expect(try bench.report(try bench.sync()[0], .credit(Picture.before.with { $0.count = 8 })).isEmpty)
        #expect(try bench.states() == [.disputed, .queued])
        #expect(try bench.sync().isEmpty)
        let alive = MeterReport(job: 0, meter: ContractCampus.energyMeter.id, at: bench.now, outcome: .reading(Desk.reading(left: 1)))
        #expect(bench.desk.report(alive).isEmpty)
        #expect(bench.desk.wake(bench.now.adding(seconds: 3600)).isEmpty)
        let order = try bench.books.orders(OrderFilter(states: [.disputed]))[0]
        _ = try bench.books.record(OrderStep(order: order.id, from: .disputed, to: .refused, at: bench.now, note: "by chen"))
        #expect(try bench.sync().map(\.task) == [.credit], "the next in line goes on")
    }

    @Test func anOrderWithdrawnByAnotherProcessIsNotSent() throws {
        let room = ContractCampus.energyRoom
        var bench = try Bench([(room, 50_00), (room, 20_00)])
        let first = try bench.sync()[0]
        let order = try bench.books.orders(.open)[0]
        _ = try bench.books.record(OrderStep(order: order.id, from: .queued, to: .withdrawn, at: bench.now))
        let jobs = try bench.report(first, .credit(Picture.before))
        #expect(jobs.map(\.task) == [.credit], "the desk reads the books anew and begins the next order")
        #expect(try bench.report(jobs[0], .credit(Picture.before)).map(\.task) == [.apply(.topUp(Desk.kWh(36_36)), count: 7)])
        #expect(try bench.states() == [.withdrawn, .sent])
    }

    @Test func aMeterThatDoesNotAnswerIsTriedAtEverySignOfLifeAndAfterItsRest() throws {
        var bench = try Bench([(ContractCampus.energyRoom, 50_00), (ContractCampus.moneyRoom, 30_00)])
        var jobs = try bench.sync()
        for _ in 0..<2 { jobs = try bench.report(jobs[0], .noAnswer("timeout")) + jobs.dropFirst() }
        jobs = try bench.report(jobs[0], .noAnswer("timeout")) + jobs.dropFirst()
        #expect(jobs.map(\.meter) == [ContractCampus.moneyMeter.id], "the other meter is not held up")
        #expect(bench.desk.wakeAt == bench.now.adding(seconds: 60))
        func sign(_ outcome: MeterOutcome, _ meter: MeterID) throws -> [MeterJob] {
            try bench.jobs(bench.desk.report(MeterReport(job: 0, meter: meter, at: bench.now, outcome: outcome)))
        }
        #expect(try sign(.noAnswer("timeout"), ContractCampus.energyMeter.id).isEmpty, "silence is no sign of life")
        #expect(try sign(.reading(Desk.reading(left: 1)), MeterID("000000009999")).isEmpty, "nor is another meter")
        #expect(bench.desk.wake(bench.now.adding(milliseconds: 59_999)).isEmpty)
        jobs = try sign(.reading(Desk.reading(left: 1)), ContractCampus.energyMeter.id)
        #expect(jobs.map(\.task) == [.credit])
        #expect(bench.desk.wakeAt == nil)
        #expect(try sign(.reading(Desk.reading(left: 1)), ContractCampus.energyMeter.id).isEmpty, "it is under way already")
        #expect(try bench.report(jobs[0], .notSent("the line is down")).isEmpty)
        #expect(try bench.jobs(bench.desk.wake(bench.now.adding(seconds: 60))).map(\.task) == [.credit])
        #expect(try bench.states() == [.queued, .queued])
    }

    @Test func aDeskMadeAfterACrashGoesOnFromTheBooks() throws {
        var bench = try Bench([(ContractCampus.energyRoom, 50_00)])
        let jobs = try bench.report(try bench.sync()[0], .credit(Picture.before))
        #expect(jobs.count == 1)
        (bench.desk, bench.watch) = (DeliveryDesk(rules: DeliveryRules(), firstJob: 100), DeliveryWatch())
        let reading = try bench.sync()
        #expect(reading.map(\.task) == [.credit] && reading.map(\.id) == [100])
        #expect(try bench.states() == [.unknown])
        #expect(try bench.report(reading[0], .credit(Picture.after)).isEmpty)
        #expect(try bench.states() == [.confirmed])
    }

    @Test(arguments: [BooksError.diskFull, .busy, .readOnly("folder"), .other("?")])
    func whenTheBooksCanNotWriteNothingIsSentAndItIsTriedAgain(_ error: BooksError) throws {
        var bench = try Bench([(ContractCampus.energyRoom, 50_00)])
        let job = try bench.sync()[0]
        let actions = bench.desk.report(MeterReport(job: job.id, meter: job.meter, at: bench.now, outcome: .credit(Picture.before)))
        guard case .record(let step)? = actions.first, actions.count == 1 else {
            Issue.record("the sending is not written first: \(actions)")
            return
        }
        let next = bench.desk.notRecorded(step, error: error, now: bench.now)
        #expect(next == (error == .other("?") ? [.sync] : []))
        #expect(bench.desk.wakeAt == bench.now.adding(seconds: 60))
        #expect(try bench.jobs(bench.desk.wake(bench.now.adding(seconds: 60))).map(\.task) == [.credit])
    }

    @Test func whatIsReportedTwiceOrByNobodyMovesNothing() throws {
        var bench = try Bench([(ContractCampus.energyRoom, 50_00)])
        let job = try bench.sync()[0]
        let sending = try bench.report(job, .credit(Picture.before))
        #expect(try bench.report(job, .credit(Picture.before)).isEmpty)
        #expect(bench.desk.report(MeterReport(job: 77, meter: job.meter, at: bench.now, outcome: .accepted)).isEmpty)
        #expect(bench.desk.recorded(Desk.order(.confirmed), now: bench.now).isEmpty)
        #expect(try bench.report(sending[0], .accepted).map(\.task) == [.credit])
    }

    @Test func aSyncInTheMiddleKeepsWhatIsInHand() throws {
        let room = ContractCampus.energyRoom
        var bench = try Bench([(room, 50_00)])
        let sending = try bench.report(try bench.sync()[0], .credit(Picture.before))
        try ContractCampus.sell(bench.books, room, Money(fen: 20_00), id: "later")
        #expect(try bench.sync().isEmpty)
        let reading = try bench.report(sending[0], .accepted)
        let next = try bench.report(reading[0], .credit(Picture.after))
        #expect(next.map(\.task) == [.credit], "the order that came meanwhile stands in line behind")
        #expect(try bench.states() == [.confirmed, .queued])
        #expect(try bench.report(next[0], .credit(Picture.after)).map(\.task) == [.apply(.topUp(Desk.kWh(36_36)), count: 8)])
    }
}
