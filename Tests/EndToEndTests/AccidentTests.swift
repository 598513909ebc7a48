// Protects from the accidents that users of consoles tell of, on the real program: keys held at the money gate, names that hold escape
// sequences, connections that break, replies that are lost, equipment that is gone, themes with mistakes.
// How: scripts through the real loop, each step once the one before has come to its end; and a pseudo terminal whose bytes are looked at.
import Foundation
import Testing

@Suite("Accidents")
struct AccidentTests {
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

    @Test("nothing of a hostile name reaches the terminal's bytes unescaped, on no screen and in no title")
    func hostileNamesOnTheTerminal() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        let evil = "Eve\u{1B}[2J\u{1B}]0;owned\u{7}\u{9B}31m\u{202E}Li"
        try campus.folder.write("roster.csv", "number,name,room\nS1,\(evil),3-418\nS2,Eve\u{202E}Li,3-419\n")
        let settings = try campus.folder.read("campus/campus.toml")
        let name = #/name *= *"Small"/#
        try #require(settings.contains(name))
        try campus.folder.write(
            "campus/campus.toml", settings.replacing(name, with: "name = \"S\\u001B]0;owned\\u0007\\u009B31m\\u202Eall\""))
        let terminal = try TmuxTerminal("\(Program.path) console --campus \(campus.path)")
        defer { terminal.close() }
        try terminal.wait(for: "Building 3")
        try terminal.type("g", "i", "L")
        try terminal.enter(campus.folder.file("roster.csv"))
        try terminal.wait(for: "1 wrong")
        try terminal.type("Enter", "Down", "Enter", "Down")
        try terminal.type("a", "+")
        try terminal.wait(for: "type how many residents")
        try terminal.type("1", "Enter")
        try terminal.wait(for: "Accepted: 1 resident")
        try terminal.type("Escape", "C-p", "Eve")
        try terminal.wait("the resident's name") { $0.contains("Eve") && $0.contains("3-419") }
        try terminal.type("Escape")
        try terminal.quit()
        #expect(terminal.sent.contains("Eve"))
        for sign in ["\u{1B}]0;", "owned\u{7}", "\u{9B}", "\u{202E}", "Eve\u{1B}[2J"] {
            #expect(!terminal.sent.contains(sign), "\(sign.unicodeScalars.map(\.value))")
        }
    }

    @Test("what was typed into the grid before the connection broke is there again, and nothing of it was sold")
    func brokenConnection() throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        let before = try ["3-101", "3-102"].map { try demo.orderStates($0) }
        let terminal = try TmuxTerminal(demo.plainConsole)
        defer { terminal.close() }
        try terminal.wait("the wall, live") { $0.contains("Building 3") && $0.contains("LIVE") }
        try terminal.type("g", "t")
        try terminal.wait(for: "There are no rooms in the grid.")
        try demo.folder.write("list.txt", "room\tamount\n3-101\t20\n3-102\t30.5\n")
        try terminal.paste(demo.folder.file("list.txt"))
        // The third amount is half typed.
        try terminal.type("Home", "7")
        try terminal.wait("the amount") { $0.contains("TOTAL 50.50") }
        kill(try terminal.console(), SIGHUP)
        let end = try terminal.wait(for: "SANE")
        #expect(end.contains("ENDED-1"), "\(end)")
        try terminal.expectShellsTerminal()
        let again = try TmuxTerminal(demo.plainConsole)
        defer { again.close() }
        try again.wait(for: "2 amounts wait, typed before and not posted: g t goes on")
        try again.type("g", "t")
        try again.wait(for: "TOTAL 50.50 yuan for 2 rooms")
        try again.quit()
        #expect(try ["3-101", "3-102"].map { try demo.orderStates($0) } == before)
        try demo.expectBalancedBooks()
    }

    @Test("on a line that loses a third of the answers a sale is proven in the end, and sold once")
    func lostReply() throws {
        let demo = try DemoFixture(faults: "drop-answer=0.3")
        defer { demo.remove() }
        let screen = try demo.play(
            """
            4 1 8 Enter
            wait meter 0000
            t
            wait 10.00 to 500.00
            type 50
            Enter
            wait posts this sale
            + + + Enter Enter
            wait The meter was read back and holds the credit.
            """)
        #expect(screen.contains("holds the credit"))
        #expect(try demo.orderStates("3-418") == ["METER"])
        try demo.expectBalancedBooks()
    }

    @Test("a concentrator that is gone is told where the room is, and what was sold waits")
    func offLine() throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        demo.cutField()
        let screen = try demo.play(
            """
            g r 4 1 8 Enter
            wait meter 0000
            wait No concentrator answers
            t
            wait 10.00 to 500.00
            type 50
            Enter
            wait posts this sale
            +
            wait Waits for its turn
            """)
        #expect(screen.contains("QUEUED"), "\(screen)")
        try demo.expectBalancedBooks()
    }

    @Test("a theme with a missing role and a wrong colour is complained about by name, and the rest of it is used")
    func brokenTheme() throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        try FileManager.default.createDirectory(atPath: demo.path + "/themes", withIntermediateDirectories: true)
        let theme = "[theme]\nname = \"broken\"\n[roles]\ntext = { fg = \"#12zz99\" }\nnosuchrole = { fg = \"red\" }\n"
        try theme.write(toFile: demo.path + "/themes/broken.toml", atomically: true, encoding: .utf8)
        let screen = try demo.play(
            ":\ntype theme broken\nEnter\nwait broken.toml\ndump \(demo.folder.file("told.txt"))\nEsc\ng r\nwait kWh left\n")
        #expect(screen.contains("kWh left"))
        #expect(try demo.folder.read("told.txt").contains("broken.toml"))
    }
}
