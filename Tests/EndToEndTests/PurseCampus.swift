// Protects nothing by itself: a demo campus whose meters have purses of free credit.
// How: a resident each in some rooms with bought credit enough for the purse, and in one without.
import Foundation
import Testing

struct PurseCampus {
    let demo: DemoFixture
    let rich: [String]
    let poor: String
    var all: [String] { rich + [poor] }

    static func kWh(_ text: Any?) -> Double { (text as? String).flatMap(Double.init) ?? 0 }

    init(rich count: Int = 3) throws {
        demo = try DemoFixture()
        let listed = try #require(try demo.run("rooms", "--json").json() as? [[String: Any]])
        let left = Dictionary(listed.map { ($0["room"] as? String ?? "", Self.kWh($0["remaining"])) }) { first, _ in first }
        rich = Array(left.filter { $0.value > 20 }.keys.sorted().prefix(count))
        poor = try #require(left.filter { (0.5...9.5).contains($0.value) }.keys.min())
        let people = (rich + [poor]).enumerated().map { "S\($0.offset),Li,\($0.element),2026-01-01\n" }.joined()
        try demo.folder.write("roster.csv", "number,name,room,from\n" + people)
        try expect("import", "residents", demo.folder.file("roster.csv"))
    }

    /// Runs a command that ends well.
    @discardableResult
    func expect(_ words: String..., location: SourceLocation = #_sourceLocation) throws -> Finished {
        let finished = try Shell.run(Program.path, words + ["--campus", demo.path])
        #expect(finished.status == 0, "\(words): \(finished)", sourceLocation: location)
        return finished
    }

    func orders(_ room: String) throws -> [[String: Any]] {
        try #require(try demo.run("orders", "--all", "--room", room, "--json").json() as? [[String: Any]])
    }

    /// Books and meters agree about everybody.
    func expectAgreement(_ location: SourceLocation = #_sourceLocation) throws {
        _ = try Shell.run(Program.path, ["read"] + all + ["--campus", demo.path])
        let reconciled = try demo.run("reconcile")
        #expect(reconciled.output.contains("EQUAL") && !reconciled.output.contains("OPEN"), "\(reconciled)", sourceLocation: location)
        try demo.expectBalancedBooks(location)
    }
}
