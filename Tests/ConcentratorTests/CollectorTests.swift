// Protects the edge: real sockets carry what the machines decide, a hung-up or absent concentrator is told in words, jobs always come
// back, and a slow consumer costs bounded memory.
// How: a collector against a responder on a free port of 127.0.0.1; tests wait for events, not for time.
import Domain
import MeterWire
import NIOCore
import NIOPosix
import Operations
import Testing

@testable import Concentrator

struct CollectorTests {
    private static var timing: LineTiming {
        var timing = LineTiming()
        timing.gap = 0
        timing.shortestRound = 0
        return timing
    }

    @Test(.timeLimit(.minutes(1)))
    func roundsAndJobsComeThroughRealSockets() async throws {
        let points = MeterPoint.row(5)
        let field = try await LoopbackMeters.start(Dictionary(uniqueKeysWithValues: points.map { ($0.id.text, FakeMeter()) }))
        let collector = Collector(clock: WallClock(), timing: Self.timing, seed: 1)
        collector.configure(concentrators: [field.concentrator], meters: points)
        let order = MeterTask.apply(.topUp(Credit(.energy, hundredths: 5_000)), count: 7)
        collector.submit(MeterJob(id: 1, meter: points[3].id, task: .credit, priority: .delivery))
        collector.submit(MeterJob(id: 2, meter: points[3].id, task: order, priority: .delivery))
        collector.submit(MeterJob(id: 3, meter: points[3].id, task: .credit, priority: .delivery))
        collector.submit(MeterJob(id: 4, meter: MeterID("999"), task: .poll, priority: .now))
        var outcomes: [UInt64: MeterOutcome] = [:]
        var polled: Set<MeterID> = []
        for await event in collector.events {
            guard case .reports(let reports) = event else { continue }
            for report in reports {
                if report.job != 0 { outcomes[report.job] = report.outcome }
                if case .reading = report.outcome { polled.insert(report.meter) }
            }
            if outcomes.count == 4, polled.count == 5 { break }
        }
        #expect(outcomes[2] == .accepted)
        #expect(outcomes[4] == .notSent("no concentrator has this meter"))
        guard case .credit(let before) = outcomes[1], case .credit(let after) = outcomes[3] else {
            Issue.record("\(outcomes)")
            return
        }
        #expect(before.count == 6 && after.count == 7)
        #expect(after.remaining - before.remaining == Credit(.energy, hundredths: 5_000))
        await collector.stop()
        try await field.close()
    }

    @Test(.timeLimit(.minutes(1)))
    func aHungUpLineIsToldAndTakenUpAgain() async throws {
        let points = MeterPoint.row(1)
        let field = try await LoopbackMeters.start([points[0].id.text: FakeMeter()], hangUpAfter: 3)
        var timing = Self.timing
        timing.reconnectPause = 1
        let collector = Collector(clock: WallClock(), timing: timing, seed: 1)
        collector.configure(concentrators: [field.concentrator], meters: points)
        var troubles: [String] = []
        var readings = 0
        for await event in collector.events {
            switch event {
            case .trace: break
            case .health(let health): troubles += health.map(\.trouble)
            case .reports(let reports): readings += reports.count { if case .reading = $0.outcome { true } else { false } }
            }
            if readings >= 6, troubles.contains("the concentrator closed the connection") { break }
        }
        await collector.stop()
        try await field.close()
    }

