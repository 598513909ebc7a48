// Protects: one table of commands from which keys, footer, help and papers come, without clashes and without gaps.
// How: every screen and every command is walked through; footers are drawn and looked for.

import Domain
import Operations
import Terminal
import Testing

@testable import Screens

@Suite struct CommandTableTests {
    @Test func everyCommandStandsOnceAndHasItsWords() {
        #expect(Command.all.count == Command.ID.allCases.count)
        #expect(Set(Command.all.map(\.id)).count == Command.all.count)
        #expect(Set(Command.all.map(\.name)).count == Command.all.count)
        for command in Command.all {
            #expect(command.help.hasSuffix("."), "\(command.id)")
            #expect(command.help.count > 20, "\(command.id)")
            #expect(!command.label.isEmpty && !command.screens.isEmpty, "\(command.id)")
            #expect(command.name.allSatisfy { $0.isLowercase || $0 == "-" }, "\(command.id)")
            #expect(Set(command.footer).isSubset(of: command.screens), "\(command.id)")
        }
    }

    @Test(arguments: ScreenKind.allCases)
    func noKeyMeansTwoThings(screen: ScreenKind) {
        let keys = Command.all.filter { $0.screens.contains(screen) }.flatMap(\.keys)
        #expect(Set(keys).count == keys.count)
    }

    @Test func everyFunctionKeyHasALetter() {
        for command in Command.all where command.keys.contains(where: { if case .function(let number) = $0 { number < 12 } else { false } })
        {
            #expect(command.keys.contains { if case .character = $0 { true } else { false } }, "\(command.id)")
        }
    }

    @Test func keysThatTerminalsTakeAreLeftAlone() {
        let taken: Set<Key> = [
            .control("s"), .control("q"), .control("a"), .control("b"), .function(11), .character("["), .character("]"), .character("{"),
            .character("}"),
        ]
        for command in Command.all { #expect(taken.isDisjoint(with: command.keys), "\(command.id)") }
    }

    @Test func onlyPlusPosts() {
        #expect(Command.with(.post)?.keys == [.character("+")])
        #expect(Command.all.filter { $0.danger > .free }.allSatisfy { !$0.keys.contains(.enter) })
    }

    private func pilot(on screen: ScreenKind, columns: Int) -> Pilot {
        var pilot = Pilot(columns: columns, rows: 24)
        pilot.send(.buses(pilot.campus.buses()))
        switch screen {
        case .wall: break
        case .buildings: pilot.press("b")
        case .chart: pilot.press("d")
        case .rooms: pilot.press("g r")
        case .room: pilot.press("g r Enter")
        case .topUp: pilot.press("g r Enter t")
        case .grid: pilot.press("g t")
        case .orders: pilot.press("g o")
        case .buses: pilot.press("g b")
        case .trace: pilot.press("g b t")
        case .reconcile: pilot.press("g c")
        case .subsidy: pilot.press("g s")
        case .refunds: pilot.press("g f")
        case .refundStart: pilot.press("g f n b 3 Enter Enter Enter")
        case .refund, .refundRoom:
            pilot.press("g f")
            pilot.send(.refund(.runs([RefundRunLine(run: RefundSample.run, sums: RefundSums([]))])))
            pilot.press("Enter")
            pilot.send(.refund(.rooms(RefundSample.overview())))
            if screen == .refundRoom { pilot.press("Enter") }
        case .unclaimed: pilot.press("g f u")
        case .roster: pilot.press("g i")
        case .papers: pilot.press("g p")
        case .paper: pilot.press("g p n s")
        }
        #expect(pilot.console.screen == screen)
        return pilot
    }

    @Test(arguments: ScreenKind.allCases)
    func footersFitWhollyAt80Columns(screen: ScreenKind) {
        let footer = pilot(on: screen, columns: 80).line(23)
        for command in Command.all where command.footer.contains(screen) { #expect(footer.contains(command.label), "\(command.label)") }
        #expect(!footer.contains("…"))
    }

    @Test(arguments: ScreenKind.allCases)
    func narrowFootersKeepTheWayBack(screen: ScreenKind) {
        let footer = pilot(on: screen, columns: 60).line(23)
        #expect(footer.hasSuffix("q Back"))
        #expect(!footer.contains("…"))
    }

    @Test func disabledKeysStayDimAndSayWhy() {
        var pilot = Pilot()
        if var closed = pilot.campus["1-101"] {
            closed.room.isOpen = false
            pilot.send(.rooms([closed]))
        }
        pilot.press("g r Home")
        #expect(pilot.role(of: "Top-up", row: 23) == "key.disabled")
        pilot.press("t")
        #expect(pilot.status.contains("is closed and buys nothing"))
        #expect(pilot.takeEffects() == [.bell])
        pilot.press("Down")
        #expect(pilot.role(of: "Top-up", row: 23) == "key.label")
    }

    @Test func helpListsEveryCommandOfItsScreenAndSearches() {
        var help = HelpState(screen: .topUp)
        #expect(Set(help.commands.map(\.id)) == Set(Command.all.filter { $0.screens.contains(.topUp) }.map(\.id)))
        for character in "posts the sale" { _ = help.field.handle(.character(character)) }
        #expect(help.commands.map(\.id) == [.post])
    }

    @Test func helpRunsWhatIsChosen() {
        var pilot = Pilot()
        pilot.press("?")
        pilot.type("orders")
        while case .help(let help) = pilot.console.overlay, help.list.cursor != .orders, help.list.index + 1 < help.list.count {
            pilot.press("Down")
        }
        pilot.press("Enter")
        #expect(pilot.console.screen == .orders)
    }
}
