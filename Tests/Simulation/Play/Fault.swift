// What can go wrong in the simulation, how often, and how often it did.

/// A kind of fault.
package enum Fault: Int, Hashable, Sendable, CaseIterable {
    case requestLost, answerLost, requestDoubled, answerDoubled, garbled, corrupted, overtaken, gaveUp, lateIntoNext, lineCut
    case falseYes, falseNo, foreignSale, meterSwapped, accountClosed
    case collectorKilled, consoleKilled, killedInWrite, writeRefused, writeAnswerLost, readRefused, twoDesks
    case clockForward, clockBack

    /// In words, for the print.
    package var words: String {
        switch self {
        case .requestLost: "request lost"
        case .answerLost: "answer lost"
        case .requestDoubled: "request doubled"
        case .answerDoubled: "answer doubled"
        case .garbled: "garbled on the line"
        case .corrupted: "a number changed, and the checksum fits"
        case .overtaken: "overtaken by a later one"
        case .gaveUp: "given up while still under way"
        case .lateIntoNext: "late answer into the next question"
        case .lineCut: "line cut"
        case .falseYes: "yes and not applied"
        case .falseNo: "no and applied"
        case .foreignSale: "sold to by others"
        case .meterSwapped: "meter swapped"
        case .accountClosed: "account closed"
        case .collectorKilled: "collector killed"
        case .consoleKilled: "console killed"
        case .killedInWrite: "killed in a write, before it or before its answer"
        case .writeRefused: "write refused"
        case .writeAnswerLost: "written, but an error told"
        case .readRefused: "read refused"
        case .twoDesks: "changed by another desk since the plan"
        case .clockForward: "clock set forward"
        case .clockBack: "clock set back"
        }
    }
}

/// Business that may or may not come about, counted so that nobody believes it was tried when it never was.
package enum Business: Int, Hashable, Sendable, CaseIterable {
    case voids, unsureVoids, refusedVoids, cases, casesOfHonest, grants, expiries

    /// In words, for the print.
    package var words: String {
        switch self {
        case .voids: "sales taken back"
        case .unsureVoids: "take-backs of which nobody was told"
        case .refusedVoids: "take-backs refused by the desk"
        case .cases: "cases that reconciliation opened about meters that deserve it"
        case .casesOfHonest: "cases that it opened about honest ones, for a while"
        case .grants: "grants of free credit"
        case .expiries: "expiries of free credit"
        }
    }
}

/// How often each kind of fault was injected.
package struct FaultTally: Hashable, Sendable {
    private var counts = [Int](repeating: 0, count: Fault.allCases.count)
    private var notes = [Int](repeating: 0, count: Business.allCases.count)

    /// Starts at zero.
    package init() {}

    /// So often.
    package subscript(fault: Fault) -> Int { counts[fault.rawValue] }

    /// So often.
    package subscript(business: Business) -> Int { notes[business.rawValue] }

    /// All faults.
    package var total: Int { counts.reduce(0, +) }

    mutating func count(_ fault: Fault) { counts[fault.rawValue] += 1 }
    mutating func note(_ business: Business) { notes[business.rawValue] += 1 }

    /// Adds another tally.
    package mutating func add(_ other: FaultTally) {
        for index in counts.indices { counts[index] += other.counts[index] }
        for index in notes.indices { notes[index] += other.notes[index] }
    }
}

/// What a campus is made of and how often what goes wrong, in a thousand.
package struct CampusScript: Hashable, Sendable {
    /// From which everything follows.
    package var seed: UInt64
    /// Rooms, each with a meter.
    package var rooms = 10
    /// Orders to be delivered before it ends.
    package var deliveries = 300
    /// Of the messages: lost, doubled, garbled; and given up while they are still under way.
    package var lost = 30
    package var doubled = 15
    package var garbled = 10
    package var givenUp = 15
    /// Of the steps between messages: the line is cut.
    package var cuts = 3
    /// Of the messages: a number is changed, and the checksum fits.
    package var corrupted = 0
    /// Of the places between two actions: the collector is killed there.
    package var deaths = 5
    /// Of the sales: the console is killed before it has committed or before it is told.
    package var consoleDeaths = 15
    /// Of the writes, and of the looks: the disk fails.
    package var diskFaults = 10
    /// Of the steps between messages: what others, installers and clocks do.
    package var falseWords = 4
    package var strangers = 0
    package var clocks = 1
    /// Of the meters: have a purse of free credit; and of the sales: are grants.
    package var purses = 0
    package var grants = 0

    /// A campus in which nothing goes wrong but what `trouble` says.
    package init(seed: UInt64) { self.seed = seed }

    /// Takes everything away that goes wrong by chance.
    mutating func quieten() {
        (lost, doubled, garbled, givenUp, cuts, deaths) = (0, 0, 0, 0, 0, 0)
        (consoleDeaths, diskFaults, falseWords, strangers, clocks, corrupted) = (0, 0, 0, 0, 0, 0)
    }

    /// The campus of a seed: one of several kinds of trouble, so that each meets the others and itself.
    package static func ofSeed(_ seed: UInt64, deliveries: Int = 300) -> CampusScript {
        var script = CampusScript(seed: seed)
        script.deliveries = deliveries
        script.rooms = 3 + Int(seed % 10)
        switch seed % 5 {
        case 0: (script.lost, script.doubled, script.garbled, script.givenUp) = (120, 60, 40, 60)
        case 1: (script.deaths, script.consoleDeaths) = (30, 80)
        case 2: script.diskFaults = 60
        case 3: (script.strangers, script.corrupted) = (2, 2)
        default: break
        }
        if seed.isMultiple(of: 2) { (script.purses, script.grants) = (700, 300) }
        return script
    }
}
