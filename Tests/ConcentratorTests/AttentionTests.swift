// Protects the wire's time: rooms that run out soon and rooms on a screen are asked more often, and the others still are.
// How: a bus of a hundred meters on a simulated clock answers every question in the time that it would take at 9600 bits per second;
// the ages of what is known of each meter are taken every second, and printed.
import Domain
import MeterWire
import Operations
import Testing

@testable import Concentrator

struct AttentionTests {
    /// One bus whose meters always answer.
    private struct Line {
        private(set) var now = Instant.start
        private var bus: BusMachine
        private var meters: [MeterAddress: FakeMeter] = [:]
        private var readAt: [MeterID: Instant] = [:]
        private(set) var ages: [MeterID: [Int64]] = [:]

        init(_ points: [MeterPoint]) {
            bus = BusMachine(Bus(id: points[0].bus, baud: 9_600), meters: points, timing: LineTiming(), at: .start)
            for point in points { if let address = MeterAddress(point.id.text) { meters[address] = FakeMeter() } }
            bus.lineUp(at: now)
        }

        mutating func attend(_ attention: Attention) { bus.attend(attention) }

        /// Runs for so long, and forgets the ages that were taken in the first minutes, in which nothing was known yet.
        mutating func run(seconds: Int64, warmUp: Int64 = 0) {
            let begin = now
            var actions: [BusAction] = []
            bus.wake(at: now, into: &actions)
            var sampled: Int64 = 0
            while now.milliseconds(since: begin) < seconds * 1_000 {
                var answer: (at: Instant, frame: Frame)?
                for action in actions {
                    switch action {
                    case .send(let bytes): answer = reply(to: bytes)
                    case .report(let report): if case .reading = report.outcome { readAt[report.meter] = report.at }
                    }
                }
                actions = []
                if let answer {
                    now = answer.at
                    bus.take(answer.frame, at: now, into: &actions)
                } else {
                    guard let wakeAt = bus.wakeAt else { return }
                    now = max(wakeAt, now)
                    bus.wake(at: now, into: &actions)
                }
                while sampled * 1_000 < now.milliseconds(since: begin) {
                    sampled += 1
                    if sampled > warmUp { for (meter, at) in readAt { ages[meter, default: []].append(now.milliseconds(since: at)) } }
                }
            }
        }

        private mutating func reply(to bytes: [UInt8]) -> (at: Instant, frame: Frame)? {
            var parser = FrameParser()
            for case .frame(let request) in parser.receive(bytes) {
                guard let answer = meters[request.address]?.answer(request) else { continue }
                let air = LineTiming.airTime(bytes: bytes.count + answer.data.count + 16, baud: 9_600)
                return (now.adding(milliseconds: air + 24), answer)
            }
            return nil
        }

        /// The mean and the greatest age of what is known of some meters, in milliseconds.
        func age(of ids: some Sequence<MeterID>) -> (mean: Int64, greatest: Int64) {
            let all = ids.flatMap { ages[$0] ?? [] }
            return (all.reduce(0, +) / Int64(max(1, all.count)), all.max() ?? 0)
        }
    }

    private static let points = (0..<100).map { MeterPoint.test("\(100_000_000_000 + $0)") }

    private static func line(low: Int, inView: Int) -> (low: Range<Int>, inView: Range<Int>, line: Line) {
        var line = Line(points)
        let (lowRange, viewRange) = (10..<10 + low, 70..<70 + inView)
        line.attend(Attention(inView: Set(points[viewRange].map(\.id)), low: Set(points[lowRange].map(\.id))))
        line.run(seconds: 600, warmUp: 120)
        return (lowRange, viewRange, line)
    }

    @Test func lowRoomsAndRoomsInViewAreYoungerThanTheOthersAndTheOthersAreAskedToo() {
        let plain = Self.line(low: 0, inView: 0).line.age(of: Self.points.map(\.id))
        let (low, inView, line) = Self.line(low: 5, inView: 5)
        let others = line.age(of: Self.points.indices.filter { !low.contains($0) && !inView.contains($0) }.map { Self.points[$0].id })
        let (lowAge, viewAge) = (line.age(of: Self.points[low].map(\.id)), line.age(of: Self.points[inView].map(\.id)))
        print("mean and greatest age, ms: round alone \(plain), low \(lowAge), in view \(viewAge), others \(others)")
        #expect(lowAge.mean * 2 < plain.mean)
        #expect(viewAge.mean < lowAge.mean)
        #expect(viewAge.mean * 3 < plain.mean)
        // A third of the line is the most that they take.
        #expect(others.mean * 2 < plain.mean * 3 + 2_000)
        #expect(others.greatest < plain.greatest * 8 / 5 + 2_000)
    }

    @Test func evenWhenAllButAFewAreLowTheFewAreAsked() {
        let plain = Self.line(low: 0, inView: 0).line.age(of: Self.points.map(\.id))
        let (low, _, line) = Self.line(low: 60, inView: 30)
        let others = line.age(of: Self.points[..<low.lowerBound].map(\.id))
        #expect(others.greatest < plain.greatest * 8 / 5 + 2_000)
    }

    @Test func silentOnesAreNotAskedMoreForBeingWatched() {
        var turns = UrgentTurns()
        let (first, second) = (Self.points[0].id, Self.points[1].id)
        turns.attend(Attention(inView: [first], low: [second]))
        #expect(turns.next(at: .start, roundRests: true) { $0 != first } == second)
        #expect(turns.next(at: .start, roundRests: false) { _ in true } == nil)
    }
}
