// Protects: our reader of comma-separated values takes a file for the same records as the rest of the world does.
// How: a few hundred files from a seed, well-formed and broken, are read by it and by Python's csv module (strict), and compared
// through JSON, with the line on which every record starts. DORMWATT_INTEROP_SEED chooses another seed.
import Foundation
import Operations
import Seeded
import Testing

struct CSVPeerTests {
    private struct Seen: Decodable {
        struct Record: Decodable, Equatable {
            let line: Int
            let fields: [String]
        }

        let header: [String]
        let records: [Record]
        let ragged: Int
        let error: String?
    }

    private static let seed = ProcessInfo.processInfo.environment["DORMWATT_INTEROP_SEED"].flatMap { UInt64($0) } ?? 645

    /// What Python makes of each text, in order.
    private static func python(_ texts: [String]) async throws -> [Seen] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "dormwatt-csv-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (index, text) in texts.enumerated() {
            try Data(text.utf8).write(to: folder.appending(path: "\(10_000 + index).csv"))
        }
        let result = try await Peer.run("csv_records.py", [folder.path])
        return try JSONDecoder().decode([Seen].self, from: result.output)
    }

    private static func ours(_ text: String) -> (csv: CSV, records: [Seen.Record]) {
        let csv = CSV(Array(text.utf8))
        return (csv, csv.records.map { Seen.Record(line: $0.line, fields: $0.fields) })
    }

    @Test(.timeLimit(.minutes(1)))
    func wellFormedFilesHaveTheSameRecords() async throws {
        var random = SeededRandom(seed: Self.seed)
        let texts = (0..<300).map { _ in Self.file(&random) }
        let seen = try await Self.python(texts)
        #expect(seen.count == texts.count)
        for (index, (text, python)) in zip(texts, seen).enumerated() {
            let (csv, records) = Self.ours(text)
            let place = "seed \(Self.seed), file \(index): \(text.debugDescription)"
            #expect(python.error == nil, "\(place)")
            #expect(csv.header == python.header, "\(place)")
            #expect(records == python.records, "\(place)")
            #expect(csv.problems.count == python.ragged, "\(place)")
        }
        #expect(seen.contains { $0.ragged > 0 } && seen.contains { $0.records.count > 3 }, "the files are worth comparing")
        #expect(texts.contains { $0.hasPrefix("\u{FEFF}") } && texts.contains { $0.utf8.contains(13) })
    }

    /// Files of people and of earlier trouble. What we take without a word Python takes the same way.
    @Test(.timeLimit(.minutes(1)))
    func theFilesOfTheCorpusAreNeverTakenForSomethingElse() async throws {
        let corpus = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Corpus/csv").standardizedFileURL
        let files = try FileManager.default.contentsOfDirectory(at: corpus, includingPropertiesForKeys: nil)
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
        let texts = try files.map { try String(contentsOf: $0, encoding: .utf8) }
        #expect(texts.count >= 16)
        for ((file, text), python) in zip(zip(files, texts), try await Self.python(texts)) {
            let (csv, records) = Self.ours(text)
            if python.error != nil { #expect(!csv.problems.isEmpty, "\(file.lastPathComponent)") }
            guard csv.problems.isEmpty else { continue }
            #expect(csv.header == python.header && records == python.records, "\(file.lastPathComponent)")
        }
    }

    /// We refuse more than Python, which lets a quote stand inside a field; but what we take without a word Python takes the same way.
    @Test(.timeLimit(.minutes(1)))
    func brokenFilesAreNeverTakenForSomethingElse() async throws {
        var random = SeededRandom(seed: Self.seed &+ 1)
        let texts = (0..<300).map { _ in Self.broken(&random) }
        let seen = try await Self.python(texts)
        #expect(seen.count == texts.count)
        for (index, (text, python)) in zip(texts, seen).enumerated() {
            let (csv, records) = Self.ours(text)
            let place = "seed \(Self.seed), file \(index): \(text.debugDescription)"
            if python.error != nil { #expect(!csv.problems.isEmpty, "\(place)") }
            if csv.problems.isEmpty {
                #expect(csv.header == python.header, "\(place)")
                #expect(records == python.records, "\(place)")
            }
        }
        #expect(seen.contains { $0.error != nil } && zip(texts, seen).contains { $1.error == nil && Self.ours($0).csv.problems.isEmpty })
    }

    // MARK: Files

    private static let pieces = [
        "", "3-418", "50.00", "0", " ", "a b", "é", "寝室", "\u{1F50C}", "\u{FEFF}", "x\ty", ",", "\"", "\"\"", "\n", "\r\n", "\r", "\r\n\n",
    ]

    private static func file(_ random: inout SeededRandom) -> String {
        let width = Int.random(in: 1...5, using: &random)
        let ending = Bool.random(using: &random) ? "\n" : "\r\n"
        var lines = [(0..<width).map { column in ["Room", " yuan", "NOTE\t", "座位", "\"by\""][column] }.joined(separator: ",")]
        for _ in 0..<Int.random(in: 0...8, using: &random) {
            switch Int.random(in: 0...11, using: &random) {
            case 0: lines.append("")
            case 1: lines.append(" \t")
            case 2: lines.append(record(width + 1, &random))
            case 3: lines.append(record(max(1, width - 1), &random))
            default: lines.append(record(width, &random))
            }
        }
        let mark = Int.random(in: 0...3, using: &random) == 0 ? "\u{FEFF}" : ""
        return mark + lines.joined(separator: ending) + (Bool.random(using: &random) ? ending : "")
    }

    private static func record(_ width: Int, _ random: inout SeededRandom) -> String {
        (0..<width).map { _ in field(&random) }.joined(separator: ",")
    }

    private static func field(_ random: inout SeededRandom) -> String {
        let parts = (0..<Int.random(in: 0...3, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
        let content = parts.joined()
        let needsQuotes = content.unicodeScalars.contains { ",\"\n\r".unicodeScalars.contains($0) }
        guard needsQuotes || Int.random(in: 0...3, using: &random) == 0 else { return content }
        return "\"" + content.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }

    /// A file of few signs, most of which matter, with some of them put where they do not belong.
    private static func broken(_ random: inout SeededRandom) -> String {
        let signs = ["a", "b", ",", ",", "\"", "\"", "\n", "a,b\n", "\"a\"", "\"a\nb\",", " "]
        let body = (0..<Int.random(in: 1...14, using: &random)).map { _ in signs.randomElement(using: &random) ?? "" }.joined()
        return "room,yuan\n" + body
    }
}
