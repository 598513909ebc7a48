import Domain
import Operations
import Phrases
import Terminal
import TextLayout

/// The columns of the journal of a room.
enum JournalColumn: Hashable, Sendable {
    case time, what, credit, money, by, state
}

extension Console {
    /// Draws the entries of a room, newest first, each with what became of its order.
    func drawJournal(_ detail: RoomDetail?, from first: Int, in pane: inout Frame) {
        let height = pane.size.rows - 1
        guard height > 0, let detail else { return }
        let unit = detail.account.map { $0.balance.unit == .energy ? "kWh" : phrase("yuan of meter") } ?? "kWh"
        let plan = ColumnPlan<JournalColumn>(
            [
                Column(.time, title: phrase("journal"), width: 11), Column(.what, title: "", width: 11...30, priority: 90),
                Column(.credit, title: unit, shortTitle: phrase("meter"), width: 9, placement: .decimal(2)),
                Column(.money, title: phrase("yuan"), width: 9, placement: .decimal(2)),
                Column(.by, title: phrase("by"), width: 8, priority: 20),
                Column(.state, title: phrase("state"), width: 9, priority: 95),
            ], width: pane.size.columns, gap: 2)
        pane.tableHeader(plan, at: Point(column: 0, row: 0), width: pane.size.columns)
        if detail.entries.isEmpty { pane.text(phrase("Nothing was sold to this room yet."), 0, 1, .dim) }
        let orders = Dictionary(detail.orders.map { ($0.entry, $0) }) { first, _ in first }
        for (index, entry) in detail.entries.dropFirst(first).prefix(height).enumerated() {
            draw(entry, orders[entry.sequence], plan, row: index + 1, in: &pane)
        }
        let below = detail.entries.count - first - height
        let signs = (first > 0 ? pane.glyphs.more[0] : "") + (below > 0 ? pane.glyphs.more[1] : "")
        pane.text(signs, 9, 0, .dim)
    }

    private func draw(_ entry: Entry, _ order: Order?, _ plan: ColumnPlan<JournalColumn>, row: Int, in pane: inout Frame) {
        let figures = Figures(glyphs: pane.glyphs)
        let at = Point(column: 0, row: row)
        let draft = entry.draft
        pane.tableCell("\(monthDay(entry.at)) \(desk.wall(entry.at).minutes)", in: .time, of: plan, at: at, role: .dim)
        pane.tableCell(draft.words, in: .what, of: plan, at: at)
        let (credit, money) = (draft.creditHundredths, draft.paid.fen)
        func change(_ value: Int64) -> String { value == 0 ? figures.glyphs.nothing : (value > 0 ? "+" : "") + figures.two(value) }
        func role(_ value: Int64) -> Role { value > 0 ? .amountIn : value == 0 ? .dim : .amountOut }
        pane.tableCell(change(credit), in: .credit, of: plan, at: at, role: role(credit))
        pane.tableCell(change(money), in: .money, of: plan, at: at, role: role(money))
        pane.tableCell(entry.actor.spokenName, in: .by, of: plan, at: at, role: .dim)
        if let order { pane.tableCell(order.state.spoken, in: .state, of: plan, at: at, role: order.state.role) }
    }
}

extension EntryDraft {
    /// What the entry says, in a few words.
    fileprivate var words: String {
        let kind =
            switch self.kind {
            case .adoption: phrase("meter taken over")
            case .sale: phrase("top-up")
            case .grant: phrase("free credit")
            case .use: phrase("use")
            case .expiry: phrase("expired")
            case .refund: phrase("refund")
            case .correction: phrase("correction")
            case .void: phrase("void")
            case .payout: phrase("paid out")
            case .restoration: phrase("not taken back")
            case .departure: phrase("moved out")
            case .arrival: phrase("moved in")
            case .swap: phrase("meter replaced")
            case .relay: phrase("relay")
            }
        let old = corrects.map { phrase(" of \($0)") } ?? ""
        return kind + old + (reason.isEmpty ? "" : ": " + spokenReason)
    }

    /// The change of the room's credit in hundredths of its unit.
    var creditHundredths: Int64 {
        guard let room else { return 0 }
        let wallets = Set(WalletKind.allCases.map { Account.wallet($0, of: room) })
        return postings.filter { wallets.contains($0.account) }.reduce(0) { sum, posting in
            sum + (posting.commodity == .kWh ? posting.amount / 10 : posting.commodity == .meterYuan ? posting.amount : 0)
        }
    }

    /// The change of what the room has paid and not yet used.
    var paid: Money {
        guard let room else { return .zero }
        let account = Account.prepaid(room)
        return Money(fen: -postings.filter { $0.account == account && $0.commodity == .yuan }.reduce(0) { $0 + $1.amount })
    }
}
