// Protects a room whose meter gives nothing back, from the refused take-back to the room that is dark and paid, by command and without a typed
// figure; killed while it is opened; and what is in business again is light again.
// How: the real program against the demo's field equipment, in which some meters have no command to give credit back.
import Foundation
import Testing

@Suite("Refund by opening the room", .serialized)
struct RefundOpeningTests {
    private static let rooms = ["3-201", "3-202"]

    private func campus() throws -> DemoFixture {
        let demo = try DemoFixture(faults: "keeps=000000000201,keeps=000000000202")
        try demo.folder.write(
            "roster.csv",
            "number,name,room,cohort,from\n" + Self.rooms.enumerated().map { "S\($0),Zoe,\($1),2027,2026-01-01\n" }.joined())
        #expect(try demo.run("import", "residents", demo.folder.file("roster.csv")).status == 0)
        for room in Self.rooms { #expect(try demo.run("topup", room, "50", "--wait", "240").status == 0) }
        #expect(try demo.run("refund", "start", "grad", "3-201", "3-202").status == 0)
        #expect(try demo.run("refund", "approve", "grad", "--as", "li").status == 0)
        return demo
    }

    private func room(_ demo: DemoFixture, _ name: String) throws -> [String: Any] {
        try #require(try demo.run("refund", "show", "grad", name, "--json").json() as? [String: Any])
    }

    @Test("a meter that refuses is opened by command, though the program dies on the way; its read-back is paid from")
    func opened() throws {
        let demo = try campus()
        defer { demo.remove() }
        let taken = try demo.run("refund", "take", "grad", "3-201", "--wait", "240")
        #expect(taken.status == 1 && taken.output.contains("The meter gave nothing back"), "\(taken)")
        #expect(try room(demo, "3-201")["next"] as? String == "open")
        #expect(try demo.run("refund", "open", "grad", "3-201", "--register", "1.00").status == 2, "all three are typed, or none")
        let own = try demo.run("refund", "open", "grad", "3-201", "--as", "li")
        #expect(own.errors.contains("li approved it") && !own.output.contains("opened once more"), "\(own)")
        let shown = try demo.run("refund", "open", "grad", "3-201", "--dry-run")
        #expect(shown.output.contains("the relay is opened"), "\(shown)")
        for tenths in [4, 8, 12] {
            _ = try Shell.run(
                "/usr/bin/timeout",
                ["-s", "KILL", "\(tenths / 10).\(tenths % 10)", Program.path, "refund", "open", "grad", "3-201", "--campus", demo.path])
            #expect(["APPROVED", "OPENING", "FIXED"].contains(try room(demo, "3-201")["step"] as? String ?? ""))
            try demo.expectBalancedBooks()
        }
        _ = try demo.run("refund", "open", "grad", "3-201", "--wait", "240")
        _ = try demo.run("refund", "take", "grad", "3-201", "--wait", "240")
        let opened = try room(demo, "3-201")
        #expect(opened["step"] as? String == "FIXED", "\(opened)")
        _ = try demo.run("read", "3-201")
        #expect((try demo.room("3-201", "reason") as? String)?.isEmpty == false, "the room is dark, and it is said why")
        let show = try demo.run("refund", "show", "grad", "3-201")
        #expect(show.output.contains("which opened the room"), "\(show)")
        #expect(try demo.run("refund", "split", "grad", "3-201").status == 0)
        #expect(try demo.run("refund", "pay", "grad", "3-201", "--bank").status == 0)
        #expect(try demo.run("refund", "close", "grad", "3-201").status == 0)
        let statement = try demo.run("report", "statement", "grad", "3-201", "--preview")
        #expect(statement.output.contains("which opened"), "\(statement)")
        let reconciled = try demo.run("reconcile", "--json")
        #expect(!reconciled.output.contains("UNEXPLAINED"), "\(reconciled)")
        try demo.expectBalancedBooks()
    }

    @Test("an order to open that was withdrawn lets the room be dropped; a preview in between writes nothing")
    func withdrawn() throws {
        let demo = try campus()
        defer { demo.remove() }
        let waiting = try demo.run("refund", "open", "grad", "3-202", "--wait", "0")
        #expect(waiting.status == 3, "\(waiting)")
        let early = try demo.run("refund", "drop", "grad", "3-202", "--reason", "a mistake")
        #expect(early.status == 1 && early.output.contains("is QUEUED"), "\(early)")
        let opening = try #require(try orders(demo).first { $0["task"] as? String == "open-relay" })
        let order = try #require(opening["order"] as? String)
        #expect(try demo.run("orders", "--withdraw", order).output.contains("The relay stays as it is."))
        let books = try Data(contentsOf: URL(filePath: demo.path + "/books.sqlite"))
        for verb in ["open", "split"] { _ = try demo.run("refund", verb, "grad", "3-202", "--dry-run") }
        #expect(try Data(contentsOf: URL(filePath: demo.path + "/books.sqlite")) == books)
        #expect(try room(demo, "3-202")["step"] as? String == "APPROVED")
        #expect(try demo.run("refund", "drop", "grad", "3-202", "--reason", "a mistake").status == 0)
        #expect(try demo.run("topup", "3-202", "20", "--wait", "240").status == 0)
        try demo.expectBalancedBooks()
    }

    @Test("a room that was opened and closed, and is in business again, gets its light back from whoever collects")
    func lightAgain() throws {
        let demo = try campus()
        defer { demo.remove() }
        _ = try demo.run("refund", "open", "grad", "3-202", "--wait", "240")
        #expect(try room(demo, "3-202")["step"] as? String == "FIXED")
        _ = try demo.run("read", "3-202")
        #expect((try demo.room("3-202", "reason") as? String)?.isEmpty == false, "the room is dark")
        for verb in [["split"], ["pay", "--bank"], ["close"]] {
            #expect(try demo.run(["refund", verb[0], "grad", "3-202"] + verb.dropFirst(), environment: [:]).status == 0)
        }
        try demo.folder.write("rooms.csv", "room,building,floor,number,beds,open\n3-202,3,2,202,4,yes\n")
        #expect(try demo.run("import", "rooms", demo.folder.file("rooms.csv")).status == 0)
        // Whoever waits for a meter collects; the sale stands behind the order to the relay, or before it.
        for _ in 0..<2 { #expect(try demo.run("topup", "3-202", "20", "--wait", "240").status == 0) }
        let closing = try orders(demo).filter { $0["task"] as? String == "close-relay" }
        #expect(closing.map { $0["state"] as? String } == ["METER"], "\(closing)")
        _ = try demo.run("read", "3-202")
        #expect((try demo.room("3-202", "reason") as? String)?.isEmpty != false, "the room is light")
        try demo.expectBalancedBooks()
    }

    private func orders(_ demo: DemoFixture) throws -> [[String: Any]] {
        try #require(try demo.run("orders", "--room", "3-202", "--all", "--json").json() as? [[String: Any]])
    }
}
