// Protects the terminal's own selecting and copying: the mouse is asked for only where the settings say so, and given back at the end.
// How: the real program on a terminal made by tmux; clicks are typed as the bytes that a terminal sends for them.
import Foundation
import Testing

struct MouseTerminalTests {
    private static let mode = "\u{1B}[?1000h"

    @Test func withoutTheSettingTheMouseIsTheTerminals() throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        let terminal = try TmuxTerminal(demo.console)
        defer { terminal.close() }
        try terminal.typeTopUp()
        try terminal.quit()
        #expect(!terminal.sent.contains(Self.mode))
    }

    @Test func withItAClickGoesToARowAndNothingIsLeftOn() throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        let settings = try demo.folder.read("demo/campus.toml")
        try demo.folder.write("demo/campus.toml", settings + "\n[console]\nmouse = true\n")
        let terminal = try TmuxTerminal(demo.console)
        defer { terminal.close() }
        try terminal.wait("the wall, live") { $0.contains("Building 3") && $0.contains("LIVE") }
        try terminal.type("g", "r")
        let list = try terminal.wait(for: "kWh left").split(separator: "\n", omittingEmptySubsequences: false)
        let room = try #require(list[9].split(separator: " ").first)
        // A press and a release of the left button in row 10, column 5.
        try terminal.type(bytes: [0x1B, 0x5B, 0x4D, 0x20, 0x25, 0x2A, 0x1B, 0x5B, 0x4D, 0x23, 0x25, 0x2A])
        try terminal.wait("the cursor on \(room)") { screen in
            screen.split(separator: "\n").contains { $0.hasPrefix("▸") && $0.contains(room) }
        }
        #expect(terminal.sent.contains(Self.mode))
        try terminal.quit()
    }
}
