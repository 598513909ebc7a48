public import Domain
import Phrases

/// The list by which the shares of a run of refunds are paid: every payee with a place to sign, totals by building and way of payment.
public enum PayoutPaper {
    /// The title of the list of a run.
    public static func title(_ run: RefundRunID) -> Wording { .words("Payout list of \(run)") }

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
                Fact(.words("Run"), "\(run.id)"), Fact(.words("Scope"), .words(run.scope.term)), Fact(.words("Exit day"), "\(run.exitDay)"),
                Fact(.words("Started"), .words("\(WallTime(run.at, at: offset)) by \(run.actor.name)")),
            ]),
            .heading(.words("By building")), .table(summary(lines)), .heading(.words("By payee")),
        ]
        blocks.append(lines.isEmpty ? .paragraph(.words("Nothing is due to anybody yet.")) : .table(list(lines, offset: offset)))
        if !undivided.isEmpty {
            let money = undivided.reduce(Money.zero) { $0 + $1.final.money }
            let names = undivided.map(\.room.id.text).joined(separator: ", ")
            blocks.append(.heading(.words("Fixed and not divided yet")))
            blocks.append(
                .paragraph(
                    undivided.count == 1 ? .words("\(money) yuan of room \(names).") : .words("\(money) yuan of rooms \(names).")))
        }
        if !waiting.isEmpty {
            blocks.append(.heading(.words("Rooms of the run that are not on this list")))
            let rows = RefundStep.allCases.compactMap { step in waiting[step].map { [Wording.words(step.term), "\($0)"] } }
            blocks.append(.table(Table(columns: [.fixed(.words("Step")), .amount(.words("Rooms"))], rows: rows)))
        }
        blocks.append(.signatures([.words("Cashier"), .words("Property manager")]))
        return blocks
    }

    /// Whether and how a share was paid.
    static func state(of payee: RefundPayee, offset: UTCOffset) -> Wording {
        guard let payout = payee.payout else {
            return payee.isSetAside ? .words("set aside") : payee.money > .zero ? .words("due") : ""
        }
        let day = Day(of: payout.at, at: offset)
        return switch payout.method {
        case .cash: .words("cash \(day)")
        case .bank: .words("bank \(day)")
        }
    }

    private struct Line {
        var room: Room
        var payee: RefundPayee

        init(_ room: Room, _ payee: RefundPayee) { (self.room, self.payee) = (room, payee) }
    }

    private static func summary(_ lines: [Line]) -> Table {
        func row(_ name: Wording, _ lines: [Line]) -> [Wording] {
            func sum(_ isCounted: (RefundPayee) -> Bool) -> Wording {
                "\(lines.map(\.payee).filter(isCounted).reduce(Money.zero) { $0 + $1.money })"
            }
            let paid = PayoutMethod.allCases.map { method in sum { $0.payout?.method == method } }
            let open = [sum { $0.payout == nil && !$0.isSetAside }, sum { $0.payout == nil && $0.isSetAside }]
            return [name, "\(Set(lines.map(\.room.id)).count)", "\(lines.count)"] + paid + open + [sum { _ in true }]
        }
        let buildings = Dictionary(grouping: lines, by: \.room.building).sorted { $0.key < $1.key }
        return Table(
            columns: [.name(.words("Building")), .amount(.words("Rooms")), .amount(.words("Payees"))]
                + PayoutMethod.allCases.map { .amount($0 == .cash ? .words("Paid cash") : .words("Paid bank")) }
                + [.amount(.words("Due")), .amount(.words("Set aside")), .amount(.words("Yuan"))],
            rows: buildings.map { row(.same($0.key), $0.value) }, totals: [row(.words("Together"), lines)])
    }

    private static func list(_ lines: [Line], offset: UTCOffset) -> Table {
        let rows = lines.map { line -> [Wording] in
            [
                "\(line.room.id)", "\(line.payee.resident.id)", .same(line.payee.resident.name), "\(line.payee.money)",
                state(of: line.payee, offset: offset), line.payee.payout == nil ? "________________" : "",
            ]
        }
        let sum = lines.reduce(Money.zero) { $0 + $1.payee.money }
        return Table(
            columns: [
                .fixed(.words("Room")), .fixed(.words(PaperNames.number)), .name(.words(PaperNames.name)), .amount(.words("Yuan")),
                .fixed(.words("Paid")), .fixed(.words("Received")),
            ], rows: rows,
            totals: [["", "", .words("Together"), "\(sum)", "", ""]])
    }
}
