// Protects nothing by itself: plays the tests of drawn frames once in English and once in Chinese.
// How: a trait binds the language around the whole test; `expectSnapshot` then compares with the frame of that language.

import Foundation
import Phrases
import Settings
import Terminal
import Testing

/// Plays each test of a suite in every language that the program ships.
struct BothLanguages: SuiteTrait, TestTrait, TestScoping {
    var isRecursive: Bool { true }

    func provideScope(for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void) async throws {
        try await function()
        guard testCase != nil else { return }
        try await Language.$current.withValue(try Self.chinese()) { try await function() }
    }

    /// The language as it is shipped.
    static func chinese(from test: String = #filePath) throws -> Language {
        let file = URL(fileURLWithPath: test).deletingLastPathComponent().appendingPathComponent("../../languages/zh.toml")
        return try LanguageFile.read(String(contentsOf: file, encoding: .utf8), file: "zh.toml").language
    }
}

extension Trait where Self == BothLanguages {
    static var bothLanguages: Self { Self() }
}

/// Expects that nothing on a screen was left in English: names, keys, commands, the words of filters and what the test itself says are
/// the only Latin letters.
func expectNoEnglish(_ frame: Frame, _ name: String, location: SourceLocation = #_sourceLocation) {
    for line in frame.lines {
        let words = line.split { !$0.isASCII || !($0.isLetter || $0.isNumber || "-:<>=@_".contains($0)) }.map(String.init)
        for word in words where word.count > 2 && !isKept(word) {
            Issue.record("\(name) says \"\(word)\" in English: \(line)", sourceLocation: location)
        }
    }
}

/// Units, keys, and the names of arguments and variables that are typed as they are.
private let keptWords = Set(
    """
    kWh Enter Esc Tab Left Right PgUp PgDn Home End Backspace Shift Ctrl-P Ctrl-D Ctrl-U Space Ins Down Dormwatt ROOM NAME WORDS COPY PDF CSV
    """.split { $0.isWhitespace }.map(String.init))

/// What the sample campus and the tests say: names, notes that somebody typed, what a printer or a system answered.
private let dataWords = Set(
    """
    Demo residence chen Chen Wang Fang Wei Lei Sun Tao Fan wan auto vendor says that card was sold Friday seen the meter moves written
    twice office pos The disk full. Nothing and Make room then try again. room times much four last month
    autumn csv Ann Brien Noah frame mono name summer mark
    count expected wrong tries sale refused nothing for Receipt electricity connection answer Void connecting-to-device days
    campus csv dev energy main
    """.split { $0.isWhitespace }.map { String($0.filter { $0 != "." }) })

private func isKept(_ word: String) -> Bool {
    // Numbers of papers, cases and sales, and a door beside the letter of its state, are no words.
    keptWords.contains(word) || dataWords.contains(word) || word.contains { ":<>=@_".contains($0) || $0.isNumber }
        || !word.contains(where: \.isLetter)
}
