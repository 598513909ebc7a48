// Protects rooms whose meters hold free credit in a purse when they are moved out of, get another meter or are refunded: bought credit alone
// moves and is paid, free credit stays with its room, and books, meters and papers agree after each.
// How: the real program against the demo's field equipment; one campus goes through all three, then another month is granted.
import Foundation
import Testing

@Suite("Purse of free credit, in later business")
struct PurseLifeTests {
    private static let li = ["--as", "li", "--reason", "moves"]

    /// A figure of `room --json`, of its top level.
    private func figure(_ campus: PurseCampus, _ room: String, _ name: String) throws -> Double {
        PurseCampus.kWh(try campus.demo.room(room, name))
    }

    @Test("a move, a swap and a refund with filled purses")
    func moveSwapRefund() throws {
        let campus = try PurseCampus(rich: 3)
        defer { campus.demo.remove() }
        try campus.expect("subsidy", "policy", "basic", "--from", "2026-01", "--pause", "none")
        try grants(campus)
        try moves(campus, from: campus.rich[0], to: campus.poor)
        try swaps(campus, campus.rich[1])
        try refunds(campus, campus.rich[2])
    }

    /// A paper that is made before the meters have it says so, and agrees with the books still when they have.
    private func grants(_ campus: PurseCampus) throws {
        let granted = try campus.expect("subsidy", "run").output
        let month = try #require(granted.firstMatch(of: /\d{4}-\d\d/)).output
        let early = try campus.expect("report", "subsidy", String(month), "--json").json() as? [String: Any]
        let code = try #require(early?["checkCode"] as? String)
        // A sale waits behind the grant of its room.
        try campus.demo.folder.write("sales.csv", "room,amount\n" + campus.all.map { "\($0),20\n" }.joined())
        try campus.expect("topup", "--file", campus.demo.folder.file("sales.csv"), "--wait", "60")
        #expect(try campus.expect("check-code", code).output.contains("The paper agrees with the books."))
        let late = try campus.expect("report", "subsidy", String(month), "--preview").output
        #expect(late.contains(#/purse +into the meter's own purse of free credit +3 /#), "\(late)")
        #expect(late.contains(#/plain +into the meter as plain credit +1 /#), "\(late)")
        #expect(late.contains(try Regex("\(campus.poor) .* plain")), "\(late)")
    }

    private func moves(_ campus: PurseCampus, from: String, to: String) throws {
        let free = (try figure(campus, from, "subsidy"), try figure(campus, to, "subsidy"))
        let moved = try Shell.run(Program.path, ["move", from, to] + Self.li + ["--campus", campus.demo.path])
        #expect(moved.status == 0 && moved.output.contains("stand in room \(to) now."), "\(moved)")
        #expect(try campus.orders(from).last?["state"] as? String == "METER")
        #expect(try figure(campus, from, "subsidy") > free.0 - 1, "free credit stays")
        #expect(try figure(campus, to, "subsidy") <= free.1)
        try campus.expectAgreement()
    }

    private func swaps(_ campus: PurseCampus, _ room: String) throws {
        let free = try figure(campus, room, "subsidy")
        let left = try figure(campus, room, "balanceOfBooks")
        let meter = try #require(try campus.demo.room(room, "meter") as? String)
        let address = "9" + meter.dropFirst()
        func swap(wait seconds: String) throws -> Finished {
            try Shell.run(
                Program.path,
                ["swap", room, "--address", address, "--serial", "B-1", "--initial", "0", "--unread", "--id", "S1", "--wait", seconds]
                    + ["--as", "li", "--campus", campus.demo.path])
        }
        let waiting = try swap(wait: "0")
        #expect(waiting.status == 3 && waiting.output.contains("QUEUED"), "\(waiting)")
        _ = try campus.demo.run("simulate", "--exchange", "\(room)=\(address),0")
        let done = try swap(wait: "60")
        #expect(done.status == 0 && done.output.contains("METER"), "\(done)")
        #expect(try figure(campus, room, "balanceOfBooks") > left - 1)
        #expect(try figure(campus, room, "subsidy") > free - 1, "what was in the purse comes along")
        try campus.expectAgreement()
    }

    private func refunds(_ campus: PurseCampus, _ room: String) throws {
        try campus.expect("refund", "start", "grad", room)
        try campus.expect("refund", "approve", "grad", "--as", "li")
        try campus.expect("refund", "take", "grad", "--wait", "60")
        let free = try figure(campus, room, "subsidy")
        #expect(free > 0)
        try campus.expectAgreement()
        try campus.expect("refund", "split", "grad")
        try campus.expect("refund", "pay", "grad", "--bank")
        try campus.expect("refund", "close", "grad")
        #expect(try figure(campus, room, "prepaidYuan") == 0)
        try campus.expectAgreement()
    }
}
