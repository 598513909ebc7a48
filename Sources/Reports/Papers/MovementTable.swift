import Domain

/// The credit of wallets over a period: opening, what moved, closing; wallets side by side.
enum MovementTable {
    static func blocks(_ movements: Movements) -> [Block] {
        Commodity.allCases.compactMap { commodity in
            let wallets = movements.wallets.filter { $0.commodity == commodity }
            return wallets.isEmpty ? nil : .table(table(movements, wallets, commodity))
        }
    }

    private static func table(_ movements: Movements, _ wallets: [Movements.Wallet], _ commodity: Commodity) -> Table {
        func row(_ title: String, _ amount: (Movements.Wallet) -> Int64) -> [String] {
            let amounts = wallets.map(amount)
            return [title] + (amounts + [amounts.reduce(0, +)]).map { PaperText.amount($0, commodity) }
        }
        let moved = Movement.allCases.filter { movement in wallets.contains { movements.moved[$0]?[movement] != nil } }
        return Table(
            columns: [.name("Credit in \(PaperText.unit(commodity))")] + wallets.map { .amount(PaperText.wallet($0.kind)) } + [
                .amount("together")
            ],
            rows: [row("before") { movements.opening[$0] ?? 0 }]
                + moved.map { movement in row(movement.rawValue) { movements.moved[$0]?[movement] ?? 0 } },
            totals: [row("after", movements.closing)])
    }
}
