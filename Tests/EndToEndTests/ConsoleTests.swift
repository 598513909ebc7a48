// Protects the main job as a person does it: find a room, top it up, see it confirmed; and what becomes of it when the program dies.
// How: the real program on a terminal made by tmux, against field equipment that it started itself.
import Foundation
import Testing

@Suite(.serialized) struct ConsoleTests {
    /// From the wall to the preview of a top-up of 50 yuan for room 3-418.
    private func preview(_ terminal: TmuxTerminal) throws {
        try terminal.wait(for: "LIVE")
        try terminal.wait("the rooms") { $0.contains("Building 3") }
        for key in ["4", "1", "8"] { try terminal.type(key) }
        try terminal.wait(for: "3-418")
        try terminal.type("Enter")
        try terminal.wait(for: "meter 000000000418")
        try terminal.type("t")
        try terminal.wait(for: "10.00 to 500.00")
        for key in ["5", "0", "Enter"] { try terminal.type(key) }
        try terminal.wait(for: "+90.90")
        try terminal.wait(for: "posts this sale")
    }

    @Test func aRoomIsFoundToppedUpAndConfirmed() throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        let terminal = try TmuxTerminal(demo.console)
        defer { terminal.close() }
        try preview(terminal)
        // Enter posts nothing, however often it is pressed.
        for _ in 0..<3 { try terminal.type("Enter") }
        #expect(try demo.run("orders", "--json").json() as? [[String: String]] == [])
        try terminal.type("+")
        try terminal.wait(for: "The meter was read back and holds the credit.")
        let orders = try #require(try demo.run("orders", "--all", "--room", "3-418", "--json").json() as? [[String: Any]])
        #expect(orders.compactMap { $0["state"] as? String } == ["METER"])
        #expect(try demo.run("verify").status == 0)
        // Beside the open console the same desk answers, and its collector delivers.
        let beside = try demo.run("topup", "3-117", "20", "--wait", "60")
        #expect(beside.status == 0, "\(beside.output)\(beside.errors)")
        #expect(beside.output.contains("METER"))
        let lines = try demo.run("rooms", "--json").json() as? [[String: Any]]
        #expect((lines?.count ?? 0) >= 20)
        try quit(terminal)
    }

    private func quit(_ terminal: TmuxTerminal) throws {
        let deadline = Date.now.addingTimeInterval(60)
        while Date.now < deadline, try !terminal.screen().contains("ENDED-") {
            let screen = try terminal.screen()
            try terminal.type(screen.contains("eave") && screen.contains("y") && screen.contains("╭") ? "y" : "F10")
        }
        let end = try terminal.wait(for: "ENDED-0")
        #expect(end.contains(" icanon") && end.contains(" echo "), "\(end)")
    }

    @Test func aConsoleThatIsKilledInTheMiddleLosesAndDoublesNothing() throws {
        // Every answer comes late, though within a meter's time, so that the console dies between two of them.
        let demo = try DemoFixture(faults: "delay=1:400ms")
        defer { demo.remove() }
        let terminal = try TmuxTerminal(demo.console)
        defer { terminal.close() }
        try preview(terminal)
        let countBefore = try #require(try demo.room("3-418", "purchaseCountExpected") as? Int)
        try terminal.type("+")
        try terminal.wait(for: "stands in the books")
        let process = try #require(try terminal.processID(of: "console"))
        kill(process, SIGKILL)
        try terminal.wait(for: "ENDED-")
        let again = try TmuxTerminal(demo.console)
        defer { again.close() }
        try again.wait(for: "LIVE")
        let deadline = Date.now.addingTimeInterval(120)
        var state = ""
        while Date.now < deadline, state != "METER" {
            let orders = try demo.run("orders", "--all", "--room", "3-418", "--json").json() as? [[String: Any]]
            state = orders?.last?["state"] as? String ?? ""
        }
        #expect(state == "METER")
        #expect(try demo.room("3-418", "purchaseCountExpected") as? Int == countBefore + 1)
        #expect(try demo.run("verify").status == 0)
    }

    @Test func equipmentThatIsGoneInMidOrderLeavesNoLie() throws {
        let demo = try DemoFixture(faults: "delay=1:1500ms")
        defer { demo.remove() }
        let terminal = try TmuxTerminal(demo.console)
        defer { terminal.close() }
        try preview(terminal)
        try terminal.type("+")
        try terminal.wait(for: "stands in the books")
        demo.cutField()
        let orders = try #require(try demo.run("orders", "--all", "--room", "3-418", "--json").json() as? [[String: Any]])
        let state = orders.last?["state"] as? String ?? ""
        #expect(["QUEUED", "SENT", "UNCONF"].contains(state), "\(state)")
        try demo.start()
        let deadline = Date.now.addingTimeInterval(120)
        var last = ""
        while Date.now < deadline, last != "METER" {
            let now = try demo.run("orders", "--all", "--room", "3-418", "--json").json() as? [[String: Any]]
            last = now?.last?["state"] as? String ?? ""
        }
        #expect(last == "METER")
    }

    @Test(arguments: ["TERM", "HUP", "SEGV"])
    func aConsoleThatIsEndedFromOutsideLeavesASaneTerminal(signal name: String) throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        let terminal = try TmuxTerminal(demo.console, environment: ["SWIFT_BACKTRACE": "enable=no"])
        defer { terminal.close() }
        try terminal.wait(for: "Building 3")
        let process = try #require(try terminal.processID(of: "console"))
        _ = try Shell.run("/bin/kill", ["-\(name)", "\(process)"])
        let end = try terminal.wait(for: "ENDED-")
        let sane = try terminal.wait("the settings of the terminal") { $0.contains("icanon") }
        #expect(sane.contains(" icanon") && sane.contains(" echo "), "\(end)")
        #expect(!end.contains("Building 3"))
    }

    @Test func anySizeIsDrawnOrRefusedWithTheSizeThatIsNeeded() throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        let terminal = try TmuxTerminal(demo.console)
        defer { terminal.close() }
        try terminal.wait(for: "Building 3")
        for size in [(132, 43), (60, 16), (80, 24)] {
            try terminal.resize(columns: size.0, rows: size.1)
            try terminal.wait("the wall at \(size)") { $0.contains("Building 3") && $0.split(separator: "\n").count <= size.1 }
        }
        try terminal.resize(columns: 40, rows: 10)
        try terminal.wait("the size that is needed") { $0.contains("60") && $0.contains("16") && !$0.contains("Building 3") }
        try terminal.resize(columns: 80, rows: 24)
        try terminal.wait(for: "Building 3")
        try quit(terminal)
    }

    @Test func aLocaleThatIsNotUTF8GetsASCII() throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        let terminal = try TmuxTerminal("LC_ALL=C \(demo.console)")
        defer { terminal.close() }
        let screen = try terminal.wait(for: "Building 3")
        #expect(screen.utf8.allSatisfy { $0 < 0x80 }, "\(screen)")
    }

    @Test func aTerminalThatCanNotShowAConsoleIsRefused() throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        let dumb = try TmuxTerminal("TERM=dumb \(demo.console)")
        defer { dumb.close() }
        try dumb.wait("the refusal") { $0.contains("TERM is") && $0.contains("ENDED-") }
        let piped = try demo.run("console")
        #expect(piped.status != 0)
        #expect(piped.errors.contains("needs a terminal"))
    }
}
