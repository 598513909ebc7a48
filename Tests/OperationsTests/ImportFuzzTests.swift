// Protects: that no file of a person or a spreadsheet traps an import or is taken for more than it says.
// How: seeded damage of good files and seeded bytes through every reader of files. A failing file prints itself.
import Domain
import Operations
import Seeded
import Testing

@Suite struct ImportFuzzTests {
    private static let damage = Damage(pieces: [
        ",", "\"", "\"\"", "\n", "\r\n", "\r", ";", "\t", "\u{FEFF}", "\u{0}", "418", "3-418,50\n", "-1", "1e9", "99999999999999999999",
        "０１２", "李伟",
        "room,amount\n",
    ])
    private static let topUps = "room,amount\n3-418,50\n3-419,20.00\n\"3-420\",\"10\"\n"
    private static let inventory: [InventoryFile: String] = [
        .concentrators: "concentrator,host,port,bus,baud\nC1,127.0.0.1,6450,1,9600\nC1,127.0.0.1,6450,2,2400\n",
        .rooms: "room,building,floor,number,beds\n3-418,3,4,418,4\n3-419,3,4,419,6\n",
        .meters: "meter,room,circuit,supply,concentrator,bus,profile,unit\n000000000418,3-418,main,,C1,1,dorm645,energy\n",
    ]
    private static let files = [topUps] + inventory.values.sorted()

    private static func describe(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self).debugDescription }

    /// Every record has the width of the header and lies inside the file, and every complaint points into it.
    private func check(_ bytes: [UInt8]) -> Int {
        let csv = CSV(bytes)
        let lines = bytes.filter { $0 == 10 || $0 == 13 }.count + 1
        #expect(csv.records.allSatisfy { $0.fields.count == csv.header.count }, "\(Self.describe(bytes))")
        #expect(csv.records.allSatisfy { (1...lines).contains($0.line) }, "\(Self.describe(bytes))")
        let topUps = TopUpFile(bytes)
        #expect(topUps.lines.count <= csv.records.count, "\(Self.describe(bytes))")
        return topUps.lines.count
    }

    @Test func damagedFilesAreReadAsRecordsOrRefusedByLine() {
        var random = SeededRandom(seed: 1)
        var lines = 0
        for round in 0..<30_000 {
            lines += check(Self.damage.damaged(Array(Self.files[round % Self.files.count].utf8), using: &random))
        }
        #expect(lines > 5_000)
    }

    @Test func anyBytesAreReadOrRefused() {
        var random = SeededRandom(seed: 2)
        for _ in 0..<30_000 { _ = check(random.bytes(Int.random(in: 0...80, using: &random))) }
    }

    /// What is reviewed as good can be taken: every meter stands in a room and on a bus that exist after the taking.
    @Test func aDamagedInventoryIsReviewedByLine() {
        var random = SeededRandom(seed: 3)
        let review = InventoryImport(inventory: Inventory(), version: 0, at: Instant(milliseconds: 1_000))
        var rows = 0
        for round in 0..<20_000 {
            let kind = InventoryFile.allCases[round % InventoryFile.allCases.count]
            let bytes = Self.damage.damaged(Array((Self.inventory[kind] ?? "").utf8), using: &random)
            let found = review.review(kind, bytes)
            rows += found.change.rooms.count + found.change.meters.count
            #expect(Set(found.change.rooms.map(\.id)).count == found.change.rooms.count, "\(Self.describe(bytes))")
            #expect(Set(found.change.meters.map(\.id)).count == found.change.meters.count, "\(Self.describe(bytes))")
        }
        #expect(rows > 100)
    }
}
