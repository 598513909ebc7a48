// Protects: every language says every phrase of the program and nothing else, each with the figures and names of its phrase.
// How: the sources are read for their phrases and held against each file in languages/; the reader itself is tried on small texts.
import Foundation
import Phrases
import Screens
import Settings
import Testing

@Suite struct LanguageFileTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func files(under folder: String, ending: String) throws -> [(path: String, text: String)] {
        let base = root.appending(path: folder)
        let walker = try #require(FileManager.default.enumerator(atPath: base.path))
        return try walker.compactMap { $0 as? String }.filter { $0.hasSuffix(ending) }.sorted().map {
            ("\(folder)/\($0)", try String(contentsOf: base.appending(path: $0), encoding: .utf8))
        }
    }

    /// Every phrase of the program, with a place where it stands.
    private static func phrases() throws -> [String: String] {
        var places: [String: String] = [:]
        for (path, text) in try files(under: "Sources", ending: ".swift") where !path.hasPrefix("Sources/Phrases/") {
            let scan = PhraseScan(text)
            for line in scan.unreadable {
                Issue.record("\(path):\(line): a phrase is a literal, so that its translation can be looked for")
            }
            for line in scan.frozen { Issue.record("\(path):\(line): a static let keeps the language of whoever asks first: static var") }
            let helps = path.hasPrefix("Sources/dormwatt/") ? scan.helps : []
            for phrase in scan.phrases + helps { places[phrase.key] = places[phrase.key] ?? "\(path):\(phrase.line)" }
        }
        for command in Command.all {
            for phrase in [command.labelPhrase, command.helpPhrase] { places[phrase.key] = places[phrase.key] ?? "command \(command.name)" }
        }
        return places
    }

    @Test func everyLanguageSaysEveryPhraseAndNothingElse() throws {
        let phrases = try Self.phrases()
        #expect(phrases.count > 900)
        let languages = try Self.files(under: "languages", ending: ".toml")
        #expect(!languages.isEmpty)
        for (path, text) in languages {
            let reading = try LanguageFile.read(text, file: path)
            #expect(reading.problems.isEmpty, "\(reading.problems.map(\.description).joined(separator: "\n"))")
            #expect(path == "languages/\(reading.language.code).toml")
            let keys = Set(reading.language.keys)
            for (key, place) in phrases.sorted(by: { $0.key < $1.key }) where !keys.contains(key) {
                Issue.record("\(path) has no translation of \"\(key)\" (\(place))")
            }
            for key in keys.sorted() where phrases[key] == nil { Issue.record("\(path): nobody says \"\(key)\"") }
        }
    }

    /// The places of each module where what is said begins.
    private static let sayings: [(folder: String, pattern: String)] = [
        ("Screens", #"(\.disabled\(|refuse\(|say\(|question: |message: |KeyHint\("[^"]*", )"[A-Za-z]"#),
        ("Reports", #"(Fact\(|\.heading\(|\.paragraph\(|\.fixed\(|\.name\(|\.amount\(|signatures\(\[)"(?!kWh")[A-Za-z]"#),
        ("Paper", #"(happened: |remedy: )"[A-Za-z]"#),
        ("Store", #"(BooksError\.\w+\(|CopyError\.\w+\(|findings\.add\()"[^"]*[a-z]{2} "#),
        ("Settings", #"(, |text: |place: )"[a-z]+ [a-z]"#),
        ("dormwatt", #"(title: (?!"kWh)|unchanged: |remedy: |Complaint\.print\(|[ {]print\(|\.notice\(|ValidationError\()"[A-Za-z]"#),
    ]

    /// Figures and names are no words.
    @Test func whatIsSaidIsAPhrase() throws {
        for (folder, pattern) in Self.sayings {
            let bare = try Regex(pattern)
            for (path, text) in try Self.files(under: "Sources/\(folder)", ending: ".swift") {
                for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() where line.contains(bare) {
                    Issue.record("\(path):\(number + 1): words that no language can say; write phrase(...)")
                }
            }
        }
    }

    @Test func translationsKeepTheSpacesAroundTheirWords() throws {
        for (path, text) in try Self.files(under: "languages", ending: ".toml") {
            let language = try LanguageFile.read(text, file: path).language
            for key in language.keys.sorted() where key.hasPrefix(" ") {
                let text = try #require(language[key]).text([String](repeating: "x", count: 9))
                #expect(
                    text.hasPrefix(" ") || text.hasPrefix("，"),
                    "\(path): \"\(key)\" begins with a space, so that it stands apart from what is before it")
            }
        }
    }

    @Test func theReaderFindsPhrasesWhereverTheyStand() {
        let source = #"""
            let a = phrase("one"), b = x.phrase("not"), c = rephrase("not")
            // phrase("not this")
            let d = phrase("\(n) of \(f("inner", ")")) \"quoted\"")
            let e = "\(n == 1 ? phrase("room") : phrase("rooms")) plain"
            let f = phrase(
                "on the next line"), g = Phrase("open", context: "verb")
            let h = phrase(words), i = Phrase(verbatim: name)
            static let j = [
                Column(title: phrase("kept")),
            ]
            static var k = phrase("asked")
            static let l: Phrase = Phrase("follows")
            """#
        let scan = PhraseScan(source)
        let keys = ["one", "{} of {} \"quoted\"", "room", "rooms", "on the next line", "verb|open", "kept", "asked", "follows"]
        #expect(scan.phrases.map(\.key) == keys)
        #expect(scan.phrases[1].line == 3)
        #expect(scan.unreadable == [7])
        #expect(scan.frozen == [9])
    }

    @Test func aFileSaysWhatIsWrongByKey() throws {
        let text = """
            [language]
            code = "xx"
            name = "Test"
            [phrases]
            "Room {} is closed." = "geschlossen"
            "{} of {}" = "{2}/{1}"
            [more]
            x = "y"
            """
        let reading = try LanguageFile.read(text, file: "xx.toml")
        #expect(reading.problems.map(\.place) == ["phrases.Room {} is closed.", "more.x"])
        #expect(reading.language.speaking { phrase("\(1) of \(2)") } == "2/1")
        #expect(throws: SettingsProblem.self) { try LanguageFile.read("[phrases", file: "xx.toml") }
    }
}
