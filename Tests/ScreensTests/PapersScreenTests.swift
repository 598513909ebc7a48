// Protects papers on the console: the list, the pages, what is asked before paper is used, and that "printed" is only said of a job that is.
// How: papers and jobs as values; frames compared with stored ones; keys pressed and wishes compared.

import Domain
import Operations
import Phrases
import Terminal
import Testing

@testable import Screens

@Suite struct PapersScreenTests {
    private static let now = SampleCampus.now

    private static func printing(_ job: Int, _ number: String = "RC-2026-000012", ago: Int64 = 60) -> Printing {
        Printing(number: number, printer: "office", job: job, at: now.adding(seconds: -ago))
    }

    private static func line(_ number: String, _ kind: PaperKind, _ title: String, ago: Int64, printings: [Printing] = []) -> PaperLine {
        PaperLine(
            number: number, kind: kind, title: title, madeAt: now.adding(seconds: -ago), by: "chen", code: "AB2CD-EF3GH",
            printings: printings)
    }

    static let lines = [
        line("RC-2026-000012", .receipt, "Receipt for electricity, room 3-418", ago: 60, printings: [printing(7)]),
        line("VS-2026-000002", .void, "Void of a sale, room 3-103", ago: 4000),
        line(
            "SU-2026-000003", .subsidy, "Free electricity of 2026-11", ago: 90_000, printings: [printing(3, "SU-2026-000003", ago: 100_000)]
        ),
        line("ME-2026-000001", .month, "Month of 2026-10", ago: 1_900_000),
    ]

    static func pages(_ source: PaperSource, count: Int = 2, printings: Int = 0) -> PaperPages {
        let pages = (1...count).map { page -> [String] in
            let rule = String(repeating: "-", count: 80)
            let head = [
                "Demo residence" + String(repeating: " ", count: 47) + "2026-11-21 21:15:58", "Receipt for electricity, room 3-418", rule,
                "",
            ]
            let body = (1...20).map { "line \($0) of page \(page), 李娜" } + Array(repeating: "", count: 36)
            return head + body + [rule, "check code AB2CD-EF3GH" + String(repeating: " ", count: 47) + "page \(page) of \(count)"]
        }
        return PaperPages(source: source, title: "Receipt for electricity, room 3-418", pages: pages, printings: printings)
    }

    private func pilot(_ columns: Int = 80, _ rows: Int = 24) -> Pilot {
        var pilot = Pilot(columns: columns, rows: rows)
        pilot.press("g p")
        pilot.send(.paper(.list(Self.lines)))
        return pilot
    }

    @Test(.bothLanguages, arguments: [(80, 24), (60, 16), (132, 40)])
    func list(columns: Int, rows: Int) {
        var pilot = pilot(columns, rows)
        pilot.send(.paper(.printings([PrintingState(Self.printing(7), .sending, trouble: "connecting-to-device")])))
        pilot.wait(seconds: 7)
        expectSnapshot(pilot.frame, "papers-\(columns)x\(rows)")
    }

    @Test("another language has the paper that is shown said anew, and it stays where it was scrolled to")
    func language() throws {
        var pilot = pilot()
        pilot.press("Enter")
        pilot.send(.paper(.pages(Self.pages(.kept("RC-2026-000012")))))
        pilot.press("Right")
        _ = pilot.takeEffects()
        pilot.send(.language(try BothLanguages.chinese()))
        #expect(pilot.takeEffects().contains(.paper(.show(.kept("RC-2026-000012")))))
        pilot.send(.paper(.pages(Self.pages(.kept("RC-2026-000012")))))
        #expect(pilot.line(1).contains("第 2 页"))
    }

    @Test(.bothLanguages, arguments: [(80, 24), (60, 16), (132, 40)])
    func paper(columns: Int, rows: Int) {
        var pilot = pilot(columns, rows)
        pilot.press("Enter")
        pilot.send(.paper(.pages(Self.pages(.kept("RC-2026-000012"), printings: 1))))
        expectSnapshot(pilot.frame, "paper-\(columns)x\(rows)")
        pilot.press("Right")
        #expect(pilot.line(1).contains(phrase("page \(2) of \(2)")))
        #expect(pilot.line(3).contains("Demo residence"))
        pilot.press("Left")
        #expect(pilot.line(1).contains(phrase("page \(1) of \(2)")))
    }

    @Test func nothingYetSaysSo() {
        var pilot = Pilot()
        pilot.press("g p")
        #expect(pilot.lines[5].contains("The papers are being looked up."))
        pilot.send(.paper(.list([])))
        #expect(pilot.lines[5].contains("No paper was made yet."))
        pilot.press("p")
        #expect(pilot.status == "There is no paper here.")
    }

