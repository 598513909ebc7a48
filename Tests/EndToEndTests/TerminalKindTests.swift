// Protects people with other terminals than ours: old ones, without colour, without UTF-8, too small; and those whose window moves.
// How: the real program on a terminal that is told to be one of these, or is given other sizes.
import Foundation
import Seeded
import Testing

struct TerminalKindTests {
    /// Each name with what may be sent to it; nothing ever answers what the console might ask, since it asks nothing.
    private static let kinds: [(environment: [String: String], colours: Set<SentColour>)] = [
        (["TERM": "xterm"], [.eight]), (["TERM": "screen"], [.eight]), (["TERM": "linux"], [.eight]),
        (["TERM": "xterm-256color"], [.eight, .sixteen, .palette]), (["TERM": "tmux-256color"], [.eight, .sixteen, .palette]),
        (["TERM": "xterm-direct"], [.eight, .direct]), (["TERM": "xterm-256color", "COLORTERM": "truecolor"], [.eight, .direct]),
        (["TERM": "xterm-256color", "COLORTERM": "yes"], [.eight, .sixteen, .palette]),
        (["TERM": "vt100"], []), (["TERM": "xterm-256color", "NO_COLOR": "1"], []),
    ]

    @Test(arguments: kinds.indices)
    func everyUsualTerminalShowsTheConsoleInItsOwnColours(index: Int) throws {
        let kind = Self.kinds[index]
        let demo = try DemoFixture()
        defer { demo.remove() }
        let descriptions = try Self.directDescription(in: demo.folder)
        let terminal = try TmuxTerminal(
            demo.plainConsole,
            environment: ["COLORTERM": "", "NO_COLOR": "", "TERMINFO_DIRS": "\(descriptions):"].merging(kind.environment) { $1 })
        defer { terminal.close() }
        try terminal.typeTopUp()
        let sent = SentColour.all(in: terminal.sent)
        #expect(sent.isSubset(of: kind.colours), "\(kind.environment): \(sent)")
        #expect(sent.isEmpty == kind.colours.isEmpty)
        if kind.colours.contains(.direct) { #expect(sent.contains(.direct)) }
        // Without colour the cursor's tile and the state of a room are told by weight and shape.
        if kind.colours.isEmpty { #expect(terminal.sent.contains(/\u{1B}\[([0-9]+;)*[147](;[0-9]+)*m/)) }
        try terminal.quit()
    }

    /// A description of direct colour, which only the package ncurses-term has.
    private static func directDescription(in folder: TemporaryFolder) throws -> String {
        let set = #"%p1%{65536}%/%d\:%p1%{256}%/%{255}%&%d\:%p1%{255}%&%d%;m"#
        try folder.write(
            "direct.src",
            #"""
            xterm-direct|xterm with direct colours,
            \tRGB, colors#0x1000000, pairs#0x10000, initc@, ccc@, setb@, setf@, op=\E[39;49m,
            \tsetab=\E[%?%p1%{8}%<%t4%p1%d%e48\:2\:\:\#(set),
            \tsetaf=\E[%?%p1%{8}%<%t3%p1%d%e38\:2\:\:\#(set),
            \tuse=xterm-256color,

            """#.replacing("\\t", with: "\t"))
        let made = try Shell.run("/usr/bin/tic", ["-x", "-o", folder.file("terminfo"), folder.file("direct.src")])
        #expect(made.status == 0, "\(made)")
        return folder.file("terminfo")
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

/// The kinds of colour that a terminal is told.
private enum SentColour: Hashable {
    case eight, sixteen, palette, direct

    /// Every kind in what was sent.
    static func all(in sent: String) -> Set<SentColour> {
        var found: Set<SentColour> = []
        for match in sent.matches(of: /\u{1B}\[([0-9;:]+)m/) {
            var parts = match.1.split(whereSeparator: { $0 == ";" || $0 == ":" }).compactMap { Int($0) }[...]
            while let part = parts.popFirst() {
                switch part {
                case 30...37, 40...47: found.insert(.eight)
                case 90...97, 100...107: found.insert(.sixteen)
                case 38, 48:
                    let isDirect = parts.popFirst() == 2
                    found.insert(isDirect ? .direct : .palette)
                    parts = parts.dropFirst(isDirect ? 3 : 1)
                default: break
                }
            }
        }
        return found
    }
}
