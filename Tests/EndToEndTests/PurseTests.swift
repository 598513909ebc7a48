// Protects a campus whose meters have purses of free credit: a run fills them once, rooms without bought credit get plain credit, nothing
// differs afterwards, and what expires comes out of the purse again.
// How: the real program against the demo's field equipment, with the purse switched on in the settings.
import Foundation
import Testing

@Suite("Purse of free credit")
struct PurseTests {
    private static func kWh(_ text: Any?) -> Double { (text as? String).flatMap(Double.init) ?? 0 }

    @Test("a run of a month fills the purses by read-back, once; verify and reconcile find nothing")
    func run() throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        let settings = demo.path + "/campus.toml"
        try (String(contentsOfFile: settings, encoding: .utf8) + "\n[subsidy]\npurse = true\n")
            .write(toFile: settings, atomically: true, encoding: .utf8)
        let listed = try #require(try demo.run("rooms", "--json").json() as? [[String: Any]])
        let left = Dictionary(listed.map { ($0["room"] as? String ?? "", Self.kWh($0["remaining"])) }) { first, _ in first }
        let rich = left.filter { $0.value > 20 }.keys.sorted().prefix(3)
        let poor = try #require(left.filter { (0.5...9.5).contains($0.value) }.keys.min())
        let people = (rich + [poor]).enumerated().map { "S\($0.offset),Li,\($0.element),2026-01-01\n" }.joined()
        try demo.folder.write("roster.csv", "number,name,room,from\n" + people)
        #expect(try demo.run("import", "residents", demo.folder.file("roster.csv")).status == 0)
        #expect(try demo.run("subsidy", "policy", "basic", "--from", "2026-01", "--pause", "none").status == 0)
        let granted = try demo.run("subsidy", "run", "--wait", "60")
        #expect(granted.status == 0, "\(granted)")
        for room in rich + [poor] {
            let orders = try #require(try demo.run("orders", "--all", "--room", room, "--json").json() as? [[String: Any]])
            let last = try #require(orders.last)
            #expect(last["state"] as? String == "METER")
            let note = last["note"] as? String ?? ""
            #expect(note.contains("purse of free credit, under its count 1") == (room != poor), "\(room): \(note)")
        }
        #expect(try demo.run("subsidy", "run", "--wait", "60").output.contains("Nothing is due that was not granted."))
        try demo.expectBalancedBooks()
        // A later sale finds the purchase count where the books expect it.
        let sold = try demo.run("topup", rich[rich.startIndex], "50", "--wait", "60")
        #expect(sold.status == 0, "\(sold)")
        _ = try demo.run(["read"] + rich + [poor])
        let reconciled = try demo.run("reconcile")
        #expect(reconciled.output.contains("EQUAL") && !reconciled.output.contains("OPEN"), "\(reconciled)")
    }
}

extension DemoFixture {
    fileprivate func run(_ arguments: [String]) throws -> Finished { try Shell.run(Program.path, arguments + ["--campus", path]) }
}
