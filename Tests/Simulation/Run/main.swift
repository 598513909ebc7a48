// Plays campuses in which everything goes wrong, on every core, and holds them against the books of an auditor of its own. A campus in
// which he finds something is printed with its last steps, and is played again by its seed.

import DeliverySimulation
import Foundation

guard let asked = Asked(Array(CommandLine.arguments.dropFirst())) else {
    print(Asked.usage)
    exit(2)
}
do {
    switch asked {
    case .everything(let deliveries, let inFolders):
        try await Parts.defects()
        for keeping in Keeping.allCases { try await Parts.writes(keeping) }
        try await Parts.worlds(withLong: false)
        try await Parts.deliveries(inFolders, from: 1, .folder)
        try await Parts.deliveries(deliveries, from: 1, .memory)
    case .deliveries(let count, let first, let keeping): try await Parts.deliveries(count, from: first, keeping)
    case .seeds(let count, let first, let keeping): try await Parts.seeds(count, from: first, keeping)
    case .replay(let seed, let defect, let keeping): try Parts.replay(seed, defect: defect, keeping)
    case .worlds: try await Parts.worlds(withLong: true)
    case .writes(let keeping): try await Parts.writes(keeping)
    case .defects: try await Parts.defects()
    }
} catch {
    for line in (error as? Failure)?.tail ?? [] { print(line) }
    print("The auditor found something. \(error)")
    exit(1)
}
