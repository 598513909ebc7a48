// Protects: what every screen looks like, at the sizes that are promised, with the role of every cell.
// How: a fixed campus, a fixed way to the screen, and the whole frame compared with the stored one.

import Domain
import Operations
import Terminal
import Testing

@testable import Screens

@Suite struct FrameTests {
    private func pilot(_ columns: Int = 80, _ rows: Int = 24) -> Pilot {
        var pilot = Pilot(columns: columns, rows: rows)
        let campus = pilot.campus
        pilot.send(.buses(campus.buses()))
        pilot.send(
            .orders([
                campus.order("o9", "3-303", .sent, ago: 4, attempts: 1),
                campus.order("o8", "3-207", .unknown, ago: 95, attempts: 3, note: "no answer, 3 tries"),
                campus.order("o7", "1-104", .queued, ago: 2), campus.order("o6", "1-220", .confirmed, ago: 600, attempts: 1),
                campus.order("o5", "2-118", .refused, ago: 4000, attempts: 1, note: "the meter said: wrong count"),
            ]))
        return pilot
    }

    @Test(.bothLanguages, arguments: [(80, 24), (132, 43), (60, 16), (200, 50)])
    func wall(columns: Int, rows: Int) {
        var pilot = pilot(columns, rows)
        if var dark = pilot.campus["3-418"] {
            dark.reading?.relayClosed = true
            dark.reading?.remaining = Credit(.energy, hundredths: 90_00)
            pilot.send(.rooms([dark]))
        }
        if let dark = pilot.campus["3-418"] { pilot.send(.rooms([dark])) }
        pilot.press("Shift-Tab")
        pilot.type("418")
        pilot.wait(seconds: 4)
        if let detail = pilot.campus.detail("3-418") { pilot.send(.detail(detail)) }
        expectSnapshot(pilot.frame, "wall-\(columns)x\(rows)")
    }

    @Test(.bothLanguages, arguments: [(80, 24), (140, 43), (60, 16)])
    func rooms(columns: Int, rows: Int) {
        var pilot = pilot(columns, rows)
        pilot.press("g r")
        pilot.type("3412")
        pilot.press("Space Space Up")
        if let detail = pilot.campus.detail("3-413") { pilot.send(.detail(detail)) }
        expectSnapshot(pilot.frame, "rooms-\(columns)x\(rows)")
    }

    @Test(.bothLanguages) func roomsFilteredAndSorted() {
        var pilot = pilot()
        pilot.press("g r s d \\")
        pilot.type("bld:3 state:low")
        pilot.press("Enter")
        expectSnapshot(pilot.frame, "rooms-filtered-80x24")
    }

    @Test(.bothLanguages, arguments: [(80, 24), (100, 30), (60, 16)])
    func darkRoom(columns: Int, rows: Int) {
        var pilot = pilot(columns, rows)
        if let detail = pilot.campus.detail("3-418") { pilot.send(.detail(detail)) }
        pilot.press("g r")
        pilot.type("3418")
        pilot.press("Enter")
        expectSnapshot(pilot.frame, "room-dark-\(columns)x\(rows)")
    }

    @Test(.bothLanguages) func roomWithOrderUnderWay() {
        var pilot = pilot()
        let order = pilot.campus.order("o8", "3-207", .unknown, ago: 95, attempts: 3)
        if let detail = pilot.campus.detail("3-207", order: order) { pilot.send(.detail(detail)) }
        pilot.press("g r")
        pilot.type("3207")
        pilot.press("Enter")
        expectSnapshot(pilot.frame, "room-unconf-80x24")
    }

    @Test(.bothLanguages, arguments: [(80, 24), (60, 16)])
    func topUpPreview(columns: Int, rows: Int) {
        var pilot = pilot(columns, rows)
        let before = SampleCampus.now.adding(seconds: -720)
        pilot.preview("3-418", warnings: [.roomIsDark, .soldBefore(at: before, money: Money(fen: 5000))])
        expectSnapshot(pilot.frame, "topup-preview-\(columns)x\(rows)")
    }

    @Test(.bothLanguages) func topUpTyping() {
        var pilot = pilot()
        pilot.press("4 1 8 t 5 0 . 5")
        expectSnapshot(pilot.frame, "topup-typing-80x24")
    }

    @Test(.bothLanguages) func topUpRefused() {
        var pilot = pilot()
        pilot.press("4 1 8 t 9 0 0 Enter")
        let request = PlanRequest(number: 1, room: RoomID("3-418"), amount: "900")
        let room = pilot.console.topUp?.room.text ?? ""
        pilot.send(
            .plan(
                pilot.campus.refusal(room, .aboveHoardingLimit(largestPossible: Money(fen: 23_650))),
                PlanRequest(number: 1, room: RoomID(room), amount: request.amount)))
        expectSnapshot(pilot.frame, "topup-refused-80x24")
    }

    @Test(.bothLanguages, arguments: [OrderState.confirmed, .unknown, .queued])
    func topUpDone(state: OrderState) {
        var pilot = pilot()
        pilot.preview("3-303")
        pilot.press("+")
        let row = CommittedRow(
            room: RoomID("3-303"), entry: 42, order: OrderID("n1"), money: Money(fen: 5000), credit: Credit(.energy, hundredths: 9090))
        pilot.send(.committed(pilot.campus.plan("3-303"), .committed([row])))
        pilot.send(.orders([pilot.campus.order("n1", "3-303", state, ago: 1, attempts: state == .queued ? 0 : 1)]))
        expectSnapshot(pilot.frame, "topup-\(state.word.lowercased())-80x24")
    }

