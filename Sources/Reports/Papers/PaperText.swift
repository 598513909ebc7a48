import Domain
import Phrases

/// Figures and words as they stand on papers.
enum PaperText {
    /// An amount of a commodity: yuan and meter yuan with two decimals, kWh with two where the third is nothing.
    static func amount(_ amount: Int64, _ commodity: Commodity) -> String {
        guard commodity == .kWh else { return Decimals.text(amount, decimals: 2) }
        return amount % 10 == 0 ? Decimals.text(amount / 10, decimals: 2) : Decimals.text(amount, decimals: 3)
    }

    static func unit(_ commodity: Commodity) -> Phrase {
        switch commodity {
        case .yuan: Phrase("yuan")
        case .kWh: Phrase(verbatim: "kWh")
        case .meterYuan: Phrase("yuan in meters")
        }
    }

    static func credit(_ credit: Credit) -> Phrase {
        credit.unit == .energy ? Phrase(verbatim: "\(credit) kWh") : Phrase("\(credit) yuan")
    }

    /// An account of money by its name, which is English in the journal.
    static func drawer(_ name: String) -> Phrase { Account(name).words }

    static func place(_ room: Room) -> Phrase { Phrase("\(room.building), \(room.floor)", context: "place") }

    static func wallet(_ kind: WalletKind) -> Phrase {
        switch kind {
        case .subsidy: Phrase("free")
        case .purchased: Phrase("bought")
        case .emergency: Phrase("borrowed")
        }
    }

    static func business(_ kind: EntryKind) -> Phrase {
        switch kind {
        case .adoption: Phrase("meter taken over")
        case .sale: Phrase("sale")
        case .grant: Phrase("free credit")
        case .use: Phrase("use")
        case .expiry: Phrase("expired", context: "credit")
        case .refund: Phrase("refund")
        case .correction: Phrase("correction")
        case .void: Phrase("sale voided")
        case .payout: Phrase("paid out")
        case .restoration: Phrase("put back")
        case .departure: Phrase("moved out", context: "credit")
        case .arrival: Phrase("moved in", context: "credit")
        case .swap: Phrase("meter replaced")
        case .relay: Phrase("relay")
        }
    }

    static func movement(_ movement: Movement) -> Phrase {
        switch movement {
        case .takenOver: Phrase("taken over", context: "credit")
        case .granted: Phrase("granted", context: "credit")
        case .bought: Phrase("bought", context: "credit")
        case .movedIn: Phrase("moved in", context: "credit")
        case .voided: Phrase("voided", context: "credit")
        case .refunded: Phrase("refunded", context: "credit")
        case .movedOut: Phrase("moved out", context: "credit")
        case .adjusted: Phrase("adjusted", context: "credit")
        case .used: Phrase("used", context: "credit")
        case .expired: Phrase("expired", context: "credit")
        }
    }
}

extension Block {
    /// Whether it is this heading, kept as words or by a program that knew English alone.
    func isHeading(_ words: Phrase) -> Bool {
        if case .heading(let text) = self { text.english == words.english } else { false }
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
