// The disk under the books: any call can be made to fail, before anything is written or after everything is; and it can be made to lie.

import BooksContract
package import Domain
package import Operations
import Synchronization

/// What the disk does at a write.
package enum DiskFault: Hashable, Sendable, CaseIterable {
    /// Nothing is written.
    case refused
    /// It is written, and an error is told.
    case answerLost
    /// The process is killed before anything is written, or before it hears that everything is.
    case killedBefore, killedAfter
}

/// The process that called is no more.
struct ProcessKilled: Error {}

/// Books that are reached by a connection, which dies with its process.
package protocol ConnectedBooks: Books, JournalBook, CaseBook {
    /// The same books as the next process opens them.
    func reopened() throws -> any ConnectedBooks
}

/// Books between which and their callers a disk stands that fails as it is told.
package final class SimulatedDisk: Books, JournalBook, CaseBook {
    private struct State {
        var books: any Books & JournalBook
        var armed: DiskFault?
        var refusesReading = false
        /// The writes, counted from the first, that fail.
        var failsAt: [Int: DiskFault] = [:]
        var writes = 0
    }

    private let cases = MemoryCases()
    let defect: Defect?
    private let state: Mutex<State>

    package init(_ books: any Books & JournalBook, defect: Defect? = nil) {
        self.defect = defect
        state = Mutex(State(books: books))
    }

    /// The books behind the disk, which never fail by themselves.
    package var books: any Books & JournalBook { state.withLock { $0.books } }

    /// How many writes were asked for.
    package var writes: Int { state.withLock { $0.writes } }

    /// The next write fails like this; nil lets it pass.
    package func arm(_ fault: DiskFault?) { state.withLock { $0.armed = fault } }

    /// The n-th writes fail, counted from the first.
    package func arm(_ faults: [Int: DiskFault]) { state.withLock { $0.failsAt = faults } }

    /// The next read of orders or standings fails.
    package func refuseReading(_ refuses: Bool) { state.withLock { $0.refusesReading = refuses } }

    /// The process was killed: the next one opens the books anew.
    package func reopen() throws {
        try state.withLock { state in
            if let connected = state.books as? any ConnectedBooks { state.books = try connected.reopened() }
        }
    }

    private func write<Value>(_ work: () throws -> Value) throws -> Value {
        let fault = state.withLock { state in
            state.writes += 1
            defer { state.armed = nil }
            return state.failsAt[state.writes] ?? state.armed
        }
        switch fault {
        case .refused: throw BooksError.diskFull
        case .killedBefore: throw ProcessKilled()
        case .answerLost, .killedAfter, nil: break
        }
        let value = try work()
        switch fault {
        case .answerLost: throw BooksError.other("the disk did not answer")
        case .killedAfter: throw ProcessKilled()
        case .refused, .killedBefore, nil: return value
        }
    }

    private func read<Value>(_ work: () throws -> Value) throws -> Value {
        let refuses = state.withLock { state in
            defer { state.refusesReading = false }
            return state.refusesReading
        }
        if refuses { throw BooksError.busy }
        return try work()
    }

    package func commit(_ plan: Plan, at: Instant) throws -> CommitOutcome {
        try write { try defect.map { try $0.commit(plan, at: at, in: books) } ?? books.commit(plan, at: at) }
    }
    package func record(_ step: OrderStep) throws -> Order {
        try write { try defect.map { try $0.record(step, in: books) } ?? books.record(step) }
    }
    package func orders(_ filter: OrderFilter) throws -> [Order] { try read { try books.orders(filter) } }
    package func roomsWithOpenOrders() throws -> Set<RoomID> { try read { try books.roomsWithOpenOrders() } }
    package func orderMoves(after entry: Int64, within time: ClosedRange<Instant>) throws -> [OrderMove] {
        try read { try books.orderMoves(after: entry, within: time) }
    }
    package func standings(of rooms: [RoomID]) throws -> [RoomID: RoomStanding] { try read { try books.standings(of: rooms) } }

    package func inventory() throws -> Inventory { try books.inventory() }
    package func inventoryVersion() throws -> Int64 { try books.inventoryVersion() }
    package func take(_ change: InventoryChange, actor: Actor, at: Instant) throws -> InventoryOutcome {
        try books.take(change, actor: actor, at: at)
    }
    package func price(on day: Day) throws -> PriceStanding { try books.price(on: day) }
    package func committed(_ plan: PlanID) throws -> [CommittedRow]? { try books.committed(plan) }
    package func entry(_ sequence: Int64) throws -> Entry? { try books.entry(sequence) }
    package func correction(of sequence: Int64) throws -> Entry? { try books.correction(of: sequence) }
    package func entries(of room: RoomID, limit: Int) throws -> [Entry] { try books.entries(of: room, limit: limit) }
    package func account(of room: RoomID) throws -> RoomAccount { try books.account(of: room) }
    package func trialBalance() throws -> [AccountBalance] { try books.trialBalance() }
    package func verify() throws -> Verification { try books.verify() }
    package func request(_ request: ReadRequest) throws { try books.request(request) }
    package func openRequests() throws -> [ReadRequest] { try books.openRequests() }
    package func answer(_ request: String, result: String, at: Instant) throws { try books.answer(request, result: result, at: at) }
    package func answer(to request: String) throws -> String? { try books.answer(to: request) }

    /// Cases are kept in the books where these have a place for them.
    private var caseBook: any CaseBook { books as? any ConnectedBooks ?? cases }

    package func cases(_ filter: CaseFilter) throws -> [Case] { try caseBook.cases(filter) }
    package func open(_ draft: CaseDraft, actor: Actor, at: Instant) throws -> CaseOpening {
        try caseBook.open(draft, actor: actor, at: at)
    }
    package func record(_ act: CaseAct, in id: CaseID, actor: Actor, at: Instant) throws -> Case {
        try caseBook.record(act, in: id, actor: actor, at: at)
    }
}
