// Protects the import of a whole city: in a file of every kind with one line of a hundred wrong in every way there is, each mistake is told
// by line and column, nothing else is complained of, and the rest is staged.
// How: seeded files of ten thousand lines, DORMWATT_SOAK_LINES of them in a soak; the places of all complaints are compared with where the
// mistakes were put. How the time grows is measured by `make bench`.
import BooksContract
import Domain
import Foundation
import Operations
import Seeded
import Testing

struct LargeImportTests {
    private static let lines = ProcessInfo.processInfo.environment["DORMWATT_SOAK_LINES"].flatMap { Int($0) } ?? 10_000

    @Test(arguments: MistakenFile.Kind.allCases)
    func everyMistakeIsToldByLineAndColumnAndTheRestIsStaged(_ kind: MistakenFile.Kind) throws {
        let seed: UInt64 = 6
        let file = MistakenFile(kind, lines: Self.lines, seed: seed)
        let campus = MistakenCampus(rooms: Self.lines)
        let (problems, new, staged) =
            switch InventoryFile(rawValue: kind.rawValue) {
            case let kind?: Self.review(kind, file.bytes, campus)
            case nil: Self.review(file.bytes, campus)
            }
        let found = problems.map { "\($0.line):\($0.column)" }
        let expected = file.places.map { "\($0.line):\($0.column)" }
        if found != expected {
            let missing = file.places.filter { !Set(found).contains("\($0.line):\($0.column)") }.prefix(5)
            let strange = problems.filter { !Set(expected).contains("\($0.line):\($0.column)") }.prefix(5)
            Issue.record("seed \(seed), \(kind): not told are \(missing), nobody made \(strange)")
        }
        let otherwise = zip(problems, file.places).filter { !$0.text.contains($1.words) }.prefix(5)
        #expect(otherwise.isEmpty, "seed \(seed), \(kind): told in other words")
        let missing = kind.mistakeNames.subtracting(file.places.map(\.mistake))
        #expect(missing.isEmpty, "the file is too small for every kind of mistake")
        #expect(new == file.good && staged == file.good)
    }

    private static func review(
        _ kind: InventoryFile, _ bytes: [UInt8], _ campus: MistakenCampus
    ) -> ([ImportProblem], new: Int, staged: Int) {
        let review = campus.inventoryImport.review(kind, bytes)
        let change = review.change
        return (review.problems, review.new.count, change.rooms.count + change.meters.count + change.concentrators.count)
    }

    private static func review(_ bytes: [UInt8], _ campus: MistakenCampus) -> ([ImportProblem], new: Int, staged: Int) {
        let review = campus.rosterImport.review(bytes, note: "a file")
        return (review.problems, review.new.count, review.change.residents.count)
    }
}
