// Protects nothing by itself: books whose next call can be made to fail, in memory or on the disk.
// How: a fault is armed for one call; a write fails before anything is written, or after everything is.

import Domain
import Operations
import Synchronization

/// Books between which and their callers the disk stands.
final class FaultyBooks: Books {
    enum Fault: Sendable {
        /// Nothing is written or read.
        case refused(BooksError)
        /// It is written, and nobody is told.
        case answerLost
    }

    let books: any Books
    private let next = Mutex(Fault?.none)

    init(_ books: any Books) { self.books = books }

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

    func commit(_ plan: Plan, at: Instant) throws -> CommitOutcome { try around { try books.commit(plan, at: at) } }
    func record(_ step: OrderStep) throws -> Order { try around { try books.record(step) } }
    func orders(_ filter: OrderFilter) throws -> [Order] { try around { try books.orders(filter) } }
    func standings(of rooms: [RoomID]) throws -> [RoomID: RoomStanding] { try around { try books.standings(of: rooms) } }

    func inventory() throws -> Inventory { try books.inventory() }
    func inventoryVersion() throws -> Int64 { try books.inventoryVersion() }
    func take(_ change: InventoryChange, actor: Actor, at: Instant) throws -> InventoryOutcome {
        try books.take(change, actor: actor, at: at)
    }
    func price(on day: Day) throws -> PriceStanding { try books.price(on: day) }
    func committed(_ plan: PlanID) throws -> [CommittedRow]? { try books.committed(plan) }
    func entries(of room: RoomID, limit: Int) throws -> [Entry] { try books.entries(of: room, limit: limit) }
    func account(of room: RoomID) throws -> RoomAccount { try books.account(of: room) }
    func trialBalance() throws -> [AccountBalance] { try books.trialBalance() }
    func verify() throws -> Verification { try books.verify() }
    func request(_ request: ReadRequest) throws { try books.request(request) }
    func openRequests() throws -> [ReadRequest] { try books.openRequests() }
    func answer(_ request: String, result: String, at: Instant) throws { try books.answer(request, result: result, at: at) }
    func answer(to request: String) throws -> String? { try books.answer(to: request) }
}
