// What was asked for on the command line.

import DeliverySimulation

/// What the program is to do.
enum Asked {
    /// Everything that is played before a change lands: so many deliveries in memory, so many in SQLite.
    case everything(deliveries: Int, inFolders: Int)
    /// So many deliveries, or so many seeds, from a seed on.
    case deliveries(Int, from: UInt64, Keeping)
    case seeds(UInt64, from: UInt64, Keeping)
    /// One seed with all that happened in it.
    case replay(UInt64, defect: Defect?, Keeping)
    case worlds
    case writes(Keeping)
    case defects

    static let usage = """
        usage: simulation                                everything, with 1,000,000 deliveries and 10,000 in SQLite
               simulation --deliveries N [--first SEED]  campuses until so many orders are delivered
               simulation --seeds N [--first SEED]       so many campuses
               simulation --seed SEED [--defect NAME]    one campus, with all that happens in it
               simulation --worlds                       small worlds, every order of events, also the long ones
               simulation --writes                       every write of a campus fails once, and every two of them
               simulation --defects                      planted defects, which must be found
               simulation … --sqlite                     campuses, one campus or writes in SQLite, in folders of their own

        defects: \(Defect.allCases.map(\.rawValue).joined(separator: " "))
        """

    /// Nil for words that ask for nothing.
    init?(_ words: [String]) {
        var numbers: [String: UInt64] = [:]
        var defect: Defect?
        var keeping = Keeping.memory
        var flags: Set<String> = []
        var rest = words[...]
        while let word = rest.popFirst() {
            switch word {
            case "--sqlite": keeping = .folder
            case "--worlds", "--writes", "--defects": flags.insert(word)
            case "--defect":
                guard let name = rest.popFirst(), let known = Defect(rawValue: name) else { return nil }
                defect = known
            case "--deliveries", "--seeds", "--seed", "--first":
                guard let number = rest.popFirst().flatMap({ UInt64($0) }), number < 1 << 40 else { return nil }
                numbers[word] = number
            default: return nil
            }
        }
        let first = numbers.removeValue(forKey: "--first")
        guard flags.count + numbers.count <= 1, defect == nil || numbers["--seed"] != nil else { return nil }
        if let seed = numbers["--seed"] {
            self = .replay(seed, defect: defect, keeping)
        } else if let seeds = numbers["--seeds"] {
            self = .seeds(seeds, from: first ?? 1, keeping)
        } else if let deliveries = numbers["--deliveries"] {
            self = .deliveries(Int(deliveries), from: first ?? 1, keeping)
        } else {
            switch flags.first {
            case "--writes": self = .writes(keeping)
            case _ where keeping == .folder: return nil
            case "--worlds": self = .worlds
            case "--defects": self = .defects
            default: self = .everything(deliveries: 1_000_000, inFolders: 10_000)
            }
        }
    }
}
