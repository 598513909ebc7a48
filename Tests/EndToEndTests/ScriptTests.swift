// Protects the replay of a report: a script of keys does what an operator does, without a terminal, and shows the screens it made.
// How: the real program on a demo campus; the same sale as at the keyboard, and scripts with mistakes.
import Foundation
import Testing

struct ScriptTests {
    @Test func aScriptSellsAndShowsTheScreens() throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        let script = demo.folder.file("sale.keys")
        let picture = demo.folder.file("wall.txt")
        try demo.folder.write(
            "sale.keys",
            """
            # A sale of 50 yuan to 3-101.
            dump \(picture)
            1 0 1 Enter
            wait 3-101
            t
            wait 10.00 to 500.00
            type 50
            Enter
            wait posts this sale
            +
            wait The meter was read back and holds the credit.
            """)
        let played = try demo.run("console", "--script", script, "--dump-frame", "-")
        #expect(played.status == 0, "\(played.output)\(played.errors)")
        #expect(
            played.output.contains("holds the credit")
                && played.output.split(separator: "\n", omittingEmptySubsequences: false).count == 25,
            "\(played)")
        #expect(try demo.folder.read("wall.txt").contains("101"))
        #expect(try demo.orderStates("3-101").contains("METER"))
        try demo.expectBalancedBooks()
    }

    @Test func theFirstScreenNeedsNoScript() throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        let shown = try demo.run("console", "--dump-frame", "-")
        #expect(shown.status == 0 && shown.output.contains("24 rooms"), "\(shown)")
    }

    @Test func aScriptWithAMistakePressesNothing() throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        try demo.folder.write("wrong.keys", "Enter\nnokey")
        let played = try demo.run("console", "--script", demo.folder.file("wrong.keys"))
        #expect(played.status == 2 && played.errors.contains("line 2: \"nokey\" is no key"), "\(played)")
        let missing = try demo.run("console", "--script", demo.folder.file("none.keys"))
        #expect(missing.status == 2 && missing.errors.contains("can not be read"), "\(missing)")
    }
}
