// Protects free credit on its way into a meter's own purse: by which purse it goes, that it is there once whatever is lost, and what of
// the purse's count, record and sums proves it.
// How: one order of 5.00 kWh that may go by the purse, driven by hand through every answer that a meter can give and every loss.

import BooksContract
import Domain
import Operations
import Testing

@Suite("Delivery into the purse")
struct PurseDeliveryTests {
    /// A meter with 20.00 bought and 1.50 free, whose purse has been filled three times.
    static let before = picture(purse: 3, last: 12_00, free: 1_50)
    static let after = picture(purse: 4, last: 5_00, free: 6_50)

    static func picture(purse: Int?, last: Int64, free: Int64, bought: Int64 = 20_00, used: Int64 = 0, count: Int = 6) -> CreditReading {
        let register = 1234_56 + used
        return Picture.make(count: count, last: 20_00, total: 300_00, left: bought + free, register: register).with {
            $0.subsidy = Desk.kWh(free)
            $0.purse = purse.map { PurseReading(count: $0, lastAmount: Desk.kWh(last)) }
        }
    }

    static func bench(
        _ task: OrderTask = .topUp(Desk.kWh(5_00)), expects purseCount: Int? = 3, _ change: (inout Order) -> Void = { _ in }
    ) -> DeliveryBench {
        var bench = DeliveryBench(amount: task.amount.hundredths)
        bench.order.task = task
        bench.order.offersPurse = true
        change(&bench.order)
        var expectation = DeliveryBench.expectation
        expectation.purseCount = purseCount
        bench.delivery = Delivery(bench.order, expectation: expectation, rules: DeliveryRules())
        return bench
    }

    @Test("it goes by the purse under the purse's count, and count, record and sums prove it")
    func whole() throws {
        var bench = Self.bench()
        let asked = bench.begin().task
        #expect(asked == .purse)
        let sent = bench.write(bench.report(.credit(Self.before))).task
        #expect(sent == .applyToPurse(.topUp(Desk.kWh(5_00)), count: 4))
        #expect(bench.order.usesPurse && bench.order.count == 4 && bench.order.totalAfter == Desk.kWh(300_00))
        let proof = bench.report(.accepted).task
        #expect(proof == .purse)
        let end = bench.write(bench.report(.credit(Self.after)))
        #expect(end == nil)
        #expect(bench.states == [.sent, .confirmed])
        #expect(bench.order.note == "In the meter's purse of free credit, under its count 4.")
    }

    @Test("the first order takes the count that it finds")
    func first() {
        var bench = Self.bench(expects: nil)
        let sent = bench.send(Self.picture(purse: 17, last: 1_00, free: 0)).task
        #expect(sent == .applyToPurse(.topUp(Desk.kWh(5_00)), count: 18))
    }

    @Test("plain credit where the meter has no purse, none was offered, or bought credit is short so that the room would be dark")
    func plain() {
        for (picture, offered) in [
            (Self.picture(purse: nil, last: 0, free: 0), true), (Self.before, false),
            (Self.picture(purse: 3, last: 12_00, free: 1_50, bought: 10_00), true),
            (Self.picture(purse: 3, last: 12_00, free: 9_00, bought: 0), true),
            (Self.picture(purse: 9998, last: 12_00, free: 1_50), true),
        ] {
            var bench = Self.bench(expects: picture.purse?.count) { $0.offersPurse = offered }
            let sent = bench.send(picture).task
            #expect(sent == .apply(.topUp(Desk.kWh(5_00)), count: 7))
            #expect(!bench.order.usesPurse && bench.order.totalAfter == Desk.kWh(305_00))
            let proof = bench.report(.accepted).task
            #expect(proof == .credit)
        }
    }

    @Test("sent and no answer: the read-back alone tells, and it is sent again under the same count")
    func loss() {
        var bench = Self.bench()
        let asked = bench.pass(.noAnswer("lost"), .noAnswer("lost"), first: Self.before).task
        #expect(asked == .purse)
        #expect(bench.states == [.sent, .unknown])
        let again = bench.write(bench.report(.credit(Self.before))).task
        #expect(again == .applyToPurse(.topUp(Desk.kWh(5_00)), count: 4))
        _ = bench.report(.accepted)
        _ = bench.write(bench.report(.credit(Self.after)))
        #expect(bench.states == [.sent, .unknown, .sent, .confirmed])
    }

    @Test("the request had arrived: nothing is sent a second time")
    func arrived() {
        var bench = Self.bench()
        _ = bench.pass(.noAnswer("lost"), .noAnswer("lost"), first: Self.before)
        let end = bench.write(bench.report(.credit(Self.after)))
        #expect(end == nil)
        #expect(bench.states == [.sent, .unknown, .confirmed])
    }

