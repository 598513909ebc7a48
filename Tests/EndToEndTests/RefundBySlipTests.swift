// Protects refunds where no meter gives anything back, and their papers: a room whose books keep its credit, one with debt, one in no
// run, a drawer that holds too little, a resident who was renamed, and a month that was closed.
// How: the real program on a campus whose concentrator does not exist, so that persons open the rooms by slips.
import Foundation
import Testing

@Suite("Refunds by slip")
struct RefundBySlipTests {
    private static let roster = "number,name,room,cohort,from\nS1,李娜,3-418,2027,2026-01-01\nS2,Zoe,3-420,2027,2026-01-01\n"

    /// A run over two rooms of which one, on `plain645`, is fixed by a slip.
    static func campus() throws -> SmallCampus {
        let campus = try SmallCampus()
        try campus.folder.write("rooms2.csv", "room,building,floor,number,beds\n3-420,3,4,420,4\n")
        try campus.folder.write(
            "meters2.csv",
            """
            meter,room,circuit,concentrator,bus,profile,unit,count,bought,remaining,register
            000000000420,3-420,main,C1,1,plain645,energy,0,0.00,0.00,800.00

            """)
        try campus.folder.write("roster.csv", roster + "S3,Max,3-420,2027,2026-01-01\n")
        for words in [
            ["import", "rooms", campus.folder.file("rooms2.csv")], ["import", "meters", campus.folder.file("meters2.csv")],
            ["import", "residents", campus.folder.file("roster.csv")], ["topup", "3-420", "50", "--wait", "0"],
            ["refund", "start", "grad", "3-418", "3-420"], ["refund", "approve", "grad", "--as", "li"],
            ["refund", "open", "grad", "3-420", "--register", "810.00", "--remaining", "80.90", "--reference", "slip 17"],
        ] {
            let finished = try campus.start(words).finish()
            if finished.status != 0 { throw WaitedInVain(what: "\(words): \(finished)") }
        }
        return campus
    }

    @Test("each room says what it waits for, and only the one whose amount is fixed has a statement")
    func waits() throws {
        let campus = try Self.campus()
        defer { campus.remove() }
        let indebted = try campus.run(
            "refund", "open", "grad", "3-418", "--register", "1240.00", "--remaining", "0", "--reference", "slip 18")
        #expect(indebted.status == 1 && indebted.errors.contains("were used since the last posting"), "\(indebted)")
        let shown = try campus.run("refund", "show", "grad").output
        #expect(!shown.contains("The room owes"), "nothing is posted up to a register that nobody has confirmed")
        #expect(try campus.run("report", "statement", "grad", "3-418").errors.contains("is not fixed in run grad"))
        #expect(
            try campus.run("report", "statement", "grad", "3-419").errors.contains("Room 3-419 is not in run grad"))
        let statement = try campus.run("report", "statement", "grad", "3-420", "--preview")
        for part in ["S2", "Zoe", "Max", "slip 17", "44.49"] { #expect(statement.output.contains(part), "\(part): \(statement)") }
        #expect(try campus.run("verify").status == 0)
    }

    @Test("a drawer pays no more than it holds, and it is said what to do")
    func drawer() throws {
        let campus = try Self.campus()
        defer { campus.remove() }
        #expect(try campus.run("refund", "split", "grad").status == 0)
        for words in [["--as", "wang"], ["--as", "wang", "--dry-run"]] {
            let refused = try campus.start(["refund", "pay", "grad"] + words).finish()
            #expect(refused.status == 1)
            #expect(refused.errors.contains("The drawer of wang holds 0.00 yuan by the books, 44.49 yuan are to be paid."), "\(refused)")
            #expect(refused.errors.contains("--bank"))
        }
        #expect(try campus.run("refund", "pay", "grad", "--to", "S2", "--as", "wang", "--bank").status == 0)
        #expect(try campus.run("refund", "pay", "grad").status == 0, "the drawer of the sale holds it")
        #expect(try campus.run("refund", "close", "grad").status == 0)
        #expect(try campus.run("verify").status == 0)
    }

    @Test("a resident who was renamed later is named, and nothing is said against the books")
    func renamed() throws {
        let campus = try Self.campus()
        defer { campus.remove() }
        let made = try #require(try campus.run("report", "statement", "grad", "--all", "--json").json() as? [[String: Any]])
        let code = try #require(made.first?["checkCode"] as? String)
        try campus.folder.write("roster.csv", Self.roster.replacing("Zoe", with: "Zoë Ng") + "S3,Max,3-420,2027,2026-01-01\n")
        #expect(try campus.run("import", "residents", campus.folder.file("roster.csv")).status == 0)
        let check = try campus.run("check-code", code)
        #expect(check.status == 0)
        #expect(check.output.contains("The paper agrees with the books."))
        #expect(check.output.contains("S2: Zoe on the paper, Zoë Ng now"))
        // A sum that is not the paper's is still one against it.
        #expect(try campus.run("refund", "split", "grad").status == 0)
        #expect(try campus.run("check-code", code).status == 0, "the statement is of its own time")
    }

    @Test("a month is closed once, the oldest first, and not before its end")
    func months() throws {
        let campus = try Self.campus()
        defer { campus.remove() }
        let month = try #require(try campus.run("refund", "list", "--json").output.firstMatch(of: /(\d{4})-(\d\d)-\d\d/))
        let (year, number) = (Int(month.1) ?? 0, Int(month.2) ?? 0)
        func name(_ before: Int) -> String {
            let months = year * 12 + number - 1 - before
            return "\(months / 12)-\(months % 12 + 1 < 10 ? "0" : "")\(months % 12 + 1)"
        }
        #expect(try campus.run("month", "close", name(0)).errors.contains("has not ended"))
        #expect(try campus.run("month", "close", name(2)).status == 0)
        #expect(try campus.run("month", "close", name(2)).errors.contains("was closed on"))
        #expect(try campus.run("month", "close", name(3)).errors.contains("The last month that was closed is \(name(2))."))
        #expect(try campus.run("month", "close", name(1)).status == 0)
    }
}
