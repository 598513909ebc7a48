import Domain
import Operations
import Phrases

/// One room as `dormwatt room` prints it.
struct RoomDetailOutput: Encodable {
    let summary: RoomOutput
    let purchaseCountExpected: Int
    let purchaseCountOfMeter: Int?
    let balanceOfBooks: String?
    let subsidy: String?
    let prepaidYuan: String?
    let lots: [LotOutput]
    let orders: [OrderOutput]
    let entries: [EntryOutput]

    struct LotOutput: Encodable {
        let wallet: String
        let left: String
        let credited: String
        let paidYuan: String
    }

    struct EntryOutput: Encodable {
        let sequence: Int64
        let at: String
        let kind: String
        let by: String
        let reason: String
        let postings: [String]
    }

    init(_ view: RoomView, _ detail: RoomDetail, rules: DeskRules, price: Price) {
        summary = RoomOutput(view, rules: rules, price: price)
        purchaseCountExpected = detail.expectedCount
        purchaseCountOfMeter = view.reading?.count
        balanceOfBooks = detail.account?.balance.description
        subsidy = detail.account?.subsidy.description
        prepaidYuan = detail.account?.prepaid.description
        lots = (detail.account?.lots ?? []).map {
            LotOutput(
                wallet: $0.wallet.rawValue, left: $0.left.description, credited: $0.credited.description, paidYuan: $0.paid.description)
        }
        orders = detail.orders.map { OrderOutput($0, offset: rules.offset) }
        entries = detail.entries.map { entry in
            EntryOutput(
                sequence: entry.sequence, at: WallTime(entry.at, at: rules.offset).description, kind: entry.draft.kind.rawValue,
                by: entry.actor.name, reason: entry.draft.reason, postings: entry.draft.postings.map(\.text))
        }
    }

    func text(_ view: RoomView, _ session: CampusSession, _ price: Price) -> String {
        var lines = [RoomTable.text([view], session, price)]
        if let reason = summary.reason { lines.append(reason) }
        let meter = purchaseCountOfMeter.map(String.init) ?? phrase("not read")
        lines.append(phrase("purchase count: books \(purchaseCountExpected), meter \(meter)"))
        if let balanceOfBooks, let prepaidYuan {
            lines.append(phrase("books: balance \(balanceOfBooks), subsidy \(subsidy ?? "0.00"), prepaid \(prepaidYuan) yuan"))
        }
        for order in orders.prefix(5) {
            lines.append(phrase("order \(order.order)  \(order.changedAt)  \(order.task) \(order.amount)  \(order.state)  \(order.note)"))
        }
        for entry in entries.prefix(10) {
            let kind = EntryKind(rawValue: entry.kind)
            let words = entry.postings.isEmpty ? kind?.spoken(reason: entry.reason) : entry.postings.joined(separator: ", ")
            lines.append("\(entry.at)  \(kind?.spoken ?? entry.kind)  \(Actor.spoken(name: entry.by))  \(words ?? entry.reason)")
        }
        return lines.joined(separator: "\n")
    }
}

extension Posting {
    /// For example `assets:cash:chen 50.00 yuan`.
    var text: String {
        switch commodity {
        case .yuan: phrase("\(account.words) \(Money(fen: amount)) yuan")
        case .kWh: "\(account.words.text) \(Decimals.text(amount, decimals: 3)) kWh"
        case .meterYuan: phrase("\(account.words) \(Money(fen: amount)) meter-yuan")
        }
    }
}
