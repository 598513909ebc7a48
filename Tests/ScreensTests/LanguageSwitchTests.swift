// Protects: another language at once, in the middle of work: the place, the marks and what is half typed stay, and every word changes.
// How: a console is switched by its event, as by `:language zh`, and the same frame is looked at before and after.

import Domain
import Operations
import Phrases
import Terminal
import Testing
import TextLayout

@testable import Screens

@Suite struct LanguageSwitchTests {
    private let chinese: Language

    init() throws { chinese = try BothLanguages.chinese() }

    @Test func theCommandAsksForTheLanguageAndTheAnswerSpeaksIt() {
        var pilot = Pilot()
        pilot.press(":")
        pilot.type("language zh")
        pilot.press("Enter")
        #expect(pilot.takeEffects().contains(.language("zh")))
        #expect(pilot.line(0).contains("Rooms"))
        pilot.send(.language(chinese))
        #expect(pilot.line(0).contains("房间") && !pilot.line(0).contains("Rooms"))
        #expect(pilot.status == "语言：中文。")
        pilot.send(.language(.english))
        #expect(pilot.line(0).contains("Rooms"))
        #expect(pilot.status == "The language is English.")
    }

    @Test func placeMarksAndFilterStay() {
        var pilot = Pilot()
        pilot.press("g r \\")
        pilot.type("bld:3 fl:4")
        pilot.press("Enter Space Down Space Down")
        let (marks, cursor, english) = (pilot.console.rooms.list.marks, pilot.console.rooms.list.cursor, pilot.frame)
        pilot.send(.language(chinese))
        #expect(pilot.console.rooms.list.marks == marks && marks.count == 2)
        #expect(pilot.console.rooms.list.cursor == cursor)
        #expect(pilot.console.screen == .rooms)
        #expect(pilot.frame.cursor == english.cursor)
        #expect(pilot.lines.contains { $0.contains("供电") } && !pilot.lines.contains { $0.contains("under way") })
    }

    @Test func whatIsHalfTypedStays() {
        var pilot = Pilot()
        pilot.press("g r Enter t")
        pilot.type("12.")
        pilot.send(.language(chinese))
        pilot.type("50")
        #expect(pilot.lines.contains { $0.contains("金额") && $0.contains("12.50") })
        pilot.press("Esc Esc \\")
        pilot.type("rem<1")
        pilot.send(.language(.english))
        pilot.type("0")
        #expect(pilot.lines.contains { $0.contains("filter rem<10") })
    }

    @Test func aLanguageWithoutAPhraseSaysItInEnglish() {
        var pilot = Pilot()
        pilot.send(.language(Language(code: "xx", name: "Test", translations: [:])))
        #expect(pilot.line(0).contains("Rooms"))
    }

    @Test func whatIsKeptOfOneConsoleIsNotSaidByAnother() {
        var pilot = Pilot()
        pilot.send(.language(chinese))
        _ = pilot.frame
        #expect(Pilot().line(0).contains("Rooms"))
    }

    /// Every screen at the sizes that are promised: nothing is wider than the terminal, and the footer has its way back.
    @Test(arguments: [(80, 24), (60, 16), (100, 30), (132, 43)])
    func everyScreenFitsInChinese(columns: Int, rows: Int) throws {
        for keys in ["", "g r", "g r Enter", "g r Enter t", "g t", "g o", "g c", "g s", "g p", "g b", "g r Space Down Space t"] {
            var pilot = Pilot(columns: columns, rows: rows)
            pilot.send(.language(chinese))
            pilot.wait(seconds: 10)
            pilot.press(keys)
            let lines = pilot.lines
            #expect(lines.allSatisfy { $0.reduce(0) { $0 + $1.cellWidth } <= columns }, "\(keys)")
            let footer = try #require(lines.last)
            #expect(!footer.contains("…"), "\(keys): \(footer)")
            #expect(footer.contains("返回") || footer.contains("取消"), "\(keys): \(footer)")
            expectNoEnglish(pilot.frame, "zh screen \(keys) at \(columns)")
        }
    }
}
