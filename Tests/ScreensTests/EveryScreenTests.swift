// Protects on every screen: a command that can not be used says why and does nothing, the hardware cursor stands on what is active, sizes that
// change in a storm lose neither a dialog nor what was typed into it, and back and forward lead to what was there.
// How: all screens, commands and dialogs are walked through, with and without rooms; sizes from 60x16 to 250x80 are drawn by seeded turns.

import Domain
import Operations
import Seeded
import Terminal
import Testing
import TextLayout

@testable import Screens

@Suite struct EveryScreenTests {
    /// A screen of a campus without rooms, and without any answer from the background.
    private func empty(_ screen: ScreenKind) -> Pilot? {
        var pilot = Pilot(SampleCampus(buildings: 0))
        let ways: [ScreenKind: String] = [
            .wall: "g w", .buildings: "b", .rooms: "g r", .grid: "g t", .orders: "g o", .reconcile: "g c", .buses: "g b", .papers: "g p",
            .paper: "g p n s", .subsidy: "g s", .refunds: "g f", .roster: "g i",
        ]
        guard let way = ways[screen] else { return nil }
        pilot.press(way)
        _ = pilot.takeEffects()
        return pilot.console.screen == screen ? pilot : nil
    }

    @Test(arguments: ScreenKind.allCases)
    func everyDisabledCommandSaysWhyAndDoesNothing(screen: ScreenKind) {
        let scene = EveryScene(screen).pilot()
        #expect(scene.console.screen == screen)
        for start in [scene, empty(screen)].compactMap({ $0 }) {
            for command in Command.all where command.screens.contains(screen) {
                guard let reason = start.console.availability(command.id).reason else { continue }
                #expect(reason.count > 10 && [".", "?", "!"].contains(reason.last), "\(screen) \(command.id): \(reason)")
                for key in command.keys {
                    var pilot = start
                    pilot.press(key.text)
                    #expect(pilot.console.visits == start.console.visits && pilot.console.overlay == nil, "\(screen) \(command.id)")
                    #expect(pilot.takeEffects().allSatisfy { $0 == .bell }, "\(screen) \(command.id)")
                }
                var pilot = start
                pilot.press("?")
                pilot.type(command.name)
                #expect(pilot.frame.text.contains(":" + command.name) || command.name.count > 13, "\(screen) \(command.id)")
            }
        }
    }

    private static let sizes = [(60, 16), (80, 24), (132, 43), (250, 80)].map { Size(columns: $0.0, rows: $0.1) }

    @Test(arguments: ScreenKind.allCases)
    func theCursorStandsOnTheActiveCell(screen: ScreenKind) {
        for start in [EveryScene(screen).pilot(), empty(screen)].compactMap({ $0 }) {
            for size in Self.sizes {
                var pilot = start
                pilot.send(.key(.resize(size)))
                for way in ["", "?", "Ctrl-P", ":", "Ctrl-C"] {
                    pilot.press(way)
                    let frame = pilot.frame
                    let cursor = frame.cursor
                    #expect(cursor.map { frame[$0] != nil } == true && frame.showsCursor, "\(screen) \(way) \(size) \(cursor as Any)")
                    // What has a cursor of its own lies under it.
                    let isLit = (0..<size.rows).filter { row in frame.row(row).contains { $0.highlight == .cursor } }
                    if way.isEmpty, let row = cursor?.row, !isLit.isEmpty { #expect(isLit.contains(row), "\(screen) \(size)") }
                    if !way.isEmpty { pilot.press("Esc") }
                }
            }
        }
    }

    /// Ways to dialogs, forms and lines to type in, from the wall, with a word of each that has to stay in view.
    private static let dialogs: [(way: String, word: String)] = [
        ("g r Home Enter v", "Esc"), ("g o Down Down w", "Esc"), ("g r Enter x 3 - 4 1 8", "3-418"), ("g r : r o o m", "room"),
        ("g r ? m a r k", "mark"),
        ("g r Ctrl-P w a n g", "wang"), ("g r Enter i", "Looking"), ("q", "Esc"), ("g", "concentrators"), ("g r s", "Days left"),
        ("g r \\ s t a t e", "state"),
        ("g f n", "A cohort"), ("g p n", "Last month"), ("g t L a b c", "abc"), ("g r Enter t 5 0", "50"),
    ]

    @Test(arguments: dialogs.indices)
    func aStormOfSizesKeepsTheDialogAndWhatWasTyped(index: Int) {
        let (way, word) = Self.dialogs[index]
        var pilot = EveryScene.wall.pilot()
        if let detail = pilot.campus.detail("1-101") { pilot.send(.detail(detail)) }
        pilot.press(way)
        let before = pilot.frame.text
        #expect(before.contains(word), "\(way)")
        for seed in [UInt64(3), 418] {
            var random = SeededRandom(seed: seed)
            for turn in 0..<60 {
                var size = Size(columns: Int.random(in: 60...250, using: &random), rows: Int.random(in: 16...80, using: &random))
                if turn % 20 == 19 { size = Size(columns: 60, rows: 16) }
                pilot.send(.key(.resize(size)))
                let frame = pilot.frame
                #expect(frame.size == size && frame.lines.allSatisfy { $0.cellWidth <= size.columns }, "seed \(seed), \(way), \(size)")
                #expect(frame.text.contains(word), "seed \(seed), \(way), \(size):\n\(frame.text)")
            }
            pilot.send(.key(.resize(Size(columns: 80, rows: 24))))
            #expect(pilot.frame.text == before, "seed \(seed), \(way)")
        }
    }

    @Test(arguments: EveryScene.allCases)
    func everySceneIsDrawnAtEverySizeOfAStorm(scene: EveryScene) {
        var pilot = scene.pilot()
        let (visits, room) = (pilot.console.visits, pilot.console.roomInHand)
        var random = SeededRandom(seed: 7)
        for _ in 0..<40 {
            let size = Size(columns: Int.random(in: 1...250, using: &random), rows: Int.random(in: 1...80, using: &random))
            pilot.send(.key(.resize(size)))
            #expect(pilot.frame.size == size, "seed 7, \(scene) \(size)")
        }
        #expect(pilot.console.visits == visits && pilot.console.roomInHand == room, "seed 7, \(scene)")
    }

    /// A form of one sale, or of a new run, is gone when it is left; everything else is there again.
    @Test(arguments: ScreenKind.allCases.filter { ![.wall, .topUp, .refundStart].contains($0) })
    func backAndForwardLeadToWhatWasThere(screen: ScreenKind) {
        var pilot = EveryScene(screen).pilot()
        let (place, before) = (pilot.console.visits.current, pilot.lines)
        pilot.press("q")
        #expect(pilot.console.visits.current != place, "\(screen)")
        pilot.press("Ctrl-F")
        #expect(pilot.console.visits.current == place, "\(screen)")
        #expect(pilot.lines[1..<7] == before[1..<7], "\(screen)")
    }
}
