// Protects people with other terminals than ours: old ones, without colour, without UTF-8, too small; and those whose window moves.
// How: the real program on a terminal that is told to be one of these, or is given other sizes.
import Foundation
import Seeded
import Testing

struct TerminalKindTests {
    @Test(arguments: ["xterm", "xterm-256color", "screen", "linux", "vt100"])
    func everyUsualTerminalShowsTheConsole(name: String) throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        let terminal = try TmuxTerminal(demo.console, environment: ["TERM": name])
        defer { terminal.close() }
        try terminal.typeTopUp()
        try terminal.quit()
    }

    @Test(arguments: [["NO_COLOR": "1"], ["TERM": "vt100"]])
    func withoutColourNoneIsSent(environment: [String: String]) throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        let terminal = try TmuxTerminal(demo.plainConsole, environment: environment)
        defer { terminal.close() }
        try terminal.typeTopUp()
        #expect(!terminal.sent.contains(/\u{1B}\[([0-9]+;)*([34][0-8]|9[0-7]|10[0-7])[;m]/))
        try terminal.quit()
    }

    @Test(arguments: ["C", "POSIX", "en_US.ISO-8859-1"])
    func aLocaleThatIsNotUTF8GetsASCII(locale: String) throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        let terminal = try TmuxTerminal(demo.console, environment: ["LC_ALL": locale])
        defer { terminal.close() }
        try terminal.previewTopUp()
        try terminal.quit()
        #expect(terminal.sent.utf8.allSatisfy { $0 < 0x80 })
        let rooms = try Shell.run(Program.path, ["room", "3-418", "--campus", demo.path], environment: ["LC_ALL": locale])
        #expect(rooms.status == 0 && rooms.output.contains("3-418"), "\(rooms)")
    }

    @Test(arguments: [
        ("TERM=nosuch", "There is no usable description of the terminal \"nosuch\""), ("TERM=dumb", "TERM is \"dumb\""),
        ("env -u TERM", "TERM is not set"),
    ])
    func aTerminalThatCanNotShowAConsoleIsRefused(prefix: String, reason: String) throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        let terminal = try TmuxTerminal("\(prefix) \(Program.path) console --campus \(campus.path)")
        defer { terminal.close() }
        let screen = try terminal.wait(for: "SANE")
        #expect(screen.contains("ENDED-1"), "\(screen)")
        #expect(terminal.sent.contains(reason) && terminal.sent.contains("Set TERM to"), "\(screen)")
        try terminal.expectShellsTerminal()
    }

    @Test func withoutATerminalThereIsNoConsole() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        let finished = try campus.run("console")
        #expect(finished.status == 1 && finished.errors.contains("needs a terminal"), "\(finished)")
    }

    @Test func aTerminalThatIsTooSmallSaysSoAndIsUsedWhenItGrows() throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        let terminal = try TmuxTerminal(columns: 60, rows: 10, demo.console)
        defer { terminal.close() }
        try terminal.wait("the size that is needed") { $0.contains("60x10") && $0.contains("60x16") && !$0.contains("Building 3") }
        for size in [(60, 16), (132, 43), (80, 24)] {
            try terminal.resize(columns: size.0, rows: size.1)
            try terminal.wait("the wall at \(size)") { $0.contains("Building 3") && $0.contains("Help") }
        }
        try terminal.quit()
    }

    @Test(arguments: [UInt64(2), 418])
    func aStormOfSizesLosesNothing(seed: UInt64) throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        let terminal = try TmuxTerminal(demo.console)
        defer { terminal.close() }
        try terminal.typeTopUp()
        var random = SeededRandom(seed: seed)
        for _ in 0..<200 {
            try terminal.resize(columns: Int.random(in: 1...300, using: &random), rows: Int.random(in: 1...100, using: &random))
        }
        try terminal.resize(columns: 80, rows: 24)
        try terminal.wait("the top-up as it was typed, seed \(seed)") { screen in
            screen.contains(/amount +50/) && screen.contains("Wall  Rooms") && screen.contains("F10 Back")
        }
        try terminal.type("Enter")
        try terminal.wait(for: "+90.90")
        try terminal.quit()
        #expect(try demo.orderStates("3-418") == [])
    }
}
