// The end of every crash test: the same file once more to its end, then books, orders and meters side by side.
import Foundation
import Testing

struct Reckoning {
    let campus: CrashCampus
    /// Stands before every complaint: the seed, and what was done to the program.
    let name: String

    /// Lets the sale end, holds books and meters against each other, and answers how often orders were sent.
    func settle() throws -> Int {
        var last: Finished?
        for _ in 0..<3 where last?.status != 0 { last = try Program.run(Program.path, campus.topUp(wait: 120)) }
        #expect(last?.status == 0, "\(name): \(last?.words.suffix(2000) ?? "")")
        let verified = try Program.run("verify", "--campus", campus.path)
        #expect(verified.status == 0, "\(name): \(verified.words)")
        campus.stopEquipment()
        _ = try Copies.verify(in: campus.path + "/backups", name)
        return try compare(BooksPicture(campus.books))
    }

    /// Money came in once a room; every room has one order, confirmed; every meter has counted one purchase more.
    private func compare(_ books: BooksPicture) throws -> Int {
        #expect(books.sales.count == 1, "\(name)")
        #expect(books.orders.count == campus.rooms, "\(name)")
        #expect(books.drawer == Int64(campus.rooms * CrashCampus.yuan * 100), "\(name)")
        let before = try MeterMemory.baselines(campus.field)
        let after = try MeterMemory.purses(campus.field)
        var sold: Set<String> = []
        for (id, order) in books.orders {
            #expect(order.state == "confirmed" && order.amount == campus.credit, "\(name): \(id) \(order)")
            #expect(sold.insert(order.meter).inserted, "\(name): \(id) is a second order for \(order.meter)")
            let baseline = try #require(before[order.meter])
            let expected = Purse(count: baseline.count + 1, bought: baseline.bought + campus.credit)
            #expect(after[order.meter] == expected, "\(name): meter \(order.meter) of \(id)")
        }
        for (meter, purse) in before where !sold.contains(meter) { #expect(after[meter] == purse, "\(name): meter \(meter)") }
        return books.orders.values.map(\.attempts).reduce(0, +)
    }
}
