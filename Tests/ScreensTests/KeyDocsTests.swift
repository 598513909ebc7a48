// Protects docs/keys.md: it is made from the program's own table of commands and must not be stale.
// How: the page is made from `Command.all` and compared; RECORD_SNAPSHOTS=1 writes it anew and fails the run.

import Foundation
import Testing

@testable import Screens

@Suite struct KeyDocsTests {
    private static let opening = """
        # Keys

        Made from the program's own table of commands; in the program `?` shows those of the screen, and runs them.

        Every function key has a letter beside it, for terminals that keep function keys to themselves.
        Digits are the number on a door: type `418`, and Enter opens the room.
        `:` takes any command by the name in the second column.
        What costs something is never done by Enter: a form or a dialog shows it first, and `+` does it.
        A key that can not be used now is dim, and says why when it is pressed.
        """

    private static func page() -> String {
        var page = opening + "\n"
        for group in Command.Group.allCases {
            page += "\n## \(group.rawValue)\n\n| Keys | Name | On | What it does |\n|---|---|---|---|\n"
            for command in Command.all where command.group == group {
                let keys = command.keysText.split(separator: " ").map { "`\($0)`" }.joined(separator: " ")
                let argument = command.argument.map { " " + $0.rawValue } ?? ""
                let screens =
                    command.screens.count == ScreenKind.allCases.count
                    ? "every screen" : command.screens.map { $0.title.lowercased() }.joined(separator: ", ")
                page += "| \(keys) | `:\(command.name)\(argument)` | \(screens) | \(command.help) |\n"
            }
        }
        return page
    }

    private static func file(from test: String = #filePath) -> URL {
        URL(fileURLWithPath: test).deletingLastPathComponent().appendingPathComponent("../../docs/keys.md").standardizedFileURL
    }

    @Test func thePageOfKeysIsTheProgramsOwnTable() throws {
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
            try Data(Self.page().utf8).write(to: Self.file())
            Issue.record("docs/keys.md was written anew; look at the difference and run again")
            return
        }
        let stored = try String(contentsOf: Self.file(), encoding: .utf8)
        #expect(stored == Self.page(), "docs/keys.md is stale: RECORD_SNAPSHOTS=1 swift test --filter KeyDocs")
    }

    @Test func everyCommandStandsOnThePage() {
        let page = Self.page()
        for command in Command.all { #expect(page.contains("`:\(command.name)"), "\(command.id)") }
        #expect(!page.contains("| | `:jump"))
    }
}
