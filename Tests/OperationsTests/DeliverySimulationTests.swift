// Protects: nothing is lost and nothing is doubled, whatever is lost, late, doubled, full or killed, and in whatever order.
// How: whole campuses from seeds on a simulated clock, with an auditor of their own; a failing seed is printed.
// SEEDS=1000 swift test --filter DeliverySimulation plays more of them; SEED=17 plays that one alone.

import Domain
import Operations
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

struct DeliverySimulationTests {
    private static func number(_ name: String) -> UInt64? { getenv(name).flatMap { UInt64(String(cString: $0)) } }

    private static var seeds: ClosedRange<UInt64> {
        if let seed = number("SEED") { return seed...seed }
        return 1...max(1, number("SEEDS") ?? 20)
    }

    @Test func campusesInWhichEverythingGoesWrong() throws {
        var seen: [OrderState: Int] = [:]
        for seed in Self.seeds {
            do {
                var campus = try SimulatedCampus(seed: seed, rooms: 12)
                try campus.run(seconds: 1200)
                seen.merge(campus.seen, uniquingKeysWith: +)
            } catch {
                Issue.record("seed \(seed): \(error)")
                return
            }
        }
        guard Self.number("SEED") == nil else { return }
        for state in [OrderState.confirmed, .refused, .withdrawn] {
            #expect(seen[state, default: 0] > 0, "the simulation never led to \(state)")
        }
        #expect(seen[.disputed, default: 0] == 0)
    }

    @Test func metersThatWereSoldToByAnotherWayAreDisputed() throws {
        var disputed = 0
        for seed in Self.seeds {
            do {
                var campus = try SimulatedCampus(seed: seed, rooms: 6, foreignSales: true)
                try campus.run(seconds: 900)
                disputed += campus.seen[.disputed, default: 0]
            } catch {
                Issue.record("seed \(seed): \(error)")
                return
            }
        }
        #expect(disputed > 0 || Self.number("SEED") != nil)
    }

    @Test func aLargeCampus() throws {
        for seed in Self.seeds.prefix(2) {
            do {
                var campus = try SimulatedCampus(seed: seed &* 7919, rooms: 200)
                try campus.run(seconds: 600)
                #expect(campus.seen[.confirmed, default: 0] > 10, "seed \(seed)")
            } catch {
                Issue.record("seed \(seed): \(error)")
                return
            }
        }
    }

    @Test func theSameSeedPlaysTheSameCampus() throws {
        var first = try SimulatedCampus(seed: 4711, rooms: 8)
        try first.run(seconds: 600)
        var second = try SimulatedCampus(seed: 4711, rooms: 8)
        try second.run(seconds: 600)
        #expect(first.seen == second.seen)
        #expect(first.eventsPlayed == second.eventsPlayed)
    }
}
