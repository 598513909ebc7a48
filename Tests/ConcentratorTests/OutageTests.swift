// Protects the network after an outage: many concentrators come back spread over time, soon, and a single lost line at once.
// How: a thousand concentrator machines on one simulated clock; every attempt to connect is counted by its second.
import Domain
import Testing

@testable import Concentrator

struct OutageTests {
    /// Lines without meters, whose connections stand exactly while the network does.
    private struct Network {
        var now = Instant.start
        var isUp = true
        private(set) var machines: [ConcentratorMachine]
        private(set) var attempts: [Instant] = []
        /// Who wants to be woken when, the earliest last.
        private var agenda: [(at: Instant, index: Int)] = []

        init(_ count: Int) {
            down = count
            machines = (0..<count).map { index in
                let concentrator = Domain.Concentrator(id: ConcentratorID("C\(index)"), host: "127.0.0.1", port: 1, buses: [])
                return ConcentratorMachine(concentrator, meters: [], seed: 11 &+ UInt64(index), at: .start)
            }
        }

        private(set) var down: Int

        mutating func run(milliseconds: Int64) {
            let end = now.adding(milliseconds: milliseconds)
            agenda = machines.indices.compactMap { index in machines[index].wakeAt.map { ($0, index) } }.sorted { $0.at > $1.at }
            while let next = agenda.last, next.at <= end {
                agenda.removeLast()
                now = max(now, next.at)
                guard machines[next.index].wake(at: now).contains(.connect) else { continue }
                attempts.append(now)
                if isUp { connect(next.index) } else { lose(next.index) }
                guard let at = machines[next.index].wakeAt else { continue }
                agenda.insert((at, next.index), at: agenda.firstIndex { $0.at <= at } ?? agenda.count)
            }
            now = end
        }

        private mutating func connect(_ index: Int) {
            _ = machines[index].connected(at: now)
            down -= 1
        }

        mutating func lose(_ index: Int) {
            if machines[index].isConnected { down += 1 }
            _ = machines[index].disconnected("no network", linesDown: down, at: now)
        }

        mutating func breakDown() {
            isUp = false
            for index in machines.indices { lose(index) }
        }

        /// The most attempts in one of the seconds since a time.
        func peak(since: Instant) -> Int {
            let seconds = attempts.filter { $0 > since }.map { $0.milliseconds(since: since) / 1_000 }
            return Dictionary(grouping: seconds) { $0 }.values.map(\.count).max() ?? 0
        }
    }

    @Test func afterALongOutageLinesReturnOneByOneAndWithinAMinute() {
        var network = Network(1_000)
        network.run(milliseconds: 10_000)
        #expect(network.down == 0)
        let broken = network.now
        network.breakDown()
        network.run(milliseconds: 600_000)
        let during = network.attempts.count { $0 > broken }
        #expect(network.peak(since: broken) < 300, "not all thousand at once")
        #expect(during < 1_000 * 600 / 20, "\(during): a dead line costs an attempt in twenty seconds at most, after the first minute")
        let returned = network.now
        network.isUp = true
        network.run(milliseconds: 60_000)
        #expect(network.down == 0)
        #expect(network.peak(since: returned) < 60)
    }

    @Test func afterAShortOutageEverybodyIsBackSoonAndNobodyInStep() {
        var network = Network(1_000)
        network.run(milliseconds: 10_000)
        let broken = network.now
        network.breakDown()
        network.run(milliseconds: 5_000)
        network.isUp = true
        network.run(milliseconds: 45_000)
        #expect(network.down == 0)
        #expect(network.peak(since: broken) < 300)
    }

    @Test func aSingleLostLineIsTriedWithinTwoSeconds() {
        var network = Network(1_000)
        network.run(milliseconds: 10_000)
        network.lose(500)
        network.run(milliseconds: 2_000)
        #expect(network.down == 0)
    }
}
