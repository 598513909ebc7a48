// Protects docs/commands.md: it is made from the program's own help and must not be stale. And the help in Chinese, which leaves no sentence out.
// How: the help of every command is asked of the real program; RECORD_SNAPSHOTS=1 writes the page anew and fails the run.
import Foundation
import Testing

struct CommandDocsTests {
    /// The words of every command and of every command below it, in the order of the help.
    private static func commands() throws -> [[String]] {
        let tool = try Shell.run(Program.path, ["--experimental-dump-help"]).json() as? [String: Any]
        func below(_ command: [String: Any], _ words: [String]) -> [[String]] {
            let inner = (command["subcommands"] as? [[String: Any]] ?? []).filter { $0["commandName"] as? String != "help" }
            return [words] + inner.flatMap { below($0, words + [$0["commandName"] as? String ?? ""]) }
        }
        return below(try #require(tool?["command"] as? [String: Any]), [])
    }

    @Test func everyCommandIsExplainedInChinese() throws {
        let english = try Regex("[a-z]{3,} [a-z]{2,} [a-z]{2,}")
        // What the simulator can do wrong is explained in English.
        for command in try Self.commands() where command != ["simulate"] {
            let help = try Shell.run(Program.path, ["help"] + command, environment: ["LANG": "zh_CN.UTF-8", "LC_ALL": ""])
            #expect(help.status == 0)
            #expect(help.output.contains("用法：dormwatt"), "\(command): \(help.output)")
            for line in help.output.split(separator: "\n") {
                let cells = line.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 2 : 1) }
                #expect(cells <= 80, "\(command): \(line)")
                #expect(line.contains("dormwatt") || !line.contains(english), "\(command): \(line)")
            }
        }
    }

    @Test func thePageOfCommandsIsTheProgramsOwnHelp() throws {
        var page = "# Commands\n\nMade from the program's own help.\n"
        let commands = try Self.commands()
        #expect(commands.count > 20)
        for command in commands {
            let help = try Shell.run(Program.path, ["help"] + command, environment: ["COLUMNS": "100"])
            #expect(help.status == 0)
            page +=
                "\n## dormwatt \(command.joined(separator: " "))".trimmingCharacters(in: .whitespaces) + "\n\n```\n" + help.output + "```\n"
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
