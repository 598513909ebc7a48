// Protects: which credit is used first, what it is worth, and that no fen is made or lost when a lot is used up in parts.
// How: lots in every disorder against the draw-down rule, odd fen by hand, and random partings summed up.

import Domain
import Testing

struct LotTests {
    private func lot(
        _ entry: Int64, _ wallet: WalletKind, _ left: Int64, of credited: Int64? = nil, paid: Int64 = 0, expires: Int? = nil,
        unit: CreditUnit = .energy
    ) -> Lot {
        Lot(
            id: LotID(entry: entry), wallet: wallet, expires: expires.map { Day(number: $0) },
            credited: Credit(unit, hundredths: credited ?? left), paid: Money(fen: paid), left: Credit(unit, hundredths: left))
    }

    @Test func subsidyGoesFirstBySoonestExpiryThenPurchasesByAge() {
        let lots = [
            lot(1, .purchased, 100), lot(9, .subsidy, 100), lot(7, .subsidy, 100, expires: 300), lot(8, .subsidy, 100, expires: 200),
            lot(5, .subsidy, 100, expires: 300), lot(4, .purchased, 100), lot(2, .purchased, 0), lot(3, .emergency, 100),
            lot(6, .subsidy, 100),
        ]
        let (draws, uncovered) = Lot.draw(Credit(.energy, hundredths: 650), from: lots)
        #expect(draws.map(\.lot.entry) == [8, 5, 7, 6, 9, 1, 4])
        #expect(draws.map(\.credit.hundredths) == [100, 100, 100, 100, 100, 100, 50])
        #expect(uncovered.hundredths == 0)
    }

    @Test func whatNoLotCoversIsLeftOver() {
        let (draws, uncovered) = Lot.draw(Credit(.energy, hundredths: 250), from: [lot(1, .purchased, 100), lot(2, .subsidy, 50)])
        #expect(draws.map(\.wallet) == [.subsidy, .purchased])
        #expect(uncovered == Credit(.energy, hundredths: 100))
        #expect(Lot.draw(Credit(.energy, hundredths: 5), from: []).uncovered.hundredths == 5)
        #expect(Lot.draw(Credit(.energy, hundredths: 0), from: [lot(1, .purchased, 100)]).draws.isEmpty)
    }

    @Test func lotsOfAnotherUnitAreNotTouched() {
        let (draws, uncovered) = Lot.draw(
            Credit(.money, hundredths: 50), from: [lot(1, .purchased, 100), lot(2, .purchased, 20, unit: .money)])
        #expect(draws.map(\.lot.entry) == [2])
        #expect(uncovered == Credit(.money, hundredths: 30))
    }

    @Test func worthIsRoundedDown() {
        let lot = lot(1, .purchased, 89_61, of: 90_90, paid: 50_00)
        #expect(lot.worth == Money(fen: 49_29))
        #expect(lot.worth(of: Credit(.energy, hundredths: 1)) == .zero)
        #expect(lot.worth(of: Credit(.energy, hundredths: 2)) == Money(fen: 1))
        #expect(self.lot(1, .purchased, 90_90, paid: 50_00).worth == Money(fen: 50_00))
        #expect(self.lot(1, .purchased, 0, of: 0, paid: 50_00).worth == .zero)
    }

    @Test func worthHoldsForTheLargestAmounts() {
        let huge = Credit(.energy, hundredths: 30_000_000)
        let lot = Lot(id: LotID(entry: 1), wallet: .purchased, credited: huge, paid: Money(fen: 99_999_999_999), left: huge)
        #expect(lot.worth == Money(fen: 99_999_999_999))
        let top = Lot(
            id: LotID(entry: 1), wallet: .purchased, credited: Credit(.energy, hundredths: .max), paid: Money(fen: .max),
            left: Credit(.energy, hundredths: .max))
        #expect(top.worth == Money(fen: .max))
    }

    @Test func partsEarnExactlyWhatWasPaid() {
        var seed: UInt64 = 41
        func next(_ limit: Int64) -> Int64 {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int64(seed >> 33) % limit
        }
        for round in 0..<200 {
            var lot = lot(1, .purchased, 1 + next(20_000), paid: next(60_000))
            let paid = lot.paid
            var earned = Money.zero
            while lot.left.hundredths > 0 {
                let (draws, _) = Lot.draw(Credit(.energy, hundredths: 1 + next(700)), from: [lot])
                for draw in draws {
                    #expect(draw.paid >= .zero)
                    lot.left = lot.left - draw.credit
                    earned = earned + draw.paid
                    #expect(earned + lot.worth == paid, "round \(round)")
                }
            }
            #expect(earned == paid, "round \(round)")
        }
    }
}
