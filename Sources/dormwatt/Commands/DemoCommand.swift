import ArgumentParser
import Domain
import Foundation
import Operations
import Phrases
import Settings
import Simulator
import Store

/// A simulated campus with a past, and the console on it.
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Open the console on a simulated campus with thirty days of history.",
        discussion: """
            The campus is kept and opened again the next time; --fresh makes it anew. Its field equipment is a process of its own and
            stops ten minutes after the last console.
            """)

    @Option(help: "Rooms of a new campus.") var rooms = 216
    @Option(help: "For everything that is chosen in a new campus.") var seed: UInt64 = 1
    @Option(help: "Simulated seconds in a second.") var speed = 1
    @Option(help: "The folder; else the XDG data folder.") var campus: String?
    @Option(help: "The language, such as zh; wins over the settings and the locale.") var language: String?
    @Option(help: "What goes wrong besides the scene; list explains every fault.") var faults = ""
    @Option(help: "Seconds that the equipment goes on without a console.") var idle = 600
    @Flag(help: "Throw the demo campus away and make it anew.") var fresh = false
    @Flag(help: "Make the campus and start its equipment, without the console.") var noConsole = false
    @OptionGroup var console: ConsoleOptions

    func validate() throws {
        guard (1...100_000).contains(rooms) else { throw ValidationError(phrase("--rooms takes 1 to 100000.")) }
        guard (1...100_000).contains(speed) else { throw ValidationError(phrase("--speed takes 1 to 100000.")) }
        guard idle >= 1 else { throw ValidationError(phrase("--idle takes at least 1 second.")) }
    }

    func run() throws {
        if faults == FaultList.wish { return print(FaultList.text) }
        // The equipment is a process of its own that reads them again; a slip is told before a campus is made.
        if !faults.isEmpty { _ = try FaultPlan(specification: faults) }
        let folder = try locate()
        let field = FieldProcess(folder: folder)
        if fresh { try discard(folder, field) }
        if !folder.hasBooks { try DemoCampus(folder: folder, rooms: rooms, seed: seed, speed: Int64(speed)).make() }
        try field.start(idleSeconds: idle, faults: faults)
        try DemoCampus.adoptEndpoints(folder)
        if noConsole { return print(phrase("The demo campus is in \(folder.path); its equipment runs.")) }
        try ConsoleRunner(folder: folder, options: console).run()
    }

    /// The folder that all other commands look into too, so that `dormwatt rooms` after a demo shows its rooms.
    private func locate() throws -> CampusFolder {
        let folder = try CampusOptions.folder(campus.map { URL(filePath: $0).standardizedFileURL.path })
        guard folder.hasBooks, try !Self.isDemo(folder) else { return folder }
        throw CommandFailure(
            .refused, phrase("\(folder.path) holds a campus that is no demo."), unchanged: phrase("Nothing was changed."),
            remedy: phrase("Name another folder for the demo: --campus DIR."))
    }

    private static func isDemo(_ folder: CampusFolder) throws -> Bool {
        guard FieldPlace(folder).exists, let text = try? String(contentsOfFile: folder.settings, encoding: .utf8) else { return false }
        return try CampusSettings.read(text, file: folder.settings).get().rules.isTest
    }

    private func discard(_ folder: CampusFolder, _ field: FieldProcess) throws {
        guard !field.isRunning else {
            throw CommandFailure(
                .refused, phrase("The equipment of the demo campus still runs, maybe for another console."),
                unchanged: phrase("Nothing was thrown away."),
                remedy: phrase("Leave the other console, wait for the equipment to stop, or choose another --campus."))
        }
        // That it is a demo was checked when it was located.
        if folder.hasBooks { try FileManager.default.removeItem(atPath: folder.path) }
    }
}
