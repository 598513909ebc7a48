public import Domain
import Phrases

/// Sales and use by building, and the close of a month.
public enum PeriodPapers {
    /// Sales and use of buildings between two days.
    ///
    /// - Parameter head: how far the journal reached, as `head(_:hash:)` puts it.
    public static func sales(_ groups: [PeriodFacts], from: Day, until: Day, head: [Block]) -> [Block] {
        [
            .facts([Fact(.words("Period"), .words("\(from) to \(until)"))]), .heading(.words("Sales and use by building")),
            .table(money(groups)),
        ] + head
    }

    /// The heading above how far the journal reached.
    static let headHeading = Phrase("Head of the journal")

    /// Whether a paper says how far the journal reached; those of the first version do not.
    public static func saysHead(_ document: Document) -> Bool { document.blocks.contains { $0.isHeading(headHeading) } }

    /// How far the journal reached: with this on paper, books that were shortened or rewritten later are found out.
    public static func head(on day: Day, entry: Int64, hash: String) -> [Block] {
        [
            .heading(.words(headHeading)),
            .facts([
                Fact(.words(Phrase("Day", context: "date")), "\(day)"), Fact(.words("Entry"), "\(entry)"),
                Fact(.words("Hash"), .same(hash)),
            ]),
            .paragraph(.words("dormwatt verify --head FILE holds the books against these three, written on one line of a file.")),
        ]
    }

    /// The report of a month: money, credit by wallet for the campus and for every building, what is still open.
    ///
    /// - Parameters:
    ///   - meters: books beside meters, as `MeterSection` puts it.
    ///   - head: how far the journal reached.
    public static func month(
        _ groups: [PeriodFacts], month: Month, drawers: [(account: String, money: Money)], meters: [Block], open: [[Wording]], head: [Block]
    ) -> [Block] {
        let all = together(groups)
        var blocks: [Block] = [
            .facts([Fact(.words("Month"), "\(month)"), Fact(.words("From"), "\(month.first)"), Fact(.words("To"), "\(month.last)")]),
            .heading(.words("Money by building")), .table(money(groups)), .heading(.words("Money by drawer")),
            .table(
                Table(
                    columns: [.name(.words("Account")), .amount(.words("Yuan"))],
                    rows: drawers.map { [.words(PaperText.drawer($0.account)), "\($0.money)"] },
                    totals: [[.words("Together"), "\(drawers.reduce(Money.zero) { $0 + $1.money })"]])),
            .heading(.words("Credit of the campus")),
        ]
        blocks += MovementTable.blocks(all.movements)
        for group in groups where groups.count > 1 {
            blocks.append(.heading(.words("Credit of building \(group.name)")))
            blocks += MovementTable.blocks(group.movements)
        }
        blocks += meters
        blocks.append(.heading(.words("Not settled at the end of the month")))
        blocks.append(
            open.isEmpty
                ? .paragraph(.words("Nothing: every order came to its end and no case is open."))
                : .table(
                    Table(
                        columns: [.fixed(.words("What")), .fixed(.words("Room")), .fixed(.words("Since")), .name(.words("Why"))], rows: open
                    )))
        blocks += head
        blocks.append(.signatures([.words("Property manager"), .words("Accountant")]))
        return blocks
    }

    private static func together(_ groups: [PeriodFacts]) -> PeriodFacts {
        groups.reduce(into: PeriodFacts(name: "")) { $0.add($1) }
    }

    private static func money(_ groups: [PeriodFacts]) -> Table {
        func row(_ name: Wording, _ group: PeriodFacts) -> [Wording] {
            let used = group.movements.moved.reduce(Int64(0)) { $1.key.commodity == .kWh ? $0 - ($1.value[.used] ?? 0) : $0 }
            return [
                name, "\(group.sales)", "\(group.paid)", "\(group.refunded)", .same(PaperText.amount(used, .kWh)), "\(group.earned)",
                "\(group.prepaid)",
            ]
        }
        return Table(
            columns: [
                .name(.words("Building")), .amount(.words("Sales")), .amount(.words("Paid")), .amount(.words("Refunded")),
                .amount(.words(Phrase("kWh used", context: "period"))), .amount(.words("Earned")),
                .amount(.words("Prepaid after")),
            ], rows: groups.map { row(.same($0.name), $0) }, totals: [row(.words("together"), together(groups))])
    }
}
