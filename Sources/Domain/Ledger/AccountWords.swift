public import Phrases

extension Account {
    /// The name for people. In English it is the name itself, which books and exports have in every language.
    public var words: Phrase {
        let parts = name.split(separator: ":", omittingEmptySubsequences: false)
        if let person = drawer { return Phrase("assets:cash:\(person)") }
        if let destination { return Phrase("liabilities:moving:\(destination)") }
        if let wallet, parts.count == 3 { return wallet.account(of: String(parts[1])) }
        if name.hasPrefix("liabilities:prepaid:") { return Phrase("liabilities:prepaid:\(String(parts[2]))") }
        if name.hasPrefix("liabilities:payout:stay-") { return Phrase("liabilities:payout:stay-\(String(parts[2].dropFirst(5)))") }
        return Self.common[self] ?? Phrase(verbatim: name)
    }

    private static let common: [Account: Phrase] = [
        .recovered: Phrase("assets:recovered"), .bank: Phrase("assets:bank"), .refundsDue: Phrase("liabilities:refunds-due"),
        .unclaimed: Phrase("liabilities:unclaimed"), .income: Phrase("income:electricity"), .rounding: Phrase("income:rounding"),
        .issued: Phrase("energy:issued"), .granted: Phrase("energy:granted"), .used: Phrase("energy:used"),
        .expired: Phrase("energy:expired"),
    ]
}

extension WalletKind {
    fileprivate func account(of room: String) -> Phrase {
        switch self {
        case .subsidy: Phrase("room:\(room):subsidy")
        case .purchased: Phrase("room:\(room):purchased")
        case .emergency: Phrase("room:\(room):emergency")
        }
    }
}