    @Test(.timeLimit(.minutes(1)))
    func whereNothingListensJobsComeBackAtOnce() async throws {
        let field = try await LoopbackMeters.start([:])
        try await field.close()
        let collector = Collector(clock: WallClock(), timing: Self.timing, seed: 1)
        collector.configure(concentrators: [field.concentrator], meters: MeterPoint.row(1))
        collector.submit(MeterJob(id: 1, meter: MeterID("100000000000"), task: .poll, priority: .now))
        var outcome: MeterOutcome?
        var trouble: String?
        for await event in collector.events {
            switch event {
            case .trace: break
            case .health(let health): trouble = health.first { $0.isConnected == false }?.trouble ?? trouble
            case .reports(let reports): outcome = reports.first?.outcome
            }
            if outcome != nil, trouble != nil { break }
        }
        // The job may reach the line before or after it was found dead; the words differ, the reason does not.
        guard case .notSent(let reason) = try #require(outcome) else {
            Issue.record("\(String(describing: outcome))")
            return
        }
        #expect(reason.hasSuffix("nothing listens at this address"))
        #expect(trouble == "nothing listens at this address")
        await collector.stop()
    }

    @Test(.timeLimit(.minutes(1)))
    func afterStopJobsComeBackAndTheEventsEnd() async throws {
        let points = MeterPoint.row(1)
        let field = try await LoopbackMeters.start([:])
        let collector = Collector(clock: WallClock(), seed: 1)
        collector.configure(concentrators: [field.concentrator], meters: points)
        collector.submit(MeterJob(id: 1, meter: points[0].id, task: .poll, priority: .now))
        await collector.stop()
        var jobs: [UInt64] = []
        for await event in collector.events {
            if case .reports(let reports) = event { jobs += reports.map(\.job) }
        }
        #expect(jobs == [1])
        try await field.close()
    }

    @Test(.timeLimit(.minutes(1)))
    func aRemovedConcentratorIsClosedAndItsJobsComeBack() async throws {
        let points = MeterPoint.row(1)
        let field = try await LoopbackMeters.start([:])
        let collector = Collector(clock: WallClock(), seed: 1)
        collector.configure(concentrators: [field.concentrator], meters: points)
        collector.submit(MeterJob(id: 1, meter: points[0].id, task: .poll, priority: .now))
        collector.configure(concentrators: [], meters: [])
        var isGone = false
        var hasReport = false
        for await event in collector.events {
            switch event {
            case .trace: break
            case .health(let health): isGone = health.isEmpty
            case .reports(let reports): hasReport = reports.contains { $0.job == 1 }
            }
            if isGone, hasReport { break }
        }
        await collector.stop()
        try await field.close()
    }

    /// A campus whose clock runs a hundred times as fast as life: minutes of waiting pass in a second.
    @Test(.timeLimit(.minutes(1)))
    func aFasterClockMakesWaitingShort() async throws {
        struct FastClock: OfficeClock {
            let begin = WallClock().now()
            func now() -> Instant { begin.adding(milliseconds: WallClock().now().milliseconds(since: begin) * 100) }
        }
        let clock = FastClock()
        let points = MeterPoint.row(1)
        let field = try await LoopbackMeters.start([:])
        let collector = Collector(
            clock: clock, delay: { .milliseconds(max(0, $0.milliseconds(since: clock.now()) / 100)) },
            timing: LineTiming().stretched(speed: 100), seed: 1)
        collector.configure(concentrators: [field.concentrator], meters: points)
        var misses: [Instant] = []
        for await event in collector.events {
            guard case .reports(let reports) = event else { continue }
            misses += reports.filter { $0.outcome == .noAnswer("no answer in time") }.map(\.at)
            if misses.count >= 2 { break }
        }
        #expect(misses[1].milliseconds(since: misses[0]) >= 20_000, "the network's share is stretched, so no answer comes too late")
        await collector.stop()
        try await field.close()
    }

    @Test func aSlowConsumerKeepsAllJobsAndTheNewestPolls() async {
        let mailbox = ReportMailbox()
        let meters = (0..<100).map { MeterID("\($0)") }
        for round in 0..<1_000 {
            let at = Instant.start.adding(seconds: Int64(round))
            mailbox.put(meters.map { MeterReport(job: 0, meter: $0, at: at, outcome: .noAnswer("")) })
            mailbox.put([MeterReport(job: UInt64(round + 1), meter: meters[0], at: at, outcome: .accepted)])
        }
        mailbox.close()
        var reports: [MeterReport] = []
        while case .reports(let some) = await mailbox.next() {
            #expect(some.count <= ReportMailbox.atOnce)
            reports += some
        }
        #expect(reports.filter { $0.job != 0 }.map(\.job) == (1...1_000).map(UInt64.init))
        let polls = reports.filter { $0.job == 0 }
        #expect(polls.count < 5_000)
        #expect(Set(polls.suffix(100).map(\.meter)).count == 100)
        #expect(polls.suffix(100).allSatisfy { $0.at == Instant.start.adding(seconds: 999) })
        #expect(zip(reports, reports.dropFirst()).allSatisfy { $0.at <= $1.at })
    }

    /// A campus of a hundred thousand rooms says more in a second than a busy machine may write down.
    @Test func howeverManyMetersSpeakLittleWaits() async {
        let mailbox = ReportMailbox()
        for meter in 0..<100_000 {
            mailbox.put([MeterReport(job: meter == 7 ? 1 : 0, meter: MeterID("\(meter)"), at: .start, outcome: .noAnswer(""))])
        }
        mailbox.close()
        var meters: [MeterID] = []
        while case .reports(let some) = await mailbox.next() { meters += some.map(\.meter) }
        #expect(meters.first == MeterID("7") && meters.last == MeterID("99999"), "the job is there, and the newest poll")
        #expect((ReportMailbox.mostPolls...2 * ReportMailbox.mostPolls + 1).contains(meters.count))
    }

    @Test func healthThatWasNotFetchedGivesWayToTheNewest() async {
        let mailbox = ReportMailbox()
        for meters in 0..<3 {
            mailbox.put([BusHealth(id: BusID(concentrator: ConcentratorID("C1"), number: 1), meters: meters, since: .start)])
        }
        guard case .health(let health) = await mailbox.next() else {
            Issue.record("nothing waits")
            return
        }
        #expect(health.map(\.meters) == [2])
    }
}
