import Domain
import Operations
import Phrases
import Terminal
import TextLayout

/// The columns of the shares that nobody has fetched.
enum UnclaimedColumn: Hashable, Sendable {
    case days, who, student, room, money, run, aside
}

extension Console {
    /// Lines of shares in view.
    var unclaimedHeight: Int { max(size.rows - 8, 1) }

    private static var plan: [Column<UnclaimedColumn>] {
        [
            Column(.days, title: phrase("days"), width: 5, placement: .aligned(.right)),
            Column(.who, title: phrase("who"), width: 10...30), Column(.student, title: phrase("student"), width: 7...12, priority: 50),
            Column(.room, title: phrase("room"), width: 7...12, priority: 70),
            Column(.money, title: phrase("yuan"), width: 10, placement: .decimal(2)),
            Column(.run, title: phrase("run"), width: 15...40, priority: 60), Column(.aside, title: "", width: 9, priority: 80),
        ]
    }

    /// Draws what is due of all runs and was not fetched, the longest due first.
    func drawUnclaimed(in frame: inout Frame) {
        let shares = refund.unclaimed ?? []
        let figures = Figures(glyphs: frame.glyphs)
        let total = shares.reduce(Money.zero) { $0 + $1.money }
        var runs: [Run] = [(phrase("Unclaimed"), .title)]
        if !shares.isEmpty {
            runs += [("   \(figures.money(total))", .strong), (phrase(" yuan due to "), .dim), (figures.count(shares.count), .text)]
            let old = shares.filter(\.canBeSetAside)
            if !old.isEmpty { runs += [("   \(figures.count(old.count))", .stateLow), (phrase(" for half a year"), .dim)] }
        }
        frame.line(runs, frame.position(in: refund.unclaimedList), row: 1)
        let plan = ColumnPlan(Self.plan, width: size.columns - 4, gap: 2)
        frame.tableHeader(plan, at: Point(column: 3, row: 2), width: size.columns - 4)
        frame.horizontalRule(at: Point(column: 1, row: 3), width: size.columns - 2)
        if refund.unclaimed == nil { frame.emptyState([phrase("The shares are being read."), phrase("A moment.")], row: 5) }
        if refund.unclaimed?.isEmpty == true {
            frame.emptyState([phrase("Nothing is due that was not fetched."), phrase("Esc goes back to the runs.")], row: 5)
        }
        for index in refund.unclaimedList.visible where shares.indices.contains(index) {
            draw(shares[index], figures, row: 4 + index - refund.unclaimedList.top, plan, in: &frame)
        }
    }

    private func draw(_ share: UnclaimedShare, _ figures: Figures, row: Int, _ plan: ColumnPlan<UnclaimedColumn>, in frame: inout Frame) {
        let at = Point(column: 3, row: row)
        frame.tableCell(figures.count(share.days), in: .days, of: plan, at: at, role: share.canBeSetAside ? .stateLow : .text)
        frame.tableCell(share.resident.name, in: .who, of: plan, at: at)
        frame.tableCell(share.resident.id.text, in: .student, of: plan, at: at, role: .dim)
        frame.tableCell(share.room.text, in: .room, of: plan, at: at)
        frame.tableCell(figures.money(share.money), in: .money, of: plan, at: at, role: .strong)
        frame.tableCell(share.id.run.text, in: .run, of: plan, at: at, role: .dim)
        if share.isSetAside { frame.tableCell(phrase("set aside"), in: .aside, of: plan, at: at, role: .dim) }
        if refund.unclaimedList.cursor == share.id { showRefundCursor(row: row, in: &frame) }
    }
}
