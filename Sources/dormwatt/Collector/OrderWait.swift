import Domain
import Foundation
import Operations
import Store

/// Waits for the orders of a plan, with the collector of another process, or with one of its own when nobody holds the lease.
struct OrderWait {
    let session: CampusSession

    /// The orders of the plan as they stand when all have ended or the time is up.
    func wait(for plan: PlanID, seconds: Int, showsProgress: Bool) throws -> [Order] {
        let books = session.books
        let filter = OrderFilter(plan: plan, limit: .max)
        let orders = try books.orders(filter)
        guard seconds > 0, orders.contains(where: Self.waits) else { return orders }
        let keeper = CollectorKeeper(session: session)
        let shows = showsProgress && isatty(STDERR_FILENO) == 1
        return try Blocking.run {
            keeper.start()
            defer { if shows { Complaint.print("") } }
            let end = ContinuousClock.now + .seconds(seconds)
            var now = try books.orders(filter)
            while now.contains(where: Self.waits), ContinuousClock.now < end {
                if shows { Progress.show(done: now.filter { !Self.waits($0) }.count, of: now.count) }
                try await Task.sleep(for: .milliseconds(200))
                now = try books.orders(filter)
            }
            await keeper.stop()
            return try books.orders(filter)
        }
    }

    private static func waits(_ order: Order) -> Bool { order.state.isOpen && order.state != .disputed }

    /// The exit status that the orders stand for.
    static func status(of orders: [Order]) -> ExitStatus {
        if orders.contains(where: waits) { return .outOfReach }
        return orders.allSatisfy { $0.state == .confirmed } ? .done : .refused
    }
}

/// One line of progress on standard error, for people who watch.
enum Progress {
    static func show(done: Int, of count: Int) {
        FileHandle.standardError.write(Data("\r\(done) of \(count) orders done ".utf8))
    }
}
