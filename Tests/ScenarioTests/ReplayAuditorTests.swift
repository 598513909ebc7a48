// Protects: that the auditor of the replays sees what he is there to see; an auditor that is always content proves nothing.
// How: every kind of fraud and mistake is played to him by hand, one at a time, and he must object.

import Testing

@Suite struct ReplayAuditorTests {
    private static let start = MeterFacts(count: 6, lastAmount: 500, total: 30_000, left: 1_000, register: 50_000)

    /// An auditor who has seen a sale of 55.00 yuan, 100.00 kWh, of which the order is on its way.
    private func auditor(_ word: String = "SENT") throws -> Auditor {
        var auditor = Auditor()
        auditor.takeOver("418", keepsMoney: false, holds: Self.start)
        try auditor.intends("S", meter: "418", fen: 5_500)
        try auditor.look([order("QUEUED")])
        if word != "QUEUED" { try auditor.look([order(word)]) }
        return auditor
    }

    private func order(_ word: String, count: Int = 7, amount: Int64 = 10_000, id: String = "O") -> ShownOrder {
        ShownOrder(id: id, sale: "S", meter: "418", amount: amount, count: count, word: word)
    }

    private func facts(_ count: Int, bought: Int64, used: Int64 = 0, left: Int64? = nil) -> MeterFacts {
        MeterFacts(
            count: count, lastAmount: bought == 0 ? 500 : 10_000, total: 30_000 + bought, left: left ?? 1_000 + bought - used,
            register: 50_000 + used)
    }

    @Test func heIsContentWithAnHonestSale() throws {
        var auditor = try auditor()
        try auditor.look(into: "418", holding: facts(7, bought: 10_000, used: 5))
        try auditor.look([order("METER")])
        try auditor.ends("S", isSold: true)
        try auditor.checkEnd(expected: ["418": (7, 40_000)])
        try auditor.checkJournal(
            [
                ShownPosting(entry: 1, account: "cash", commodity: "yuan", amount: 5_500),
                ShownPosting(entry: 1, account: "prepaid", commodity: "yuan", amount: -5_500),
            ], drawer: "cash"
        ) { _ in true }
    }

