// Protects: a correction names what it corrects, moves credit and money together, and happens once.
// How: corrections of a sale, a use and a void on the small campus, with the sums looked at afterwards.

import BooksContract
import Domain
import Operations
import Testing

struct CorrectionTests {
    private func correct(
        _ bench: SoldBench, _ entry: Int64, _ hundredths: Int64, _ money: Int64 = 0, id: String = "C1", reason: String = "register misread"
    ) throws {
        let people = try Approval(maker: ContractCampus.chen, approver: ContractCampus.li)
        func plan() throws -> Plan {
            try bench.desk.planCorrection(
                entry, hundredths: hundredths, money: Money(fen: money), approval: people, reason: reason, id: PlanID(id))
        }
        _ = try bench.desk.commit(try plan(), again: plan)
    }

    @Test func useThatWasNoneIsGivenBack() throws {
        let bench = try SoldBench()
        try ContractCampus.use(bench.books, ContractCampus.energyMeter, upTo: Energy(hundredths: 1239_10), id: "U1")
        let use = try #require(try bench.books.entries(of: SoldBench.room, limit: 1).first)
        try correct(bench, use.sequence, 1_29, 71)
        #expect(try bench.purchased() == Desk.kWh(90_90))
        #expect(try bench.books.account(of: SoldBench.room).prepaid == Money(fen: 50_00))
        #expect(try bench.sum(.income) == 0)
        #expect(try bench.books.entries(of: SoldBench.room, limit: 1).first?.approver == ContractCampus.li)
        #expect(
            try bench.refusal { try correct(bench, use.sequence, 1_29, 71, id: "C2") }
                == .alreadyCorrected(use.sequence, by: use.sequence + 1, .correction))
        #expect(try bench.books.verify().findings == [])
    }

    @Test func whatIsTakenGoesWithItsMoney() throws {
        let bench = try SoldBench()
        try correct(bench, bench.sale.entry, -94_15)
        #expect(try bench.purchased() == Desk.kWh(0))
        #expect(try bench.sum(.cash("chen")) == 0)
        #expect(try bench.sum(.prepaid(SoldBench.room)) == 0)
    }

    @Test func whatIsNotCorrected() throws {
        let bench = try SoldBench()
        let sale = bench.sale.entry
        #expect(try bench.refusal { try correct(bench, 99, 1) } == .noSuchEntry(99))
        #expect(try bench.refusal { try correct(bench, sale, 1, reason: " ") } == .reasonMissing)
        #expect(try bench.refusal { try correct(bench, sale, 0) } == .nothingToCorrect)
        #expect(try bench.refusal { try correct(bench, sale, -1, 1) } == .nothingToCorrect)
        #expect(try bench.refusal { try correct(bench, sale, -94_16) } == .notInBooks(left: Desk.kWh(94_15)))
        let void = try bench.void()
        #expect(try bench.refusal { try correct(bench, void.entry, 1) } == .notCorrectable(void.entry, .void))
    }
}
