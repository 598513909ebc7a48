// Protects docs/commands.md: it is made from the program's own help and must not be stale.
// How: the help of every command is asked of the real program; RECORD_SNAPSHOTS=1 writes the page anew and fails the run.
import Foundation
import Testing

struct CommandDocsTests {
    private static let commands = [
        "console", "demo", "init", "import", "simulate", "collect", "rooms", "room", "read", "topup", "orders", "verify",
    ]

    @Test func thePageOfCommandsIsTheProgramsOwnHelp() throws {
        var page = "# Commands\n\nMade from the program's own help.\n"
        for command in [[]] + Self.commands.map({ [$0] }) {
            let help = try Shell.run(Program.path, ["help"] + command, environment: ["COLUMNS": "100"])
            #expect(help.status == 0)
            page += "\n## dormwatt \(command.joined())".trimmingCharacters(in: .whitespaces) + "\n\n```\n" + help.output + "```\n"
        }
        let file = Program.root.appending(path: "docs/commands.md")
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
            try page.write(to: file, atomically: true, encoding: .utf8)
            Issue.record("docs/commands.md was written anew; look at the difference and run again")
            return
        }
        let stored = try String(contentsOf: file, encoding: .utf8)
        #expect(stored == page, "docs/commands.md is stale: RECORD_SNAPSHOTS=1 swift test --filter CommandDocs")
    }
}
