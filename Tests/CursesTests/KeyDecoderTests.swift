// Protects what reaches the application as keys: Esc and Alt apart, a paste never taken for typing, nothing lost or made up.
// How: readings as curses gives them, in every cutting, through the decoder; no terminal is involved.
import CCurses
import Terminal
import Testing

@testable import Curses

struct KeyDecoderTests {
    private func keys(_ inputs: [KeyDecoder.Input], settled: Bool = true) -> [Key] {
        var decoder = KeyDecoder()
        return inputs.flatMap { decoder.take($0) } + (settled ? decoder.settle() : [])
    }

    private func typed(_ text: String) -> [KeyDecoder.Input] { text.unicodeScalars.map { .scalar($0.value) } }

    @Test(arguments: [
        ("a", [Key.character("a")]), (" ", [.character(" ")]), ("李", [.character("李")]), ("\r", [.enter]), ("\n", [.enter]), ("\t", [.tab]),
        ("\u{7F}", [.backspace]), ("\u{8}", [.backspace]), ("\u{0}", [.control("@")]), ("\u{3}", [.control("c")]),
        ("\u{1A}", [.control("z")]),
        ("\u{1C}", [.control("\\")]), ("\u{1F}", [.control("_")]), ("\u{1B}", [.escape]), ("\u{1B}\u{1B}", [.escape, .escape]),
        ("\u{1B}x", [.alt("x")]), ("\u{1B}\u{1B}x", [.escape, .alt("x")]), ("\u{1B}\r", [.escape, .enter]),
        ("12", [.character("1"), .character("2")]),
    ])
    func typingBecomesKeys(text: String, expected: [Key]) { #expect(keys(typed(text)) == expected) }

    @Test func anEscapeWaitsOnlyForWhatIsThere() {
        var decoder = KeyDecoder()
        #expect(decoder.take(.scalar(0x1B)) == [])
        #expect(decoder.settle() == [.escape])
        #expect(decoder.settle() == [])
        #expect(decoder.take(.scalar(0x78)) == [.character("x")])
    }

    @Test func namedKeysAreTranslated() {
        let (shift, control) = (Int(TERMINAL_KEY_SHIFT), Int(TERMINAL_KEY_CONTROL))
        let codes: [(Int, Key)] = [
            (Int(TERMINAL_KEY_UP), .up), (Int(TERMINAL_KEY_PAGE_DOWN), .pageDown), (Int(TERMINAL_KEY_LEFT) + shift, .shift(.left)),
            (Int(TERMINAL_KEY_END) + control, .controlMotion(.end)), (Int(TERMINAL_KEY_ENTER), .enter),
            (Int(TERMINAL_KEY_DELETE), .delete), (Int(TERMINAL_KEY_BACK_TAB), .backTab), (Int(TERMINAL_KEY_FOCUS_OUT), .focus(false)),
            (Int(TERMINAL_KEY_F0) + 1, .function(1)), (Int(TERMINAL_KEY_F0) + 12, .function(12)),
        ]
        for (code, key) in codes { #expect(keys([.key(UInt32(code))]) == [key]) }
        #expect(keys([.key(9)]) == [])
        #expect(keys([.scalar(0x1B), .key(UInt32(TERMINAL_KEY_UP))]) == [.escape, .up])
    }

    private let begin = KeyDecoder.Input.key(UInt32(TERMINAL_KEY_PASTE_BEGIN))
    private let end = KeyDecoder.Input.key(UInt32(TERMINAL_KEY_PASTE_END))

    @Test func aPasteIsOneKeyWhateverItHolds() {
        #expect(keys([begin] + typed("q\r3-418\u{1B}x\u{1A}") + [.key(UInt32(TERMINAL_KEY_UP)), end]) == [.paste("q\n3-418\u{1B}x\u{1A}")])
        #expect(keys([begin, end]) == [.paste("")])
        #expect(keys(typed("a") + [begin] + typed("b") + [end] + typed("c")) == [.character("a"), .paste("b"), .character("c")])
        #expect(keys([end]) == [])
    }

    @Test func aPasteWithoutAnEndIsGivenUpAndBounded() {
        var decoder = KeyDecoder()
        _ = decoder.take(begin)
        for _ in 0..<Key.longestPaste + 1_000 { _ = decoder.take(.scalar(0x61)) }
        #expect(decoder.pasteLength == Key.longestPaste + 1_000 && decoder.settle() == [])
        guard case .paste(let text)? = decoder.endPaste().first else {
            Issue.record("no paste")
            return
        }
        #expect(text.utf8.count == Key.longestPaste)
        #expect(decoder.pasteLength == nil && decoder.endPaste() == [])
    }

    @Test func forgettingDropsWhatHasBegun() {
        var decoder = KeyDecoder()
        _ = decoder.take(.scalar(0x1B))
        _ = decoder.take(begin)
        decoder.forget()
        #expect(decoder.settle() == [] && decoder.pasteLength == nil)
    }

    @Test func aSlowPasteIsNotCutAndOneWithoutAnEndIsGivenUp() {
        var watch = PasteWatch()
        let start = ContinuousClock.now
        watch.note(nil, at: start)
        #expect(watch.deadline == nil && !watch.isOver(at: start + .seconds(60)))
        for second in 0..<60 {
            let now = start + .milliseconds(second * 900)
            watch.note(second * 4_000, at: now)
            #expect(!watch.isOver(at: now), "after \(second * 900) ms")
        }
        let last = start + .milliseconds(59 * 900)
        watch.note(59 * 4_000, at: last + .milliseconds(500))
        #expect(!watch.isOver(at: last + .milliseconds(999)) && watch.isOver(at: last + PasteWatch.pause))
        watch.note(nil, at: last + .seconds(2))
        #expect(watch.deadline == nil)
    }

    @Test func linesThatComeAtOnceArePastedAlsoWhereNothingSaysSo() {
        let rows = (0..<12).map { "3-\(100 + $0)\t50\n" }.joined()
        let read = keys(typed(rows.replacing("\n", with: "\r")))
        #expect(TypedPaste.text(of: read) == rows)
        // Amounts typed ahead on the number pad, arrows held down, and a long line are typing.
        #expect(TypedPaste.text(of: keys(typed(String(repeating: "50.5\r", count: 12)))) == nil)
        #expect(TypedPaste.text(of: Array(repeating: .down, count: 200)) == nil)
        #expect(TypedPaste.text(of: read + [.pageDown]) == nil)
        #expect(TypedPaste.text(of: keys(typed(String(repeating: "a", count: 250) + "\r"))) == nil)
    }

    @Test func whatFollowsATypedPasteBelongsToIt() {
        var decoder = KeyDecoder()
        decoder.beginPaste(with: "3-101\t50\n")
        #expect(typed("3-1+\r").flatMap { decoder.take($0) }.isEmpty)
        #expect(decoder.endPaste() == [.paste("3-101\t50\n3-1+\n")])
    }
}
