// Protects: whatever bytes are given to restore, it takes only what reads like the copy that was made, or refuses it and changes nothing.
// How: the files of the corpus, noise of every length, and copies that were cut, overwritten, moved and doubled in places, from a seed.

import BooksContract
import Domain
import Foundation
import Seeded
import Testing

@testable import Store

struct RestoreFuzzTests {
    private static let corpus = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Corpus/copies").standardizedFileURL

    /// What came of offering some bytes to a campus.
    private enum Verdict { case refused, taken }

    /// Offers a file as a copy; a refusal leaves the books as they are, byte by byte.
    private func offer(_ bytes: Data, to campus: TemporaryCampus, healthy: [String]) throws -> Verdict {
        let file = campus.folder.path + "/offered.sqlite"
        try bytes.write(to: URL(filePath: file))
        defer { for suffix in [""] + BooksFile.sideFiles { unlink(file + suffix) } }
        let before = try Data(contentsOf: URL(filePath: campus.folder.books))
        do {
            _ = try Restore(in: campus.folder).review(file)
            _ = try Restore(in: campus.folder).run(file, stamp: "fuzz")
            #expect(try campus.dump() == healthy, "what was taken reads otherwise than the copy")
            return .taken
        } catch is CopyError {
            #expect(try Data(contentsOf: URL(filePath: campus.folder.books)) == before, "a refusal changed the books")
            return .refused
        }
    }

    private func campus() throws -> (campus: TemporaryCampus, copy: Data, healthy: [String]) {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let copy = try Data(contentsOf: URL(filePath: try campus.copy(books)))
        return (campus, copy, try campus.dump())
    }

    @Test func nothingOfTheCorpusIsTaken() throws {
        let (campus, _, healthy) = try campus()
        let files = try FileManager.default.contentsOfDirectory(at: Self.corpus, includingPropertiesForKeys: nil)
        #expect(files.count >= 7)
        for file in files {
            #expect(try offer(Data(contentsOf: file), to: campus, healthy: healthy) == .refused, "\(file.lastPathComponent)")
        }
    }

    @Test func noiseIsRefused() throws {
        let (campus, copy, healthy) = try campus()
        var random = SeededRandom(seed: 645)
        for round in 0..<200 {
            let noise = Data(random.bytes(Int.random(in: 0...20_000, using: &random)))
            // Half of it looks like a database at first sight.
            let bytes = round.isMultiple(of: 2) ? noise : copy.prefix(100) + noise
            #expect(try offer(bytes, to: campus, healthy: healthy) == .refused, "round \(round)")
        }
    }

    @Test func damagedCopiesAreRefusedOrHarmless() throws {
        let (campus, copy, healthy) = try campus()
        var random = SeededRandom(seed: 646)
        var refused = 0
        for round in 0..<200 {
            let bytes = Self.damaged(copy, &random)
            if try offer(bytes, to: campus, healthy: healthy) == .refused { refused += 1 }
            if bytes == copy { Issue.record("round \(round) damaged nothing") }
        }
        #expect(refused > 150, "\(refused) of 200")
        #expect(try offer(copy, to: campus, healthy: healthy) == .taken, "the copy itself is good")
    }

    /// Cut short, noise over a part, a page moved over another, or something behind the end.
    private static func damaged(_ copy: Data, _ random: inout SeededRandom) -> Data {
        var bytes = copy
        let start = Int.random(in: 0..<copy.count - 4096, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes = copy.prefix(start)
        case 1:
            let length = Int.random(in: 1...2_000, using: &random)
            bytes.replaceSubrange(start..<start + length, with: random.bytes(length).map { $0 | 1 })
        case 2:
            let (from, to) = (start / 4096 * 4096, Int.random(in: 0..<copy.count / 4096, using: &random) * 4096)
            bytes.replaceSubrange(to..<to + 4096, with: copy[from..<from + 4096])
        default: bytes.append(contentsOf: random.bytes(Int.random(in: 1...5_000, using: &random)))
        }
        if bytes == copy { bytes = copy.dropLast() }
        return bytes
    }
}
