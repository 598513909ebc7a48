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
    case .everything(let deliveries):
        try await Parts.defects()
        try await Parts.writes()
        try await Parts.worlds()
        try await Parts.deliveries(deliveries, from: 1)
    case .deliveries(let count, let first): try await Parts.deliveries(count, from: first)
    case .seeds(let count, let first): try await Parts.seeds(count, from: first)
    case .replay(let seed, let defect): try Parts.replay(seed, defect: defect)
    case .worlds: try await Parts.worlds()
    case .writes: try await Parts.writes()
    case .defects: try await Parts.defects()
    }
} catch {
    for line in (error as? Failure)?.tail ?? [] { print(line) }
    print("The auditor found something. \(error)")
    exit(1)
}
