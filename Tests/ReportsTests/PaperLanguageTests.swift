// Protects papers in every language: the same paper with the same seal, all its words said, columns that stand, sums that are whole.
// How: one paper of every kind as text pages in English and Chinese, held against stored ones (RECORD_SNAPSHOTS=1 records them anew); kept
// and read back as the books keep it.

import Domain
import Foundation
import Phrases
import Reports
import Settings
import Testing
import TextLayout

@Suite("Papers in both languages")
struct PaperLanguageTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    private static let chinese = Result {
        let root = folder.deletingLastPathComponent().deletingLastPathComponent()
        return try LanguageFile.read(String(contentsOf: root.appending(path: "languages/zh.toml"), encoding: .utf8), file: "zh.toml")
            .language
    }

    private static func lines(_ document: Document, in language: Language) throws -> [String] {
        try language.speaking { try Paginator().pages(of: document).flatMap { TextPages.lines(of: $0) } }
    }

    /// As the books keep a paper and hand it out again.
    private static func kept(_ document: Document) throws -> Document {
        let encoder = JSONEncoder()
        encoder.userInfo[try #require(CodingUserInfoKey.keepsPhrases)] = true
        return try JSONDecoder().decode(Document.self, from: encoder.encode(document))
    }

    @Test("every paper as it is printed", arguments: ["en", "zh"])
    func pictures(code: String) throws {
        let language = code == "en" ? .english : try Self.chinese.get()
        for paper in SamplePapers.all {
            let document = SamplePapers.document(paper.title, paper.blocks, isCopy: paper.name == "receipt")
            let text = try Self.lines(Self.kept(document), in: language).filter { !$0.isEmpty }.joined(separator: "\n") + "\n"
            for line in text.split(separator: "\n") { #expect(line.cellWidth <= 80, "\(paper.name): \(line)") }
            let file = Self.folder.appending(path: "Fixtures/\(paper.name).\(code).txt")
            if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
                try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try text.write(to: file, atomically: true, encoding: .utf8)
                Issue.record("recorded \(paper.name): look at the difference, then run without RECORD_SNAPSHOTS")
            } else {
                let stored = try String(contentsOf: file, encoding: .utf8)
                #expect(text == stored, "\(paper.name).\(code): RECORD_SNAPSHOTS=1 shows the difference")
            }
        }
    }

    @Test("no English word stands on a Chinese paper but names, units and what is typed")
    func noEnglish() throws {
        let foreign: Set<String> = [
            "North", "Campus", "chen", "desk", "kWh", "graduation", "Zoë", "O'Brien", "dormwatt", "verify", "head", "FILE", "ABCDE",
            "FGHJK",
        ]
        for paper in SamplePapers.all {
            for line in try Self.lines(SamplePapers.document(paper.title, paper.blocks), in: Self.chinese.get()) {
                let words = line.split { !($0.isLetter && ($0.isASCII || $0 == "ë")) && $0 != "'" }.map(String.init)
                for word in words where word.count > 2 && !foreign.contains(word) && !line.contains("9f86d081") {
                    Issue.record("\(paper.name): \"\(word)\" in \(line)")
                }
            }
        }
    }

    @Test("a paper has one seal in all languages, and keeps it when it is kept")
    func oneSeal() throws {
        for paper in SamplePapers.all {
            let document = SamplePapers.document(paper.title, paper.blocks)
            let bytes = document.canonicalBytes
            #expect(try Self.chinese.get().speaking { document.canonicalBytes } == bytes)
            #expect(try Self.kept(document) == document)
            // What programs read, and what was kept before papers could be said in other languages: English texts and nothing else.
            let plain = try JSONEncoder().encode(document)
            #expect(try JSONDecoder().decode(Document.self, from: plain).canonicalBytes == bytes)
            #expect(!String(decoding: plain, as: UTF8.self).contains("\"say\""))
        }
    }

    @Test("every figure of the English paper stands on the Chinese one")
    func figures() throws {
        func figures(_ lines: [String]) -> [String] {
            lines.flatMap { $0.split { !($0.isASCII && ($0.isNumber || $0 == "." || $0 == "-")) } }.map {
                String($0).trimmingCharacters(in: ["."])
            }.filter { $0.contains(".") }.sorted()
        }
        for paper in SamplePapers.all {
            let document = SamplePapers.document(paper.title, paper.blocks)
            let (english, chinese) = (try Self.lines(document, in: .english), try Self.lines(document, in: Self.chinese.get()))
            #expect(figures(english) == figures(chinese), "\(paper.name)")
        }
    }

    @Test("a copy says so in its language and is the same paper")
    func copies() throws {
        let paper = try #require(SamplePapers.all.first)
        let (first, copy) = (
            SamplePapers.document(paper.title, paper.blocks), SamplePapers.document(paper.title, paper.blocks, isCopy: true)
        )
        #expect(first.canonicalBytes == copy.canonicalBytes)
        #expect(try Self.lines(copy, in: .english)[0].contains("COPY"))
        let head = try Self.lines(copy, in: Self.chinese.get())[0]
        #expect(head.contains("副本"))
        #expect(head.cellWidth == 80)
    }

    @Test("names of residents are found under their heading, whatever the language")
    func names() throws {
        let statement = try #require(SamplePapers.all.first { $0.name == "statement" })
        let document = try Self.kept(SamplePapers.document(statement.title, statement.blocks))
        let names = try Self.chinese.get().speaking { PaperNames.names(in: document) }
        #expect(names == ["S2022001": "欧阳修远", "S2022002": "Zoë O'Brien"])
    }
}
