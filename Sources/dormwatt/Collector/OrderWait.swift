import Domain
import Foundation
import Operations
import Phrases
import Store

/// Waits for the orders of a plan, with the collector of another process, or with one of its own when nobody holds the lease.
struct OrderWait {
    let session: CampusSession

    /// The orders of the plan as they stand when all have ended or the time is up. What keeps them waiting is told.
    func wait(for plan: PlanID, seconds: Int, showsProgress: Bool) throws -> [Order] {
        do {
            return try follow(plan, seconds: seconds, showsProgress: showsProgress)
        } catch let error as BooksError {
            // The plan was committed before: that it is written, and may have been sent, stays true whatever fails now.
            throw CommandFailure(
                .outOfReach, error.words.happened,
                unchanged: phrase("It is in the books; how far its orders are can not be read now."),
                remedy: phrase("Mend that. The orders go on with the next collector; see dormwatt orders."))
        }
    }

    private func follow(_ plan: PlanID, seconds: Int, showsProgress: Bool) throws -> [Order] {
        let books = session.books
        let filter = OrderFilter(plan: plan)
        let orders = try books.orders(filter)
        guard seconds > 0, orders.contains(where: Self.waits) else { return orders }
        let keeper = CollectorKeeper(session: session)
        let shows = showsProgress && isatty(STDERR_FILENO) == 1
        return try Blocking.run {
            keeper.start()
            defer { if shows { Complaint.print("") } }
            let end = ContinuousClock.now + .seconds(seconds)
            // Those that still wait are asked for and not all: a run has thousands.
            let open = OrderFilter(states: [.queued, .sent, .unknown], plan: plan)
            while case let waiting = try books.orders(open).count, waiting > 0, ContinuousClock.now < end {
                if shows { Progress.show(done: orders.count - waiting, of: orders.count) }
                try await Task.sleep(for: .milliseconds(200))
            }
            let trouble = await keeper.trouble
            await keeper.stop()
            let now = try books.orders(filter)
            if let trouble, now.contains(where: Self.waits) { Complaint.print(trouble) }
            return now
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
        FileHandle.standardError.write(Data(phrase("\r\(done) of \(count) orders done ").utf8))
    }
}
