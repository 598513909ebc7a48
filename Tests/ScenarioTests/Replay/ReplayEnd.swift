// Protects nothing by itself: how a replay ends, and how many replays are run from seeds.
// How: the faults stop, what is open must end by itself, and the auditor closes his books; a failing seed is printed with its last events.

import BooksContract
import Domain
import Foundation
import Operations
import Simulator
import Testing

extension CampusReplay {
    /// Nothing goes wrong from now on and nothing is sold any more; within so many minutes everything must have ended.
    func finish(withinMinutes minutes: Int64) throws {
        hasFaults = false
        field.set(FaultPlan())
        books.arm(nil)
        note("the faults stop")
        let end = now + minutes * 60_000
        while try now < end && !hasEnded { try live(seconds: 10) }
        // Long enough for whatever still hangs in the network.
        try live(seconds: 60)
        try auditMeters()
        try auditor.checkEnd(expected: try expectations())
        try auditor.checkJournal(try journal(), drawer: "assets:cash:chen") { self.inventory.meters[MeterID($0)]?.profile == .dorm645 }
        let findings = try books.verify().findings
        guard findings.isEmpty else { throw Finding(description: "the books do not verify: \(findings)") }
    }

    private var hasEnded: Bool {
        get throws {
            let open = try books.orders(OrderFilter(states: [.queued, .sent, .unknown]))
            let disputed = Set(try books.orders(OrderFilter(states: [.disputed])).map(\.meter))
            return pending.isEmpty && field.isAlive && open.allSatisfy { disputed.contains($0.meter) }
        }
    }

    private func expectations() throws -> [String: (count: Int, total: Int64)] {
        let standings = try books.standings(of: inventory.rooms.keys.sorted())
        return Dictionary(
            uniqueKeysWithValues: standings.values.compactMap { standing in
                standing.meter.map { ($0.id.text, (standing.expectedCount, standing.expectedTotal.hundredths)) }
            })
    }

    private func journal() throws -> [ShownPosting] {
        try inventory.rooms.keys.sorted().flatMap { try books.entries(of: $0, limit: 1_000_000) }.flatMap { entry in
            entry.draft.postings.map {
                ShownPosting(
                    entry: entry.sequence, account: $0.account.name, commodity: $0.commodity.rawValue, amount: $0.amount)
            }
        }
    }

    /// Posts all use up to the last readings, and holds the wallets of every room against its meter.
    func closeDay() throws {
        let system = Actor(name: "dormwatt", role: .system, shift: "", console: "collector")
        _ = try office.postUse(actor: system)
        for (meter, room) in roomOfMeter.sorted(by: { $0.key < $1.key }) {
            let account = try books.account(of: room)
            guard let reached = account.reached else { continue }
            try auditor.checkAccount(of: meter, balance: account.balance.hundredths, reached: reached.register.hundredths)
        }
    }
}

/// Replays from seeds: `SEEDS=1000` plays more of them, `SEED=17` that one alone.
enum Replays {
    private static func number(_ name: String) -> UInt64? { ProcessInfo.processInfo.environment[name].flatMap(UInt64.init) }

    /// Whether one seed alone is played, so that nothing can be said of all of them.
    static var isSingle: Bool { number("SEED") != nil }

    private static func seeds(_ usual: UInt64, oneOf parts: UInt64) -> ClosedRange<UInt64> {
        if let seed = number("SEED") { return seed...seed }
        return 1...max(1, number("SEEDS").map { $0 / parts } ?? usual)
    }

    /// Plays a scenario for each seed and stops at the first that fails.
    ///
    /// - Parameter oneOf: long ones play only one of so many of `SEEDS`.
    /// - Returns: how often each word was shown, over all seeds; nil when a seed failed, which is told already.
    @discardableResult
    static func play(
        _ name: String, seeds usual: UInt64, oneOf parts: UInt64 = 1, _ script: (UInt64) -> ReplayScript,
        _ work: (CampusReplay) throws -> Void
    ) throws -> ReplayTotals? {
        var totals = ReplayTotals()
        let clock = ContinuousClock()
        let start = clock.now
        for seed in seeds(usual, oneOf: parts) {
            let replay = try CampusReplay(script(seed))
            do {
                try work(replay)
            } catch {
                Issue.record("\(name), seed \(seed): \(error)\n\(replay.log.tail)")
                return nil
            }
            totals.add(replay)
        }
        print("replay \(name): \(totals.text(took: clock.now - start))")
        return totals
    }
}

/// What some replays lived through.
struct ReplayTotals {
    private(set) var words: [String: Int] = [:]
    private(set) var counts = ReplayCounts()
    private var milliseconds: Int64 = 0

    mutating func add(_ replay: CampusReplay) {
        words.merge(replay.auditor.words, uniquingKeysWith: +)
        counts.add(replay.counts)
        milliseconds += replay.now - ReplayClock.start
    }

    /// Figures for the reader; nothing depends on them.
    func text(took: Duration) -> String {
        let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) * 1e-18
        let hours = Double(milliseconds) / 3_600_000
        func short(_ value: Double) -> String { String(format: "%.1f", value) }
        let shown = words.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        return "\(short(hours)) h lived in \(short(seconds)) s, \(short(hours / seconds)) h/s; \(counts); \(shown)"
    }
}

extension ReplayCounts: CustomStringConvertible {
    mutating func add(_ other: ReplayCounts) {
        events += other.events
        officeDeaths += other.officeDeaths
        fieldDeaths += other.fieldDeaths
        cuts += other.cuts
        storeFaults += other.storeFaults
        readings += other.readings
        sales += other.sales
        slowest = max(slowest, other.slowest)
    }

    var description: String {
        "\(events) events, \(sales) sales (slowest \(slowest / 1000) s), \(readings) readings, \(cuts) cuts, "
            + "\(officeDeaths) + \(fieldDeaths) deaths, \(storeFaults) store faults"
    }
}
