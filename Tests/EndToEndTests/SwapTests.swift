// Protects: a meter is replaced by the real program against equipment, alive or dead, and a program killed in between leaves nothing open.
// How: a demo campus whose electrician puts new meters in; the books verify, agree with the meters, and take no old file for a meter.
import Foundation
import Testing

struct SwapTests {
    private func swap(_ campus: DemoFixture, _ arguments: String...) throws -> Finished {
        let options = ["--address", "900000000418", "--serial", "B-77", "--initial", "0.20", "--as", "li", "--by-role", "cashier"]
        return try Shell.run(Program.path, ["swap", "3-418"] + options + arguments + ["--campus", campus.path])
    }

    /// What the electrician writes down: the last register of the old meter.
    private func exchange(_ campus: DemoFixture, _ place: String = "3-418=900000000418,0.20") throws -> String {
        let done = try campus.run("simulate", "--exchange", place)
        let words = done.output.split(separator: " ")
        let showed = try #require(words.firstIndex(of: "showed"), "\(done)")
        return String(words[showed + 1])
    }

    private func json(_ finished: Finished) throws -> [String: Any] { try #require(finished.json() as? [String: Any], "\(finished)") }

    @Test func aDeadMeterIsReplacedByATypedRegister() throws {
        let campus = try DemoFixture()
        defer { campus.remove() }
        let last = try exchange(campus)
        let silent = try swap(campus)
        #expect(silent.status == 1 && silent.errors.contains("could not be read") && silent.errors.contains("--final"), "\(silent)")
        let wordless = try swap(campus, "--final", last)
        #expect(wordless.status == 1 && wordless.errors.contains("--note"), "\(wordless)")
        let typed = ["--final", last, "--note", "photograph 12"]
        let preview = try json(try swap(campus, typed[0], typed[1], typed[2], typed[3], "--dry-run", "--json"))
        let planned = try #require(preview["swap"] as? [String: Any])
        #expect(planned["finalRegister"] as? String == last && planned["oldMeter"] as? String == "000000000418")
        #expect(try campus.room("3-418", "meter") as? String == "000000000418")
        let done = try swap(campus, typed[0], typed[1], typed[2], typed[3], "--id", "S1")
        #expect(done.status == 0 && done.output.contains("METER"), "\(done)")
        let again = try swap(campus, "--id", "S1")
        #expect(again.status == 0 && again.output.contains("committed before"), "\(again)")
        #expect(try campus.orderStates("3-418").last == "METER")
        let read = try campus.run("read", "3-418", "--json")
        #expect(read.status == 0, "\(read)")
        try campus.expectBalancedBooks()
        let rows = try campus.run("reconcile", "--room", "3-418", "--json")
        #expect(!rows.output.contains("OPEN"), "\(rows)")
        // The inventory of before the swap brings nothing back.
        let old = try campus.run("import", "meters", campus.path + "/field/meters.csv", "--json")
        #expect(try json(old)["replaced"] as? [String] == ["000000000418"])
        #expect(try json(old)["changed"] as? [String] == [])
        let sold = try campus.run("topup", "3-418", "20")
        #expect(sold.status == 0 && sold.output.contains("METER"), "\(sold)")
        for form in ["hledger", "csv", "json"] {
            let export = try campus.run("export", "journal", "--format", form)
            #expect(export.status == 0 && export.output.contains("swap") && export.output.contains("photograph 12"), "\(export.errors)")
        }
        try campus.expectBalancedBooks()
    }

    @Test func aKilledSwapIsDeliveredByWhoeverComesNext() throws {
        let campus = try DemoFixture()
        defer { campus.remove() }
        // The old meter still stands and is read; the new one comes afterwards, so that the order can not be delivered yet.
        let committed = try swap(campus, "--unread", "--wait", "0", "--id", "S1")
        #expect(committed.status == 3 && committed.output.contains("QUEUED"), "\(committed)")
        #expect(try campus.room("3-418", "meter") as? String == "900000000418")
        try campus.expectBalancedBooks()
        _ = try exchange(campus)
        let next = try swap(campus, "--id", "S1")
        #expect(next.status == 0 && next.output.contains("METER"), "\(next)")
        try campus.expectBalancedBooks()
    }

    @Test func whatIsNoNewMeterIsRefused() throws {
        let campus = try DemoFixture()
        defer { campus.remove() }
        let refused = try swap(campus)
        #expect(refused.status == 1 && refused.errors.contains("--unread"), "\(refused)")
        #expect(try campus.room("3-418", "meter") as? String == "000000000418")
        let other = try Shell.run(
            Program.path,
            ["swap", "3-418", "--address", "000000000409", "--serial", "X", "--initial", "0", "--as", "li", "--campus", campus.path])
        #expect(other.status == 1 && other.errors.contains("3-409"), "\(other)")
        let alone = try Shell.run(
            Program.path, ["swap", "3-418", "--address", "900000000418", "--serial", "X", "--initial", "0", "--campus", campus.path])
        #expect(alone.status == 1 && alone.errors.contains("--as"), "\(alone)")
    }
}
