// Protects a graduation by the keyboard alone: three rooms from a new run to closed, left in the middle and found again where the books have it,
// also after another program went on with it; books that balance, and the papers of the run.
// How: the real program plays keys on a demo campus whose meters give their credit back; the books are read by the command line afterwards.
import Foundation
import Testing

@Suite("Refunds on the console", .serialized)
struct RefundConsoleTests {
    private static let rooms = ["3-201", "3-202", "3-203"]
    private static let roster =
        "number,name,room,cohort,from\n"
        + rooms.enumerated().map { "S\($0)A,李娜,\($1),2027,2026-01-01\nS\($0)B,Zoë,\($1),2027,2026-01-01\n" }.joined()

    private func steps(_ demo: DemoFixture) throws -> [String] {
        let run = try #require(try demo.run("refund", "show", "floor-2", "--json").json() as? [String: Any])
        return try #require(run["rooms"] as? [[String: Any]]).compactMap { $0["step"] as? String }
    }

    /// A new run over floor 2 of building 3, up to the gate: its rooms are shown and nothing is written.
    private static let newRun = """
        g f
        wait there is no run
        n f
        type 3
        Enter
        type 2
        Enter
        Ctrl-U
        type floor-2
        Enter Enter
        wait 3 rooms are taken
        """

    @Test("a floor goes from a new run to closed by keys, with a second person, typed counts and papers")
    func floor() throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        try demo.folder.write("roster.csv", Self.roster)
        #expect(try demo.run("import", "residents", demo.folder.file("roster.csv")).status == 0)
        #expect(try demo.run("topup", "3-203", "50", "--wait", "60").status == 0)
        // Nothing is written before the gate.
        try demo.play(
            """
            \(Self.newRun)
            + 2 Enter
            wait That is not how many rooms
            Esc Esc
            """)
        #expect(try demo.run("refund", "list").output.contains("There is no run."))
        try demo.play(
            """
            \(Self.newRun)
            + 3 Enter
            wait ESTIMATED 3
            A a
            type li
            Enter
            wait type how many rooms
            3 Enter
            wait APPROVED 3
            """)
        #expect(try steps(demo) == ["APPROVED", "APPROVED", "APPROVED"])
        #expect(try demo.run("topup", "3-203", "50").errors.contains("being refunded in run floor-2"))
        // Another program takes one room; the console finds it where it is.
        #expect(try demo.run("refund", "take", "floor-2", "3-201", "--wait", "60").status == 0)
        try demo.play(
            """
            g f
            wait floor-2
            Enter
            wait FIXED 1
            A t
            wait type how many rooms
            2 Enter
            wait FIXED 3
            A s
            wait type how many rooms
            3 Enter
            wait rooms divided
            """)
        try endsByKeys(demo)
    }

    /// Statement, payment to one and to the others, and the end.
    private func endsByKeys(_ demo: DemoFixture) throws {
        try demo.play(
            """
            g f
            wait floor-2
            Enter
            wait SPLIT
            End Enter
            wait Room 3-203
            p s
            wait Statement of room 3-203
            s
            wait Saved: reports/
            Esc
            wait Room 3-203
            y
            wait In cash to Zoë
            e
            wait type how many residents
            1 Enter
            wait paid in cash
            Esc
            wait SPLIT
            A y b
            wait type how many residents
            dump \(demo.folder.file("pay.txt"))
            """)
        let due = try #require(try demo.folder.read("pay.txt").split(separator: "\n").first { $0.contains("residents of") })
        let people = try #require(due.split(separator: " ").drop { $0 != "to" }.dropFirst().first)
        try demo.play(
            """
            g f
            wait floor-2
            Enter
            wait SPLIT
            A y b
            wait type how many residents
            \(people.map { String($0) }.joined(separator: " ")) Enter
            wait PAID 3
            p l
            wait Payout list of floor-2
            Esc
            wait PAID 3
            A c
            wait type how many rooms
            3 Enter
            wait CLOSED 3
            """)
        #expect(try steps(demo) == ["CLOSED", "CLOSED", "CLOSED"])
        #expect(try demo.run("topup", "3-203", "50").errors.contains("closed"))
        #expect(try demo.run("paper").output.contains("statement"))
        try demo.expectBalancedBooks()
    }
}
