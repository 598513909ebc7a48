// Protects the import of a whole city: every kind of mistake in one file of 100,000 lines is told by line and column, and the rest is read.
// How: a file whose every hundredth line has one of the mistakes in turn; the review must complain of exactly those lines.
import Domain
import Operations
import Testing

struct LargeImportTests {
    /// A mistake, the column in which it is found, and the line with it.
    private static let mistakes: [(column: Int, line: @Sendable (Int) -> String)] = [
        (3, { "1-\($0),1,many,\($0),4" }),
        (5, { "1-\($0),1,2,\($0),400" }),
        (1, { _ in ",1,2,7,4" }),
        (1, { "1-\($0) left,1,2,\($0),4" }),
        (2, { "1-\($0),\"1,2,\($0),4" }),
        (2, { "1-\($0),\"1\"st,2,\($0),4" }),
        (5, { "1-\($0),1,2,\($0)" }),
        (6, { "1-\($0),1,2,\($0),4,5" }),
        (1, { _ in "1-2,1,2,2,4" }),
        (2, { "1-\($0),1\"2,2,\($0),4" }),
    ]

    @Test func everyMistakeIsToldByLineAndColumnAndTheRestIsRead() {
        var text = "room,building,floor,number,beds\n"
        var expected: [ImportProblem] = []
        let count = 100_000
        for line in 2...(count + 1) {
            if line.isMultiple(of: 100) {
                let mistake = Self.mistakes[line / 100 % Self.mistakes.count]
                expected.append(ImportProblem(line: line, column: mistake.column, text: ""))
                text += mistake.line(line) + "\n"
            } else {
                text += "1-\(line),1,2,\(line),4\n"
            }
        }
        let review = InventoryImport(inventory: Inventory(), version: 0, at: Instant(milliseconds: 0)).review(.rooms, Array(text.utf8))
        #expect(review.new.count == count - expected.count)
        #expect(review.problems.map { ImportProblem(line: $0.line, column: $0.column, text: "") } == expected)
        #expect(review.problems.allSatisfy { !$0.text.isEmpty })
    }
}
