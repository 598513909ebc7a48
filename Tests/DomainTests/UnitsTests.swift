// Protects: money, energy and prices are whole numbers, written and read without loss, and rounded only downwards.
// How: tables of text and figures both ways, with the boundaries and with text that is no amount.

import Domain
import Testing

struct UnitsTests {
    @Test(arguments: [
        (0, 2, "0.00"), (5, 2, "0.05"), (-5, 2, "-0.05"), (9090, 2, "90.90"), (-9090, 2, "-90.90"), (100, 2, "1.00"), (5500, 4, "0.5500"),
        (7, 0, "7"), (-7, 0, "-7"), (Int64.max, 2, "92233720368547758.07"), (Int64.min, 2, "-92233720368547758.08"),
    ])
    func decimalsAreWritten(_ scaled: Int64, _ decimals: Int, _ text: String) {
        #expect(Decimals.text(scaled, decimals: decimals) == text)
    }

    @Test(arguments: [
        ("50", 5000), ("50.5", 5050), ("50.00", 5000), ("0.01", 1), ("0", 0), ("007", 700), ("999999999.99", 99_999_999_999),
    ])
    func amountsAreRead(_ text: String, _ fen: Int64) {
        #expect(Money(yuan: text)?.fen == fen)
    }

    @Test(arguments: [
        "", " ", ".", "5.", ".5", "-5", "+5", "5,00", "5 ", " 5", "5.000", "1e3", "0x10", "５０", "5０", "1.2.3", "5..0", "1000000000",
        "999999999999999999999999", "1000000000000.00", "NaN", "50元", "5\u{0301}", "5.0\u{0}",
    ])
    func whatIsNoAmountIsRefused(_ text: String) {
        #expect(Money(yuan: text) == nil)
    }

    @Test func readingAndWritingAreInverse() {
        var seed: UInt64 = 7
        for _ in 0..<2000 {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let fen = Int64(seed >> 33) % 99_999_999_999
            #expect(Money(yuan: Money(fen: fen).description)?.fen == fen, "fen \(fen)")
        }
    }

    @Test func theLimitIsInside() {
        #expect(Decimals.parse("1.00", decimals: 2, limit: 100) == 100)
        #expect(Decimals.parse("1.01", decimals: 2, limit: 100) == nil)
        #expect(Decimals.parse("1.5", decimals: 0, limit: 100) == nil)
        #expect(Decimals.parse("15", decimals: 0, limit: 100) == 15)
    }

    @Test(arguments: [
        (5000, 5500, 90_90), (1000, 5500, 18_18), (1, 5500, 1), (1, 50_000, 0), (4, 50_000, 0), (5, 50_000, 1), (100, 10_000, 1_00),
        (99_999_999_999, 100, 9_999_999_999_900),
    ])
    func moneyBuysEnergyRoundedDown(_ fen: Int64, _ price: Int64, _ hundredths: Int64) {
        #expect(Price(tenThousandths: price).energy(for: Money(fen: fen)) == Energy(hundredths: hundredths))
    }

    @Test(arguments: [0, -1, -5500] as [Int64])
    func aPriceThatIsNoneBuysNothing(_ price: Int64) {
        #expect(Price(tenThousandths: price).energy(for: Money(fen: 5000)) == .zero)
    }

    @Test func energyCostsRoundedDown() {
        #expect(Price.standard.cost(of: Energy(hundredths: 90_90)) == Money(fen: 49_99))
        #expect(Price.standard.cost(of: Energy(hundredths: 1)) == .zero)
        #expect(Price.standard.cost(of: Energy(hundredths: 2)) == Money(fen: 1))
    }

    @Test func creditKeepsItsUnit() {
        let energy = Credit(.energy, hundredths: 3_25) + Credit(.energy, hundredths: 90_90)
        #expect(energy.description == "94.15")
        #expect(energy.energy(at: .standard) == Energy(hundredths: 94_15))
        #expect(Credit(Money(fen: 5000)).energy(at: .standard) == Energy(hundredths: 90_90))
        #expect(Credit(Energy(wattHours: 1239)).hundredths == 123)
        #expect(Credit(.money, hundredths: -5) != Credit(.energy, hundredths: -5))
    }

    @Test func figuresAreShownWithTwoDecimals() {
        #expect(Energy(wattHours: 1239).description == "1.23")
        #expect(Power(watts: 2315).description == "2.31")
        #expect(Price.standard.description == "0.5500")
        #expect(Decimals.padded(7, 2) == "07")
        #expect(Decimals.padded(107, 2) == "107")
    }
}
