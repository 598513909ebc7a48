// Protects the main job as a person does it: find a room, top it up, see it confirmed; and what becomes of it when something dies.
// How: the real program on a terminal made by tmux, against field equipment that it started itself.
import Foundation
import Testing

struct ConsoleTests {
    @Test(arguments: [[:], ["LC_ALL": "C", "TERM": "vt100"]])
    func aRoomIsFoundToppedUpAndConfirmed(environment: [String: String]) throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        let terminal = try TmuxTerminal(demo.plainConsole, environment: environment)
        defer { terminal.close() }
        try terminal.previewTopUp()
        // Enter posts nothing, however often it is pressed.
        for _ in 0..<3 { try terminal.type("Enter") }
        #expect(try demo.orderStates("3-418") == [])
        try terminal.type("+")
        try terminal.wait(for: "The meter was read back and holds the credit.")
        #expect(try demo.orderStates("3-418") == ["METER"])
        // Beside the open console the same desk answers, and the console's collector delivers.
        let beside = try demo.run("topup", "3-117", "20", "--wait", "60")
        #expect(beside.status == 0 && beside.output.contains("METER"), "\(beside)")
        let rooms = try #require(try demo.run("rooms", "--json").json() as? [Any])
        #expect(rooms.count == 24)
        try terminal.quit()
        try demo.expectBalancedBooks()
    }

    @Test func aConsoleThatIsKilledInTheMiddleLosesAndDoublesNothing() throws {
        // Every answer comes late, though within a meter's time, so that the console dies between two of them.
        let demo = try DemoFixture(faults: "delay=1:400ms")
        defer { demo.remove() }
        let terminal = try TmuxTerminal(demo.console)
        defer { terminal.close() }
        let countBefore = try #require(try demo.room("3-418", "purchaseCountExpected") as? Int)
        try terminal.previewTopUp()
        try terminal.type("+")
        try terminal.wait(for: "On its way to the meter")
        kill(try terminal.console(), SIGKILL)
        try terminal.waitForTheConsolesEnd()
        try demo.expectBalancedBooks()
        let again = try TmuxTerminal(demo.console)
        defer { again.close() }
        try again.openRoom("418")
        try again.waitForProof(of: 1)
        #expect(try demo.orderStates("3-418") == ["METER"])
        #expect(try demo.room("3-418", "purchaseCountExpected") as? Int == countBefore + 1)
        try again.quit()
        try demo.expectBalancedBooks()
    }

    @Test func equipmentThatIsGoneInMidOrderLeavesNoLie() throws {
        let demo = try DemoFixture(faults: "delay=1:400ms")
        defer { demo.remove() }
        let terminal = try TmuxTerminal(demo.console)
        defer { terminal.close() }
        try terminal.previewTopUp()
        try terminal.type("+")
        try terminal.wait(for: "On its way to the meter")
        demo.cutField()
        // Nobody knows what the meter did, unless its last answer came just before.
        try terminal.wait("the state of the order") { $0.contains("It is never sold twice.") || $0.contains("holds the credit.") }
        try demo.expectBalancedBooks()
        try demo.start()
        try terminal.wait(for: "The meter was read back and holds the credit.")
        #expect(try demo.orderStates("3-418") == ["METER"])
        try terminal.quit()
        try demo.expectBalancedBooks()
    }
}
