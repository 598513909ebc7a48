// Protects papers as the program gives them out: the number and code, that the sums of the PDF are those of the books, that a changed book or a
// changed paper is told from a genuine one, and that a preview leaves nothing.
// How: the real program on a small campus; the PDF read back by pdftotext.
import Foundation
import Testing

@Suite("Papers")
struct PapersTests {
    /// A campus with residents, subsidy and a sale.
    private static func campus() throws -> SmallCampus {
        let campus = try SmallCampus()
        try campus.folder.write("roster.csv", "number,name,room,from\nS1,李娜,3-418,2026-01-01\nS2,Zoë O'Brien,3-418,2026-01-01\n")
        for words in [
            ["import", "residents", campus.folder.file("roster.csv")],
            ["subsidy", "policy", "basic", "--from", "2026-01", "--pause", "none"],
            ["subsidy", "run"], ["topup", "3-418", "50", "--wait", "0"],
        ] {
            let done = try campus.start(words).finish()
            if done.status != 0, words.first != "topup" { throw WaitedInVain(what: done.output + done.errors) }
        }
        return campus
    }

    private static func pdfText(_ path: String) throws -> String { try Shell.run("/usr/bin/pdftotext", ["-layout", path, "-"]).output }

    private static func field(_ name: String, _ finished: Finished) throws -> String {
        try #require((try finished.json() as? [String: Any])?[name] as? String, "\(finished.output)\(finished.errors)")
    }

    @Test("every kind of paper is made, kept, agrees with the books, and its sums are theirs")
    func everyKind() throws {
        let campus = try Self.campus()
        defer { campus.remove() }
        let detail = try #require(try campus.run("room", "3-418", "--json").json() as? [String: Any])
        let entries = try #require(detail["entries"] as? [[String: Any]])
        let sale = try #require(entries.first { $0["kind"] as? String == "sale" }?["sequence"] as? Int)
        let month = String(try #require(entries.first?["at"] as? String).prefix(7))
        for (words, parts) in [
            (["receipt", "\(sale)"], ["Receipt for electricity, room 3-418", "50.00 yuan", "90.90 kWh"]),
            (["history", "3-418"], ["Purchases and use of room 3-418", "50.00", "10.00", "104.15"]),
            (["sales"], ["Sales and use by building", "50.00"]),
            (["subsidy", month], ["Free electricity of \(month)", "10.00", "3-418"]),
            (
                ["month", month],
                ["Month of \(month)", "50.00", "assets:cash:desk", "not confirmed", "Books beside meters", "Silent", "Head of the journal"]
            ),
        ] {
            let made = try campus.start(["report"] + words + ["--json"]).finish()
            #expect(made.status == 0, "\(made.errors)")
            let text = try Self.pdfText(try Self.field("file", made))
            for part in parts + [try Self.field("number", made), try Self.field("checkCode", made), "page 1 of "] {
                #expect(text.contains(part), "\(words): \(part) is missing in\n\(text)")
            }
            let check = try campus.run("check-code", try Self.field("checkCode", made).lowercased())
            #expect(check.status == 0, "\(check.output)\(check.errors)")
            #expect(check.output.contains("The paper agrees with the books."))
        }
        #expect(try campus.run("paper", "--json").json() as? [[String: Any]] != nil)
        #expect(try campus.run("verify").status == 0)
        // A sale that comes later is in no paper that was made before.
        _ = try campus.run("topup", "3-419", "20", "--wait", "0")
        for paper in try #require(try campus.run("paper", "--json").json() as? [[String: Any]]) {
            let code = try #require(paper["checkCode"] as? String)
            #expect(try campus.run("check-code", code).status == 0, "\(paper)")
        }
    }

    @Test("the head on a month's report is a witness for verify")
    func head() throws {
        let campus = try Self.campus()
        defer { campus.remove() }
        let made = try campus.run("report", "sales", "--json")
        let text = try Self.pdfText(try Self.field("file", made))
        func fact(_ name: String) throws -> String {
            let line = text.split(separator: "\n").last { $0.hasPrefix(name) }
            return try #require(line?.split(separator: " ").last.map(String.init), "\(name) is missing in\n\(text)")
        }
        let line = try ["Day", "Entry", "Hash"].map(fact).joined(separator: " ")
        try campus.folder.write("head.txt", line + "\n")
        #expect(try campus.run("verify", "--head", campus.folder.file("head.txt")).status == 0)
        let digit = line.last == "0" ? "1" : "0"
        try campus.folder.write("head.txt", line.dropLast() + digit + "\n")
        #expect(try campus.run("verify", "--head", campus.folder.file("head.txt")).status == 4)
    }

    @Test("the same paper saved twice is the same bytes")
    func sameBytes() throws {
        let campus = try Self.campus()
        defer { campus.remove() }
        let made = try campus.run("report", "sales", "--json")
        let first = try Data(contentsOf: URL(filePath: try Self.field("file", made)))
        let again = campus.folder.file("again.pdf")
        #expect(try campus.run("paper", try Self.field("number", made), "--to", again).status == 0)
        #expect(try Data(contentsOf: URL(filePath: again)) == first)
    }

    @Test("codes that no paper has, and slips of the finger, are told apart")
    func wrongCodes() throws {
        let campus = try Self.campus()
        defer { campus.remove() }
        let code = try Self.field("checkCode", try campus.run("report", "sales", "--json"))
        let last = code.last == "2" ? "3" : "2"
        let slip = try campus.run("check-code", code.dropLast() + last)
        #expect(slip.status == 2)
        #expect(slip.errors.contains("a letter is wrong"))
        let other = try SmallCampus()
        defer { other.remove() }
        let foreign = try other.run("check-code", code)
        #expect(foreign.status == 1)
        #expect(foreign.errors.contains("No paper of this campus has the code"))
    }

    @Test("a preview has no number, and leaves nothing")
    func preview() throws {
        let campus = try Self.campus()
        defer { campus.remove() }
        let shown = try campus.run("report", "history", "3-418", "--preview")
        #expect(shown.status == 0)
        #expect(shown.output.contains("PREVIEW"))
        #expect(try campus.run("paper").output.contains("No papers were made."))
        #expect(try FileManager.default.contentsOfDirectory(atPath: campus.path + "/reports") == [])
    }

    @Test("what no paper can be made of is refused, and nothing is kept")
    func refused() throws {
        let campus = try Self.campus()
        defer { campus.remove() }
        for words in [
            ["receipt", "1"], ["receipt", "999999"], ["history", "9-999"], ["sales", "--from", "2026-13-01"], ["month", "2026-00"],
            ["sales", "--from", "2026-11-02", "--until", "2026-11-01"],
        ] {
            let refused = try campus.start(["report"] + words).finish()
            #expect(refused.status != 0, "\(words)")
            #expect(!refused.errors.isEmpty)
        }
        #expect(try campus.run("paper").output.contains("No papers were made."))
    }

    @Test("a folder that can not be written leaves no half of a paper")
    func readOnlyFolder() throws {
        let campus = try Self.campus()
        defer { campus.remove() }
        let made = try campus.run("report", "sales", "--json")
        let refused = try campus.run("paper", try Self.field("number", made), "--to", campus.folder.file("nowhere/paper.pdf"))
        #expect(refused.status == 1)
        #expect(refused.errors.contains("can not be written"))
    }
}
