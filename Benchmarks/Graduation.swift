import Domain
import Foundation
import Operations
import Paper
import Reports

/// The last day of term: the statements of a thousand rooms as one PDF, beside groff setting the same lines without Chinese.
enum Graduation {
    private static let rooms = 1000
    private static let exit = Day(number: 20_635)  // 2026-07-01
    private static let actor = Actor(name: "chen", role: .manager, shift: "", console: "benchmark")

    static func measure() throws -> [Figure] {
        let statements = try (0..<rooms).map(statement)
        let begin = ContinuousClock.now
        var pages: [Page] = []
        for (index, (facts, entries)) in statements.enumerated() {
            let document = Document(
                number: "ST-2026-\(100_000 + index)", title: StatementPaper.title(facts.room.id), issuer: "Benchmark",
                issued: "2026-07-01 16:00:00", checkCode: "ABCDE-FGHJK",
                blocks: StatementPaper.blocks(facts, entries: entries, from: exit.advanced(by: -365), offset: .china))
            pages += try Paginator().pages(of: document)
        }
        let pdf = try PDFPages().pdf(of: pages, title: "Statements", created: "2026-07-01T16:00:00+08:00")
        let ours = Double(pages.count) / seconds(since: begin)
        guard pages.count >= rooms, pdf.count > 100_000 else { throw Unmeasurable("the statements are not there") }
        return [
            Figure(
                what: "statements of 1 000 rooms as one PDF of \(pages.count) pages, pages/s, and groff", ours: ours,
                peer: try Groff.pagesPerSecond(pages), goal: .atLeast(1))
        ]
    }

    // MARK: A room that is left

    /// A year of a room of four: a purchase and a grant each month, use posted each month, everything left paid back.
    private static func statement(_ index: Int) throws -> (RefundFacts, [Entry]) {
        let room = Room(
            id: RoomID("\(3 + index / 500)-\(100 + index % 500)"), building: "\(3 + index / 500)", floor: 1, number: "1", beds: 4)
        let meter = MeterID("\(100_000_000_000 + index)")
        let entries = year(of: room.id, meter, first: Int64(index) * 100)
        let credit = Credit(.energy, hundredths: 9090)
        let figures = RefundFigures(
            credit: credit, money: Money(fen: 5000), subsidy: Credit(.energy, hundredths: 300), unpaid: .zero(.energy),
            debt: .zero(.energy), held: Credit(.energy, hundredths: 100))
        let final = RefundFinal(
            meter: meter, register: Energy(hundredths: 223_456), remaining: Credit(.energy, hundredths: 100), at: start(of: exit),
            source: .readBack(OrderID("O\(index)")), credit: credit, money: Money(fen: 5000), setOff: .zero(.energy))
        let payees = (0..<4).map { bed in
            RefundPayee(
                stay: Int64(index * 4 + bed + 1),
                resident: Resident(id: ResidentID("2022\(10_000 + index * 4 + bed)"), name: bed == 0 ? "李娜" : "Zoë O'Brien"),
                money: Money(fen: 1250))
        }
        let shares = payees.map { RefundShare(stay: $0.stay, money: $0.money) }
        let run = RefundRun(id: RefundRunID("graduation-2026"), scope: .cohort("2026"), exitDay: exit, at: start(of: exit), actor: actor)
        let events: [RefundEvent] = [
            .frozen, .estimated(figures), .approved(most: Money(fen: 6000)), .taken(figures), .fixed(final), .split(shares),
        ]
        let state = events.enumerated().reduce(RefundRoom?.none) { state, event in
            let record = RefundRecord(
                run: run.id, room: room.id, line: event.offset + 1, event: event.element, entry: entries.last?.sequence,
                at: start(of: exit), actor: actor, approver: actor)
            return state?.adding(record) ?? RefundRoom(record)
        }
        guard let state, state.step == .split else { throw Unmeasurable("the room did not come to the split") }
        return (RefundFacts(run: run, room: room, state: state, figures: figures, final: final, payees: payees, stayers: []), entries)
    }

    private static func year(of room: RoomID, _ meter: MeterID, first: Int64) -> [Entry] {
        var drafts: [(Day, EntryDraft)] = []
        let bought = Credit(.energy, hundredths: 9090)
        let given = Credit(.energy, hundredths: 2000)
        let used = Credit(.energy, hundredths: 11_000)
        for month in 0..<12 {
            let day = exit.advanced(by: -360 + month * 30)
            drafts.append(
                (day, SaleEntry.draft(room: room, operatorName: "chen", money: Money(fen: 5000), credit: bought, emergency: .zero(.energy)))
            )
            drafts.append(
                (day, GrantEntry.draft(room: room, credit: given, emergency: .zero(.energy), expires: nil, reason: "subsidy: basic")))
            let mark = RegisterMark(meter: meter, register: Energy(hundredths: 100_000 + Int64(month) * 10_000), at: start(of: day))
            let postings = [Posting(.wallet(.purchased, of: room), .zero(.energy) - used), Posting(.used, used)]
            drafts.append((day, EntryDraft(kind: .use, room: room, postings: postings, reaches: mark)))
        }
        let draw = Draw(lot: LotID(entry: first + 34), wallet: .purchased, credit: bought, paid: Money(fen: 5000))
        drafts.append((exit, TakeBackEntry.draft(.refund, room: room, draws: [draw], to: .refundsDue, reason: "refund")))
        return drafts.enumerated().map { index, draft in
            Entry(
                sequence: first + Int64(index) + 1, at: start(of: draft.0), day: draft.0, actor: actor, plan: PlanID("benchmark"),
                draft: draft.1, previousHash: [])
        }
    }

    private static func start(of day: Day) -> Instant { Instant(milliseconds: Int64(day.number) * 86_400_000) }
}

/// The program groff, which sets tables as PDF since long before.
enum Groff {
    /// Sets the same cells line by line, what is not ASCII left out, with as many lines on a page; pages a second.
    static func pagesPerSecond(_ pages: [Page]) throws -> Double {
        let file = FileManager.default.temporaryDirectory.appending(path: "dormwatt-\(UUID().uuidString).ms")
        defer { try? FileManager.default.removeItem(at: file) }
        let text = pages.map { page in ".TS\nl l l l l l l.\n" + page.lines.map(line).joined() + ".TE\n.bp\n" }.joined()
        try (".ps 9\n.vs 11\n" + text).write(to: file, atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["groff", "-t", "-Tpdf", file.path]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let begin = ContinuousClock.now
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Unmeasurable("groff did not set the table; `make bench` installs it") }
        return Double(pages.count) / seconds(since: begin)
    }

    private static func line(_ line: PageLine) -> String {
        switch line {
        case .blank: "\n"
        case .rule: "_\n"
        case .cells(let cells): cells.map { $0.text.filter(\.isASCII) }.joined(separator: "\t") + "\n"
        }
    }
}
