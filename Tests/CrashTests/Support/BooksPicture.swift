// The books as any other program sees them: plain SQL on the file, none of the product's code.
import Foundation
import GRDB

/// What the books say about the sale that a crash test makes.
struct BooksPicture {
    /// One order to a meter.
    struct Order: Equatable {
        var meter: String
        var count: Int
        /// Hundredths of what the meter keeps.
        var amount: Int64
        var state: String
        var attempts: Int
    }

    /// Plans that sold something.
    var sales: [String]
    /// By their names on the screen.
    var orders: [String: Order]
    /// Money in the drawers of all operators, fen.
    var drawer: Int64

    /// Reads a file; a journal beside it is rolled back, as every program does.
    init(_ path: String) throws {
        let queue = try DatabaseQueue(path: path)
        (sales, orders, drawer) = try queue.read { database in
            let sales = try String.fetchAll(database, sql: "SELECT id FROM plan WHERE kind = 'topUp'")
            let rows = try Row.fetchAll(database, sql: "SELECT entry, meter, count, amount, state, attempts FROM meterOrder")
            var orders: [String: Order] = [:]
            for row in rows {
                // Throws where the value is of another kind: after a power cut anything may stand there.
                let entry = try row.decode(Int64.self, atIndex: 0)
                let name = "O" + String(String(100_000_000 + entry).dropFirst())
                orders[name] = Order(
                    meter: try row.decode(atIndex: 1), count: try row.decode(atIndex: 2), amount: try row.decode(atIndex: 3),
                    state: try row.decode(atIndex: 4), attempts: try row.decode(atIndex: 5))
            }
            let drawer = try Int64.fetchOne(
                database, sql: "SELECT sum(amount) FROM posting WHERE account LIKE 'assets:cash:%' AND commodity = 'yuan'")
            return (sales, orders, drawer ?? 0)
        }
        try queue.close()
    }
}
