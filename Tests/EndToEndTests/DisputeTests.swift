// Protects the only way out of a dispute as a person goes it: look at both sides, decide, say why, and press one key.
// How: the real program on a terminal; its books are put back to before a sale that the meter has, so that the next one disagrees.
import Foundation
import Testing

struct DisputeTests {
    @Test func aDisputeIsSettledAtTheConsoleAndSalesGoOn() throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        try sellBehindTheBooks(demo)
        let disputed = try demo.run("topup", "3-418", "20", "--wait", "30")
        #expect(disputed.status != 0, "\(disputed)")
        #expect(try demo.orderStates("3-418") == ["DISPUTE"])
        try expectLogOfWhatWentWrong(demo)
        let refused = try demo.run("topup", "3-418", "30", "--wait", "0")
        #expect(refused.status == 1 && (refused.output + refused.errors).contains("disputed"), "\(refused)")

        let terminal = try TmuxTerminal(demo.plainConsole)
        defer { terminal.close() }
        try terminal.openRoom("418")
        try terminal.type("o")
        try terminal.wait(for: "s settles it after a look at the meter")
        try terminal.type("s")
        try terminal.wait(for: "Does the meter have this credit?")
        try terminal.type("n")
        try terminal.wait(for: "Why is it not delivered")
        for letter in "seen" { try terminal.type("\(letter)") }
        try terminal.type("Enter")
        try terminal.wait(for: "Reason: seen")
        for _ in 0..<2 { try terminal.type("Enter") }
        #expect(try demo.orderStates("3-418") == ["DISPUTE"], "Enter settles nothing")
        try terminal.type("+")
        try terminal.wait(for: "settled as REFUSED")
        try terminal.quit()
        let orders = try #require(try demo.run("orders", "--all", "--room", "3-418", "--json").json() as? [[String: Any]])
        #expect(orders.map { $0["state"] as? String } == ["REFUSED"])
        #expect((orders.first?["note"] as? String)?.hasSuffix("the meter does not have it. seen") == true, "\(orders)")
    }

    /// The order before was sent and confirmed, as a hundred thousand others are in a month: the log keeps its lines for the others.
    private func expectLogOfWhatWentWrong(_ demo: DemoFixture) throws {
        let log = try String(contentsOfFile: demo.path + "/log/collector.log", encoding: .utf8)
        let orders = log.split(separator: "\n").filter { $0.contains(" info order ") }
        #expect(!orders.isEmpty && orders.allSatisfy { $0.contains(" DISPUTE ") || $0.contains(" UNCONF ") }, "\(log)")
    }

    /// Sells, and puts the books back to before: the meter has a purchase that they do not know.
    private func sellBehindTheBooks(_ demo: DemoFixture) throws {
        let (books, kept) = (demo.path + "/books.sqlite", demo.folder.file("kept.sqlite"))
        try FileManager.default.copyItem(atPath: books, toPath: kept)
        let sold = try demo.run("topup", "3-418", "50", "--wait", "60")
        #expect(sold.status == 0, "\(sold)")
        for name in [books, books + "-journal"] { try? FileManager.default.removeItem(atPath: name) }
        try FileManager.default.moveItem(atPath: kept, toPath: books)
    }
}
