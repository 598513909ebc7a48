// Protects the code by which a paper is held against the books: every slip of one sign, and every two neighbours swapped, is noticed.
// How: codes of seeded digests, every single change tried.

import Reports
import Testing

@Suite("Check codes")
struct CheckCodeTests {
    static let codes = (0..<16).map { (seed: UInt8) in
        CheckCode.code(digest: [seed &* 17, seed &* 3, 255 - seed, seed &* 31, 7])
    }

    @Test("a code reads back, in capitals or not, with or without its dash", arguments: codes)
    func readsBack(code: String) {
        #expect(CheckCode.reading(code) == code)
        #expect(CheckCode.reading(code.lowercased().filter { $0 != "-" }) == code)
    }

    @Test("one wrong sign is no code", arguments: codes)
    func oneWrongSign(code: String) {
        let signs = Array("23456789ABCDEFGHJKLMNPQRSTUVWXYZ")
        var letters = Array(code)
        for index in letters.indices where letters[index] != "-" {
            let right = letters[index]
            for wrong in signs where wrong != right {
                letters[index] = wrong
                #expect(CheckCode.reading(String(letters)) == nil, "\(String(letters)) for \(code)")
            }
            letters[index] = right
        }
    }
}
