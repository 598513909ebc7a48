import Domain
import Foundation
import Settings
import Simulator
import Store

/// The folder `field/` of a simulated campus: the memory of its equipment and the inventory files that a commissioning engineer left.
struct FieldPlace {
    let url: URL

    init(_ folder: CampusFolder) { url = URL(filePath: folder.path).appending(path: "field") }

    /// Whether equipment has been made there before.
    var exists: Bool { FileManager.default.fileExists(atPath: url.appending(path: "snapshot.json").path) }

    /// Where the concentrators listened last, in order of their names; empty before the first start.
    var endpoints: [FieldEndpoint] {
        guard let data = try? Data(contentsOf: url.appending(path: "endpoints.json")) else { return [] }
        return (try? JSONDecoder().decode([FieldEndpoint].self, from: data)) ?? []
    }

    func inventoryFile(_ name: String) -> URL { url.appending(path: "\(name).csv") }

    func writeInventory(_ campus: SimulatedCampus, endpoints: [FieldEndpoint]) throws {
        let ports = Dictionary(endpoints.map { ($0.concentrator, $0.port) }) { first, _ in first }
        let files = InventoryFiles(campus, host: "127.0.0.1", ports: ports)
        for (name, text) in [("concentrators", files.concentrators), ("rooms", files.rooms), ("meters", files.meters)] {
            try text.write(to: inventoryFile(name), atomically: true, encoding: .utf8)
        }
    }
}

/// The clock of simulated equipment: that of the campus's settings, so that office and equipment agree, else the machine's at a speed.
enum FieldClock {
    static func of(_ folder: CampusFolder, speed: Int?) throws -> ScaledClock {
        let wall = ScaledClock.wallNow()
        guard let text = try? String(contentsOfFile: folder.settings, encoding: .utf8),
            let time = try CampusSettings.read(text, file: folder.settings).get().simulatedTime
        else { return ScaledClock(epoch: wall, wallStart: wall, speed: Double(speed ?? 1)) }
        return ScaledClock(epoch: time.start.milliseconds, wallStart: time.wallStart.milliseconds, speed: Double(time.speed))
    }
}
