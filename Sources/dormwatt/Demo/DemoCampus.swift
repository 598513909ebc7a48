import Domain
import Foundation
import Operations
import Phrases
import Settings
import Simulator
import Store

/// A demo campus: simulated equipment, and books that have lived with it for thirty days.
struct DemoCampus {
    let folder: CampusFolder
    let rooms: Int
    let seed: UInt64
    let speed: Int64

    private static let pastDays: Int64 = 30

    /// Makes the folder, the equipment's memory and the history; a failure leaves no half of a campus behind.
    func make() throws {
        let now = CampusClock.wallNow()
        Complaint.print(phrase("Making a demo campus of \(rooms) rooms in \(folder.path), with thirty days of history …"))
        do {
            let start = now.milliseconds - Self.pastDays * 86_400_000
            let plan = CampusPlan(rooms: rooms, seed: seed, start: start, now: now.milliseconds)
            let campus = SimulatedCampus.make(plan)
            let time = SimulatedTime(wallStart: now, start: now, speed: speed)
            try NewCampus(folder: folder, name: "Demo Residence", isTest: true, simulatedTime: time).make()
            let field = FieldPlace(folder)
            try FieldFolder(field.url).save(Field(campus))
            try Self.importInventory(InventoryFiles(campus, host: "127.0.0.1", ports: [:]), folder, at: Instant(milliseconds: start))
            try DemoHistory(session: try CampusSession.open(folder: folder), campus: campus).write()
        } catch {
            try? FileManager.default.removeItem(atPath: folder.path)
            throw error
        }
    }

    /// Takes the ports over on which the equipment listens now, as an engineer would after moving a concentrator.
    static func adoptEndpoints(_ folder: CampusFolder) throws {
        let file = FieldPlace(folder).inventoryFile("concentrators")
        try take(.concentrators, try String(contentsOf: file, encoding: .utf8), try CampusSession.open(folder: folder))
    }

    private static func importInventory(_ files: InventoryFiles, _ folder: CampusFolder, at start: Instant) throws {
        let session = try CampusSession.open(folder: folder)
        for (kind, text) in [(InventoryFile.concentrators, files.concentrators), (.rooms, files.rooms), (.meters, files.meters)] {
            try take(kind, text, session, at: start)
        }
    }

    private static func take(_ kind: InventoryFile, _ text: String, _ session: CampusSession, at instant: Instant? = nil) throws {
        let at = instant ?? session.clock.now()
        let books = session.books
        let importer = InventoryImport(inventory: try books.inventory(), version: try books.inventoryVersion(), at: at)
        let review = importer.review(kind, Array(text.utf8))
        if let problem = review.problems.first {
            throw CommandFailure(.refused, phrase("The equipment's list of \(kind.rawValue) is not understood: \(problem)."))
        }
        guard !(review.new.isEmpty && review.changed.isEmpty) else { return }
        if case .stale = try books.take(review.change, actor: session.actor, at: at) {
            throw CommandFailure(
                .refused, phrase("The inventory changed meanwhile."), unchanged: phrase("Nothing was accepted."),
                remedy: phrase("Start again."))
        }
    }
}
