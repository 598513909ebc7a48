// Protects the move of paid credit and the void as a person makes them: both rooms before and after, the meters' word, books that balance.
// How: the real program, on the command line and on a terminal, against field equipment that it started itself.
import Foundation
import Testing

struct MoveTests {
    private static let people = ["--as", "li", "--reason", "moves"]

    private func move(_ demo: DemoFixture, _ arguments: String...) throws -> Finished {
        try Shell.run(Program.path, ["move"] + arguments + Self.people + ["--campus", demo.path])
    }

    @Test func creditMovesOnTheCommandLineAndEverythingStillAgrees() throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        #expect(try demo.run("topup", "3-117", "100", "--wait", "60").status == 0)
        let (left, entered) = (try demo.orderStates("3-117"), try demo.orderStates("3-118"))
        let dry = try move(demo, "3-117", "3-118", "--credit", "50", "--dry-run", "--json")
        let planned = try #require(try dry.json() as? [String: Any])
        #expect(dry.status == 0 && planned["credit"] as? String == "50.00" && planned["unit"] as? String == "energy", "\(dry)")
        #expect(try demo.orderStates("3-117") == left, "a dry run orders nothing")
        let moved = try move(demo, "3-117", "3-118", "--credit", "50", "--id", "M1")
        #expect(moved.status == 0 && moved.output.contains("50.00 kWh stand in room 3-118 now."), "\(moved)")
        #expect(try demo.orderStates("3-117") == left + ["METER"])
        #expect(try demo.orderStates("3-118") == entered + ["METER"])
        let again = try move(demo, "3-117", "3-118", "--credit", "50", "--id", "M1")
        #expect(again.status == 0 && again.output.contains("exists"), "\(again)")
        #expect(try demo.orderStates("3-118") == entered + ["METER"], "the same id again moves nothing")
        for (arguments, reason) in [
            (["3-117", "3-117"], "Both rooms are 3-117."), (["3-117", "9-999"], "There is no room 9-999."),
            (["3-117", "3-118", "--credit", "9999"], "can move now"),
        ] {
            let refused = try Shell.run(Program.path, ["move"] + arguments + Self.people + ["--campus", demo.path])
            #expect(refused.status == 1 && refused.errors.contains(reason), "\(refused)")
            #expect(refused.errors.contains("Nothing was changed."), "\(refused)")
        }
        let alone = try demo.run("move", "3-117", "3-118", "--reason", "moves")
        #expect(alone.status == 1 && alone.errors.contains("--as NAME"), "\(alone)")
        try demo.expectBalancedBooks()
        let reconciled = try demo.run("reconcile")
        #expect(reconciled.status == 0, "\(reconciled)")
        let journal = try demo.run("export", "journal", "--format", "hledger")
        #expect(journal.output.contains("liabilities:moving:3-118"), "the move stands in the exported journal")
    }

    @Test func aSaleIsVoidedAtTheConsole() throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        let terminal = try TmuxTerminal(demo.plainConsole)
        defer { terminal.close() }
        try terminal.previewTopUp()
        try terminal.type("+")
        try terminal.wait(for: "The meter was read back and holds the credit.")
        try terminal.type("Escape")
        try terminal.wait("the sale in the journal") { $0.contains(#/top-up .*METER/#) }
        try terminal.type("v")
        try terminal.wait(for: "50.00 yuan, sold")
        for letter in "wrong" { try terminal.type("\(letter)") }
        try terminal.type("Enter")
        try terminal.wait(for: "approved by")
        for letter in "li" { try terminal.type("\(letter)") }
        try terminal.type("Enter")
        try terminal.wait("a preview or the reason why there is none") { $0.contains("Void this sale") || $0.contains("were used") }
        try terminal.type("+")
        try terminal.wait(for: "Give back 50.00 yuan.")
        try terminal.type("Escape")
        try terminal.quit()
        #expect(try demo.orderStates("3-418") == ["METER", "METER"])
        try demo.expectBalancedBooks()
    }
}
