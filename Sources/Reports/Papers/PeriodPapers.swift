public import Domain

/// Sales and use by building, and the close of a month.
public enum PeriodPapers {
    /// Sales and use of buildings between two days.
    ///
    /// - Parameter head: how far the journal reached, as `head(_:hash:)` puts it.
    public static func sales(_ groups: [PeriodFacts], from: Day, until: Day, head: [Block]) -> [Block] {
        [.facts([Fact("Period", "\(from) to \(until)")]), .heading("Sales and use by building"), .table(money(groups))] + head
    }

    /// The heading above how far the journal reached.
    public static let headHeading = "Head of the journal"

    /// How far the journal reached: with this on paper, books that were shortened or rewritten later are found out.
    public static func head(on day: Day, entry: Int64, hash: String) -> [Block] {
        [
            .heading(headHeading), .facts([Fact("Day", "\(day)"), Fact("Entry", "\(entry)"), Fact("Hash", hash)]),
            .paragraph("dormwatt verify --head FILE holds the books against these three, written on one line of a file."),
        ]
    }

    /// The report of a month: money, credit by wallet for the campus and for every building, what is still open.
    ///
    /// - Parameters:
    ///   - meters: books beside meters, as `MeterSection` puts it.
    ///   - head: how far the journal reached.
    public static func month(
        _ groups: [PeriodFacts], month: Month, drawers: [(account: String, money: Money)], meters: [Block], open: [[String]], head: [Block]
    ) -> [Block] {
        let all = together(groups)
        var blocks: [Block] = [
            .facts([Fact("Month", "\(month)"), Fact("From", "\(month.first)"), Fact("To", "\(month.last)")]),
            .heading("Money by building"), .table(money(groups)), .heading("Money by drawer"),
            .table(
                Table(
                    columns: [.name("Account"), .amount("Yuan")], rows: drawers.map { [$0.account, "\($0.money)"] },
                    totals: [["Together", "\(drawers.reduce(Money.zero) { $0 + $1.money })"]])),
            .heading("Credit of the campus"),
        ]
        blocks += MovementTable.blocks(all.movements)
        for group in groups where groups.count > 1 {
            blocks.append(.heading("Credit of building \(group.name)"))
            blocks += MovementTable.blocks(group.movements)
        }
        blocks += meters
        blocks.append(.heading("Not settled at the end of the month"))
        blocks.append(
            open.isEmpty
                ? .paragraph("Nothing: every order came to its end and no case is open.")
                : .table(Table(columns: [.fixed("What"), .fixed("Room"), .fixed("Since"), .name("Why")], rows: open)))
        blocks += head
        blocks.append(.signatures(["Property manager", "Accountant"]))
        return blocks
    }

    private static func together(_ groups: [PeriodFacts]) -> PeriodFacts {
        groups.reduce(into: PeriodFacts(name: "together")) { $0.add($1) }
    }

    private static func money(_ groups: [PeriodFacts]) -> Table {
        func row(_ group: PeriodFacts) -> [String] {
            let used = group.movements.moved.reduce(Int64(0)) { $1.key.commodity == .kWh ? $0 - ($1.value[.used] ?? 0) : $0 }
            return [
                group.name, "\(group.sales)", "\(group.paid)", "\(group.refunded)", PaperText.amount(used, .kWh), "\(group.earned)",
                "\(group.prepaid)",
            ]
        }
        return Table(
            columns: [
                .name("Building"), .amount("Sales"), .amount("Paid"), .amount("Refunded"), .amount("kWh used"), .amount("Earned"),
                .amount("Prepaid after"),
            ], rows: groups.map(row), totals: [row(together(groups))])
    }
}
