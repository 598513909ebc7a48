// Protects a campus whose meters have purses of free credit, as they come: a run fills them once, rooms without bought credit get plain
// credit and say why, nothing differs afterwards whatever is sold, voided, moved or paid back, and what expires comes out of the purse.
// How: the real program against the demo's field equipment, with the settings that `demo` and `init` write.
import Foundation
import Testing

@Suite("Purse of free credit")
struct PurseTests {
    @Test("a run of a month fills the purses by read-back, once; preview and report say which way; later business finds all in place")
    func run() throws {
        let campus = try PurseCampus()
        defer { campus.demo.remove() }
        let (demo, rich) = (campus.demo, campus.rich)
        try campus.expect("subsidy", "policy", "basic", "--from", "2026-01", "--pause", "none")
        let preview = try campus.expect("subsidy", "run", "--dry-run").output
        #expect(preview.contains("\(rich.count) rooms: by the meter's own purse"), "\(preview)")
        #expect(preview.contains("1 rooms: as plain credit: hardly any bought credit is left"), "\(preview)")
        let granted = try campus.expect("subsidy", "run", "--wait", "60").output
        #expect(granted.contains("\(rich.count) rooms: by the meter's own purse\n1 rooms: as plain credit"), "\(granted)")
        for room in campus.all {
            let last = try #require(try campus.orders(room).last)
            #expect(last["state"] as? String == "METER")
            let note = last["note"] as? String ?? ""
            #expect(note.contains("purse of free credit, under its count 1") == (room != campus.poor), "\(room): \(note)")
            #expect(note.contains("As plain credit") == (room == campus.poor), "\(room): \(note)")
        }
        let delivery = try #require(try demo.run("subsidy", "delivery", "--json").json() as? [[String: Any]])
        #expect(delivery.count == rich.count + 1)
        for order in delivery {
            #expect(order["way"] as? String == (order["room"] as? String == campus.poor ? "littleBought" : "purse"), "\(order)")
        }
        #expect(try campus.expect("subsidy", "run", "--wait", "60").output.contains("Nothing is due that was not granted."))
        // A later sale finds the purchase count where the books expect it, and is voided again beside the purse.
        let sold = try campus.expect("topup", rich[0], "50", "--wait", "60", "--json").json()
        let text = String(decoding: try JSONSerialization.data(withJSONObject: sold), as: UTF8.self)
        let entry = try #require(text.firstMatch(of: /"entry":(\d+)/)?.1)
        try campus.expect("void", String(entry), "--as", "li", "--reason", "wrong room", "--wait", "60")
        try campus.expectAgreement()
    }

    @Test("what has expired comes out of the purse under its next count, and what it does not give expires later")
    func expiry() throws {
        let campus = try PurseCampus(rich: 2)
        defer { campus.demo.remove() }
        let room = campus.rich[0]
        // Free credit of the month before that was good for that month alone.
        let month = try #require(try campus.expect("subsidy", "run", "--dry-run").output.firstMatch(of: /(\d{4})-(\d\d)/))
        let months = (Int(month.1) ?? 0) * 12 + (Int(month.2) ?? 0) - 2
        let before = "\(months / 12)-\(months % 12 + 1 < 10 ? "0" : "")\(months % 12 + 1)"
        try campus.expect("subsidy", "policy", "basic", "--from", before, "--pause", "none", "--carry", "1")
        try campus.expect("subsidy", "run", "--month", before, "--wait", "60")
        try campus.expectAgreement()
        let planned = try campus.expect("subsidy", "expire", "--dry-run").output
        #expect(planned.contains(room) && planned.contains("Nothing was changed"), "\(planned)")
        // The demo has sold to the room before.
        let known = try campus.orders(room).count
        try campus.expect("subsidy", "expire")
        // Whoever waits for a meter delivers.
        try campus.expect("topup", room, "20", "--wait", "60")
        let orders = try campus.orders(room)
        let taken = try #require(orders.dropFirst(known).first)
        #expect(taken["state"] as? String == "METER", "\(taken)")
        #expect((taken["note"] as? String ?? "").contains("purse of free credit, under its count 2"), "\(taken)")
        try campus.expectAgreement()
        let left = try #require(try campus.demo.run("room", room, "--json").json() as? [String: Any])
        #expect("\(left)".contains("subsidy"))
        #expect(PurseCampus.kWh(left["subsidy"]) < 1, "only what is used in ten minutes is left: \(left["subsidy"] ?? "")")
    }

    @Test("with purses switched off everybody gets plain credit")
    func switchedOff() throws {
        let campus = try PurseCampus(rich: 2)
        defer { campus.demo.remove() }
        let settings = campus.demo.path + "/campus.toml"
        let text = try String(contentsOfFile: settings, encoding: .utf8)
        #expect(text.contains("purse = true"))
        try text.replacingOccurrences(of: "purse = true", with: "purse = false").write(toFile: settings, atomically: true, encoding: .utf8)
        try campus.expect("subsidy", "policy", "basic", "--from", "2026-01", "--pause", "none")
        #expect(
            try campus.expect("subsidy", "run", "--dry-run").output.contains("3 rooms: as plain credit: campus.toml switches purses off"))
        try campus.expect("subsidy", "run", "--wait", "60")
        for room in campus.all { #expect(try campus.orders(room).last?["note"] as? String == "") }
        try campus.expectAgreement()
    }
}