    @Test(.bothLanguages) func orders() {
        var pilot = pilot()
        pilot.press("g o")
        expectSnapshot(pilot.frame, "orders-80x24")
    }

    @Test func theNoteOfAnOrderTakesTheWidthThatIsFree() {
        let note = "the meter said: the number of purchases is not the next one; read the meter before it is sold to"
        var pilot = Pilot(columns: 200, rows: 50)
        pilot.send(.orders([pilot.campus.order("o9", "3-303", .refused, ago: 4, attempts: 1, note: note)]))
        pilot.press("g o")
        #expect(pilot.line(4).contains(note), "\(pilot.line(4))")
    }

    @Test(.bothLanguages) func buses() {
        var pilot = pilot()
        pilot.press("g b Home")
        expectSnapshot(pilot.frame, "buses-80x24")
    }

    @Test func copiesOfTheBooks() {
        var pilot = pilot()
        func send(_ trouble: String?) {
            let places = [
                CopiesStanding.Place(name: "copy", reaches: SampleCampus.now.adding(seconds: -720)),
                CopiesStanding.Place(name: "second place", reaches: SampleCampus.now.adding(seconds: -7_300), trouble: trouble),
            ]
            pilot.send(.copies(CopiesStanding(entries: 12_040, head: "3f9c0a1b22d4e5f6", places: places)))
        }
        pilot.press("g b")
        send(nil)
        #expect(pilot.line(16).contains("12 040 entries, head 3f9c0a1b22d4e5f6   copy 12 min   second place 2 h"), "\(pilot.line(16))")
        send("/media/usb is not there.")
        #expect(pilot.line(15).contains("No copy in second place: /media/usb is not there."))
    }

    @Test(.bothLanguages) func help() {
        var pilot = pilot()
        pilot.press("g r ?")
        expectSnapshot(pilot.frame, "help-rooms-80x24")
    }

    @Test(.bothLanguages) func dialogs() {
        var pilot = pilot()
        pilot.press("g")
        expectSnapshot(pilot.frame, "go-80x24")
        pilot.press("Esc q")
        expectSnapshot(pilot.frame, "leaving-80x24")
        pilot.press("Esc g o Down Down w")
        expectSnapshot(pilot.frame, "withdraw-80x24")
        pilot.press("Esc")
        pilot.send(
            .problem(
                Problem(
                    happened: "The disk is full.", unchanged: "Nothing was sold and nothing was written.",
                    remedy: "Make room on it, then try again.", subject: .request)))
        expectSnapshot(pilot.frame, "problem-80x24")
    }

    @Test func nothingYet() {
        let pilot = Pilot(SampleCampus(buildings: 1, floors: 1, perFloor: 1, special: false))
        var console = Console(
            ConsoleSetup(
                rules: DeskRules(), actor: pilot.campus.actor, price: .standard, size: Size(columns: 80, rows: 24), now: SampleCampus.now))
        #expect(console.frame().lines[4].contains("The books are being read."))
        _ = console.handle(.campus(SampleCampus.prepared([])))
        #expect(console.frame().lines[4].contains("There are no rooms yet."))
        _ = console.handle(.key(.character("g")))
        _ = console.handle(.key(.character("r")))
        #expect(console.frame().lines[5].contains("There are no rooms yet."))
        #expect(console.frame().lines[0].contains("NO READS yet"))
    }

    @Test(arguments: [(59, 16), (60, 15), (20, 2), (1, 1), (0, 0)])
    func tooSmall(columns: Int, rows: Int) {
        var pilot = Pilot(columns: columns, rows: rows)
        let text = pilot.frame.text
        #expect(pilot.frame.size == Size(columns: columns, rows: rows))
        if columns >= 20, rows >= 2 {
            #expect(text.contains("\(columns)x\(rows)"))
            #expect(text.contains("60x16"))
        }
        pilot.press("5 Enter t")
        #expect(pilot.takeEffects().isEmpty)
        pilot.press("q")
        #expect(pilot.takeEffects() == [.quit])
    }

    @Test func asciiFramesAreASCII() {
        var pilot = pilot()
        for keys in ["g w", "g r s d", "Enter", "t", "Esc Esc", "g o", "g b", "?"] {
            pilot.press(keys)
            let text = pilot.console.frame(glyphs: .ascii).text
            #expect(text.utf8.allSatisfy { $0 < 0x80 }, "after \(keys)")
        }
    }

    @Test func everyScreenParksTheCursor() {
        var pilot = pilot()
        for keys in ["g w", "g r", "t", "Esc", "g o", "g b", "?", "Esc", "g", "Esc", ":"] {
            pilot.press(keys)
            #expect(pilot.frame.cursor != nil, "after \(keys)")
        }
    }

    @Test func selectionIsNotColourAlone() {
        var pilot = pilot()
        pilot.press("g r Down")
        #expect(pilot.line(5).hasPrefix("▸"))
        #expect(pilot.role(of: "1-102", row: 5) == "text.strong+cursor")
        pilot.press("g w")
        #expect(pilot.lines.contains { $0.contains("[102") })
    }

    @Test func namesThatSteerATerminalAreShownHarmless() {
        var campus = SampleCampus(buildings: 1, floors: 1, perFloor: 2, special: false)
        campus.views[0].room.building = "\u{1B}[2Jx"
        campus.views[1].room.building = "\u{1B}[2Jx"
        campus.rules.campus = "a\u{07}b"
        let pilot = Pilot(campus, columns: 120, rows: 30)
        #expect(!pilot.frame.text.contains("\u{1B}"))
        #expect(!pilot.frame.text.contains("\u{07}"))
    }
}
