// Protects: meters are taken over with what is in them, and a file of sales is the same plan whenever it is the same file.
// How: baselines of every sign; files in every disorder against the bytes of their plan, and one by hand.

import BooksContract
import Domain
import Operations
import Testing

struct AdoptionAndFileTests {
    private func baseline(_ credit: Credit) -> Baseline {
        Baseline(count: 3, totalBought: credit, remaining: credit, register: Energy(hundredths: 5), at: Desk.now)
    }

    @Test func creditThatWasFoundIsALotForNothing() throws {
        let entry = try #require(AdoptionDraft.entry(for: ContractCampus.energyMeter, baseline: baseline(Desk.kWh(3_25))))
        #expect(entry.kind == .adoption && entry.room == ContractCampus.energyRoom && entry.balances)
        #expect(entry.postings.map { "\($0.account) \($0.amount)" } == ["energy:issued -3250", "room:3-418:purchased 3250"])
        #expect(entry.lots == [.open(.purchased, credited: Desk.kWh(3_25), paid: .zero, left: Desk.kWh(3_25), expires: nil)])
        #expect(entry.reaches == nil)
    }

    @Test func anOverdraftThatWasFoundIsDebt() throws {
        let entry = try #require(AdoptionDraft.entry(for: ContractCampus.moneyMeter, baseline: baseline(Desk.yuan(-1_50))))
        #expect(
            entry.postings.map { "\($0.account) \($0.amount) \($0.commodity.rawValue)" } == [
                "energy:issued 150 meterYuan", "room:3-419:emergency -150 meterYuan",
            ])
        #expect(entry.lots.isEmpty && entry.balances)
    }

    @Test func emptyMetersAndSupplyMetersAreNotBooked() {
        #expect(AdoptionDraft.entry(for: ContractCampus.energyMeter, baseline: baseline(Desk.kWh(0))) == nil)
        #expect(AdoptionDraft.entry(for: ContractCampus.supplyMeter, baseline: baseline(Desk.kWh(3_25))) == nil)
    }

    private let day = Day(number: 20778)
    private let lines = [TopUpLine(room: "3-418", amount: "50"), TopUpLine(room: "3-417", amount: "20.5")]

    @Test func theBytesOfAFileAreFrozen() {
        #expect(
            String(decoding: FilePlan.canonicalBytes(lines + [TopUpLine(room: "3-419", amount: "x")], day: day, again: 2), as: UTF8.self)
                == "15:dormwatt-file-1" + "5:20778" + "1:2" + "1:3" + "5:3-417" + "4:2050" + "5:3-418" + "4:5000" + "5:3-419" + "2:?x")
    }

    @Test func theSameRowsAreTheSamePlan() {
        let id = FilePlan.id(lines, day: day, seal: PlainSeal())
        #expect(id.text.count == 64)
        #expect(id.text.allSatisfy { $0.isHexDigit })
        #expect(FilePlan.id(lines.reversed(), day: day, seal: PlainSeal()) == id)
        let rewritten = [TopUpLine(room: " 3-417", amount: "20.50 "), TopUpLine(room: RoomID("3-418"), money: Money(fen: 5000))]
        #expect(FilePlan.id(rewritten, day: day, seal: PlainSeal()) == id)
    }

    @Test func otherRowsDaysOrRunsAreOtherPlans() {
        let id = FilePlan.id(lines, day: day, seal: PlainSeal())
        let others = [
            FilePlan.id(lines, day: day.advanced(by: 1), seal: PlainSeal()), FilePlan.id(lines, day: day, again: 1, seal: PlainSeal()),
            FilePlan.id(lines, day: day, again: 2, seal: PlainSeal()), FilePlan.id(lines + [lines[0]], day: day, seal: PlainSeal()),
            FilePlan.id([lines[0]], day: day, seal: PlainSeal()),
            FilePlan.id([lines[0], TopUpLine(room: "3-417", amount: "20.51")], day: day, seal: PlainSeal()),
            FilePlan.id([lines[0], TopUpLine(room: "3-417", amount: "2050")], day: day, seal: PlainSeal()),
        ]
        #expect(Set(others).count == others.count)
        #expect(!others.contains(id))
    }
}
