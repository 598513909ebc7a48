// Protects: what a meter was sold elsewhere is taken over from its case only as far as the meter proves it, once, and ends the case.
// How: the desk on books, readings and cases in memory; a case of the meter's count; proofs with and without records; a cut in the middle.

import BooksContract
import Domain
import Testing

@testable import Operations

struct TakeOverTests {
    private static let zhang = Actor(name: "zhang", role: .supervisor, shift: "2026-11-21/zhang", console: "desk-2")
    private let room = ContractCampus.energyRoom
    private let meter = ContractCampus.energyMeter

    private func bench() throws -> (bench: OfficeBench, desk: ReconcileDesk, found: CaseID) {
        let bench = try OfficeBench()
        let desk = ReconcileDesk(office: bench.office, cases: MemoryCases())
        let found = try desk.cases.open(CaseContract.draft(), actor: ContractCampus.system, at: ContractCampus.evening).found
        return (bench, desk, found.id)
    }

    /// What the meter says after so much was sold to it elsewhere; it was taken over at count 6 with 300.00 kWh.
    private func proof(_ sold: [Int64], records: Int = 10) -> CreditReading {
        var total: Int64 = 300_00
        var purchases: [PurchaseRecord] = []
        for (index, amount) in sold.enumerated() {
            total += amount
            purchases.insert(PurchaseRecord(count: 7 + index, total: ContractCampus.energy(total)), at: 0)
        }
        return CreditReading(
            at: ContractCampus.evening, count: 6 + sold.count, lastAmount: ContractCampus.energy(sold.last ?? 20_00),
            totalBought: ContractCampus.energy(total), remaining: ContractCampus.energy(50_00), subsidy: ContractCampus.energy(0),
            register: Energy(hundredths: 1234_56), registerAfter: Energy(hundredths: 1234_56), purchases: Array(purchases.prefix(records)))
    }

    private func recovered(_ bench: OfficeBench) throws -> Int64 {
        try bench.books.trialBalance().first { $0.account == .recovered && $0.commodity == .yuan }?.amount ?? 0
    }

    @Test func provenPurchasesAreBookedAndTheCaseEnds() throws {
        let (bench, desk, found) = try bench()
        let done = try desk.takeOver(found, proof: proof([90_90, 18_18]), actor: Self.zhang)
        #expect(done.recovery == Recovery(confirmed: 0, sales: 2, unpriced: 0, money: Money(fen: 60_00)))
        #expect(done.sentence == "Taken over from the meter's record: 2 purchases booked; 60.00 yuan in assets:recovered.")
        #expect(done.ended.end == CaseEnd(outcome: .corrected, text: done.sentence) && done.ended.owner == "zhang")
        #expect(try recovered(bench) == 60_00)
        let reasons = try bench.books.entries(of: room, limit: 2).map(\.draft.reason)
        #expect(reasons.allSatisfy { $0.contains("is no work of this desk; taken over in case \(found).") }, "\(reasons)")
        let standing = try #require(try bench.books.standings(of: [room])[room])
        #expect(standing.expectedCount == 8 && standing.expectedTotal == ContractCampus.energy(409_08))
        #expect(try bench.books.verify().findings == [])
        #expect(throws: CaseRefusal.ended(found)) { try desk.takeOver(found, proof: proof([90_90, 18_18]), actor: Self.zhang) }
        #expect(try recovered(bench) == 60_00)
    }

    @Test func whatItWasSoldForMayBeUnknown() throws {
        let (bench, desk, found) = try bench()
        let done = try desk.takeOver(found, proof: proof([90_91]), actor: Self.zhang)
        #expect(done.recovery.unpriced == 1 && done.sentence.contains("without money"))
        #expect(try recovered(bench) == 0)
    }