    @Test("a restart reads before it sends")
    func restart() {
        var bench = Self.bench {
            ($0.state, $0.usesPurse, $0.count, $0.totalAfter, $0.attempts) = (.sent, true, 4, Desk.kWh(300_00), 1)
            $0.before = Self.before
        }
        let asked = bench.write(bench.begin()).task
        #expect(asked == .purse)
        _ = bench.write(bench.report(.credit(Self.after)))
        #expect(bench.states == [.unknown, .confirmed])
    }

    @Test("a count that the books do not expect is for a person; nothing is sent")
    func movedElsewhere() {
        for (count, words) in [(5, "Its purse may have been filled by another way."), (1, "The meter may have been swapped or reset.")] {
            var bench = Self.bench()
            let move = bench.send(Self.picture(purse: count, last: 1_00, free: 1_50))
            #expect(move == nil)
            #expect(bench.states == [.disputed])
            #expect(bench.order.usesPurse, "a person who settles it settles the count of the purse")
            #expect(bench.order.note.hasSuffix(words))
        }
    }

    @Test("an order that a lost copy of the books no longer knew as sent is there already")
    func already() {
        var bench = Self.bench()
        let move = bench.send(Self.after)
        #expect(move == nil)
        #expect(bench.states == [.confirmed])
        var other = Self.bench()
        _ = other.send(Self.picture(purse: 4, last: 7_00, free: 8_50))
        #expect(other.states == [.disputed])
    }

    private static let disagreements: [(CreditReading, String)] = [
        (picture(purse: 4, last: 5_00, free: 11_50), "the credit does not"), (picture(purse: 4, last: 6_00, free: 7_50), "but for 6.00"),
        (picture(purse: 5, last: 5_00, free: 6_50), "shows count 5"), (picture(purse: nil, last: 0, free: 0), "no longer tells"),
        (picture(purse: 4, last: 5_00, free: 6_50, count: 7), "went from 6 to 7"),
    ]

    @Test("applied twice, another amount, another count, no purse, a purchase beside it", arguments: disagreements)
    func disputes(after: CreditReading, words: String) {
        var bench = Self.bench()
        _ = bench.pass(.accepted, .credit(after), first: Self.before)
        #expect(bench.states == [.sent, .disputed])
        #expect(bench.order.note.contains(words), "\(bench.order.note)")
    }

    @Test("a meter that always says yes and never counts is disputed after the tries")
    func neverCounts() {
        var bench = Self.bench()
        _ = bench.pass(.accepted, .credit(Self.before), first: Self.before)
        for _ in 1..<3 {
            _ = bench.write(bench.report(.credit(Self.before)))
            _ = bench.report(.accepted)
            _ = bench.write(bench.report(.credit(Self.before)))
        }
        #expect(bench.states.last == .disputed)
        #expect(bench.order.note.contains("its purse of free credit still has count 3"))
    }

    @Test("a refusal with nothing moved is a refusal")
    func refused() {
        var bench = Self.bench()
        _ = bench.pass(.refused(code: 1, meaning: "the meter does not know the command"), .credit(Self.before), first: Self.before)
        #expect(bench.states == [.sent, .refused])
    }

    @Test("what expires is taken out of the purse; what was used while it was on its way is given back and no dispute")
    func takesOut() {
        for (used, left) in [(Int64(0), Int64(50)), (20, 50), (20, 30)] {
            var bench = Self.bench(.takeBack(Desk.kWh(1_00)))
            let sent = bench.send(Self.before).task
            #expect(sent == .applyToPurse(.takeBack(Desk.kWh(1_00)), count: 4))
            _ = bench.report(.accepted)
            _ = bench.write(bench.report(.credit(Self.picture(purse: 4, last: left, free: left, used: used))))
            #expect(bench.states == [.sent, .confirmed], "\(used) used, \(left) left: \(bench.order.note)")
        }
    }

    @Test("what the purse no longer has is not taken out of what was bought")
    func takesOutNoMore() {
        var bench = Self.bench(.takeBack(Desk.kWh(1_51)))
        let move = bench.send(Self.before)
        #expect(move == nil)
        #expect(bench.states == [.withdrawn])
        var empty = Self.bench(.takeBack(Desk.kWh(1_51)))
        let plain = empty.send(Self.picture(purse: 3, last: 12_00, free: 0)).task
        #expect(plain == .apply(.takeBack(Desk.kWh(1_51)), count: 7))
        var sold = Self.bench(.takeBack(Desk.kWh(20_50))) { $0.offersPurse = false }
        let other = sold.send(Self.before)
        #expect(other == nil, "the purse does not make up for what was bought")
        #expect(sold.states == [.withdrawn])
    }
}
