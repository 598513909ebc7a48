import Domain

/// Figures and words as they stand on papers.
enum PaperText {
    /// An amount of a commodity: yuan and meter yuan with two decimals, kWh with two where the third is nothing.
    static func amount(_ amount: Int64, _ commodity: Commodity) -> String {
        guard commodity == .kWh else { return Decimals.text(amount, decimals: 2) }
        return amount % 10 == 0 ? Decimals.text(amount / 10, decimals: 2) : Decimals.text(amount, decimals: 3)
    }

    static func unit(_ commodity: Commodity) -> String {
        switch commodity {
        case .yuan: "yuan"
        case .kWh: "kWh"
        case .meterYuan: "yuan in meters"
        }
    }

    static func credit(_ credit: Credit) -> String { "\(credit) \(credit.unit == .energy ? "kWh" : "yuan")" }

    static func wallet(_ kind: WalletKind) -> String {
        switch kind {
        case .subsidy: "free"
        case .purchased: "bought"
        case .emergency: "borrowed"
        }
    }

    static func business(_ kind: EntryKind) -> String {
        switch kind {
        case .adoption: "meter taken over"
        case .sale: "sale"
        case .grant: "free credit"
        case .use: "use"
        case .expiry: "expired"
        case .refund: "refund"
        case .correction: "correction"
        case .void: "sale voided"
        case .payout: "paid out"
        case .restoration: "put back"
        case .departure: "moved out"
        case .arrival: "moved in"
        case .swap: "meter replaced"
        case .relay: "relay"
        }
    }
}

extension EntryDraft {
    /// What came into the wallets, borrowed credit included; negative for what went out. Nil when it moved none.
    var walletChange: (amount: Int64, commodity: Commodity)? {
        let lines = postings.filter { $0.account.wallet != nil }
        guard let commodity = lines.first?.commodity else { return nil }
        return (lines.reduce(0) { $1.commodity == commodity ? $0 + $1.amount : $0 }, commodity)
    }

    /// The money that came in (positive) or went out of drawers and bank.
    var cash: Money {
        Money(fen: postings.filter { $0.account.name.hasPrefix("assets:") && $0.commodity == .yuan }.reduce(0) { $0 + $1.amount })
    }
}
