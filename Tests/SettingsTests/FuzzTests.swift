// Protects: that no file traps, hangs or is half taken, whatever stands in it: settings and themes.
// How: seeded damage of real files and seeded bytes, read as the console reads them. A failing text prints itself.
import Domain
import Foundation
import Operations
import Seeded
import Settings
import Testing

@Suite struct FuzzTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
    private static let toml = Damage(pieces: [
        "[", "]", "[[", "]]", "=", "\"", "'", "\"\"\"", "{", "}", ",", "#", "\\u0000", "\\U0010FFFF", "\\", "\n[sales]\n", "inf", "nan",
        "-1", "99999999999999999999", "1e400", "0x7fffffffffffffff", "2026-11-21T00:00:00Z", "true", "a.b.c = 1\n", "\u{FEFF}", "\u{202E}",
        "宿舍",
    ])

    private static func text(of bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// What a campus may say, every key of it.
    private static let settings = """
        [campus]
        name = "East"
        utc_offset = "+08:00"
        [console]
        theme = "mono"
        operator = "chen"
        role = "cashier"
        [sales]
        smallest = "5"
        largest = "200.50"
        hoarding_limit_kwh = 300
        [alarms]
        first_kwh = 20
        second_kwh = 8
        [delivery]
        tries = 5
        retry_seconds = 30
        """

    @Test func settingsAreTakenWholeOrTheComplaintNamesAPlace() {
        var random = SeededRandom(seed: 1)
        var taken = 0
        var refused = 0
        for _ in 0..<20_000 {
            let text = Self.text(of: Self.toml.damaged(Array(Self.settings.utf8), using: &random))
            switch CampusSettings.read(text, file: "campus.toml") {
            case .success(let settings):
                taken += 1
                #expect(settings.rules.sales.smallest <= settings.rules.sales.largest, "\(text.debugDescription)")
                #expect((1...20).contains(settings.rules.delivery.tries), "\(text.debugDescription)")
            case .failure(let problems):
                refused += 1
                #expect(!problems.problems.isEmpty, "\(text.debugDescription)")
                #expect(problems.problems.allSatisfy { $0.file == "campus.toml" && !$0.place.isEmpty }, "\(text.debugDescription)")
            }
        }
        #expect(taken > 500 && refused > 5_000, "the damage is worth reading: \(taken) taken, \(refused) refused")
    }

    @Test func aDamagedThemeStillDrawsEveryRole() throws {
        let folder = Self.root.appending(path: "themes")
        let themes = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "toml" }.sorted { $0.path < $1.path }.map { Array(try Data(contentsOf: $0)) }
        var random = SeededRandom(seed: 2)
        var read = 0
        for round in 0..<4_000 {
            let text = Self.text(of: Self.toml.damaged(themes[round % themes.count], using: &random))
            do {
                let reading = try ThemeFile.read(text, file: "lamp.toml")
                read += 1
                #expect(reading.problems.allSatisfy { $0.file == "lamp.toml" && !$0.place.isEmpty }, "\(text.debugDescription)")
            } catch {
                #expect(error.place.hasPrefix("line "), "\(text.debugDescription)")
            }
        }
        #expect(read > 200)
    }

    @Test func anyBytesAreAnsweredWithALine() {
        var random = SeededRandom(seed: 3)
        for _ in 0..<20_000 {
            let text = Self.text(of: random.bytes(Int.random(in: 0...60, using: &random)))
            if case .failure(let problems) = CampusSettings.read(text, file: "campus.toml") {
                #expect(!problems.problems.isEmpty, "\(text.debugDescription)")
            }
            _ = try? ThemeFile.read(text, file: "lamp.toml")
        }
    }
}
