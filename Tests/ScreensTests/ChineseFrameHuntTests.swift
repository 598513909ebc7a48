// Protects the Chinese console from English that creeps back: no recorded frame says two English words one after the other.
// How: every frame recorded in Chinese is read up to its roles; what may stand there in English is listed below, each with its reason.
import Foundation
import Testing

@Suite struct ChineseFrameHuntTests {
    /// What stays as it is in every language.
    private static let kept: [(words: String, why: String)] = [
        ("Demo residence", "the name of the sample campus"),
        (
            "Receipt for electricity, r(oom|…)|Receipt for electri[a-z]*…|line [0-9]+ of page [0-9]+|check code|page [0-9]+ of [0-9]+",
            "a sample paper"
        ),
        ("(Void|Free electricity|Month) of( a sale)?", "titles of sample papers"),
        ("four times as much as last( m…| month)", "a remark of the sample subsidy"),
        ("(The )?vendor says that( a)?( card was sold on Friday)?|card was sold on", "a note that the sample operator typed"),
        ("the count is [0-9]+, [0-9]+ was expected", "a note of a sample order"),
        ("seen at the meter|wrong room|a card of Friday", "reasons that the tests type"),
        ("no answer, 3 tries", "a note of a sample order"), ("connection refused", "what the system of the sample says of a line"),
        ("The disk is full.|Nothing was sold and nothing was written.|Make room on it, then try again.", "a sample complaint of the disk"),
        (":?(theme mono|language [a-z]+)", "commands as they are typed"),
        ("state:cut name:li|cut name", "words of a filter as they are typed"),
    ]

    @Test func noRecordedFrameSpeaksEnglish() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures/zh")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".txt") }.sorted()
        #expect(names.count > 60)
        let (english, kept) = (try Regex("[A-Za-z]{2,} [a-z]{2,}"), try Self.kept.map { try Regex($0.words) })
        for name in names {
            let frame = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            for line in frame.split(separator: "\n").prefix(while: { !$0.hasPrefix("--- roles") }) {
                let rest = kept.reduce(String(line)) { $0.replacing($1, with: "") }
                #expect(!rest.contains(english), "\(name): \(line)")
            }
        }
    }
}