    @Test func theReceiptOfTheLastSaleIsShownBeforeItIsMade() throws {
        var pilot = Pilot()
        pilot.type("3418")
        pilot.press("Enter")
        pilot.press("p")
        #expect(pilot.status == "Nothing was sold to this room lately.")
        pilot.send(.detail(try #require(pilot.campus.detail("3-418"))))
        _ = pilot.takeEffects()
        pilot.press("p")
        let new = PaperSource.new(.receipt(entry: 41))
        #expect(pilot.takeEffects() == [.paper(.show(new))])
        pilot.wait(seconds: 7)
        _ = pilot.takeEffects()
        pilot.send(.paper(.pages(Self.pages(new, count: 1))))
        #expect(pilot.status.contains("It is kept under a number when it is printed or saved"))
        pilot.press("s")
        #expect(pilot.takeEffects() == [.paper(.save(new))])
        pilot.send(.paper(.filed(.receipt(entry: 41), Self.pages(.kept("RC-2026-000013"), count: 1))))
        #expect(pilot.line(1).contains("RC-2026-000013"))
        pilot.press("q")
        #expect(pilot.console.screen == .room)
    }

    @Test func aReceiptThatWasGivenOutIsShownUnderItsNumber() throws {
        var pilot = Pilot()
        pilot.type("3418")
        pilot.press("Enter")
        pilot.send(.detail(try #require(pilot.campus.detail("3-418"))))
        pilot.press("p")
        pilot.send(.paper(.pages(Self.pages(.kept("RC-2026-000012"), printings: 1))))
        #expect(pilot.line(1).contains("RC-2026-000012"))
        #expect(pilot.status.contains("the next one says COPY"))
    }

    @Test(.bothLanguages) func onlyPlusPrintsAndACopyIsAnnounced() {
        var pilot = pilot()
        _ = pilot.takeEffects()
        pilot.press("p")
        #expect(pilot.takeEffects() == [.paper(.printers)])
        pilot.send(.paper(.printers([Printer(name: "office", trouble: "connecting-to-device")])))
        #expect(pilot.takeEffects() == [.flushInput])
        expectSnapshot(pilot.frame, "print-80x24")
        pilot.press("Enter y")
        #expect(pilot.takeEffects() == [])
        pilot.press("+")
        #expect(pilot.takeEffects() == [.paper(.print(.kept("RC-2026-000012"), printer: "office"))])
    }

    @Test func severalPrintersAreAskedFor() {
        var pilot = pilot()
        pilot.press("Down p")
        _ = pilot.takeEffects()
        pilot.send(.paper(.printers([Printer(name: "hall", trouble: nil), Printer(name: "office", trouble: nil)])))
        #expect(pilot.lines.contains { $0.contains("Print on") })
        _ = pilot.takeEffects()
        pilot.press("b +")
        #expect(pilot.takeEffects() == [.paper(.print(.kept("VS-2026-000002"), printer: "office"))])
    }

    @Test func noPrinterIsSaidAndWhoWentOnIsNotInterrupted() {
        var pilot = pilot()
        pilot.press("p")
        pilot.send(.paper(.printers([])))
        #expect(pilot.lines.contains { $0.contains("The print server knows no printer.") })
        pilot.press("Esc p g w")
        pilot.send(.paper(.printers([Printer(name: "office", trouble: nil)])))
        #expect(!pilot.lines.contains { $0.contains("Print paper") })
    }

    @Test func aJobIsFollowedToItsEnd() {
        var pilot = pilot()
        pilot.wait(seconds: 1)
        #expect(pilot.takeEffects().contains(.paper(.follow([Self.printing(7)]))))
        pilot.wait(seconds: 5)
        #expect(!pilot.takeEffects().contains(.paper(.follow([Self.printing(7)]))), "an answer is awaited")
        pilot.send(.paper(.printings([PrintingState(Self.printing(7), .sending, trouble: "connecting-to-device")])))
        #expect(pilot.status.contains("is not printed yet; the job is kept"))
        pilot.press("q")
        pilot.wait(seconds: 3)
        #expect(pilot.takeEffects().contains(.paper(.follow([Self.printing(7)]))), "also on other screens")
        pilot.send(.paper(.printings([PrintingState(Self.printing(7), .printed)])))
        #expect(pilot.status == "RC-2026-000012 is printed at office.")
        pilot.wait(seconds: 30)
        #expect(!pilot.takeEffects().contains { if case .paper(.follow) = $0 { true } else { false } })
    }

    @Test func aServerThatDoesNotAnswerIsAskedSeldom() {
        var pilot = pilot()
        pilot.wait(seconds: 1)
        pilot.send(.paper(.printings([PrintingState(Self.printing(7), .unreachable)])))
        #expect(pilot.status.contains("may be printed or not"))
        _ = pilot.takeEffects()
        pilot.wait(seconds: 10)
        #expect(pilot.takeEffects() == [])
        pilot.wait(seconds: 6)
        #expect(pilot.takeEffects() == [.paper(.follow([Self.printing(7)]))])
    }
}
