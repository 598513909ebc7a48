// Protects the slip of a void: whose sale, who approved, what the meter says, what was paid back; that a slip which was made before the read-back
// still agrees with the books after it; and that it is the same bytes again.
// How: the real program on a demo campus whose equipment takes the credit back, and on one whose equipment can not be reached.
import Foundation
import Testing

@Suite("Void slips")
struct VoidSlipTests {
    private static func order(_ finished: Finished) throws -> String {
        let made = try #require(try finished.json() as? [String: Any], "\(finished.output)\(finished.errors)")
        return try #require((made["orders"] as? [[String: Any]])?.last?["order"] as? String, "\(finished.output)")
    }

    private static func slip(_ made: Finished) throws -> (text: String, code: String, file: String, number: String) {
        let paper = try #require(try made.json() as? [String: Any], "\(made.output)\(made.errors)")
        let file = try #require(paper["file"] as? String)
        return (
            try Shell.run("/usr/bin/pdftotext", ["-layout", file, "-"]).output, try #require(paper["checkCode"] as? String), file,
            try #require(paper["number"] as? String)
        )
    }

    @Test("a void by read-back: due before it, paid after it, and both slips stay true")
    func readBack() throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        let sale = try Self.order(try demo.run("topup", "3-101", "20", "--json"))
        let voided = try demo.run("void", sale, "--as", "lin", "--reason", "wrong room", "--wait", "0", "--json")
        let plan = try #require((try voided.json() as? [String: Any])?["plan"] as? String, "\(voided.output)\(voided.errors)")
        let before = try Self.slip(try demo.run("report", "void", sale, "--json"))
        for part in ["Paid 20.00 yuan", "Approved by lin", "Reason wrong room", "Due 20.00 yuan", "not yet: the read-back decides"] {
            #expect(before.text.singleSpaced.contains(part), "\(part) is missing in\n\(before.text)")
        }
        #expect(try demo.run("void", sale, "--id", plan, "--wait", "60").status == 0)
        let after = try Self.slip(try demo.run("report", "void", sale, "--json"))
        for part in ["the meter was read back and shows it", "Paid back 20.00 yuan", "purchase count"] {
            #expect(after.text.singleSpaced.contains(part), "\(part) is missing in\n\(after.text)")
        }
        for slip in [before, after] {
            let check = try demo.run("check-code", slip.code)
            #expect(check.status == 0, "\(check.output)\(check.errors)")
            let again = demo.folder.file("again.pdf")
            #expect(try demo.run("paper", slip.number, "--to", again).status == 0)
            #expect(try Data(contentsOf: URL(filePath: again)) == Data(contentsOf: URL(filePath: slip.file)))
        }
    }

    @Test("what no meter had is paid back at once; a sale that stands has no slip")
    func atOnce() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        let sale = try Self.order(try campus.run("topup", "3-418", "20", "--wait", "0", "--json"))
        let refused = try campus.run("report", "void", sale)
        #expect(refused.status == 1)
        #expect(refused.errors.contains("was not voided"))
        #expect(try campus.run("report", "void", "O00009999").status == 1)
        #expect(try campus.run("void", sale, "--as", "lin", "--reason", "wrong room").status == 0)
        let slip = try Self.slip(try campus.run("report", "void", sale, "--json"))
        for part in ["No meter had the credit", "Paid back 20.00 yuan", "VS-"] {
            #expect(slip.text.singleSpaced.contains(part), "\(part) is missing in\n\(slip.text)")
        }
        #expect(try campus.run("check-code", slip.code).status == 0)
        #expect(try campus.run("verify").status == 0)
    }
}

extension String {
    /// With one space between words, as columns of a page stand apart by several.
    fileprivate var singleSpaced: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
