import Domain
import Foundation
import Operations
import Paper
import Reports

/// The first of the month and the last day of term: the preview of a subsidy run, and statements as one PDF beside groff.
enum MonthEnd {
    private static let start = Instant(milliseconds: 1_795_266_958_000)

    static func measure() throws -> [Figure] { [try preview(), try pages()] }

    /// The run of a month for 10,000 rooms with four residents each; milliseconds of work, beside the 200 that a person does not notice.
    private static func preview() throws -> Figure {
        let rooms = 10_000
        let month = Month(of: Day(of: start, at: .china))
        let bus = BusID(concentrator: ConcentratorID("C1"), number: 1)
        let zero = Credit.zero(.energy)
        let baseline = Baseline(count: 0, totalBought: zero, remaining: zero, register: .zero, at: start)
        var standings: [RoomID: RoomStanding] = [:]
        var roster = Roster()
        for index in 0..<rooms {
            let id = RoomID("\(3 + index / 500)-\(index % 500)")
            let room = Room(id: id, building: "\(3 + index / 500)", floor: 1, number: "\(index % 500)", beds: 4)
            let meter = MeterPoint(
                id: MeterID("\(100_000_000_000 + index)"), place: .room(id, circuit: "main"), bus: bus, profile: .dorm645,
                baseline: baseline)
            standings[id] = RoomStanding(
                room: room, version: 1, meter: meter, lots: [], emergency: zero, expectedCount: 0, expectedTotal: zero, openOrders: [])
            for bed in 0..<4 {
                let resident = ResidentID("S\(index * 4 + bed)")
                roster.residents[resident] = Resident(id: resident, name: "Li \(bed)")
                roster.stays[roster.nextStay] = Stay(id: roster.nextStay, resident: resident, room: id, from: month.first)
                roster.nextStay += 1
            }
        }
        let planner = SubsidyPlanner(
            standings: standings, price: PriceStanding(price: .standard, version: 1), readings: [:], roster: roster,
            policies: [SubsidyPolicy(name: "basic", from: month, pauses: [])], policyVersion: 1, granted: [:])
        let actor = Actor(name: "chen", role: .manager, shift: "", console: "benchmark")
        let times = try (0..<5).map { _ in
            let begin = ContinuousClock.now
            let run = planner.run(month, actor: actor, now: start, day: month.first, id: PlanID("benchmark"))
            guard run.shares.count == rooms * 4 else { throw Unmeasurable("the run does not grant to everybody") }
            return seconds(since: begin) * 1000
        }
        return Figure(what: "preview of a month's subsidy, 10 000 rooms, ms, and 200", ours: median(times), peer: 200, goal: .atMost(1))
    }

    /// A table of 1,000 statements' rows as pages of one PDF; pages a second, beside groff setting the same table.
    private static func pages() throws -> Figure {
        let rows = (0..<24_000).map { ["2026-\($0 % 12 + 1)", "Resident \($0)", "\($0).25", "\($0 * 55).00"] }
        let document = Document(
            number: "ST-2026-000001", title: "Statements", issuer: "Benchmark", issued: "2026-06-30 16:00", checkCode: "ABCDE-FGHJK",
            blocks: [.table(Reports.Table(columns: [.fixed("Month"), .name("Who"), .amount("kWh"), .amount("Yuan")], rows: rows))])
        let begin = ContinuousClock.now
        let pages = try Paginator().pages(of: document)
        let pdf = try PDFPages().pdf(of: pages, title: document.title, created: "2026-06-30T16:00:00")
        let ours = Double(pages.count) / seconds(since: begin)
        guard pdf.count > 10_000 else { throw Unmeasurable("the PDF is empty") }
        return Figure(
            what: "statements as one PDF, pages/s, and groff", ours: ours, peer: try groff(rows, linesPerPage: rows.count / pages.count),
            goal: .atLeast(1))
    }

    private static func groff(_ rows: [[String]], linesPerPage: Int) throws -> Double {
        let file = FileManager.default.temporaryDirectory.appending(path: "dormwatt-\(UUID().uuidString).ms")
        defer { try? FileManager.default.removeItem(at: file) }
        let parts = stride(from: 0, to: rows.count, by: linesPerPage).map { rows[$0..<min($0 + linesPerPage, rows.count)] }
        let text = parts.map { ".TS\nl l r r.\n" + $0.map { $0.joined(separator: "\t") + "\n" }.joined() + ".TE\n.bp\n" }.joined()
        try text.write(to: file, atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["groff", "-t", "-Tpdf", file.path]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let begin = ContinuousClock.now
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Unmeasurable("groff did not set the table; `make bench` installs it") }
        return Double(parts.count) / seconds(since: begin)
    }
}
