// Protects the first minute of somebody new: a campus out of nothing, a dark room found and lit, an accident survived.
// How: the real program on a terminal, from `dormwatt demo` in an empty folder to the audit of the books.
import Foundation
import Testing

struct NewUserTests {
    @Test func withinAMinuteADarkRoomIsLitAndAnAccidentSurvived() throws {
        let demo = try DemoFixture.nothing()
        defer { demo.remove() }
        let command = "\(Program.path) demo --campus \(demo.path) --rooms 24 --idle 300"
        let terminal = try TmuxTerminal(command)
        defer { terminal.close() }
        // Two rooms that want to be looked into: one that will be dark soon, one that is dark.
        try terminal.openRoom("418")
        try terminal.wait(for: "Without a top-up (t) the room goes dark.")
        try terminal.type("g", "w")
        try terminal.openRoom("409")
        try terminal.wait(for: "Dark: no credit is left.")
        try terminal.sell()
        try terminal.wait(for: "The meter was read back and holds the credit.")
        try terminal.type("Escape")
        try terminal.wait("light in room 409") { !$0.contains("Dark:") && $0.contains("\n ON ") }
        try terminal.quit()
        let rooms = try #require(try demo.run("rooms", "--json").json() as? [[String: Any]])
        #expect(rooms.first { $0["room"] as? String == "3-409" }?["state"] as? String == "ON", "\(rooms)")

        let unlucky = try TmuxTerminal(command)
        defer { unlucky.close() }
        try unlucky.openRoom("418")
        try unlucky.sell()
        kill(try unlucky.console(), SIGKILL)
        try unlucky.waitForTheConsolesEnd()
        let again = try TmuxTerminal(command)
        defer { again.close() }
        try again.openRoom("418")
        try again.waitForProof(of: 1)
        try again.quit()
        try demo.expectBalancedBooks()
    }
}

extension TmuxTerminal {
    /// On a room's screen: 50 yuan, looked at and posted.
    fileprivate func sell() throws {
        try type("t")
        try wait(for: "10.00 to 500.00")
        try type("5", "0", "Enter")
        try wait(for: "posts this sale")
        try type("+")
        try wait(for: "stands in the books")
    }
}
