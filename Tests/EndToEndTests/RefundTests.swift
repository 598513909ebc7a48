// Protects a graduation on the command line: a floor of rooms from frozen to closed, stopped in the middle by SIGKILL and gone on with; what
// is refused and why; books that balance for hledger's eyes and for verify.
// How: the real program against the demo's field equipment; the take-out is killed at moments of its own until every room is out.
import Foundation
import Testing

@Suite("Refund on graduation", .serialized)
struct RefundTests {
    private static let rooms = ["3-201", "3-202", "3-203"]

    /// Two residents a room, one of each cohort.
    private static let roster =
        "number,name,room,cohort,from\n"
        + rooms.enumerated().map { "S\($0)A,李娜,\($1),2027,2026-01-01\nS\($0)B,Zoe,\($1),2028,2026-01-01\n" }.joined()

    private func campus() throws -> DemoFixture {
        let demo = try DemoFixture()
        try demo.folder.write("roster.csv", Self.roster)
        #expect(try demo.run("import", "residents", demo.folder.file("roster.csv")).status == 0)
        return demo
    }

    private func rows(_ demo: DemoFixture) throws -> [String: [String: Any]] {
        let shown = try demo.run("refund", "show", "grad", "--json")
        let run = try #require(try shown.json() as? [String: Any])
        let rows = try #require(run["rooms"] as? [[String: Any]])
        return Dictionary(rows.map { ($0["room"] as? String ?? "", $0) }) { first, _ in first }
    }

    private func steps(_ demo: DemoFixture) throws -> [String] { try rows(demo).values.compactMap { $0["step"] as? String } }

    private static func fen(_ text: Any?) -> Int? { (text as? String).flatMap { Int($0.replacingOccurrences(of: ".", with: "")) } }

    @Test("a floor goes from frozen to closed, though the program dies while it takes the credit out")
    func wholeFloor() throws {
        let demo = try campus()
        defer { demo.remove() }
        #expect(try demo.run("topup", "3-203", "50", "--wait", "60").status == 0)
        let started = try demo.run("refund", "start", "grad", "--building", "3", "--floor", "2")
        #expect(started.status == 0, "\(started)")
        let refused = try demo.run("topup", "3-203", "50")
        #expect(refused.status == 1 && refused.errors.contains("being refunded in run grad"), "\(refused)")
        #expect(try demo.run("refund", "take", "grad", "3-203", "--wait", "0").status == 1, "nobody has approved it")
        #expect(try demo.run("refund", "approve", "grad").status == 1, "nobody is named")
        #expect(try demo.run("refund", "approve", "grad", "--as", "li").status == 0)
        try killWhileTaking(demo)
        let taken = try demo.run("refund", "take", "grad", "--wait", "60")
        #expect(try steps(demo).allSatisfy { $0 == "FIXED" }, "\(taken)")
        for row in try rows(demo).values {
            let (paid, most) = (Self.fen(row["yuan"]) ?? .max, Self.fen(row["most"]) ?? 0)
            #expect(paid <= most, "\(row)")
        }
        try paysAndCloses(demo)
    }

    /// Kills the take-out a little later each time, until a kill finds nothing left to wait for.
    private func killWhileTaking(_ demo: DemoFixture) throws {
        for tenths in [3, 6, 9, 12] {
            let killed = try Shell.run(
                "/usr/bin/timeout", ["-s", "KILL", "0.\(tenths)", Program.path, "refund", "take", "grad", "--campus", demo.path])
            #expect(killed.status != 2, "\(killed)")
            #expect(try steps(demo).allSatisfy { ["APPROVED", "TAKING", "FIXED"].contains($0) })
            try demo.expectBalancedBooks()
        }
    }