    @Test func heSeesWhatAMeterShouldNotHave() throws {
        var auditor = try auditor()
        try auditor.look(into: "418", holding: facts(7, bought: 10_000))
        #expect(throws: Finding.self, "twice") { try auditor.look(into: "418", holding: facts(8, bought: 20_000)) }
        var second = try self.auditor("QUEUED")
        #expect(throws: Finding.self, "before it was sent") { try second.look(into: "418", holding: facts(7, bought: 10_000)) }
        var third = try self.auditor()
        #expect(throws: Finding.self, "another amount") { try third.look(into: "418", holding: facts(7, bought: 10_001)) }
        #expect(throws: Finding.self, "two at once") { try third.look(into: "418", holding: facts(8, bought: 10_000)) }
        #expect(throws: Finding.self, "without a count") { try third.look(into: "418", holding: facts(6, bought: 1)) }
        #expect(throws: Finding.self, "more than bought less used") {
            try third.look(into: "418", holding: facts(7, bought: 10_000, left: 11_002))
        }
    }

    @Test func heSeesWhatTheOfficeShouldNotShow() throws {
        var auditor = try auditor()
        #expect(throws: Finding.self, "it is not in the meter") { try auditor.look([order("METER")]) }
        auditor = try self.auditor()
        try auditor.look(into: "418", holding: facts(7, bought: 10_000))
        #expect(throws: Finding.self, "it is in the meter") { try auditor.look([order("REFUSED")]) }
        auditor = try self.auditor()
        #expect(throws: Finding.self, "the meter is honest") { try auditor.look([order("DISPUTE")]) }
        auditor = try self.auditor()
        #expect(throws: Finding.self, "the meter is open") { try auditor.look([order("REFUSED")]) }
        auditor = try self.auditor()
        #expect(throws: Finding.self, "an order goes back") { try auditor.look([order("QUEUED")]) }
        auditor = try self.auditor()
        #expect(throws: Finding.self, "an order vanishes") { try auditor.look([]) }
        auditor = try self.auditor()
        #expect(throws: Finding.self, "an order without a sale of its own") { try auditor.look([order("SENT"), order("QUEUED", id: "P")]) }
        auditor = Auditor()
        auditor.takeOver("418", keepsMoney: false, holds: Self.start)
        try auditor.intends("S", meter: "418", fen: 5_500)
        #expect(throws: Finding.self, "the price is 0.55") { try auditor.look([order("QUEUED", amount: 10_001)]) }
    }

    @Test func heSeesWhatMayNotLeave() throws {
        // Top-up of 100.00 under count 7 for meter 418, as the dormitory dialect writes it.
        let head: [UInt8] = [0xFF, 0x02, 0x01, 0x07, 0, 0, 0, 0, 0x18, 0x04, 0, 0, 0, 0]
        let plain = head + [0x12, 0x90, 0x78, 0x56, 0x34, 0x12, 0x00, 0x00, 0x01, 0x00, 0x07, 0x00, 0x00]
        let frame = [0xFE, 0xFE, 0x68, 0x18, 0x04, 0, 0, 0, 0, 0x68, 0x03, 0x1B] + plain.map { $0 &+ 0x33 } + [0, 0x16]
        let wire = try #require(WiredPurchase(frame))
        #expect(wire.meter == "000000000418" && wire.amount == 10_000 && wire.count == 7)
        func shown(_ word: String, count: Int = 7, amount: Int64 = 10_000) -> [ShownOrder] {
            [ShownOrder(id: "O", sale: "S", meter: "000000000418", amount: amount, count: count, word: word)]
        }
        let auditor = Auditor()
        try auditor.leaves(frame, shown: shown("SENT"))
        for orders in [shown("QUEUED"), shown("UNCONF"), shown("SENT", count: 8), shown("SENT", amount: 1), []] {
            #expect(throws: Finding.self) { try auditor.leaves(frame, shown: orders) }
        }
    }

    @Test func heSeesWhatDoesNotAddUpInTheEnd() throws {
        var auditor = try auditor()
        #expect(throws: Finding.self, "it never ended") { try auditor.checkEnd(expected: ["418": (6, 30_000)]) }
        try auditor.look(into: "418", holding: facts(7, bought: 10_000))
        try auditor.look([order("METER")])
        #expect(throws: Finding.self, "the books expect less") { try auditor.checkEnd(expected: ["418": (6, 30_000)]) }
        let paid = ShownPosting(entry: 1, account: "cash", commodity: "yuan", amount: 5_500)
        let owed = ShownPosting(entry: 1, account: "prepaid", commodity: "yuan", amount: -5_500)
        func check(_ postings: [ShownPosting], hasOrder: Bool = true) throws {
            try auditor.checkJournal(postings, drawer: "cash") { _ in hasOrder }
        }
        #expect(throws: Finding.self, "nobody knows what was sold") { try check([paid, owed]) }
        try auditor.ends("S", isSold: true)
        try check([paid, owed])
        #expect(throws: Finding.self, "half an entry") { try check([paid]) }
        #expect(throws: Finding.self, "an empty drawer") { try check([]) }
        #expect(throws: Finding.self, "an order that should not be") { try check([paid, owed], hasOrder: false) }
        #expect(throws: Finding.self, "sold and not sold") { try auditor.ends("S", isSold: false) }
    }

    @Test func heSeesReadingsThatLie() throws {
        let auditor = try auditor()
        let held = facts(6, bought: 0, used: 10)
        func compare(_ register: Int64?, _ left: Int64?, _ count: Int?) throws {
            try auditor.compare("418", register: register, left: left, count: count, with: held, slack: 1)
        }
        try compare(50_010, 990, 6)
        try compare(50_009, 991, 6)
        #expect(throws: Finding.self) { try compare(50_011, 990, 6) }
        #expect(throws: Finding.self) { try compare(50_008, 990, 6) }
        #expect(throws: Finding.self) { try compare(nil, 990, 6) }
        #expect(throws: Finding.self) { try compare(50_010, 988, 6) }
        #expect(throws: Finding.self) { try compare(50_010, 990, 7) }
    }
}
