// Protects from the accidents that users of consoles tell of, on the real program: long pastes, keys typed ahead at the money gate, lost
// replies, equipment that is gone, names that hold escape sequences, themes with mistakes, terminals that claim too much.
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

    @Test("ten thousand pasted lines reach no list and no dialog, and of a grid only what is a room")
    func longPastes() throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        let lines = (0..<10_000).map { "9-\($0),50" }.joined(separator: "\\n") + "\\n3-418,30\\n+\\n"
        let screen = try play(
            demo,
            """
            g r
            wait kWh left
            Paste:\(lines)
            wait Pasted text was dropped
            g o
            Paste:\(lines)
            wait Pasted text was dropped
            g r 4 1 8 Enter
            wait meter 0000
            t
            wait 10.00 to 500.00
            type 50
            Enter
            wait posts this sale
            Paste:+\\n+\\n+
            wait posts this sale
            Esc Esc Esc
            g t
            wait Top-up grid
            Paste:\(lines)
            wait Top-up grid
            """)
        #expect(screen.contains("Top-up grid"))
        #expect(try demo.orderStates("3-418") == [])
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

    @Test("a lost reply is not known until the read-back, and is sold once")
    func lostReply() throws {
        let demo = try DemoFixture(faults: "drop-answer=0.5")
        defer { demo.remove() }
        let screen = try play(
            demo,
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
        let screen = try play(
            demo,
            """
            g r 4 1 8 Enter
            wait meter 0000
            i Left
            wait is down
            Esc
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

    @Test("nothing of a name reaches the terminal unescaped, on the screen and on the command line")
    func escapeSequencesInANameStayText() throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        let evil = "Eve\u{1B}[2J\u{1B}]0;owned\u{7}\u{9B}31m\u{202E}Li"
        try demo.folder.write("roster.csv", "number,name,room,cohort,from\nS1,\(evil),3-418,2027,2026-01-01\n")
        let taken = try demo.run("import", "residents", demo.folder.file("roster.csv"), "--reviewed")
        if taken.status == 0 {
            let listed = try demo.run("residents")
            #expect(!listed.output.contains("\u{1B}") && !listed.output.contains("\u{9B}") && !listed.output.contains("\u{202E}"))
            let terminal = try TmuxTerminal(demo.plainConsole)
            defer { terminal.close() }
            try terminal.openRoom("418")
            try terminal.wait(for: "Eve")
            #expect(!terminal.sent.contains("owned\u{7}") && !terminal.sent.contains("\u{9B}") && !terminal.sent.contains("\u{202E}"))
            try terminal.quit()
        } else {
            #expect(!taken.errors.contains("\u{1B}") && !taken.errors.contains("\u{9B}"), "\(taken)")
        }
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
