// Protects: a campus at full size with every fault: every order ends, books equal meters, and the memory does not grow.
// How: office and field in one process on a simulated clock, and sums of its own over sales and meters at the end.

import Domain
import Foundation
import Operations
import Simulator

/// An hour of a campus of 10,000 rooms on a simulated clock, with every fault of the field at five percent: the real machines, books and
/// readings in one process. Every order has to end, books have to equal meters, and the process may not grow.
///
/// `HOUR_ROOMS`, `HOUR_MINUTES`, `HOUR_FAULTS` and `HOUR_SEED` change what is lived through. Ends with 1 when anything was found.
@main
struct Hour {
    /// So long the field may need afterwards, without faults, until the last order has ended; simulated minutes.
    private static let afterwards: Int64 = 60
    /// By so many percent, and so many MB for the books' own pages, the process may be larger at the end than after a sixth of the time.
    private static let growth = (percent: 10.0, megabytes: 8.0)

    static func main() {
        do {
            try live()
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(1)
        }
    }

    private static func live() throws {
        let rooms = Int(setting("HOUR_ROOMS") ?? "") ?? 10_000
        let minutes = Int64(setting("HOUR_MINUTES") ?? "") ?? 60
        let faults = setting("HOUR_FAULTS") ?? "all=0.05"
        let seed = UInt64(setting("HOUR_SEED") ?? "") ?? 1
        let world = try HourWorld(rooms: rooms, seed: seed, faults: try FaultPlan(specification: faults))
        defer { world.clean() }
        let begin = ContinuousClock.now
        try world.live(minutes: max(1, minutes / 6))
        let early = residentMegabytes()
        try world.live(minutes: minutes - max(1, minutes / 6))
        let late = residentMegabytes()
        let took = (ContinuousClock.now - begin).components.seconds
        let open = try world.openOrders()
        print("\(minutes) minutes of \(rooms) rooms with \(faults), seed \(seed), lived in \(took) s")
        print(world.counts.text)
        print("\(open) orders under way at the end of the time")
        try world.finish(withinMinutes: afterwards)
        let audit = HourAudit(world)
        try audit.check()
        print(audit.text)
        print("resident \(early) MB after a sixth of the time, \(late) MB at its end")
        guard Double(late) <= Double(early) * (1 + growth.percent / 100) + growth.megabytes else {
            throw Finding("the process grew from \(early) to \(late) MB")
        }
    }

    private static func setting(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }

    private static func residentMegabytes() -> Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * sysconf(Int32(_SC_PAGESIZE)) / 1_048_576
    }
}

/// What must not be so, in words.
struct Finding: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