    private func paysAndCloses(_ demo: DemoFixture) throws {
        let wrong = try demo.run("refund", "split", "grad", "3-203", "--share", "S2A=60", "--share", "S2B=30")
        #expect(wrong.status == 1 && wrong.errors.contains("90.00 %"), "\(wrong)")
        #expect(try demo.run("refund", "split", "grad", "3-203", "--share", "S2A=60", "--share", "S2B=40").status == 0)
        #expect(try demo.run("refund", "split", "grad").status == 0)
        let due = Self.fen(try rows(demo)["3-203"]?["yuan"])
        let room = try #require(try demo.run("refund", "show", "grad", "3-203", "--json").json() as? [String: Any])
        let payees = try #require(room["payees"] as? [[String: String]])
        #expect(payees.map { $0["student"] } == ["S2A", "S2B"])
        #expect(payees.compactMap { Self.fen($0["yuan"]) }.reduce(0, +) == due)
        #expect(try demo.run("refund", "pay", "grad", "--dry-run").errors.contains("The drawer of desk holds"), "it has one sale only")
        #expect(try demo.run("refund", "pay", "grad", "--dry-run", "--bank").status == 0)
        #expect(try demo.run("refund", "pay", "grad", "3-203", "--to", "S2A").status == 0)
        let unclaimed = try #require(try demo.run("refund", "unclaimed", "--json").json() as? [[String: Any]])
        #expect(unclaimed.contains { $0["student"] as? String == "S2B" } && !unclaimed.contains { $0["student"] as? String == "S2A" })
        #expect(try demo.run("refund", "pay", "grad", "--bank").status == 0)
        #expect(try demo.run("refund", "close", "grad").status == 0)
        #expect(try steps(demo).allSatisfy { $0 == "CLOSED" })
        #expect(try demo.run("topup", "3-203", "50").errors.contains("closed"))
        let residents = try #require(try demo.run("residents", "--json").json() as? [[String: Any]])
        #expect(residents.count == 6)
        try demo.expectBalancedBooks()
        let journal = try demo.run("export", "journal", "--format", "hledger").output
        #expect(journal.contains("liabilities:refunds-due") && journal.contains("liabilities:payout:stay-"))
        #expect(!journal.contains("S2A") && !journal.contains("李"), "the journal names no resident")
        #expect(!journal.split(separator: "\n").reversed().contains { $0.contains("refunds-due") && $0.hasSuffix("= 0.01 yuan") })
    }

    @Test("of a cohort only its share leaves; others stay, and a room that is dropped is in business again")
    func cohort() throws {
        let demo = try campus()
        defer { demo.remove() }
        #expect(try demo.run("refund", "start", "grad", "--cohort", "2027", "--exit-day", "2026-02-30").status == 2)
        #expect(try demo.run("refund", "start", "two words", "--cohort", "2027").status == 1)
        let none = try demo.run("refund", "start", "none", "--cohort", "1999")
        #expect(none.status == 1 && none.errors.contains("no room in the scope"), "\(none)")
        #expect(try demo.run("refund", "start", "grad", "--cohort", "2027", "--dry-run").status == 0)
        #expect(try demo.run("refund", "list").output.contains("There is no run."))
        #expect(try demo.run("refund", "start", "grad", "--cohort", "2027").status == 0)
        let other = try demo.run("refund", "start", "late", "3-201", "3-101", "9-999")
        #expect(other.status == 1, "\(other)")
        #expect(other.output.contains("3-201 is left out: It is in run grad.") && other.output.contains("9-999 is left out"), "\(other)")
        #expect(other.output.contains("3-101 is left out: Nobody"), "\(other)")
        #expect(try rows(demo)["3-202"]?["staying"] as? Int == 1)
        #expect(try demo.run("refund", "drop", "grad", "3-202").status == 1, "without a reason")
        #expect(try demo.run("refund", "drop", "grad", "3-202", "--reason", "a mistake").status == 0)
        #expect(try demo.run("topup", "3-202", "20", "--wait", "60").status == 0)
        let unknown = try demo.run("refund", "show", "nowhere")
        #expect(unknown.status == 1 && unknown.errors.contains("There is no run nowhere."), "\(unknown)")
        try demo.expectBalancedBooks()
    }
}
