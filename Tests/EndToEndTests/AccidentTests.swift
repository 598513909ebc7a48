// Protects from the accidents that users of consoles tell of, on the real program: keys held at the money gate, names that hold escape
// sequences, themes with mistakes.
// How: scripts through the real loop, each step once the one before has come to its end; and a pseudo terminal whose bytes are looked at.
import Foundation
import Testing

@Suite("Accidents")
struct AccidentTests {
    private func play(_ demo: DemoFixture, _ script: String, _ location: SourceLocation = #_sourceLocation) throws -> String {
        try demo.folder.write("accident.keys", script)
        let played = try demo.run("console", "--script", demo.folder.file("accident.keys"), "--dump-frame", "-")
        #expect(played.status == 0, "\(played.output)\(played.errors)", sourceLocation: location)
        return played.output
    }

    @Test("what is typed ahead of the preview posts nothing, however long the key is held")
    func heldKeys() throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        let terminal = try TmuxTerminal(demo.plainConsole)
        defer { terminal.close() }
        try terminal.typeTopUp()
        // In one write: the sign that posts arrives before its preview was seen.
        try terminal.type("Enter", "+", "+", "+", "+", "+", "+", "+", "+")
        try terminal.wait(for: "posts this sale")
        #expect(try demo.orderStates("3-418") == [])
        try terminal.quit()
        #expect(try demo.orderStates("3-418") == [])
    }

    @Test("a name with control characters is refused in safe words, one that turns the writing direction is shown without it")
    func escapeSequencesInANameStayText() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        func take(_ name: String) throws -> Finished {
            try campus.folder.write("roster.csv", "number,name,room,cohort,from\nS1,\(name),3-418,2027,2026-01-01\n")
            return try campus.run("import", "residents", campus.folder.file("roster.csv"))
        }
        let signs: [Character] = ["\u{1B}", "\u{9B}", "\u{7}", "\u{202E}"]
        let refused = try take("Eve\u{1B}[2J\u{1B}]0;owned\u{7}\u{9B}31m")
        #expect(refused.status == 1, "\(refused)")
        #expect(!(refused.output + refused.errors).contains { signs.contains($0) })
        let taken = try take("Eve\u{202E}Li")
        #expect(taken.status == 0, "\(taken)")
        let listed = try campus.run("residents")
        #expect(listed.output.contains("Eve") && !listed.output.contains { signs.contains($0) }, "\(listed)")
    }

    @Test("a theme with a missing role and a wrong colour is complained about by name, and the rest of it is used")
    func brokenTheme() throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        try FileManager.default.createDirectory(atPath: demo.path + "/themes", withIntermediateDirectories: true)
        let theme = "[theme]\nname = \"broken\"\n[roles]\ntext = { fg = \"#12zz99\" }\nnosuchrole = { fg = \"red\" }\n"
        try theme.write(toFile: demo.path + "/themes/broken.toml", atomically: true, encoding: .utf8)
        let screen = try play(
            demo, ":\ntype theme broken\nEnter\nwait broken.toml\ndump \(demo.folder.file("told.txt"))\nEsc\ng r\nwait kWh left\n")
        #expect(screen.contains("kWh left"))
        #expect(try demo.folder.read("told.txt").contains("broken.toml"))
    }
}
