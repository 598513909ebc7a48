// Protects: what the grid of top-ups, its review and its result look like, and the palette and the marks of the list.
// How: a fixed campus, a fixed way, and the whole frame compared with the stored one, at the sizes that are promised.

import Domain
import Operations
import Terminal
import Testing

@testable import Screens

@Suite struct GridFrameTests {
    private static let sizes: [(columns: Int, rows: Int)] = [(80, 24), (132, 43), (60, 16)]

    private func pilot(_ size: (columns: Int, rows: Int)) -> Pilot {
        var campus = SampleCampus()
        campus.change("3-409") { $0.room.isOpen = false }
        campus.change("3-404") { $0.meanUse = nil }
        var pilot = Pilot(campus, columns: size.columns, rows: size.rows)
        let names = ["Li Wei", "Wang Fang", "赵敏", "Chen Tao", "Sun Lei", "欧阳娜娜"]
        pilot.send(
            people: campus.views.filter { $0.room.building == "3" }.enumerated().flatMap { index, view in
                (0..<(1 + index % 4)).map { bed in
                    let number = ResidentID("\(20_270_000 + index * 4 + bed)")
                    return Occupant(resident: number, name: names[(index + bed) % names.count], room: view.id)
                }
            })
        pilot.openGrid("bld:3 fl:4")
        let today = LastSale(at: SampleCampus.now.adding(seconds: -5000), money: Money(fen: 5000))
        let before = LastSale(at: SampleCampus.now.adding(seconds: -900_000), money: Money(fen: 10_000))
        pilot.send(.grid(.sales([RoomID("3-403"): today, RoomID("3-406"): before, RoomID("3-410"): today])))
        pilot.press("5 0 *")
        pilot.wait(seconds: 8)
        return pilot
    }

    private func name(_ what: String, _ size: (columns: Int, rows: Int)) -> String { "grid-\(what)-\(size.columns)x\(size.rows)" }

    @Test(.bothLanguages, arguments: sizes)
    func amounts(columns: Int, rows: Int) {
        var pilot = pilot((columns, rows))
        pilot.press("Home Space Down Down y")
        pilot.type("=20*beds")
        pilot.press("Enter Down Down 9 0 0 Enter Up Up 7 5")
        _ = pilot.takeEffects()
        expectSnapshot(pilot.frame, name("amounts", (columns, rows)))
    }

    @Test(.bothLanguages, arguments: sizes)
    func review(columns: Int, rows: Int) {
        var pilot = pilot((columns, rows))
        pilot.press("+")
        pilot.answer(refused: [RoomID("3-402"): .noBaseline(MeterID("000000000342"))])
        pilot.press("1 6")
        expectSnapshot(pilot.frame, name("review", (columns, rows)))
    }

    @Test(.bothLanguages, arguments: sizes)
    func result(columns: Int, rows: Int) {
        var pilot = pilot((columns, rows))
        pilot.press("+")
        pilot.answer()
        pilot.press("1 7 +")
        pilot.answer()
        pilot.deliver(.confirmed, only: Set((1...8).filter { $0 != 6 }.map { RoomID("3-40\($0)") }))
        pilot.deliver(.unknown, only: [RoomID("3-406")])
        pilot.wait(seconds: 15)
        expectSnapshot(pilot.frame, name("result", (columns, rows)))
    }

    @Test(.bothLanguages) func empty() {
        var pilot = Pilot()
        pilot.press("g t")
        expectSnapshot(pilot.frame, "grid-empty-80x24")
    }

    @Test(.bothLanguages, arguments: [(80, 24), (132, 43)])
    func palette(columns: Int, rows: Int) {
        var pilot = pilot((columns, rows))
        pilot.press("Esc Ctrl-P")
        pilot.type("wan")
        expectSnapshot(pilot.frame, "palette-\(columns)x\(rows)")
    }

    @Test(.bothLanguages) func range() {
        var pilot = Pilot()
        pilot.press("g r Down v Down Down Down")
        expectSnapshot(pilot.frame, "rooms-range-80x24")
    }
}
