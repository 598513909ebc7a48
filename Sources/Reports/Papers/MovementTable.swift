import Domain
import Phrases

/// The credit of wallets over a period: opening, what moved, closing; wallets side by side.
enum MovementTable {
    static func blocks(_ movements: Movements) -> [Block] {
        Commodity.allCases.compactMap { commodity in
            let wallets = movements.wallets.filter { $0.commodity == commodity }
            return wallets.isEmpty ? nil : .table(table(movements, wallets, commodity))
        }
    }

    private static func table(_ movements: Movements, _ wallets: [Movements.Wallet], _ commodity: Commodity) -> Table {
        func row(_ title: Wording, _ amount: (Movements.Wallet) -> Int64) -> [Wording] {
            let amounts = wallets.map(amount)
            return [title] + (amounts + [amounts.reduce(0, +)]).map { .same(PaperText.amount($0, commodity)) }
        }
        let moved = Movement.allCases.filter { movement in wallets.contains { movements.moved[$0]?[movement] != nil } }
        return Table(
            columns: [.name(.words("Credit in \(PaperText.unit(commodity))"))] + wallets.map { .amount(.words(PaperText.wallet($0.kind))) }
                + [
                    .amount(.words("together"))
                ],
            rows: [row(.words(Phrase("before", context: "period"))) { movements.opening[$0] ?? 0 }]
                + moved.map { movement in row(.words(PaperText.movement(movement))) { movements.moved[$0]?[movement] ?? 0 } },
            totals: [row(.words(Phrase("after", context: "period")), movements.closing)])
    }
}
