// Protects many sales at once as a person makes them: from marks, from a spreadsheet, through the gate, to every meter; and the draft of
// a console that is killed.
// How: the real program on a terminal made by tmux, against field equipment that it started itself.
import Foundation
import Testing

struct TopUpGridTests {
    /// From the wall to the grid with the rooms of a floor, and how many there are.
    private func openGrid(_ terminal: TmuxTerminal, floor: Int) throws -> Int {
        try terminal.wait("the wall, live") { $0.contains("Building 3") && $0.contains("LIVE") }
        try terminal.type("g", "r")
        try terminal.wait(for: "kWh left")
        try terminal.type("\\", "fl:\(floor)", "Enter")
        let screen = try terminal.wait(for: "filter fl:\(floor)")
        let count = try #require(screen.firstMatch(of: #/filter fl:[0-9] +([0-9]+) of/#).flatMap { Int($0.1) })
        try terminal.type("A", "t")
        try terminal.wait(for: "Top-up grid   \(count) rooms")
        // What was sold before comes from the books, and holds back what is typed: on a busy machine after the first keys.
        try terminal.wait("the last sales") { $0.contains(#/[0-9]{2}[:-][0-9]{2} +[0-9]+\.[0-9]{2}/#) }
        return count
    }

    @Test func markedRoomsAreToppedUpTogetherAndEveryMeterProvesIt() throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        let terminal = try TmuxTerminal(demo.plainConsole)
        defer { terminal.close() }
        let count = try openGrid(terminal, floor: 1)
        try terminal.type("5", "0", "*")
        try terminal.wait(for: "yuan for")
        // The history of the demo goes up to today: what was sold today is held until somebody looks.
        try terminal.type("A", "y")
        try terminal.wait(for: "TOTAL \(count * 50).00 yuan for \(count) rooms")
        let before = try demo.orderStates("3-101").count
        try terminal.type("+")
        try terminal.wait(for: "To post, type how many rooms")
        // Neither Enter nor + without the count posts anything.
        try terminal.type("Enter", "+", "Enter", "+")
        #expect(try demo.orderStates("3-101").count == before)
        for digit in String(count) { try terminal.type("\(digit)") }
        try terminal.type("+")
        try terminal.wait(for: "Sold, and it stands in the books.  \(count) rooms")
        try terminal.wait(for: "every meter was read back and holds it")
        let states = try demo.orderStates("3-101")
        #expect(states.count == before + 1 && states.last == "METER")
        // The same rooms again are held, because they were sold to today.
        try terminal.type("Escape")
        try terminal.wait(for: "filter fl:1")
        try terminal.type("A", "t")
        try terminal.wait(for: "Top-up grid   \(count) rooms")
        try terminal.type("5", "0", "*")
        try terminal.wait(for: "\(count) held: y releases")
        try terminal.type("+")
        try terminal.wait(for: "All amounts are held back")
        try terminal.quit()
        try demo.expectBalancedBooks()
    }

    @Test func aPastedListSurvivesTheDeathOfTheConsoleAndIsPostedOnce() throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        try demo.folder.write("list.txt", "room\tamount\n3-101\t20\n3-102\t30.5\n9-999\t40\n")
        let terminal = try TmuxTerminal(demo.plainConsole)
        defer { terminal.close() }
        try terminal.wait("the wall, live") { $0.contains("Building 3") && $0.contains("LIVE") }
        // On the wall a paste is dropped.
        try terminal.paste(demo.folder.file("list.txt"))
        try terminal.wait(for: "Pasted text was dropped")
        try terminal.type("g", "t")
        try terminal.wait(for: "There are no rooms in the grid.")
        try terminal.paste(demo.folder.file("list.txt"))
        try terminal.wait(for: "TOTAL 50.50 yuan for 2 rooms")
        try terminal.wait(for: "draft kept")
        kill(try terminal.console(), SIGKILL)
        try terminal.waitForTheConsolesEnd()

        let before = try ["3-101", "3-102"].map { try demo.orderStates($0).count }
        let again = try TmuxTerminal(demo.plainConsole)
        defer { again.close() }
        try again.wait(for: "3 amounts wait, typed before and not posted: g t goes on")
        try again.type("g", "t")
        try again.wait(for: "TOTAL 50.50 yuan for 2 rooms")
        try again.wait(for: "no such room")
        try again.type("+")
        try again.wait(for: "To post, type how many rooms")
        try again.type("2", "+")
        try again.wait(for: "every meter was read back and holds it")
        let after = try ["3-101", "3-102"].map { try demo.orderStates($0) }
        #expect(after.map(\.count) == before.map { $0 + 1 } && after.allSatisfy { $0.last == "METER" })
        try again.type("Escape")
        try again.quit()
        try demo.expectBalancedBooks()
    }
}
