// Protects a refund from a meter with a purse of free credit: what is in the purse is never taken out with what was bought.
// How: one room with both, by hand.

import Domain
import Testing

@Suite("Refund beside a purse")
struct PurseTakeTests {
    private static func kWh(_ hundredths: Int64) -> Credit { Credit(.energy, hundredths: hundredths) }

    private static let lots = [
        Lot(id: LotID(entry: 1), wallet: .purchased, credited: kWh(30_00), paid: Money(fen: 15_00), left: kWh(30_00)),
        Lot(id: LotID(entry: 2), wallet: .subsidy, credited: kWh(5_00), paid: .zero, left: kWh(5_00)),
    ]

    @Test("free credit in the purse does not stand for bought credit that the meter lacks")
    func inPurse() {
        func taken(remaining: Int64, inPurse: Int64, reserve: Int64) -> Credit {
            RefundTake(
                lots: Self.lots, debt: Self.kWh(0), unit: .energy, remaining: Self.kWh(remaining), reserve: Self.kWh(reserve),
                inPurse: Self.kWh(inPurse)
            ).figures.credit
        }
        #expect(taken(remaining: 35_00, inPurse: 0, reserve: 10) == Self.kWh(30_00), "plain free credit counts for the reserve")
        #expect(taken(remaining: 35_00, inPurse: 5_00, reserve: 1) == Self.kWh(29_99), "one step keeps the relay closed")
        #expect(taken(remaining: 35_00, inPurse: 5_00, reserve: 0) == Self.kWh(30_00))
        #expect(taken(remaining: 34_96, inPurse: 5_00, reserve: 0) == Self.kWh(29_96), "what the meter lacks is not taken out of the purse")
    }
}
