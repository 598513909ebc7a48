import Concentrator
import Domain
import Foundation
import Operations
import Phrases
import Settings
import Store

/// Reads the credit of many meters once, for a process that holds the lease and delivers nothing meanwhile.
///
/// A meter whose purchase count is the one expected is asked for no more; the others tell their purchase records too.
struct MeterPictures: Sendable {
    let session: CampusSession

    struct Result: Sendable {
        var pictures: [MeterID: CreditReading] = [:]
        /// All that the meters said, for the readings.
        var readings: [Reading] = []
        /// Why meters did not answer.
        var silent: [MeterID: String] = [:]
    }

    private static let tries = 3

    /// - Parameter expected: the purchase counts of the books; these meters are read.
    func read(_ expected: [MeterID: Int], seconds: Int) throws -> Result {
        guard !expected.isEmpty else { return Result() }
        let inventory = try session.books.inventory()
        let clock = session.clock
        let lines = Collector(
            clock: clock, delay: { .nanoseconds(clock.nanoseconds(until: $0)) },
            timing: LineTiming().stretched(speed: session.settings.simulatedTime?.speed ?? 1), seed: UInt64(getpid()))
        lines.configure(
            concentrators: inventory.concentrators.values.sorted { $0.id < $1.id }, meters: inventory.standingMeters)
        return try Blocking.run {
            // Ends the lines, and with them the events, when the time is up or everything is read.
            let end = Task.detached {
                try? await Task.sleep(for: .seconds(seconds))
                await lines.stop()
            }
            let result = await follow(lines, expected)
            end.cancel()
            await end.value
            return result
        }
    }

    private func follow(_ lines: Collector, _ expected: [MeterID: Int]) async -> Result {
        var result = Result()
        var tries: [MeterID: Int] = [:]
        for meter in expected.keys.sorted() {
            result.silent[meter] = phrase("it was not reached in time")
            ask(lines, meter, .poll)
        }
        for await event in lines.events {
            guard case .reports(let reports) = event else { continue }
            for report in reports where report.job == Self.job {
                if case .reading(let reading) = report.outcome { result.readings.append(reading) }
                guard result.silent[report.meter] != nil, let count = expected[report.meter] else { continue }
                switch report.outcome {
                case .reading(let reading) where reading.count == count: result.silent[report.meter] = nil
                case .reading(let reading): ask(lines, report.meter, .purchases((reading.count ?? count) - count))
                case .credit(let picture):
                    result.pictures[report.meter] = picture
                    result.silent[report.meter] = nil
                case .noAnswer(let why), .notSent(let why), .refused(_, let why):
                    result.silent[report.meter] = why
                    tries[report.meter, default: 0] += 1
                    if tries[report.meter, default: 0] < Self.tries { ask(lines, report.meter, .poll) }
                case .accepted: break
                }
            }
            let isDone = result.silent.keys.allSatisfy { tries[$0, default: 0] >= Self.tries }
            if isDone { break }
        }
        return result
    }

    /// All jobs have one number; a meter has one job at a time.
    private static let job: UInt64 = 1

    private func ask(_ lines: Collector, _ meter: MeterID, _ task: MeterTask) {
        lines.submit(MeterJob(id: Self.job, meter: meter, task: task, priority: .delivery))
    }
}
