import ArgumentParser
import Domain
import Foundation
import Phrases
import Settings
import Store

/// A new campus.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make a new campus: a folder with settings and empty books.")

    @Argument(help: "The folder; it is made, and must not hold a campus.") var folder: String
    @Option(help: "The name on screens and papers.") var name = "Dormwatt"
    @Flag(help: "A training campus: the first line says TEST.") var test = false

    func run() throws {
        let campus = CampusFolder(URL(filePath: folder).standardizedFileURL.path)
        try NewCampus(folder: campus, name: name, isTest: test, simulatedTime: nil).make()
        print(phrase("Campus \"\(name)\" made in \(campus.path)."))
        print(phrase("Next: dormwatt import concentrators|rooms|meters FILE --campus \(campus.path)"))
    }
}

/// Makes the files of a campus, all or none.
struct NewCampus {
    let folder: CampusFolder
    let name: String
    let isTest: Bool
    let simulatedTime: SimulatedTime?

    func make() throws {
        guard !folder.hasBooks else {
            throw CommandFailure(
                .refused, phrase("\(folder.path) holds a campus already."), unchanged: phrase("Nothing was changed."),
                remedy: phrase("Choose another folder."))
        }
        guard !name.contains(where: { $0 == "\"" || $0 == "\\" || $0.isNewline }) else {
            throw CommandFailure(
                .usage, phrase("The name holds a quote, a backslash or a line break."), remedy: phrase("Choose another name."))
        }
        try folder.create()
        try settings.write(toFile: folder.settings, atomically: true, encoding: .utf8)
        _ = try SQLiteBooks.create(in: folder)
    }

    private var settings: String {
        var text = """
            # Every key, its default and its meaning: docs/settings.md

            [campus]
            name = "\(name)"
            test = \(isTest)
            utc_offset = "+08:00"

            # The free credit of every month goes into the purse of meters that tell of one; false gives all of them plain credit.
            [subsidy]
            purse = true

            """
        if let simulatedTime {
            text += """

                # Time runs like this on a campus with simulated equipment; office and equipment both read it.
                [simulated_time]
                wall_start_ms = \(simulatedTime.wallStart.milliseconds)
                start_ms = \(simulatedTime.start.milliseconds)
                speed = \(simulatedTime.speed)

                """
        }
        return text
    }
}
