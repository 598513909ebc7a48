// Protects nothing by itself: drives a console in tests as an operator does, and compares drawn frames with stored ones.
// How: keys by their names, events as values; frames stand as text in Fixtures and are recorded anew with RECORD_SNAPSHOTS=1.

import Domain
import Foundation
import Operations
import Phrases
import Terminal
import Testing

@testable import Screens

/// A console with somebody at it.
struct Pilot {
    var campus: SampleCampus
    var console: Console
    /// What the console wished for since the last look.
    private(set) var effects: [Effect] = []
    private var now = SampleCampus.now

    init(_ campus: SampleCampus = SampleCampus(), columns: Int = 80, rows: Int = 24) {
        self.campus = campus
        console = Console(
            ConsoleSetup(
                rules: campus.rules, actor: campus.actor, price: .standard, size: Size(columns: columns, rows: rows), now: SampleCampus.now)
        )
        send(.tick(now), .collector(.holdsLease), .campus(campus.prepared()))
        effects = []
    }

    mutating func send(_ events: ConsoleEvent...) {
        for event in events { effects += console.handle(event) }
    }

    /// Tells who lives in the rooms.
    mutating func send(people: [Occupant]) { send(.people(People(people, of: console.desk.live.ids))) }

    /// Presses keys by their names, separated by spaces: `g r 4 1 8 Enter`. Before the first of them the keys have rested.
    mutating func press(_ keys: String) {
        console.gate.rest()
        for name in keys.split(separator: " ") {
            guard let key = Key(text: String(name)) else {
                Issue.record("no key is called \(name)")
                continue
            }
            send(.key(key))
        }
    }

    /// Types characters one by one, the space among them.
    mutating func type(_ text: String) {
        for character in text { send(.key(.character(character))) }
    }

    mutating func wait(seconds: Int64) {
        now = now.adding(seconds: seconds)
        send(.tick(now))
    }

    /// The wishes since the last look; that the screen shows something is no wish of the operator.
    mutating func takeEffects() -> [Effect] {
        defer { effects = [] }
        return effects.filter { if case .show = $0 { false } else { true } }
    }

    /// Opens the form for a room, types an amount and shows the plan.
    mutating func preview(_ room: String, _ amount: String = "50", warnings: [PlanWarning] = []) {
        press("g r : ")
        type("topup \(room)")
        press("Enter")
        type(amount)
        press("Enter")
        if case .plan(let request) = effects.last { send(.plan(campus.plan(room, warnings: warnings), request)) }
    }

    var frame: Frame { console.frame(glyphs: .unicode) }

    var lines: [String] { frame.lines }

    func line(_ row: Int) -> String { lines[row] }

    /// The last line but one, where words in passing stand.
    var status: String { lines[lines.count - 2].trimmingCharacters(in: .whitespaces) }

    /// The role of the cell in which a text begins on a row.
    func role(of text: String, row: Int) -> String? {
        let cells = Array(frame.row(row))
        let wanted = Array(text)
        guard cells.count >= wanted.count else { return nil }
        let start = (0...(cells.count - wanted.count)).first { start in
            wanted.indices.allSatisfy { cells[start + $0].character == wanted[$0] }
        }
        return start.map { cells[$0].role.rawValue + (cells[$0].highlight.map { "+" + $0.rawValue } ?? "") }
    }
}

/// Compares a frame and its roles with the stored ones.
func expectSnapshot(_ frame: Frame, _ name: String, location: SourceLocation = #_sourceLocation) {
    expectSnapshot([frame], name, location: location)
}

/// Compares frames and their roles, one below the other, with the stored ones.
func expectSnapshot(_ frames: [Frame], _ name: String, location: SourceLocation = #_sourceLocation) {
    let language = Language.current.code
    let name = language == "en" ? name : "\(language)/\(name)"
    // What stands on a paper was said when it was made.
    let isKept = ["zh/paper", "zh/every-paper"].contains { name.hasPrefix($0) }
    if language == "zh", !isKept { for frame in frames { expectNoEnglish(frame, name, location: location) } }
    let drawn = frames.map { frame -> String in
        let map = frame.roleMap
        let legend = map.legend.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        return (frame.lines + ["--- roles"] + map.lines + ["--- legend"] + legend).joined(separator: "\n") + "\n"
    }.joined()
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures/\(name).txt")
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
        do {
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(drawn.utf8).write(to: file)
            Issue.record("recorded \(name): look at the difference, then run without RECORD_SNAPSHOTS", sourceLocation: location)
        } catch {
            Issue.record("can not record \(name): \(error)", sourceLocation: location)
        }
        return
    }
    guard let stored = try? String(contentsOf: file, encoding: .utf8) else {
        Issue.record("there is no stored frame \(name): record it with RECORD_SNAPSHOTS=1", sourceLocation: location)
        return
    }
    guard stored != drawn else { return }
    let (old, new) = (
        stored.split(separator: "\n", omittingEmptySubsequences: false), drawn.split(separator: "\n", omittingEmptySubsequences: false)
    )
    let differing = (0..<max(old.count, new.count)).filter { ($0 < old.count ? old[$0] : "") != ($0 < new.count ? new[$0] : "") }
    let report = differing.prefix(12).map { row in
        "\(row)\n  - \(row < old.count ? old[row] : "")\n  + \(row < new.count ? new[row] : "")"
    }
    Issue.record("\(name) is drawn differently:\n\(report.joined(separator: "\n"))", sourceLocation: location)
}
