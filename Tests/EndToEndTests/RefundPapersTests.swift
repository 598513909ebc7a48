// Protects the papers of a run of refunds: sums that are those of the books, names in Chinese and Latin, the reasons, a statement that was made before
// somebody was paid and stays true afterwards, and all statements of a run as one file.
// How: the real program on a demo campus whose meters give their credit back; the PDF read back by pdftotext.
import Foundation
import Testing

@Suite("Papers of refunds")
struct RefundPapersTests {
    private static func text(_ path: String) throws -> String { try Shell.run("/usr/bin/pdftotext", ["-layout", path, "-"]).output }

    private static func require(_ finished: Finished) throws {
        if finished.status != 0 { throw WaitedInVain(what: finished.output + finished.errors) }
    }

    /// Yuan in the first line that has these words.
    private static func yuan(_ words: String, in text: String) -> String? {
        text.split(separator: "\n").first { $0.contains(words) }?.split(separator: " ").last { $0.contains(".") }.map(String.init)
    }

    @Test("statements and the payout list agree with the books, before and after payment")
    func papers() throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        let people = [("S1", "李娜", "3-101"), ("S2", "Zoë O'Brien", "3-101"), ("S3", "欧阳修远", "3-102")]
        let lines = people.map { "\($0.0),\($0.1),\($0.2),2026-01-01,2026\n" }.joined()
        try demo.folder.write("roster.csv", "number,name,room,from,cohort\n" + lines)
        try Self.require(demo.run("import", "residents", demo.folder.file("roster.csv")))
        try Self.require(demo.run("topup", "3-101", "50"))
        try Self.require(demo.run("refund", "start", "summer", "--cohort", "2026"))
        let early = try demo.run("report", "statement", "summer", "3-101")
        #expect(early.status == 1)
        #expect(early.errors.contains("is not fixed"))
        try Self.require(demo.run("refund", "approve", "summer", "--as", "lin"))
        _ = try demo.run("refund", "take", "summer", "--wait", "60")
        try Self.require(demo.run("refund", "split", "summer"))

        let made = try #require(try demo.run("report", "statement", "summer", "3-101", "--json").json() as? [[String: Any]])
        let file = try #require(made.first?["file"] as? String)
        let statement = try Self.text(file)
        for part in ["Statement of room 3-101", "李娜", "Zoë O'Brien", "Readings", "Use by months", "read-back of order", "page 1 of"] {
            #expect(statement.contains(part), "\(part) is missing in\n\(statement)")
        }
        let shown = try #require(try demo.run("refund", "show", "summer", "3-101", "--json").json() as? [String: Any])
        let paidBack = try #require(Self.yuan("Paid back", in: statement))
        #expect("\(shown)".contains(paidBack), "\(paidBack) is not in \(shown)")
        let list = try #require(try demo.run("report", "payout", "summer", "--json").json() as? [String: Any])
        let before = try Self.text(try #require(list["file"] as? String))
        for part in ["Payout list of summer", "李娜", "欧阳修远", "due", "cohort 2026", "____"] {
            #expect(before.contains(part), "\(part) is missing in\n\(before)")
        }

        try Self.require(demo.run("refund", "pay", "summer", "3-101"))
        let after = try #require(try demo.run("report", "payout", "summer", "--json").json() as? [String: Any])
        #expect(try Self.text(try #require(after["file"] as? String)).contains("cash 20"))
        let all = try #require(try demo.run("report", "statement", "summer", "--all", "--json").json() as? [[String: Any]])
        #expect(all.count == 2)
        let together = try Self.text(try #require(all.first?["file"] as? String))
        #expect(together.contains("Statement of room 3-101") && together.contains("Statement of room 3-102"))
        for paper in [made[0], list, after] + all {
            let check = try demo.run("check-code", try #require(paper["checkCode"] as? String))
            #expect(check.status == 0, "\(paper): \(check.output)\(check.errors)")
        }
        try Self.chinese(demo, paidBack: paidBack, first: try #require(made[0]["number"] as? String))
        let again = demo.folder.file("again.pdf")
        try Self.require(demo.run("paper", try #require(made[0]["number"] as? String), "--to", again))
        #expect(try Data(contentsOf: URL(filePath: again)) == Data(contentsOf: URL(filePath: file)))
        #expect(try demo.run("verify").status == 0)
    }

    /// The same statement in Chinese: a new one, and the first one said again; sums as in English, and a code that the books confirm.
    private static func chinese(_ demo: DemoFixture, paidBack: String, first: String) throws {
        let made = try demo.run("report", "statement", "summer", "3-101", "--language", "zh")
        try require(made)
        let lines = made.output.split(separator: "\n").map(String.init)
        let statement = try text(try #require(lines.last))
        for part in ["房间 3-101 结算单", "李娜", "Zoë O'Brien", "期初", "退费明细", "校验码"] {
            #expect(statement.contains(part), "\(part) is missing in\n\(statement)")
        }
        #expect(yuan("退还", in: statement) == paidBack, "\(statement)")
        let code = try #require(lines.first?.split(separator: " ").last.map(String.init))
        #expect(statement.contains(code))
        let check = try demo.run("check-code", code)
        #expect(check.status == 0, "\(check.output)\(check.errors)")
        // A paper that was made in English is the same paper in Chinese.
        let (one, two) = (demo.folder.file("zh1.pdf"), demo.folder.file("zh2.pdf"))
        try require(demo.run("paper", first, "--to", one, "--language", "zh"))
        try require(demo.run("paper", first, "--to", two, "--language", "zh"))
        #expect(try Data(contentsOf: URL(filePath: one)) == Data(contentsOf: URL(filePath: two)))
        #expect(try yuan("退还", in: text(one)) == paidBack)
        let payouts = try demo.run("report", "payout", "summer", "--preview", "--language", "zh").output
        for part in ["发放表 summer", "2026 届", "现金 20", "合计"] { #expect(payouts.contains(part), "\(part) is missing in\n\(payouts)") }
    }

    @Test("no such run, no such room, and neither a room nor --all are told")
    func refusals() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        #expect(try campus.run("report", "statement", "nowhere", "3-418").errors.contains("There is no run nowhere."))
        #expect(try campus.run("report", "payout", "nowhere").errors.contains("There is no run nowhere."))
        #expect(try campus.run("report", "statement", "nowhere").status == 2)
        #expect(try campus.run("report", "statement", "nowhere", "3-418", "--all").status == 2)
        #expect(try campus.run("paper").output.contains("No papers were made."))
    }
}
