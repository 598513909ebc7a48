// Protects the names of keys, which scripts, help and documents share: each key has one, and it reads back as the same key.
// How: every kind of key through its text and back; other spellings; texts that are no key.
import Terminal
import Testing

struct KeyTextTests {
    static let keys: [Key] =
        [
            .enter, .escape, .tab, .backTab, .backspace, .delete, .insert, .up, .down, .left, .right, .home, .end, .pageUp, .pageDown,
            .character("a"), .character("A"), .character("+"), .character("-"), .character(" "), .character("李"), .character("?"),
            .character("e\u{301}"), .alt("x"), .alt(" "), .alt("-"), .paste("3-418\n3-419\\n\t"), .paste(""),
            .resize(Size(columns: 80, rows: 24)), .focus(true), .focus(false),
            .mouse(.click(Point(column: 12, row: 0))), .mouse(.wheelUp), .mouse(.wheelDown),
        ] + Key.Motion.allCases.flatMap { [Key.shift($0), .controlMotion($0)] } + (1...24).map { Key.function($0) }
        + "abcdefghijklmnopqrstuvwxyz@\\]^_".map { Key.control($0) }

    @Test func everyKeyReadsBack() {
        var seen: Set<String> = []
        for key in Self.keys {
            #expect(Key(text: key.text) == key, "\(key.text)")
            #expect(!key.text.isEmpty && seen.insert(key.text).inserted, "\(key.text)")
        }
    }

    @Test(arguments: [
        ("F5", Key.function(5)), ("Ctrl-L", .control("l")), ("ctrl-l", .control("l")), ("esc", .escape), ("Escape", .escape),
        ("PageDown", .pageDown), ("Shift-Tab", .backTab), ("Shift-Up", .shift(.up)), ("Ctrl-PgDn", .controlMotion(.pageDown)),
        ("Space", .character(" ")), (" ", .character(" ")), ("F", .character("F")), ("Alt-X", .alt("X")),
    ])
    func otherSpellingsAreUnderstood(text: String, key: Key) { #expect(Key(text: text) == key) }

    @Test(arguments: [
        "", "F0", "F25", "Fx", "Ctrl-", "Ctrl-ab", "Ctrl-1", "Alt-", "Alt-ab", "Resize:80", "Resize:ax3", "Resize:0x3", "Foo", "Click:3",
        "Click:-1,2",
        "Wheel:left",
    ])
    func othersAreNoKey(text: String) { #expect(Key(text: text) == nil) }

    @Test func inputMethodsAreFoldedOrNoticed() {
        #expect(Key.character("４").folded == .character("4"))
        #expect(Key.character("　").folded == .character(" "))
        #expect(Key.paste("４１８").folded == .paste("418"))
        #expect(Key.character("李").isFromInputMethod)
        #expect(!Key.character("ｑ").isFromInputMethod && !Key.character("q").isFromInputMethod && !Key.enter.isFromInputMethod)
    }
}
