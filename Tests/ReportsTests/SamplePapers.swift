// Protects nothing by itself: one paper of every kind, as it is written from the books.
// How: a room in which everything happened that a paper can tell of, with names in both scripts and figures that are checked by hand.

import Domain
import Phrases
import Reports

/// Papers of a room in which much happened.
enum SamplePapers {
    static let offset = UTCOffset(minutes: 480)
    /// 2026-06-30 16:00:00 in China.
    static let at = Instant(milliseconds: 1_782_806_400_000)
    static let room = Room(id: RoomID("3-418"), building: "北三楼", floor: 4, number: "418", beds: 4)
    static let chen = Actor(name: "chen", role: .cashier, shift: "", console: "desk-1")
    static let lin = Actor(name: "林主管", role: .supervisor, shift: "", console: "desk-2")
    static let meter = MeterID("000000000418")

    static func energy(_ hundredths: Int64) -> Credit { Credit(.energy, hundredths: hundredths) }
    static func day(_ text: String) -> Day { Day(text) ?? Day(of: at, at: offset) }

    static func entry(_ sequence: Int64, _ day: String, _ draft: EntryDraft, approver: Actor? = nil) -> Entry {
        let day = Self.day(day)
        return Entry(
            sequence: sequence, at: Instant(milliseconds: Int64(day.number) * 86_400_000 + 36_000_000), day: day, actor: chen,
            approver: approver, plan: PlanID("P-\(sequence)"), draft: draft, previousHash: [])
    }

    static func wallet(_ kind: WalletKind, _ wattHours: Int64) -> Posting { Posting(.wallet(kind, of: room.id), .kWh, wattHours) }

    static let sale = entry(
        11, "2026-03-02",
        EntryDraft(
            kind: .sale, room: room.id,
            postings: [
                Posting(.cash("chen"), .yuan, 110_00), Posting(.prepaid(room.id), .yuan, -110_00), wallet(.purchased, 200_000),
                Posting(.issued, .kWh, -200_000),
            ], lots: [.open(.purchased, credited: energy(200_00), paid: Money(fen: 110_00), left: energy(200_00), expires: nil)]))
    static let grant = entry(
        12, "2026-03-03",
        EntryDraft(kind: .grant, room: room.id, postings: [wallet(.subsidy, 5_000), Posting(.granted, .kWh, -5_000)]))
    static let use = entry(
        13, "2026-03-31",
        EntryDraft(
            kind: .use, room: room.id, postings: [wallet(.purchased, -123_450), Posting(.used, .kWh, 123_450)],
            reaches: RegisterMark(meter: meter, register: Energy(hundredths: 1357_90), at: at.adding(seconds: -7_862_400))))
    static let void = entry(
        14, "2026-04-01",
        EntryDraft(
            kind: .void, room: room.id, corrects: 11, reason: "打错了房间",
            postings: [wallet(.purchased, -76_550), Posting(.issued, .kWh, 76_550)],
            lots: [.take(LotID(entry: 11), credit: energy(76_55), paid: Money(fen: 42_10))]), approver: lin)
    static let refund = entry(
        21, "2026-06-30",
        EntryDraft(
            kind: .refund, room: room.id, postings: [wallet(.purchased, -76_550), Posting(.issued, .kWh, 76_550)],
            lots: [.take(LotID(entry: 11), credit: energy(76_55), paid: Money(fen: 42_10))]), approver: lin)

    static var movements: Movements {
        var movements = Movements()
        for entry in [sale, grant, use] { movements.add(entry.draft) }
        return movements
    }

    static var group: PeriodFacts {
        var group = PeriodFacts(name: room.building)
        for entry in [sale, grant, use] { group.add(entry.draft) }
        return group
    }

    private static func reading(count: Int, left: Int64) -> CreditReading {
        CreditReading(
            at: at, count: count, lastAmount: energy(200_00), totalBought: nil, remaining: energy(left), subsidy: energy(5_00),
            register: Energy(hundredths: 1357_90), registerAfter: Energy(hundredths: 1357_90))
    }

    static let order = Order(
        id: OrderID("O00000014"), plan: PlanID("P-14"), entry: 14, room: room.id, meter: meter, task: .takeBack(energy(76_55)), count: 8,
        totalAfter: energy(123_45), state: .confirmed, createdAt: at, changedAt: at, before: reading(count: 7, left: 76_55),
        after: reading(count: 8, left: 0))

    // MARK: A run of refunds

