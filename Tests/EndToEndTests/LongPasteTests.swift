// Protects from pastes of ten thousand lines into the wrong window, also on terminals that do not mark a paste: nothing is opened, left, sold.
// How: the real program on a terminal made by tmux, which pastes with its marks and, as old terminals do, as if all of it were typed.
import Foundation
import Testing

struct LongPasteTests {
    /// Lines that would do harm as keys: they open rooms, sell, type the count of a review, and leave.
    private static let lines = (0..<10_000).map { "9-\($0)\t50\n" }.joined() + "3-418\t30\n+\n1\n+\nq\ny\n"

    private func dropped(_ terminal: TmuxTerminal, on sign: String) throws {
        try terminal.wait(for: "Pasted text was dropped")
        try terminal.wait("\(sign), and the words gone") { $0.contains(sign) && !$0.contains("Pasted text was dropped") }
    }

    @Test(arguments: [true, false])
    func tenThousandLinesDoNothingButFillTheGrid(marked isMarked: Bool) throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        try demo.folder.write("list.txt", Self.lines)
        let terminal = try TmuxTerminal(demo.plainConsole)
        defer { terminal.close() }
        let file = demo.folder.file("list.txt")
        let before = try demo.orderStates("3-418")
        try terminal.wait("the wall, live") { $0.contains("Building 3") && $0.contains("LIVE") }
        try terminal.type("g", "r")
        try terminal.wait(for: "kWh left")
        try terminal.paste(file, isMarked: isMarked)
        try dropped(terminal, on: "kWh left")
        try terminal.type("g", "p")
        try terminal.wait(for: "No paper was made yet.")
        try terminal.type("q", "q")
        try terminal.wait(for: "Building 3")
        try terminal.type("q")
        try terminal.wait(for: "Leave Dormwatt?")
        try terminal.paste(file, isMarked: isMarked)
        try terminal.wait("the dialog as it was") { $0.contains("Pasted text was dropped") && $0.contains("Leave Dormwatt?") }
        try terminal.type("Escape")
        try terminal.wait("the wall alone") { !$0.contains("Leave Dormwatt?") && !$0.contains("Pasted text was dropped") }
        try terminal.typeTopUp()
        try terminal.paste(file, isMarked: isMarked)
        try terminal.wait("the form as it was") { $0.contains("takes digits") && $0.contains(/amount +50/) }
        try terminal.type("F10")
        try terminal.wait("the room") { $0.contains("meter 000000000418") && !$0.contains(/amount +50/) }
        try terminal.type("g", "t")
        try terminal.wait(for: "There are no rooms in the grid.")
        try terminal.paste(file, isMarked: isMarked)
        try terminal.wait(for: "TOTAL 30.00 yuan for 1 room")
        try terminal.quit()
        #expect(try demo.orderStates("3-418") == before)
        try demo.expectBalancedBooks()
    }
}
