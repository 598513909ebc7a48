// Protects the CSV reader against a private idea of CSV: Python's csv module reads the same files.
// How: seeded files with quotes, line breaks and Chinese names; both readings compared as JSON.
import Foundation
import Operations
import Testing

struct CSVPeerTests {
    private static let reader = """
        import csv, io, json, sys
        files = json.load(sys.stdin)
        print(json.dumps([[row for row in csv.reader(io.StringIO(text, newline=''), strict=True) if row] for text in files]))
        """

    @Test func pythonReadsTheSameRecords() throws {
        var seed: UInt64 = 20_261_121
        func random(_ below: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % below
        }
        let pieces = ["a", "李伟", " ", "\"\"", ",", "\n", "\r\n", "3-418", "50.00", "é"]
        let files = (0..<300).map { _ in
            let end = random(2) == 0 ? "\n" : "\r\n"
            return (0..<(2 + random(5))).map { _ in
                (0..<3).map { _ in
                    let content = (0..<random(4)).map { _ in pieces[random(pieces.count)] }.joined()
                    let needsQuotes = content.contains { ",\"\n\r\r\n".contains($0) } || random(3) == 0
                    return needsQuotes ? "\"\(content)\"" : "x" + content
                }.joined(separator: ",") + end
            }.joined()
        }
        let input = try JSONSerialization.data(withJSONObject: files)
        let answer = try Peer.run(["-c", Self.reader], input: input)
        #expect(answer.status == 0)
        let theirs = try #require(try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [[[String]]])
        for (text, records) in zip(files, theirs) {
            let ours = CSV(Array(text.utf8))
            #expect(ours.problems.isEmpty, "\(text.debugDescription)")
            #expect(ours.records.map(\.fields) == Array(records.dropFirst()), "\(text.debugDescription)")
        }
    }
}
