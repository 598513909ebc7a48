// Protects: how many keys each standard job takes, and docs/jobs.md, which is made from what is measured here.
// How: every job is played on the console key by key, its end is checked, and its keys are counted against a bound.

import Domain
import Foundation
import Operations
import Terminal
import Testing

@testable import Screens

/// A job of the desk, from where it begins to where it is done.
struct Job: Sendable {
    let name: String
    /// Where the operator is at its beginning.
    let from: String
    /// The keys that lead there; they are not counted.
    let way: String
    /// The keys of the job, by their names.
    let keys: String
    /// The most keys that it may take.
    let most: Int
    let isDone: @Sendable (Pilot) -> Bool

    var count: Int { keys.split(separator: " ").count }
}

@Suite struct JobKeysTests {
    private static func sold(_ rooms: Int, _ yuan: Int64) -> @Sendable (Pilot) -> Bool {
        { pilot in
            guard case .done(let result) = pilot.console.grid?.stage else { return false }
            return result.rows.count == rooms && result.rows.values.reduce(Money.zero) { $0 + $1.money } == Money(fen: yuan * 100)
        }
    }

    private static func shows(_ room: String) -> @Sendable (Pilot) -> Bool {
        { $0.console.visits.current == .room(RoomID(room)) }
    }

    private static let list = "g r \\ b l d : 2 Space f l : 3 - 4 Enter"
    private static let typed = (0..<40).map { index in String(20 + index).map { String($0) }.joined(separator: " ") + " Enter" }

    static let jobs: [Job] = [
        Job(name: "Open a room by the number on its door", from: "the wall", way: "", keys: "4 1 8 Enter", most: 4, isDone: shows("1-418")),
        Job(
            name: "Sell 50 yuan to a room", from: "the wall", way: "", keys: "4 1 8 t 5 0 Enter +", most: 8,
            isDone: { if case .done = $0.console.topUp?.stage { true } else { false } }),
        Job(
            name: "Sell 50 yuan to each of the 40 rooms of a list", from: "the list that shows them", way: list,
            keys: "A t 5 0 * + 4 0 +", most: 9, isDone: sold(40, 2000)),
        Job(
            name: "Sell 20 yuan a bed to each of 40 rooms", from: "the list that shows them", way: list,
            keys: "A t = 2 0 * b e d s Enter * + 4 0 +", most: 16, isDone: sold(40, 3200)),
        Job(
            name: "Sell 40 rooms 40 different amounts of two digits", from: "the list that shows them", way: list,
            keys: "A t " + typed.joined(separator: " ") + " + 4 0 +", most: 40 * 3 + 6, isDone: sold(40, (20..<60).reduce(0, +))),
        Job(
            name: "Sell 50 yuan to three rooms that are marked one by one", from: "the list that shows them", way: list + " Home",
            keys: "Space Space Space t 5 0 * + 3 +", most: 10, isDone: sold(3, 150)),
        Job(
            name: "Show the rooms of building 3 that last less than two days", from: "the list of rooms", way: "g r",
            keys: "\\ b l d : 3 Space d a y s < 2 Enter", most: 14,
            isDone: { $0.console.rooms.filter.text == "bld:3 days<2" && !$0.frame.text.contains("of 300 rooms   300") }),
        Job(
            name: "Read all dark rooms now", from: "the list of rooms", way: "g r", keys: "\\ s t Tab c Tab Enter A r", most: 9,
            isDone: { $0.status.contains("Reading 2 rooms") }),
        Job(
            name: "Find the room of a resident", from: "anywhere", way: "g o", keys: "Ctrl-P w a n g Enter", most: 6, isDone: shows("3-418")
        ),
        Job(
            name: "Go on with amounts that were typed before a crash", from: "the wall", way: "", keys: "g t", most: 2,
            isDone: { $0.console.grid?.rows.first?.amount == "50.00" }),
        Job(
            name: "Have the rooms of a graduation approved by a second person", from: "the wall", way: "",
            keys: "g f Enter A a l i Enter 2 Enter", most: 10, isDone: { $0.status.contains("2 rooms approved by li") }),
        Job(
            name: "Say why the rest of a room is not refundable", from: "its run", way: "g f Enter", keys: "3 0 5 Enter", most: 4,
            isDone: { $0.frame.text.contains("Not refundable: 6.20 kWh free credit") }),
    ]

