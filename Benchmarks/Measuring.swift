import Domain
import Foundation
import Operations

/// The middle of the values, the mean of the two middle ones of an even number; 0 for none.
func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard let last = sorted.last else { return 0 }
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : min(sorted[middle], last)
}

/// Seconds that have passed, on a clock that nobody sets.
func seconds(since start: ContinuousClock.Instant) -> Double {
    let passed = (ContinuousClock.now - start).components
    return Double(passed.seconds) + Double(passed.attoseconds) / 1e18
}

/// Processor time of this thread, in seconds: what else runs on the machine does not count.
func threadWork() -> Double { processorTime(CLOCK_THREAD_CPUTIME_ID) }

/// Processor time of this process with all its threads, in seconds.
func processWork() -> Double { processorTime(CLOCK_PROCESS_CPUTIME_ID) }

private func processorTime(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// A benchmark that does not measure what it should.
struct Unmeasurable: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// The machine's own time.
struct MachineClock: OfficeClock {
    func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