    static let run = RefundRun(id: RefundRunID("graduation-2026"), scope: .cohort("2026"), exitDay: day("2026-06-30"), at: at, actor: lin)
    static let figures = RefundFigures(
        credit: energy(76_55), money: Money(fen: 42_10), subsidy: energy(5_00), unpaid: energy(0), debt: energy(0), held: energy(1_25))
    static let final = RefundFinal(
        meter: meter, register: Energy(hundredths: 1357_90), remaining: energy(0), at: at, source: .readBack(OrderID("O00000021")),
        credit: energy(76_00), money: Money(fen: 41_80), setOff: energy(55))

    static func state(_ events: [RefundEvent]) -> RefundRoom? {
        var state: RefundRoom?
        for (index, event) in events.enumerated() {
            let record = RefundRecord(
                run: run.id, room: room.id, line: index + 1, event: event, entry: event == .taken(figures) ? 21 : nil, at: at, actor: chen,
                approver: lin)
            state = index == 0 ? RefundRoom(record) : state?.adding(record)
        }
        return state
    }

    static var facts: RefundFacts? {
        let shares = [RefundShare(stay: 1, money: Money(fen: 20_90)), RefundShare(stay: 2, money: Money(fen: 20_90))]
        let events: [RefundEvent] = [
            .frozen, .estimated(figures), .approved(most: Money(fen: 45_00)), .taken(figures), .fixed(final), .split(shares),
            .paid([1], .cash),
        ]
        return state(events).map { state in
            RefundFacts(
                run: run, room: room, state: state, figures: figures, final: final,
                payees: [
                    RefundPayee(
                        stay: 1, resident: Resident(id: ResidentID("S2022001"), name: "欧阳修远"), money: Money(fen: 20_90),
                        payout: state.payouts[1]),
                    RefundPayee(stay: 2, resident: Resident(id: ResidentID("S2022002"), name: "Zoë O'Brien"), money: Money(fen: 20_90)),
                ], stayers: [Resident(id: ResidentID("S2023001"), name: "李娜")])
        }
    }

    // MARK: Papers

    /// What one paper of every kind says, by its name.
    static var all: [(name: String, title: Wording, blocks: [Block])] {
        var counted = MeterFacts()
        counted.energy = Energy(wattHours: 123_400)
        counted.silent = [.init(room: room.id, meter: meter, last: nil)]
        let head = PeriodPapers.head(on: day("2026-06-30"), entry: 21, hash: "9f86d081884c7d659a2feaa0c55ad015")
        let month = Month(of: day("2026-03-01"))
        let fixed = facts.map { [$0] } ?? []
        return [
            ("receipt", ReceiptPaper.title(room.id), ReceiptPaper.blocks(sale, room: room, offset: offset) ?? []),
            (
                "void", VoidPaper.title(room.id),
                VoidPaper.blocks(.init(sale: sale, void: void, takeBack: .ended(order), end: nil), room: room, offset: offset)
            ),
            (
                "history", HistoryPaper.title(room.id),
                HistoryPaper.blocks(
                    [sale, grant, use], movements: movements, room: room, from: day("2026-03-01"), until: day("2026-03-31"), offset: offset)
            ),
            (
                "sales", .words("Sales and use, \(day("2026-03-01")) to \(day("2026-03-31"))"),
                PeriodPapers.sales([group], from: day("2026-03-01"), until: day("2026-03-31"), head: head)
            ),
            (
                "subsidy", .words("Free electricity of \(month)"),
                SubsidyPaper.blocks(
                    SubsidyPaper.Way.allCases.map {
                        .init(building: room.building, room: room.id, residents: 4, amount: Energy(wattHours: 20_000), way: $0)
                    }, month: month, policies: ["本科生"])
            ),
            (
                "month", .words("Month of \(month)"),
                PeriodPapers.month(
                    [group], month: month, drawers: [("assets:cash:chen", Money(fen: 110_00)), ("assets:bank", .zero)],
                    meters: MeterSection.blocks([group], meters: [room.building: counted]),
                    open: [[.words("order \(order.id)"), "3-418", "2026-03-31", .words("\(order.task.change) not confirmed")]], head: head)
            ),
            (
                "statement", StatementPaper.title(room.id),
                fixed.flatMap { StatementPaper.blocks($0, entries: [sale, grant, use, refund], from: day("2026-03-01"), offset: offset) }
            ),
            ("payout", PayoutPaper.title(run.id), PayoutPaper.blocks(run, rooms: fixed, waiting: [.taking: 2], offset: offset)),
        ]
    }

    static func document(_ title: Wording, _ blocks: [Block], isCopy: Bool = false) -> Document {
        Document(
            number: "P-2026-000123", title: title, issuer: "北校区 North Campus", issued: "2026-06-30 16:00", checkCode: "ABCDE-FGHJK",
            isCopy: isCopy, blocks: blocks)
    }
}
