// The real machines over a simulated disk, clock and source of ids.

import BooksContract
import Domain
import Operations
import Synchronization

/// Everything of a world that is no value: two worlds never share it.
struct Machines: Sendable {
    let disk: SimulatedDisk
    let clock: SimulatedClock
    let ids: SimulatedIDs
    let readings = MemoryReadings()
    let office: Office
    let reversals: ReversalDesk
    let reconciliation: ReconcileDesk

    init(_ books: any Books & JournalBook, time: Int64, lastID: Int, defect: Defect?) {
        disk = SimulatedDisk(books, defect: defect)
        clock = SimulatedClock(time)
        ids = SimulatedIDs(lastID)
        office = Office(books: disk, readings: readings, clock: clock, ids: ids, seal: PlainSeal(), rules: Machines.rules)
        reversals = ReversalDesk(books: disk, office: office)
        reconciliation = ReconcileDesk(office: office, cases: disk)
    }

    /// The rules of a residence, but nobody is refused for having bought much.
    private static let rules: DeskRules = {
        var rules = DeskRules()
        rules.sales.hoardingLimit = Energy(hundredths: 100_000_00)
        return rules
    }()
}

/// The clock of the office; it can be set.
final class SimulatedClock: OfficeClock {
    private let time: Mutex<Int64>

    init(_ milliseconds: Int64) { time = Mutex(milliseconds) }

    func now() -> Instant { Instant(milliseconds: time.withLock { $0 }) }
    func advance(_ milliseconds: Int64) { time.withLock { $0 += milliseconds } }
}

/// Ids that count.
final class SimulatedIDs: IDSource {
    private let last: Mutex<Int>

    init(_ last: Int) { self.last = Mutex(last) }

    /// How many were given.
    var given: Int { last.withLock { $0 } }

    func next() -> String {
        last.withLock { last in
            last += 1
            return "S\(last)"
        }
    }
}
