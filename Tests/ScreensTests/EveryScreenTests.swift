// Protects on every screen: each command that can not be used says why and does nothing, the hardware cursor stands on the active cell, and
// sizes that change in a storm with a dialog open lose neither the dialog nor what was typed into it.
// How: all screens and all commands are walked through; frames are drawn at every size from 60x16 to 250x80 by seeded turns.

import Domain
import Operations
import Terminal
import Testing

@testable import Screens

@Suite struct EveryScreenTests {
    private func pilot(on screen: ScreenKind, _ campus: SampleCampus = SampleCampus()) -> Pilot {
        var pilot = Pilot(campus)
        pilot.send(.orders([campus.order("o1", "1-101", .queued), campus.order("o2", "1-102", .unknown)]), .buses(campus.buses()))
        switch screen {
        case .wall: break
        case .rooms: pilot.press("g r")
        case .room: pilot.press("g r Enter")
        case .topUp: pilot.press("g r Enter t")
        case .grid: pilot.openGrid("bld:1 fl:1")
        case .orders: pilot.press("g o")
        case .buses: pilot.press("g b")
        case .reconcile: pilot.press("g c")
        case .subsidy: pilot.press("g s")
        case .papers: pilot.press("g p")
        case .paper: pilot.press("g p n s")
        }
        _ = pilot.takeEffects()
        return pilot
    }

    @Test(arguments: ScreenKind.allCases)
    func everyDisabledCommandSaysWhyAndDoesNothing(screen: ScreenKind) {
        for campus in [SampleCampus(), SampleCampus(buildings: 0)] {
            for command in Command.all where command.screens.contains(screen) {
                var pilot = pilot(on: screen, campus)
                guard pilot.console.screen == screen, let reason = pilot.console.availability(command.id).reason else { continue }
                #expect(reason.count > 10 && (reason.last == "." || reason.last == "?"), "\(screen) \(command.id): \(reason)")
                let before = pilot.console.visits
                for key in command.keys.prefix(1) where Command.forKey(key, on: screen)?.id == command.id {
                    pilot.send(.key(key))
                    #expect(pilot.console.visits == before, "\(screen) \(command.id)")
                    #expect(pilot.takeEffects().allSatisfy { $0 == .bell }, "\(screen) \(command.id)")
                    #expect(pilot.console.overlay == nil, "\(screen) \(command.id)")
                }
            }
        }
    }

    @Test(arguments: ScreenKind.allCases)
    func theCursorStandsOnTheActiveCell(screen: ScreenKind) {
        for size in [Size(columns: 60, rows: 16), Size(columns: 80, rows: 24), Size(columns: 250, rows: 80)] {
            var pilot = pilot(on: screen)
            pilot.send(.key(.resize(size)))
            for way in ["", "?", "Ctrl-P", ":", "Ctrl-C"] {
                pilot.press(way)
                let frame = pilot.frame
                guard let cursor = frame.cursor else {
                    // Lists that are empty, and pages, have no active cell.
                    #expect(
                        way.isEmpty && [.reconcile, .subsidy, .papers, .paper, .room, .buses].contains(screen), "\(screen) \(way) \(size)")
                    continue
                }
                #expect(cursor.column >= 0 && cursor.column < size.columns && cursor.row >= 0 && cursor.row < size.rows, "\(screen) \(way)")
                if !way.isEmpty { pilot.press("Esc") }
            }
        }
    }

    @Test(arguments: [UInt64(3), 418])
    func aStormOfSizesKeepsTheDialogAndWhatWasTyped(seed: UInt64) {
        let ways = ["g r Enter v", "g o w", "g r Enter i", "g r Enter x 3 - 4 1 8", "g r : r o o m", "g r ? m a r k", "g r Ctrl-P w a n g"]
        for way in ways {
            var pilot = Pilot()
            if let detail = pilot.campus.detail("1-101") { pilot.send(.detail(detail)) }
            pilot.send(.orders([pilot.campus.order("o1", "1-101", .queued)]))
            pilot.press(way)
            let before = pilot.frame.text
            var random = SplitMix(state: seed)
            for _ in 0..<60 {
                let size = Size(columns: 60 + random.next(191), rows: 16 + random.next(65))
                pilot.send(.key(.resize(size)))
                #expect(pilot.frame.size == size, "seed \(seed), \(way)")
            }
            pilot.send(.key(.resize(Size(columns: 80, rows: 24))))
            #expect(pilot.frame.text == before, "seed \(seed), \(way)")
        }
    }
}
