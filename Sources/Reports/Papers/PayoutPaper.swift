public import Domain

/// The list by which the shares of a run of refunds are paid: every payee with a place to sign, totals by building and way of payment.
public enum PayoutPaper {
    /// The title of the list of a run.
    public static func title(_ run: RefundRunID) -> String { "Payout list of \(run)" }

    /// What the list says.
    ///
    /// - Parameters:
    ///   - rooms: the rooms whose amount is fixed, in order of building and name.
    ///   - waiting: how many rooms of the run stand at an earlier step; nothing of theirs is on the list.
    public static func blocks(_ run: RefundRun, rooms: [RefundFacts], waiting: [RefundStep: Int], offset: UTCOffset) -> [Block] {
        let lines = rooms.flatMap { facts in facts.payees.filter { $0.money > .zero }.map { Line(facts.room, $0) } }
        let undivided = rooms.filter { $0.state.splitAt == nil }
        var blocks: [Block] = [
            .facts([
                Fact("Run", run.id.text), Fact("Scope", run.scope.text), Fact("Exit day", "\(run.exitDay)"),
                Fact("Started", "\(WallTime(run.at, at: offset)) by \(run.actor.name)"),
            ]),
            .heading("By building"), .table(summary(lines)), .heading("By payee"),
        ]
        blocks.append(lines.isEmpty ? .paragraph("Nothing is due to anybody yet.") : .table(list(lines, offset: offset)))
        if !undivided.isEmpty {
            let money = undivided.reduce(Money.zero) { $0 + $1.final.money }
            let names = undivided.map(\.room.id.text).joined(separator: ", ")
            blocks.append(.heading("Fixed and not divided yet"))
            blocks.append(.paragraph("\(money) yuan of \(undivided.count == 1 ? "room" : "rooms") \(names)."))
        }
        if !waiting.isEmpty {
            blocks.append(.heading("Rooms of the run that are not on this list"))
            let rows = RefundStep.allCases.compactMap { step in waiting[step].map { [step.word, "\($0)"] } }
            blocks.append(.table(Table(columns: [.fixed("Step"), .amount("Rooms")], rows: rows)))
        }
        blocks.append(.signatures(["Cashier", "Property manager"]))
        return blocks
    }

    /// Whether and how a share was paid.
    static func state(of payee: RefundPayee, offset: UTCOffset) -> String {
        guard let payout = payee.payout else { return payee.isSetAside ? "set aside" : payee.money > .zero ? "due" : "" }
        return "\(payout.method.rawValue) \(Day(of: payout.at, at: offset))"
    }

    private struct Line {
        var room: Room
        var payee: RefundPayee

        init(_ room: Room, _ payee: RefundPayee) { (self.room, self.payee) = (room, payee) }
    }

    private static func summary(_ lines: [Line]) -> Table {
        func row(_ name: String, _ lines: [Line]) -> [String] {
            func sum(_ isCounted: (RefundPayee) -> Bool) -> String {
                "\(lines.map(\.payee).filter(isCounted).reduce(Money.zero) { $0 + $1.money })"
            }
            let paid = PayoutMethod.allCases.map { method in sum { $0.payout?.method == method } }
            let open = [sum { $0.payout == nil && !$0.isSetAside }, sum { $0.payout == nil && $0.isSetAside }]
            return [name, "\(Set(lines.map(\.room.id)).count)", "\(lines.count)"] + paid + open + [sum { _ in true }]
        }
        let buildings = Dictionary(grouping: lines, by: \.room.building).sorted { $0.key < $1.key }
        return Table(
            columns: [.name("Building"), .amount("Rooms"), .amount("Payees")] + PayoutMethod.allCases.map { .amount("Paid \($0.rawValue)") }
                + [.amount("Due"), .amount("Set aside"), .amount("Yuan")],
            rows: buildings.map { row($0.key, $0.value) }, totals: [row("Together", lines)])
    }

    private static func list(_ lines: [Line], offset: UTCOffset) -> Table {
        let rows = lines.map { line in
            let state = state(of: line.payee, offset: offset)
            return [
                line.room.id.text, line.payee.resident.id.text, line.payee.resident.name, "\(line.payee.money)", state,
                line.payee.payout == nil ? "________________" : "",
            ]
        }
        let sum = lines.reduce(Money.zero) { $0 + $1.payee.money }
        return Table(
            columns: [
                .fixed("Room"), .fixed(PaperNames.number), .name(PaperNames.name), .amount("Yuan"), .fixed("Paid"), .fixed("Received"),
            ], rows: rows,
            totals: [["", "", "Together", "\(sum)", "", ""]])
    }
}
