// Protects what is taken out of which lot for a refund: never more than the meter has less its reserve, never what belongs to others, every
// fen once; and that a room goes through a run by the known ways alone.
// How: a table of rooms; seeded lots, meters and people against sums reckoned here; every event tried at every step.

import Domain
import Seeded
import Testing

@Suite("Refund of a room")
struct RefundTakeTests {
    private static func kWh(_ hundredths: Int64) -> Credit { Credit(.energy, hundredths: hundredths) }

    private static func lot(_ entry: Int64, _ wallet: WalletKind = .purchased, of credited: Int64, left: Int64, paid: Int64) -> Lot {
        Lot(id: LotID(entry: entry), wallet: wallet, credited: kWh(credited), paid: Money(fen: paid), left: kWh(left))
    }

    struct Example: CustomStringConvertible, Sendable {
        var description: String
        var remaining: Int64?
        var reserve: Int64 = 0
        var leaving = 1
        var living = 1
        var credit, money: Int64
        var reasons: [String] = []
    }

    /// Two lots of 100.00 kWh for 55.00 yuan, the older half used, and 4.00 kWh of free credit.
    private static let lots = [
        lot(3, of: 100_00, left: 50_00, paid: 55_00), lot(7, of: 100_00, left: 100_00, paid: 60_00),
        lot(8, .subsidy, of: 5_00, left: 4_00, paid: 0),
    ]

    private static let free = "4.00 kWh free credit: given, not bought"

    static let examples: [Example] = [
        Example(description: "the books keep the credit", remaining: nil, credit: 150_00, money: 87_50, reasons: [free]),
        Example(description: "the meter has all of it", remaining: 154_00, credit: 150_00, money: 87_50, reasons: [free]),
        Example(description: "free credit is the reserve", remaining: 154_00, reserve: 4_00, credit: 150_00, money: 87_50, reasons: [free]),
        Example(
            description: "the reserve stays in the oldest lot", remaining: 154_00, reserve: 14_00, credit: 140_00, money: 82_00,
            reasons: [free, "10.00 kWh left in the meter for the use until the credit was out"]),
        Example(
            description: "the meter has less", remaining: 153_98, reserve: 4_00, credit: 149_98, money: 87_49,
            reasons: [free, "0.02 kWh in the books that the meter does not have"]),
        Example(
            description: "nothing is left in the meter", remaining: 0, reserve: 1_00, credit: 0, money: 0,
            reasons: [free, "150.00 kWh in the books that the meter does not have"]),
        Example(
            description: "two of three leave", remaining: 154_00, reserve: 20_00, leaving: 2, living: 3, credit: 99_99, money: 58_34,
            reasons: [free, "50.01 kWh belongs to those who stay in the room"]),
        Example(
            description: "the share stays in the room", remaining: 154_00, leaving: 0, living: 3, credit: 0, money: 0,
            reasons: [free, "150.00 kWh belongs to those who stay in the room"]),
    ]

    @Test("what is taken, what it is worth, and why the rest is not", arguments: examples)
    func takes(example: Example) {
        let take = RefundTake(
            lots: Self.lots, debt: Self.kWh(0), unit: .energy, remaining: example.remaining.map(Self.kWh),
            reserve: Self.kWh(example.reserve),
            leaving: example.leaving, living: example.living)
        #expect(take.figures.credit == Self.kWh(example.credit))
        #expect(take.figures.money == Money(fen: example.money))
        #expect(take.figures.reasons.map { "\($0)" } == example.reasons)
    }

