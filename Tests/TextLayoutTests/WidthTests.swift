// Protects how many cells text takes: a wrong width breaks every column after it.
// How: known widths; the own table against this libc's wcwidth for the ranges in use; clusters that a cell cannot hold.
import Glibc
import Testing
import TextLayout

struct WidthTests {
    @Test(arguments: [
        ("a", 1), ("李", 2), ("，", 2), ("￥", 2), ("¥", 1), ("㎾", 2), ("─", 1), ("①", 1), ("·", 1), ("…", 1), ("●", 1), ("▲", 1),
        ("✓", 1), ("⚠", 1), ("😀", 2), ("한", 2), ("ﾊﾞ", 1), ("e\u{301}", 1), ("⣿", 1), ("█", 1), ("−", 1), ("→", 1), ("", 0),
        ("\u{301}", 0), ("\u{200B}", 0), ("👨‍👩‍👧", 2), ("🇨🇳", 1), ("☀\u{FE0F}", 1), ("\u{1B}", 1), ("\r\n", 1), ("\t", 1), ("\u{9B}", 1),
        ("\u{202E}", 1), ("क्षत", 2), ("\u{1112}\u{1161}\u{11AB}", 2),
    ])
    func aTextTakesItsCells(text: String, width: Int) {
        #expect(text.cellWidth == width)
        #expect(text.sanitised.cellWidth == width)
    }

    @Test func theTableAgreesWithTheSystemForWhatIsUsed() throws {
        // Glibc's module leaves wcwidth out, so it is looked up by its name.
        let symbol = try #require(dlsym(nil, "wcwidth"))
        let wcwidth = unsafeBitCast(symbol, to: (@convention(c) (wchar_t) -> Int32).self)
        let locale = try #require(newlocale(LC_CTYPE_MASK, "C.UTF-8", nil))
        let previous = uselocale(locale)
        defer {
            uselocale(previous)
            freelocale(locale)
        }
        let used: [ClosedRange<UInt32>] = [
            0x20...0x7E, 0xA1...0xAC, 0xAE...0x24F, 0x300...0x36F, 0x370...0x37F, 0x391...0x3A1, 0x400...0x482, 0x2010...0x2027,
            0x2030...0x205E, 0x2190...0x21FF, 0x2200...0x22FF, 0x2500...0x257F, 0x2580...0x259F, 0x25A0...0x25FF, 0x2600...0x26FF,
            0x2700...0x27BF, 0x2800...0x28FF, 0x3000...0x303F, 0x3041...0x3096, 0x3099...0x30FF, 0x3105...0x312F, 0x3400...0x4DBF,
            0x4E00...0x9FFC, 0xAC00...0xD7A3, 0xF900...0xFAD9, 0xFF01...0xFFBE, 0xFFE0...0xFFE6, 0x20000...0x2A6D6,
        ]
        var checked = 0
        for scalar in used.joined().compactMap(Unicode.Scalar.init) {
            let theirs = wcwidth(wchar_t(scalar.value))
            // What this libc does not know (-1) it cannot judge.
            guard theirs >= 0 else { continue }
            checked += 1
            if scalar.cellWidth != Int(theirs) { Issue.record("U+\(String(scalar.value, radix: 16)): \(scalar.cellWidth), libc \(theirs)") }
        }
        #expect(checked > 80_000)
    }

    @Test func nothingThatSteersATerminalIsLeft() {
        let dangerous = "a\u{1B}[2J\u{7}b\u{9B}31m\u{202E}c\u{0}\r\nd\u{FEFF}\u{E0041}\u{2028}"
        let safe = dangerous.sanitised
        #expect(safe.hasPrefix("a␛[2J␇b\u{FFFD}31m"))
        for scalar in safe.unicodeScalars {
            #expect(scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value) && scalar.properties.generalCategory != .format)
        }
        #expect("plain text 3-418".sanitised == "plain text 3-418")
    }
}