    /// Orders that are still waiting are found delivered; they are not booked twice.
    @Test func anOrderInLineIsNotSoldElsewhere() throws {
        let (bench, desk, found) = try bench()
        try ContractCampus.sell(bench.books, room, Money(fen: 20_00), id: "A")
        let done = try desk.takeOver(found, proof: proof([36_36]), actor: Self.zhang)
        #expect(done.recovery == Recovery(confirmed: 1, sales: 0, unpriced: 0, money: .zero))
        #expect(
            try bench.books.orders(OrderFilter()).map(\.note) == [
                "Found on the meter's record as purchase 7 when case \(found) was looked into."
            ])
        #expect(try recovered(bench) == 0)
    }

    @Test func whatIsNotProvenIsNotBooked() throws {
        let (bench, desk, found) = try bench()
        let before = try bench.books.verify()
        let refusals: [(CreditReading, TakeOverRefusal)] = [
            (proof([]), .nothingLacking(found)), (proof([18_18, 18_18], records: 1), .doubt(.forgotten(lacking: 2, onRecord: 1))),
            (proof([-18_18]), .doubt(.takenBack(ContractCampus.energy(18_18), count: 7))),
        ]
        for (proof, refusal) in refusals {
            #expect(throws: refusal) { try desk.takeOver(found, proof: proof, actor: Self.zhang) }
        }
        let order = try #require(try ContractCampus.sell(bench.books, room, Money(fen: 20_00), id: "A").order)
        #expect(throws: TakeOverRefusal.doubt(.otherOrder(order, found: ContractCampus.energy(90_90), count: 7))) {
            try desk.takeOver(found, proof: proof([90_90]), actor: Self.zhang)
        }
        #expect(throws: OfficeError.notAllowed(.cashier)) { try desk.takeOver(found, proof: proof([90_90]), actor: ContractCampus.chen) }
        #expect(throws: CaseRefusal.noSuchCase(CaseID("C99999"))) {
            try desk.takeOver(CaseID("C99999"), proof: proof([90_90]), actor: Self.zhang)
        }
        let open = try desk.find(found)
        #expect(open.isOpen && open.owner == nil)
        #expect(try bench.books.verify().entries == before.entries + 1, "the sale, and nothing else")
    }

    /// Booked, and cut off before the case was ended: nothing is booked twice, and a person can end it.
    @Test func aCutOffTakeOverIsNotDoneTwice() throws {
        let (bench, desk, found) = try bench()
        _ = try bench.office.closeGap([meter.id: proof([90_90])], cause: .soldElsewhere(found), actor: Self.zhang)
        #expect(throws: TakeOverRefusal.nothingLacking(found)) { try desk.takeOver(found, proof: proof([90_90]), actor: Self.zhang) }
        #expect(try recovered(bench) == 50_00)
    }

    @Test func theMeterIsAskedForAsManyRecordsAsAreLacking() throws {
        let (bench, desk, found) = try bench()
        #expect(try desk.takeOverQuestion(found, actor: Self.zhang) == RecordRequest(meter: meter.id, purchases: 1))
        var reading = Reading(meter: meter.id, at: ContractCampus.evening)
        reading.count = 9
        try bench.readings.record([reading])
        #expect(try desk.takeOverQuestion(found, actor: Self.zhang) == RecordRequest(meter: meter.id, purchases: 3))
    }

    @Test func questionAndAnswerComeBackAsTheyWent() throws {
        let question = RecordRequest(meter: meter.id, purchases: 3)
        #expect(RecordRequest(question.request) == question)
        #expect(RecordRequest(meter.id) == nil && MeterCandidate(question.request) == nil)
        for proof in [proof([90_90, 18_18]), proof([]), proof([90_90], records: 0)] {
            #expect(RecordRequest.picture(RecordRequest.answer(proof)) == proof)
        }
        for answer in ["no answer in time", "picture,energy,1", RecordRequest.answer(proof([1_00])) + ";x:1", ""] {
            #expect(RecordRequest.picture(answer) == nil)
        }
        for name in ["000000000418,records,0", "000000000418,records,-1", ",records,1", "000000000418,record,1", "a,records,1,2"] {
            #expect(RecordRequest(MeterID(name)) == nil)
        }
    }
}
