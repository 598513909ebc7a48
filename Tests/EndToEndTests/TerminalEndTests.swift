// Protects the terminal of whoever ends the console, or has it ended: a cursor, echo, no other screen; and nothing is sold by it.
// How: the real program on a terminal with an amount half typed; then a signal, a closed window, or a stop and a continuation.
import Foundation
import Testing

struct TerminalEndTests {
    @Test(arguments: [SIGTERM, SIGINT, SIGHUP, SIGSEGV, SIGABRT])
    func aConsoleThatIsEndedFromOutsideLeavesASaneTerminal(signal: Int32) throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        let terminal = try TmuxTerminal(demo.console, environment: ["SWIFT_BACKTRACE": "enable=no"])
        defer { terminal.close() }
        try terminal.typeTopUp()
        kill(try terminal.console(), signal)
        let end = try terminal.wait(for: "SANE")
        let code = [SIGTERM: 0, SIGINT: 0, SIGHUP: 1][signal] ?? 128 + signal
        #expect(end.contains("ENDED-\(code)"), "\(end)")
        #expect(!end.contains("amount"), "\(end)")
        try terminal.expectShellsTerminal()
        #expect(try demo.orderStates("3-418") == [])
        try demo.expectBalancedBooks()
    }

    /// Nobody can answer this signal; the console's guardian gives the terminal back.
    @Test(arguments: [false, true])
    func aConsoleThatIsKilledLeavesASaneTerminal(whileItIsStopped isStopped: Bool) throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        let terminal = try TmuxTerminal.shell()
        defer { terminal.close() }
        try terminal.enter(demo.console)
        try terminal.typeTopUp()
        let console = try terminal.console()
        if isStopped {
            try terminal.type("C-z")
            try terminal.wait(for: "Stopped")
        }
        kill(console, SIGKILL)
        try terminal.waitForTheConsolesEnd()
        try terminal.wait("the shell's screen") { _ in try terminal.fact("alternate_on") == "0" && terminal.modesLeft == [] }
        try terminal.expectShellsSettings()
        try terminal.expectShellsTerminal()
        #expect(try demo.orderStates("3-418") == [])
        try demo.expectBalancedBooks()
    }

    @Test func aWindowThatIsClosedEndsTheConsole() throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        let terminal = try TmuxTerminal(demo.console)
        defer { terminal.close() }
        try terminal.typeTopUp()
        terminal.hangUp()
        try terminal.waitForTheConsolesEnd()
        #expect(try demo.orderStates("3-418") == [])
        // The lease is free: the next one reads the meters.
        let read = try demo.run("read", "3-418")
        #expect(read.status == 0, "\(read)")
    }

    @Test func aStoppedConsoleGivesTheTerminalBackAndComesBackWhole() throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        let terminal = try TmuxTerminal.shell()
        defer { terminal.close() }
        try terminal.enter(demo.console)
        try terminal.typeTopUp()
        try terminal.type("C-z")
        try terminal.wait(for: "Stopped")
        try terminal.expectShellsSettings()
        try terminal.expectShellsTerminal()
        try terminal.enter("fg")
        try terminal.waitForTheWholeTopUp()
        // From outside and without a warning, so that the shell finds the terminal as the console had it.
        kill(try terminal.console(), SIGSTOP)
        try terminal.wait(for: "Stopped")
        try terminal.enter("fg")
        try terminal.waitForTheWholeTopUp()
        try terminal.type("Enter")
        try terminal.wait(for: "+90.90")
        try terminal.type("C-c")
        try terminal.wait(for: "Leave")
        try terminal.type("y")
        try terminal.wait("the shell") { $0.contains("READY:") && !$0.contains("Leave") }
        try terminal.expectShellsSettings()
        try terminal.expectShellsTerminal()
        #expect(try demo.orderStates("3-418") == [])
    }
}

extension TmuxTerminal {
    /// Every part of the half-typed top-up, and nothing of the shell.
    fileprivate func waitForTheWholeTopUp() throws {
        let parts = ["Wall  Rooms  Orders", "Top-up 3-418", "meter 000000000418", "remaining", "lasts", "paid", "Enter shows", "F10 Back"]
        try wait("the whole screen") { screen in
            screen.contains(/amount +50/) && parts.allSatisfy(screen.contains) && !screen.contains("Stopped") && !screen.contains("READY:")
        }
    }
}
