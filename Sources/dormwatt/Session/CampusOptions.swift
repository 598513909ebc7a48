import ArgumentParser
import Domain
import Foundation
import Phrases
import Settings
import Store

/// What every command that works on a campus takes.
struct CampusOptions: ParsableArguments {
    @Option(help: "The folder of the campus; else DORMWATT_CAMPUS, else the XDG data folder.")
    var campus: String?

    @Option(name: .customLong("as"), help: "Who acts; else console.operator of the settings.")
    var actor: String?

    @Option(help: "In which role: \(Domain.Role.allCases.map(\.rawValue).joined(separator: ", ")).", transform: Self.role)
    var role: Domain.Role?

    @Option(help: "The language, such as zh; wins over campus.language of the settings and the locale.")
    var language: String?

    /// Opens the campus.
    func open() throws -> CampusSession {
        try CampusSession.open(folder: try locate(), actorName: actor, role: role)
    }

    private static func role(_ text: String) throws -> Domain.Role {
        guard let role = Domain.Role(rawValue: text) else { throw ValidationError(phrase("\"\(text)\" is no role.")) }
        return role
    }

    func locate() throws -> CampusFolder {
        guard let folder = CampusFolder.locate(argument: campus, environment: ProcessInfo.processInfo.environment) else {
            throw CommandFailure(
                .usage, phrase("No campus is named, and there is no home folder to look in."),
                remedy: phrase("Name one: --campus DIR or DORMWATT_CAMPUS."))
        }
        return folder
    }
}
