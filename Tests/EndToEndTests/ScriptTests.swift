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

    @Test func theLocaleTheOptionAndTheSettingsChooseTheLanguage() throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        let chosen = try demo.run("console", "--dump-frame", "-", "--language", "zh")
        #expect(chosen.status == 0 && chosen.output.contains("供电"), "\(chosen)")
        let located = try demo.run(["console", "--dump-frame", "-"], environment: ["LC_ALL": "zh_CN.UTF-8"])
        #expect(located.status == 0 && located.output.contains("供电"), "\(located)")
        let refused = try demo.run(["topup", "9-999", "50"], environment: ["LC_ALL": "zh_CN.UTF-8"])
        #expect(refused.status == 1 && (refused.output + refused.errors).contains("没有房间 9-999"), "\(refused)")
        let unknown = try demo.run("rooms", "--language", "xx")
        #expect(unknown.status == 2 && unknown.errors.contains("There is no language \"xx\". Known are en, zh."), "\(unknown)")
        let json = try demo.run(["rooms", "--json"], environment: ["LC_ALL": "zh_CN.UTF-8"])
        #expect(json.status == 0 && !json.output.contains("供电"), "\(json)")
        try demo.folder.write(
            "switch.keys",
            """
            :
            type language zh
            Enter
            wait 语言：中文。
            """)
        let switched = try demo.run("console", "--script", demo.folder.file("switch.keys"), "--dump-frame", "-")
        #expect(switched.status == 0 && switched.output.contains("房态"), "\(switched)")
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
