// Protects nothing by itself: what a replay is made of, and the one clock of everything in it.
// How: values; every chance is in ten thousand, every time in milliseconds.

import Concentrator
import Domain
import Operations
import Seeded
import Simulator
import Synchronization

/// What a campus is, and what goes wrong in it.
struct ReplayScript {
    enum Store { case memory, sqlite }

    var seed: UInt64
    var rooms = 12
    var unit = AmountUnit.energy
    var plainPercent = 0
    /// Whether the meters have a subsidy purse; without one they refuse to be asked for it.
    var hasSubsidyPurse = true
    /// Whether no meter remembers a purchase, although it was sold to before: its memory was lost, or never kept.
    var isForgetful = false
    /// How much every meter lends, in hundredths of its unit.
    var overdraftLimit: Int64 = 0
    /// So many days the meters were sold to by the office before this one.
    var pastDays: Int64 = 0
    var store = Store.memory
    /// Between two acts of the operator; nil does nothing by itself.
    var operatorPause: ClosedRange<Int64>?
    /// Others sell to the meters too, or close their accounts.
    var hasStrangers = false
    /// From the start of one round of all meters to the next.
    var roundPause: Int64 = 60_000
    /// What the lines behind the concentrators do.
    var lineFaults = FaultPlan()
    var network = NetworkFaults()
    var crashes = Crashes()
    /// A write, or a read, of the books fails.
    var storeFaults = 0
    /// The field keeps its memory on the disk and can be killed.
    var keepsField = false
    /// Every byte stands in the log.
    var keepsLog = false

    /// Nothing goes wrong, so that nothing may look as if it had.
    var isQuiet: Bool { network == NetworkFaults() && crashes == Crashes() && storeFaults == 0 && lineFaults == FaultPlan() }
}

/// What the network between office and concentrators does to a piece of bytes.
struct NetworkFaults: Hashable {
    /// It, and everything behind it, comes up to six seconds late.
    var slow = 0
    /// It, and everything behind it, comes up to forty seconds late.
    var verySlow = 0
    /// The connection is cut; half of the time what was on its way still arrives.
    var cut = 0
    /// The connection swallows everything from now on, and both sides notice half a minute later.
    var swallow = 0
    /// One bit of a request is turned over.
    var flip = 0
    /// It comes in several pieces.
    var pieces = 0
}

/// Processes that die.
struct Crashes: Hashable {
    /// The office's process, between any two of its steps.
    var office = 0
    /// The field's process when a meter has taken a command: before it is kept, or before it is answered.
    var field = 0
}

/// The clock of office, field and network.
final class ReplayClock: OfficeClock {
    /// Saturday 2026-11-21, 08:00:00 in China.
    static let start: Int64 = 1_795_219_200_000

    private let time = Mutex(start)

    var milliseconds: Int64 { time.withLock { $0 } }
    func advance(to moment: Int64) { time.withLock { $0 = max($0, moment) } }
    func now() -> Instant { Instant(milliseconds: milliseconds) }
}

/// Ids that count, so that the same replay gives the same.
final class CountingIDs: IDSource {
    private let last = Mutex(0)

    func next() -> String {
        last.withLock { last in
            last += 1
            return "S-" + Decimals.padded(last, 5)
        }
    }
}

/// What was found wrong, in words.
struct Finding: Error, CustomStringConvertible {
    let description: String
}

/// What happened, for comparing two replays and for finding out what led to a finding.
struct ReplayLog {
    let keepsAll: Bool
    private(set) var lines: [String] = []

    private static let kept = 120

    init(keepsAll: Bool) { self.keepsAll = keepsAll }

    mutating func add(_ line: String) {
        lines.append(line)
        if !keepsAll, lines.count > 2 * Self.kept { lines.removeFirst(Self.kept) }
    }

    var tail: String { lines.suffix(Self.kept).joined(separator: "\n") }
    var text: String { lines.joined(separator: "\n") }
}