    private func play(_ job: Job) -> Pilot {
        var pilot = Pilot()
        pilot.send(people: [Occupant(resident: ResidentID("20270002"), name: "Wang Jun", room: RoomID("3-418"))])
        if job.name.contains("crash") {
            let row = GridDraft.Row(room: RoomID("3-418"), amount: "50.00")
            pilot.send(.grid(.draft(GridDraft(number: 1, rows: [row]), sold: nil)))
        }
        for key in job.way.split(separator: " ") {
            pilot.press(String(key))
            for wish in pilot.answer() { if case .refund(let wish) = wish { Self.answer(wish, &pilot) } }
        }
        for key in job.keys.split(separator: " ") {
            pilot.press(String(key))
            for wish in pilot.answer() {
                if case .plan(let request) = wish { pilot.send(.plan(pilot.campus.plan(request.room.text), request)) }
                if case .refund(let wish) = wish { Self.answer(wish, &pilot) }
            }
        }
        return pilot
    }

    /// What the books would say of the run of the samples.
    private static func answer(_ wish: RefundWish, _ pilot: inout Pilot) {
        let overview = RefundSample.overview()
        switch wish {
        case .runs: pilot.send(.refund(.runs([RefundRunLine(run: overview.run, sums: RefundSums(overview.rows.map(\.state)))])))
        case .rooms: pilot.send(.refund(.rooms(overview)))
        case .plan(let request): pilot.send(.refund(.planned(RefundSample.approval([("3-301", 3300), ("3-302", 2500)]), request)))
        case .commit(let proposal, let request): pilot.send(.refund(.done(proposal, request)))
        case .planStart, .start, .unclaimed: break
        }
    }

    @Test(arguments: jobs.indices)
    func everyJobIsDoneWithItsKeys(index: Int) {
        let job = Self.jobs[index]
        let pilot = play(job)
        #expect(job.isDone(pilot), "\(job.name)\n\(pilot.frame.text)")
        #expect(job.count <= job.most, "\(job.name) takes \(job.count) keys")
    }

    @Test func fortyAmountsTakeTheirDigitsAndOneKeyMore() {
        let job = Self.jobs[4]
        #expect(job.count == 40 * 2 + 40 + 6)
    }

    private static func page() -> String {
        var page = """
            # Keys of the standard jobs

            Every job is played on the console by a test, which counts its keys.
            Keys stand as the console names them; the gate before money, with its count, is among them.

            | Job | Where it begins | Keys | How many |
            |---|---|---|---:|

            """
        for job in jobs {
            let keys = job.keys.split(separator: " ").map(String.init)
            let shown = keys.count > 24 ? keys.prefix(8) + ["…"] + keys.suffix(4) : keys[...]
            let text = shown.map { $0 == "…" ? $0 : "`\($0 == "|" ? "\\|" : $0)`" }.joined(separator: " ")
            page += "| \(job.name) | \(job.from) | \(text) | \(job.count) |\n"
        }
        return page
    }

    private static func file(from test: String = #filePath) -> URL {
        URL(fileURLWithPath: test).deletingLastPathComponent().appendingPathComponent("../../docs/jobs.md").standardizedFileURL
    }

    @Test func thePageOfJobsIsWhatIsMeasured() throws {
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
            try Data(Self.page().utf8).write(to: Self.file())
            Issue.record("docs/jobs.md was written anew; look at the difference and run again")
            return
        }
        let stored = try String(contentsOf: Self.file(), encoding: .utf8)
        #expect(stored == Self.page(), "docs/jobs.md is stale: RECORD_SNAPSHOTS=1 swift test --filter JobKeys")
    }
}
