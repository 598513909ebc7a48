import ArgumentParser
import Domain
import Operations
import Phrases
import Store

/// What every command takes that one person makes and another one approves.
struct ApprovalOptions: ParsableArguments {
    @Option(help: "The folder of the campus; else DORMWATT_CAMPUS, else the XDG data folder.") var campus: String?
    @Option(help: "Who makes it; else console.operator of the settings.") var by: String?
    @Option(help: "In which role; else console.role of the settings.", transform: Arguments.word) var byRole: Domain.Role?
    @Option(name: .customLong("as"), help: "The second person, who approves it.") var approver: String?
    @Option(help: "In which role the second person approves: supervisor or manager.", transform: Arguments.word)
    var role = Domain.Role.supervisor
    @Option(help: "Why, in words. Never a name of a resident.") var reason = ""
    @Option(help: "The id of an earlier try.") var id: String?
    @Flag(help: "Show the plan and change nothing.") var dryRun = false
    @Option(help: "Seconds to wait for the meters; 0 leaves after the commit.") var wait = 60
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard wait >= 0 else { throw ValidationError(phrase("--wait takes seconds, 0 or more.")) }
    }

    /// Opens the campus as the one who makes the change.
    func open() throws -> CampusSession {
        var options = CampusOptions()
        options.campus = campus
        return try CampusSession.open(folder: try options.locate(), actorName: by, role: byRole)
    }

    /// Both people, checked.
    func approval(_ session: CampusSession) throws -> Approval {
        var second: Actor?
        if let approver {
            var folder = CampusOptions()
            folder.campus = campus
            second = try CampusSession.open(folder: try folder.locate(), actorName: approver, role: role).actor
        }
        return try Approval(maker: session.actor, approver: second)
    }
}
