// Protects a sale around which everything dies: the collector, the equipment in the cabinets, and the command that waits for the meters.
// How: each process is killed after a seeded lifetime and started again, out of step with the others; books and meters are compared.
import Foundation
import Seeded
import Testing

struct DyingCampusTests {
    @Test func aSaleOutlivesCollectorEquipmentAndCommand() async throws {
        try await elsewhere { try DyingCampus(seed: Effort.firstSeed).run(commands: 25 * Effort.factor) }
    }
}

private final class DyingCampus {
    private let campus: CrashCampus
    private let name: String
    private var random: SeededRandom
    private var collector: Process?
    private var deaths = (equipment: 0, collector: 0, command: 0)

    init(seed: UInt64) throws {
        campus = try CrashCampus(rooms: 400, seed: seed, faults: CrashCampus.badLine)
        random = SeededRandom(seed: seed)
        name = "SEED=\(seed) everything dies"
        campus.stopEquipment()
    }

    func run(commands: Int) throws {
        while deaths.command < commands {
            try reviveEquipment()
            try reviveCollector()
            let finished = try Program.run(campus.topUp(wait: 600), killedAfter: Int.random(in: 100...1200, using: &random))
            // Whatever is left of the collectors may deliver the rest before the last command dies.
            guard finished.wasKilled else { break }
            deaths.command += 1
        }
        collector?.waitUntilExit()
        campus.outliveEquipment()
        #expect(try campus.startEquipment(), "\(name)")
        let sent = try Reckoning(campus: campus, name: "\(name), \(deaths)").settle()
        print("\(name): \(deaths); \(sent) orders sent for \(campus.rooms) purchases")
        // How many fit in depends on how fast the machine delivers between two deaths; fewer than these prove little.
        #expect(deaths.equipment > 1 && deaths.collector > 4 && deaths.command > 4, "\(name): \(deaths)")
    }

    private func reviveEquipment() throws {
        while !campus.equipmentRuns {
            if try campus.startEquipment(killedAfter: Int.random(in: 1000...4000, using: &random)) { deaths.equipment += 1 }
        }
    }

    /// While it lives it holds the lease, and the command only follows it; when it dies the command takes over.
    private func reviveCollector() throws {
        guard collector?.isRunning != true else { return }
        let process = Program.mortal(["collect", "--campus", campus.path], killedAfter: Int.random(in: 300...2000, using: &random))
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        collector = process
        deaths.collector += 1
    }
}
