// Protects nothing by itself: books whose next call can be made to fail, in memory or on the disk.
// How: a fault is armed for one call; a write fails before anything is written, or after everything is.

import BooksContract
import Domain
import Operations
import Synchronization

/// Books between which and their callers the disk stands.
final class FaultyBooks: BooksInFront {
    enum Fault: Sendable {
        /// Nothing is written or read.
        case refused(BooksError)
        /// It is written, and nobody is told.
        case answerLost
    }

    let behind: any Books
    private let next = Mutex(Fault?.none)

    init(_ books: any Books) { behind = books }

    /// The next call fails like this; nil lets it pass.
    func arm(_ fault: Fault?) { next.withLock { $0 = fault } }

    private func around<Value>(_ call: () throws -> Value) throws -> Value {
        let fault = next.withLock { next in
            defer { next = nil }
            return next
        }
        if case .refused(let error) = fault { throw error }
        let value = try call()
        if case .answerLost = fault { throw BooksError.other("the disk did not answer") }
        return value
    }

    func commit(_ plan: Plan, at: Instant) throws -> CommitOutcome { try around { try behind.commit(plan, at: at) } }
    func record(_ step: OrderStep) throws -> Order { try around { try behind.record(step) } }
    func orders(_ filter: OrderFilter) throws -> [Order] { try around { try behind.orders(filter) } }
    func roomsWithOpenOrders() throws -> Set<RoomID> { try around { try behind.roomsWithOpenOrders() } }
    func orderMoves(after entry: Int64, within time: ClosedRange<Instant>) throws -> [OrderMove] {
        try around { try behind.orderMoves(after: entry, within: time) }
    }
    func standings(of rooms: [RoomID]) throws -> [RoomID: RoomStanding] { try around { try behind.standings(of: rooms) } }
}
