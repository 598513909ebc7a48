// Protects the refund of a room: what is refundable and why the rest is not, and the split, whose parts sum to the amount to the fen.
// How: tables of lots and shares; seeded amounts and numbers of residents.

import Domain
import Seeded
import Testing

@Suite("Refund")
struct RefundTests {
    private static func kWh(_ hundredths: Int64) -> Credit { Credit(.energy, hundredths: hundredths) }

    private static func lot(_ entry: Int64, _ wallet: WalletKind = .purchased, of credited: Int64, left: Int64, paid: Int64) -> Lot {
        Lot(id: LotID(entry: entry), wallet: wallet, credited: kWh(credited), paid: Money(fen: paid), left: kWh(left))
    }

    @Test("purchased lots at what was paid for them; free and borrowed credit not; debt from the oldest lot")
    func refundable() {
        let lots = [
            Self.lot(3, of: 90_90, left: 10_00, paid: 50_00), Self.lot(7, of: 90_90, left: 90_90, paid: 50_00),
            Self.lot(8, .subsidy, of: 5_00, left: 4_00, paid: 0),
        ]
        let whole = RefundEstimate(lots: lots, debt: Self.kWh(0), unit: .energy)
        #expect(whole.credit == Self.kWh(100_90))
        #expect(whole.money == Money(fen: 5_50 + 50_00))
        #expect(whole.reasons.map { "\($0)" } == ["4.00 kWh free credit: given, not bought"])
        let indebted = RefundEstimate(lots: lots, debt: Self.kWh(12_00), unit: .energy)
        #expect(indebted.credit == Self.kWh(88_90))
        #expect(indebted.money == Money(fen: 48_89))
        #expect(indebted.draws.map(\.lot) == [LotID(entry: 7)])
        let found = RefundEstimate(lots: [Self.lot(1, of: 30_00, left: 30_00, paid: 0)], debt: Self.kWh(0), unit: .energy)
        #expect(found.money == .zero)
        #expect(found.reasons.map { "\($0)" } == ["30.00 kWh found in the meter when it was taken over: nothing was paid for it here"])
        #expect(RefundEstimate(lots: [], debt: Self.kWh(3_00), unit: .energy).credit == Self.kWh(0))
        let crumb = RefundEstimate(lots: [Self.lot(3, of: 90_90, left: 1, paid: 50_00)], debt: Self.kWh(0), unit: .energy)
        #expect(crumb.money == .zero)
        #expect(crumb.reasons.isEmpty)
    }

    @Test("equal parts, custom shares, one payee")
    func splits() throws {
        let three = ["S3", "S1", "S2"].map { ResidentID($0) }
        func parts(_ split: RefundSplit, _ fen: Int64) throws -> String {
            try split.divide(Money(fen: fen), among: three).map { "\($0.resident) \($0.money.fen)" }.joined(separator: ", ")
        }
        #expect(try parts(.equal, 100) == "S1 34, S2 33, S3 33")
        #expect(try parts(.equal, 101) == "S1 34, S2 34, S3 33")
        #expect(try parts(.payee(ResidentID("S2")), 101) == "S1 0, S2 101, S3 0")
        #expect(try parts(.shares([ResidentID("S1"): 3333, ResidentID("S2"): 3333, ResidentID("S3"): 3334]), 100) == "S1 33, S2 33, S3 34")
        #expect(throws: SplitProblem.sum(9999)) { try parts(.shares([ResidentID("S1"): 3333, ResidentID("S2"): 6666]), 100) }
        #expect(throws: SplitProblem.sum(-1)) { try parts(.shares([ResidentID("S1"): -1]), 100) }
        #expect(throws: SplitProblem.noResident(ResidentID("S9"))) { try parts(.shares([ResidentID("S9"): 10_000]), 100) }
        #expect(throws: SplitProblem.noResident(ResidentID("S9"))) { try parts(.payee(ResidentID("S9")), 100) }
        #expect(throws: SplitProblem.nobody) { try RefundSplit.equal.divide(Money(fen: 100), among: []) }
    }

    @Test("whatever the amount and the shares, the parts sum to it and differ from their share by less than a fen", arguments: 0..<200)
    func sums(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let residents = (0..<Int.random(in: 1...8, using: &random)).map { ResidentID("S\($0)") }
        var left = RefundSplit.whole
        var shares: [ResidentID: Int] = [:]
        for resident in residents.dropLast() {
            let share = Int.random(in: 0...left, using: &random)
            shares[resident] = share
            left -= share
        }
        shares[residents[residents.count - 1]] = left
        let amount = Money(fen: Int64.random(in: 0...1_000_000_000, using: &random))
        let parts = try RefundSplit.shares(shares).divide(amount, among: residents)
        #expect(parts.reduce(Money.zero) { $0 + $1.money } == amount, "seed \(seed)")
        for part in parts {
            let exact = amount.fen * Int64(shares[part.resident] ?? 0)
            #expect(abs(part.money.fen * 10_000 - exact) < 10_000, "seed \(seed)")
        }
    }
}
