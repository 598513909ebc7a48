// Protects that text put into a column takes exactly its cells, whatever it is made of.
// How: tables of cases, and random text of difficult characters from a printed seed, measured scalar by scalar.
import Seeded
import Testing
import TextLayout

struct ClippingTests {
    @Test(arguments: [
        ("Li Wei", 6, "Li Wei"), ("Li Wei", 5, "Li W…"), ("Li Wei", 1, "…"), ("Li Wei", 0, ""), ("Li Wei", -3, ""), ("李伟王芳", 8, "李伟王芳"),
        ("李伟王芳", 7, "李伟王…"), ("李伟王芳", 6, "李伟…"), ("李", 1, "…"), ("", 3, ""), ("a\u{1B}b", 3, "a␛b"), ("cafe\u{301}s", 4, "caf…"),
        ("cafe\u{301}", 4, "cafe\u{301}"),
    ])
    func longTextEndsInTheEllipsis(text: String, width: Int, expected: String) {
        #expect(text.clipped(to: width) == expected)
    }

    @Test func anEllipsisThatDoesNotFitIsLeftOut() {
        #expect("abcdef".clipped(to: 2, ellipsis: "...") == "ab")
        #expect("abcdef".clipped(to: 4, ellipsis: "...") == "a...")
        #expect("abcdef".clipped(to: 4, ellipsis: "~") == "abc~")
    }

    @Test func paddingFillsTheFreeSide() {
        #expect("李伟".padded(to: 7) == "李伟   ")
        #expect("62.40".padded(to: 8, alignment: .right) == "   62.40")
        #expect("ON".padded(to: 5, alignment: .centre) == " ON  ")
        #expect("李伟王".padded(to: 4, alignment: .right) == " 李…")
    }

    @Test func fullWidthFormsFoldToASCII() {
        #expect("３－４１８　ｏｎ".foldedToASCII == "3-418 on")
        #expect("李3".foldedToASCII == "李3")
    }

    @Test func randomTextKeepsExactWidths() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededRandom(seed: seed)
        let pieces: [String] = [
            "a", "Z", " ", "7", "-", "李", "伟", "，", "ｱ", "ﾞ", "é", "e\u{301}\u{302}\u{303}\u{304}\u{305}", "\u{301}", "\u{200D}",
            "\u{200B}",
            "\u{FE0F}", "👨", "👩‍👧", "🇨", "🇳", "🏽", "\u{1B}", "\n", "\r", "\u{9B}", "\u{202E}", "क", "्", "ष", "한", "\u{1100}", "\u{1161}",
            "\u{11A8}", "가", "\u{600}", "ا", "█", "⠿", "…", "\u{AD}", "\u{FFFE}", "\u{E000}", "\u{1F1E6}", "ก", "ำ",
        ]
        for round in 0..<20_000 {
            let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let width = Int.random(in: 0...14, using: &random)
            let padded = text.padded(to: width, alignment: [.left, .right, .centre].randomElement(using: &random) ?? .left)
            // The width that a terminal adds up, scalar by scalar, not the measure under test.
            let cells = padded.unicodeScalars.reduce(0) { $0 + $1.cellWidth }
            let note = "seed \(seed) round \(round): \(text.unicodeScalars.map { String($0.value, radix: 16) }) in \(width)"
            let sanitised = text.sanitised
            let own = sanitised.unicodeScalars.reduce(0) { $0 + $1.cellWidth }
            guard cells == width, padded.cellWidth == width, own == text.cellWidth, sanitised.sanitised == sanitised else {
                Issue.record("\(note)")
                return
            }
        }
    }

    @Test(arguments: [
        ("one two three", 7, ["one two", "three"]), ("one", 7, ["one"]), ("", 7, [""]), ("a\nb", 7, ["a", "b"]),
        ("incomprehensible", 7, ["incompr", "ehensib", "le"]), ("李伟王芳陈", 6, ["李伟王", "芳陈"]), ("李伟，王芳", 5, ["李", "伟，", "王芳"]),
        ("ab 李伟", 4, ["ab", "李伟"]),
    ])
    func textIsWrappedAtItsWidth(text: String, width: Int, lines: [String]) {
        #expect(text.wrapped(to: width) == lines)
        #expect(text.wrapped(to: width).allSatisfy { $0.cellWidth <= width })
    }
}
