// Protects: orders on disk, beyond what the contract asks: proofs are kept exactly, names are sorted by age.
// How: readings of every shape go through a step and come back.

import BooksContract
import Domain
import Operations
import Testing

@testable import Store

struct OrderTests {
    @Test func proofsComeBackAsTheyWere() throws {
        let campus = try TemporaryCampus()
        let books = try campus.openedBooks()
        let row = try ContractCampus.sell(books, ContractCampus.moneyRoom, Money(fen: 30_00), id: "P1")
        let order = try #require(row.order)
        let money = { Credit(.money, hundredths: $0) }
        let before = CreditReading(
            at: Instant(milliseconds: 1), count: 0, lastAmount: money(0), totalBought: nil, remaining: money(-5), subsidy: money(3),
            register: .zero, registerAfter: Energy(wattHours: 1), price: Price(tenThousandths: 5500))
        var after = before
        after.totalBought = money(1 << 40)
        after.price = nil
        let sent = OrderStep(order: order, from: .queued, to: .sent, at: ContractCampus.evening, before: before, isAttempt: true)
        let disputed = OrderStep(
            order: order, from: .sent, to: .disputed, at: ContractCampus.evening, after: after, note: "计数 9, expected 3 \"?\"")
        _ = try books.record(sent)
        let answer = try books.record(disputed)
        let found = try #require(try SQLiteBooks.open(in: campus.folder).orders(.open).first)
        #expect(found == answer)
        #expect(found.before == before)
        #expect(found.after == after)
        #expect(found.note == "计数 9, expected 3 \"?\"")
        #expect(try books.verify().findings == [])
    }

    @Test func namesSortByAgeAndOnlyGivenOnesAreKnown() throws {
        #expect(OrderRecords.id(ofEntry: 7) == OrderID("O00000007"))
        #expect(OrderRecords.id(ofEntry: 99) < OrderRecords.id(ofEntry: 100))
        for entry in [1, 123_456, 99_999_999, 100_000_000] as [Int64] {
            #expect(OrderRecords.entry(of: OrderRecords.id(ofEntry: entry)) == entry)
        }
        for wrong in ["", "O", "7", "O7", "o00000007", "O-0000007", "O00000000", "O+0000007", "O00000007 ", "O99999999999999999999"] {
            #expect(OrderRecords.entry(of: OrderID(wrong)) == nil, "\(wrong)")
        }
    }

    @Test func emptyQuestionsHaveEmptyAnswers() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        #expect(try books.orders(OrderFilter(limit: 0)) == [])
        #expect(try books.orders(OrderFilter(limit: -1)) == [])
        #expect(try books.orders(OrderFilter(states: [])) == [])
        #expect(try books.orders(OrderFilter()).count == 2)
        #expect(try books.entries(of: ContractCampus.energyRoom, limit: 0) == [])
        #expect(try books.entries(of: RoomID("nowhere"), limit: 5) == [])
        #expect(try books.standings(of: []) == [:])
        #expect(throws: BooksError.self) { try books.account(of: RoomID("nowhere")) }
    }

    @Test func answeredRequestsAreDroppedAfterADay() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let start = ContractCampus.evening
        try books.answer("R1", result: "read", at: start)
        try books.answer("R1", result: "again", at: start)
        try books.answer("nobody asked", result: "read", at: start)
        #expect(try books.answer(to: "R1") == "read")
        try books.request(ReadRequest(id: "R2", meter: ContractCampus.moneyMeter.id, at: start.adding(seconds: 86_400)))
        try books.request(ReadRequest(id: "R2", meter: ContractCampus.plainMeter.id, at: start.adding(seconds: 86_400)))
        #expect(try books.answer(to: "R1") == "read")
        try books.request(ReadRequest(id: "R3", meter: ContractCampus.moneyMeter.id, at: start.adding(seconds: 86_401)))
        #expect(try books.answer(to: "R1") == nil)
        #expect(try books.openRequests().map(\.id) == ["R2", "R3"])
        #expect(try books.openRequests().first?.meter == ContractCampus.moneyMeter.id)
    }
}
