// The books without a disk: the same promises as the real ones, for tests of everything above them, and the measure of the
// contract itself. State is one value behind a lock; a call checks everything before it changes anything.

public import Domain
public import Operations
import Synchronization

/// Books in memory. A campus of its own for each instance; not durable.
public final class MemoryBooks: Books, MoveBook {
    let state: Mutex<MemoryState>

    /// Opens empty books with the standard price.
    public init(seal: any Seal = PlainSeal(), offset: UTCOffset = .china) {
        state = Mutex(MemoryState(seal: seal, offset: offset))
    }

    /// Books that stand where others stand; neither sees the other from now on.
    public init(copying other: MemoryBooks) { state = Mutex(other.state.withLock { $0 }) }

    /// See the `Books` port.
    public func inventory() throws -> Inventory { state.withLock { $0.inventory } }

    /// See the `Books` port.
    public func inventoryVersion() throws -> Int64 { state.withLock { $0.inventoryVersion } }

    /// See the `Books` port.
    public func take(_ change: InventoryChange, actor: Actor, at: Instant) throws -> InventoryOutcome {
        try state.withLock { try $0.take(change, actor: actor, at: at) }
    }

    /// See the `Books` port.
    public func standings(of rooms: [RoomID]) throws -> [RoomID: RoomStanding] {
        state.withLock { state in
            Dictionary(rooms.compactMap { room in state.standing(of: room).map { (room, $0) } }) { first, _ in first }
        }
    }

    /// See the `Books` port.
    public func price(on day: Day) throws -> PriceStanding { state.withLock { $0.price } }

    /// Sets the price of all days; plans made before become stale.
    public func setPrice(_ price: Price) {
        state.withLock { $0.price = PriceStanding(price: price, version: $0.price.version + 1) }
    }

    /// See the `Books` port.
    public func commit(_ plan: Plan, at: Instant) throws -> CommitOutcome {
        try state.withLock { try $0.commit(plan, at: at) }
    }

    /// See the `Books` port.
    public func committed(_ plan: PlanID) throws -> [CommittedRow]? { state.withLock { $0.plans[plan] } }

    /// See the `Books` port.
    public func orders(_ filter: OrderFilter) throws -> [Order] { state.withLock { $0.orders.matching(filter) } }

    /// See the `Books` port.
    public func record(_ step: OrderStep) throws -> Order { try state.withLock { try $0.record(step) } }

    /// See the `Books` port.
    public func entries(of room: RoomID, limit: Int) throws -> [Entry] {
        state.withLock { state in (state.entriesOf[room] ?? []).suffix(max(0, limit)).reversed().map { state.entries[$0] } }
    }

    /// See the `JournalBook` port.
    public func entry(_ sequence: Int64) throws -> Entry? {
        state.withLock { $0.entries.indices.contains(Int(sequence) - 1) ? $0.entries[Int(sequence) - 1] : nil }
    }

    /// See the `JournalBook` port.
    public func correction(of sequence: Int64) throws -> Entry? {
        try state.withLock { $0.corrections[sequence] }.flatMap { try entry($0) }
    }

    /// See the `MoveBook` port.
    public func departuresUnderWay() throws -> [Entry] {
        state.withLock { state in state.entries.filter { $0.draft.kind == .departure && state.corrections[$0.sequence] == nil } }
    }

    /// All entries, oldest first, for tests that keep books of their own beside these.
    public func journal() -> [Entry] { state.withLock { $0.entries } }

    /// See the `Books` port.
    public func account(of room: RoomID) throws -> RoomAccount { try state.withLock { try $0.account(of: room) } }

    /// See the `Books` port.
    public func trialBalance() throws -> [AccountBalance] {
        state.withLock { state in
            state.sums.map { AccountBalance(account: $0.account, commodity: $0.commodity, amount: $1) }
                .sorted { ($0.account.name, $0.commodity.rawValue) < ($1.account.name, $1.commodity.rawValue) }
        }
    }

    /// See the `Books` port.
    public func verify() throws -> Verification { state.withLock { $0.verify() } }

    /// See the `Books` port.
    public func request(_ request: ReadRequest) throws { state.withLock { $0.requests.append(request) } }

    /// See the `Books` port.
    public func openRequests() throws -> [ReadRequest] {
        state.withLock { state in state.requests.filter { state.answers[$0.id] == nil }.sorted { $0.at < $1.at } }
    }

    /// See the `Books` port.
    public func answer(_ request: String, result: String, at: Instant) throws { state.withLock { $0.answers[request] = result } }

    /// See the `Books` port.
    public func answer(to request: String) throws -> String? { state.withLock { $0.answers[request] } }
}

/// A seal for tests: FNV-1a four times with different starts. It notices changes; it keeps no secret and stops no forger.
public struct PlainSeal: Seal {
    /// Makes a seal.
    public init() {}

    /// See the `Seal` port.
    public func hash(_ bytes: [UInt8]) -> [UInt8] {
        (0..<4).flatMap { lane -> [UInt8] in
            var value: UInt64 = 0xcbf2_9ce4_8422_2325 &+ UInt64(lane) &* 0x9e37_79b9_7f4a_7c15
            for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
            return (0..<8).map { UInt8(truncatingIfNeeded: value >> (UInt64($0) * 8)) }
        }
    }
}
