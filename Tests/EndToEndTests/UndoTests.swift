// Protects the undo of many sales at once: one plan, out of every meter by read-back, money at the end; what can not be taken back stays and
// says why. And that a figure's explanation names what really happened.
// How: the real program on a demo campus whose equipment takes the credit back, and on one whose equipment can not be reached; the books are
// verified at the end.
import Foundation
import Testing

@Suite("Undo and explain")
struct UndoTests {
    private func sell(_ demo: DemoFixture, _ rooms: [String]) throws -> String {
        try demo.folder.write("sales.csv", "room,amount\n" + rooms.map { "\($0),20.00\n" }.joined())
        let sold = try demo.run("topup", "--file", demo.folder.file("sales.csv"), "--wait", "60", "--json")
        let made = try #require(try sold.json() as? [String: Any], "\(sold)")
        return try #require(made["plan"] as? String, "\(sold.output)")
    }

    @Test("who asks for one sale of a batch that was voided is led to what came of all its rooms, each by its name")
    func oneSaleOfABatch() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        try campus.folder.write("sales.csv", "room,amount\n3-418,20.00\n3-419,30.00\n")
        let sold = try campus.run("topup", "--file", campus.folder.file("sales.csv"), "--wait", "0", "--json")
        let plan = try #require((try sold.json() as? [String: Any])?["plan"] as? String, "\(sold.output)\(sold.errors)")
        let orders = try #require(try campus.run("orders", "--json").json() as? [[String: Any]])
        let sale = try #require(orders.first { $0["room"] as? String == "3-419" }?["order"] as? String, "\(orders)")
        let undone = try campus.run("void", "--batch", plan, "--as", "lin", "--reason", "wrong list")
        #expect(undone.status == 0, "\(undone.output)\(undone.errors)")
        let refused = try campus.run("void", sale, "--as", "lin", "--reason", "wrong list")
        let advice = try #require(refused.errors.firstMatch(of: /dormwatt void (\S+) --id ([^\s.]+)/), "\(refused.output)\(refused.errors)")
        let told = try campus.run("void", String(advice.1), "--id", String(advice.2), "--wait", "0")
        #expect(told.status == 0, "\(told.output)\(told.errors)")
        for part in ["3-418: 20.00 yuan were paid", "3-419: 30.00 yuan were paid"] {
            #expect(told.output.contains(part), "\(part) is missing in\n\(told.output)")
        }
        #expect(try campus.run("verify").status == 0)
    }

    @Test("a batch goes back out of every meter, and twice it takes nothing")
    func commandLine() throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        let plan = try sell(demo, ["3-101", "3-117", "3-418"])
        let shown = try demo.run("void", "--batch", plan, "--as", "lin", "--reason", "wrong list", "--dry-run")
        #expect(shown.output.contains("3 sales are taken back, 0 stay"), "\(shown)")
        let undone = try demo.run("void", "--batch", plan, "--as", "lin", "--reason", "wrong list", "--wait", "60", "--json")
        #expect(undone.status == 0, "\(undone)")
        let made = try #require(try undone.json() as? [String: Any])
        #expect(made["paid"] as? String == "60.00")
        #expect((made["rooms"] as? [[String: Any]])?.map { $0["outcome"] as? String } == ["paid", "paid", "paid"])
        let again = try demo.run("void", "--batch", plan, "--as", "lin", "--reason", "wrong list")
        #expect(again.status == 1 && again.output.contains("0 sales are taken back, 3 stay"), "\(again)")
        let refused = try demo.run("void", "--batch", "nonsense", "--as", "lin", "--reason", "wrong list")
        #expect(refused.status == 1 && refused.errors.contains("There is no plan nonsense"), "\(refused)")
        #expect(try demo.run("void", "--as", "lin").status == 2)
        try demo.expectBalancedBooks()
        let explained = try demo.run("explain", "3-418", "order", "--json")
        let figures = try #require(try explained.json() as? [[String: Any]], "\(explained)")
        let steps = try #require(figures.first?["steps"] as? [[String: Any]])
        let words = steps.compactMap { $0["what"] as? String }
        #expect(words.contains { $0.contains("sent as purchase no.") } && words.contains { $0.contains("The meter read back") }, "\(words)")
        #expect(try demo.run("explain", "3-418", "weather").status == 2)
        #expect(try demo.run("explain", "9-999").status == 1)
    }
}