    @Test("every hundredth is taken or has a reason, and what stays in a lot keeps its worth", arguments: 0..<300)
    func adds(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let lots = (1...Int64.random(in: 1...6, using: &random)).map { entry in
            let credited = Int64.random(in: 1...200_00, using: &random)
            return Self.lot(
                entry, Bool.random(using: &random) ? .purchased : .subsidy, of: credited,
                left: Int64.random(in: 0...credited, using: &random),
                paid: Bool.random(using: &random) ? 0 : Int64.random(in: 1...200_00, using: &random))
        }
        let living = Int.random(in: 1...6, using: &random)
        let leaving = Int.random(in: 0...living, using: &random)
        let remaining = Bool.random(using: &random) ? Int64.random(in: -10...600_00, using: &random) : nil
        let reserve = remaining == nil ? 0 : Int64.random(in: 0...5_00, using: &random)
        let take = RefundTake(
            lots: lots, debt: Self.kWh(0), unit: .energy, remaining: remaining.map(Self.kWh), reserve: Self.kWh(reserve), leaving: leaving,
            living: living)
        let figures = take.figures
        let purchased = lots.filter { $0.wallet == .purchased }
        let sum = figures.credit.hundredths + figures.held.hundredths + figures.missing.hundredths + figures.ofStayers.hundredths
        #expect(sum == purchased.reduce(0) { $0 + $1.left.hundredths }, "seed \(seed)")
        if let remaining { #expect(figures.credit.hundredths <= max(0, remaining - reserve), "seed \(seed)") }
        for draw in take.draws {
            let lot = purchased.first { $0.id == draw.lot }
            let rest = lot.map { $0.worth(of: $0.left - draw.credit) } ?? .zero
            #expect(lot.map { $0.worth == draw.paid + rest } == true, "seed \(seed): a fen of lot \(draw.lot) is lost")
        }
    }

    // MARK: - The way of a room

    private static let actor = Actor(name: "chen", role: .cashier, shift: "s", console: "c")
    private static let figures = RefundFigures(
        credit: kWh(10_00), money: Money(fen: 5_50), subsidy: kWh(0), unpaid: kWh(0), debt: kWh(0))
    private static let final = RefundFinal(
        meter: MeterID("1"), register: .zero, remaining: nil, at: Instant(milliseconds: 0), source: .reading, credit: kWh(10_00),
        money: Money(fen: 5_50), setOff: kWh(0))
    private static let shares = [RefundShare(stay: 1, money: Money(fen: 3_00)), RefundShare(stay: 2, money: Money(fen: 2_50))]

    private static let events: [RefundEvent] = [
        .frozen, .estimated(figures), .approved(most: Money(fen: 5_50)), .taken(figures), .restored, .fixed(final), .split(shares),
        .paid([1], .cash), .paid([2], .bank), .setAside([2]), .closed(handedOver: false), .dropped(reason: "x"),
        .opening, .notOpened,
    ]

    private static func room(after events: [RefundEvent]) -> RefundRoom? {
        let records = ([.frozen] + events).enumerated().map { index, event in
            RefundRecord(
                run: RefundRunID("r"), room: RoomID("3-418"), line: index + 1, event: event, entry: Int64(index),
                at: Instant(milliseconds: 1),
                actor: actor)
        }
        return RefundRoom.folding(records)[RoomID("3-418")] ?? nil
    }

    /// At each step, the numbers of the events that may follow.
    static let ways: [(step: RefundStep, events: [RefundEvent], next: [Int])] = [
        (.frozen, [], [1, 11]), (.estimated, [events[1]], [1, 2, 11]), (.approved, Array(events[1...2]), [1, 2, 3, 11, 12]),
        (.taking, Array(events[1...3]), [4, 5]), (.approved, Array(events[1...4]), [1, 2, 3, 11, 12]),
        (.opening, Array(events[1...2]) + [events[12]], [3, 11, 13]),
        (.approved, Array(events[1...2]) + events[12...13], [1, 2, 3, 11, 12]),
        (.fixed, Array(events[1...2]) + [events[12], events[3], events[5]], [6]),
        (.fixed, Array(events[1...3]) + [events[5]], [6]), (.split, Array(events[1...3]) + events[5...6], [7, 8, 9, 10]),
        (.split, Array(events[1...3]) + events[5...7], [8, 9, 10]), (.paid, Array(events[1...3]) + events[5...8], [10]),
        (.split, Array(events[1...3]) + events[5...6] + [events[9]], [7, 8, 10]),
        (.closed, Array(events[1...3]) + events[5...6] + [events[10]], [7, 8, 9]), (.dropped, [events[11]], []),
    ]

    @Test("at each step only what belongs there can follow", arguments: ways.indices)
    func follows(index: Int) throws {
        let way = Self.ways[index]
        let room = try #require(Self.room(after: way.events))
        #expect(room.step == way.step)
        #expect(room.lines == way.events.count + 1)
        for (number, event) in Self.events.enumerated() {
            #expect(room.mayFollow(event) == way.next.contains(number), "\(event) after \(way.step)")
            #expect((Self.room(after: way.events + [event]) != nil) == way.next.contains(number))
        }
    }

    @Test("more than was approved, another sum than was fixed, and a share twice can not follow")
    func amounts() throws {
        let approved = try #require(Self.room(after: [Self.events[1], .approved(most: Money(fen: 5_49))]))
        #expect(!approved.mayFollow(.taken(Self.figures)))
        let fixed = try #require(Self.room(after: Array(Self.events[1...3]) + [Self.events[5]]))
        #expect(!fixed.mayFollow(.split([RefundShare(stay: 1, money: Money(fen: 5_51))])))
        let paid = try #require(Self.room(after: Array(Self.events[1...3]) + Self.events[5...7]))
        #expect(!paid.mayFollow(.paid([1, 2], .cash)))
        #expect(paid.due == Money(fen: 2_50))
        #expect(paid.payouts[1]?.method == .cash)
    }

    @Test("a name of a run has letters, digits and - _ . only", arguments: ["graduation-2027", "毕业2027", "a", "7.b_c"])
    func names(name: String) { #expect(RefundRun.isName(name)) }

    @Test("any other text names no run", arguments: ["", "two words", "-a", "a/b", "a\tb", String(repeating: "a", count: 41)])
    func noNames(name: String) { #expect(!RefundRun.isName(name)) }
}
