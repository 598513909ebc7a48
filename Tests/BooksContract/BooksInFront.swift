public import Domain
public import Operations

/// Books that stand in front of other books: every call goes through, but for those that a test makes its own.
public protocol BooksInFront: Books {
    /// The books that the calls go to.
    var behind: any Books { get }
}

/// Each forwards to the books behind, also where the port has an answer of its own: a test sees the calls that the product makes.
extension BooksInFront {
    /// See the `Books` port.
    public func inventory() throws -> Inventory { try behind.inventory() }
    /// See the `Books` port.
    public func buildings() throws -> [String] { try behind.buildings() }
    /// See the `Books` port.
    public func rooms(in building: String?) throws -> [Room] { try behind.rooms(in: building) }
    /// See the `Books` port.
    public func meters(of rooms: [RoomID]) throws -> [RoomID: [MeterPoint]] { try behind.meters(of: rooms) }
    /// See the `Books` port.
    public func inventoryVersion() throws -> Int64 { try behind.inventoryVersion() }
    /// See the `Books` port.
    public func take(_ change: InventoryChange, actor: Actor, at: Instant) throws -> InventoryOutcome {
        try behind.take(change, actor: actor, at: at)
    }
    /// See the `Books` port.
    public func standings(of rooms: [RoomID]) throws -> [RoomID: RoomStanding] { try behind.standings(of: rooms) }
    /// See the `Books` port.
    public func price(on day: Day) throws -> PriceStanding { try behind.price(on: day) }
    /// See the `Books` port.
    public func commit(_ plan: Plan, at: Instant) throws -> CommitOutcome { try behind.commit(plan, at: at) }
    /// See the `Books` port.
    public func committed(_ plan: PlanID) throws -> [CommittedRow]? { try behind.committed(plan) }
    /// See the `Books` port.
    public func orders(_ filter: OrderFilter) throws -> [Order] { try behind.orders(filter) }
    /// See the `Books` port.
    public func roomsWithOpenOrders() throws -> Set<RoomID> { try behind.roomsWithOpenOrders() }
    /// See the `Books` port.
    public func orderMoves(after entry: Int64, within time: ClosedRange<Instant>) throws -> [OrderMove] {
        try behind.orderMoves(after: entry, within: time)
    }
    /// See the `Books` port.
    public func record(_ step: OrderStep) throws -> Order { try behind.record(step) }
    /// See the `Books` port.
    public func entries(of room: RoomID, limit: Int) throws -> [Entry] { try behind.entries(of: room, limit: limit) }
    /// See the `Books` port.
    public func account(of room: RoomID) throws -> RoomAccount { try behind.account(of: room) }
    /// See the `Books` port.
    public func trialBalance() throws -> [AccountBalance] { try behind.trialBalance() }
    /// See the `Books` port.
    public func verify() throws -> Verification { try behind.verify() }
    /// See the `Books` port.
    public func request(_ request: ReadRequest) throws { try behind.request(request) }
    /// See the `Books` port.
    public func openRequests() throws -> [ReadRequest] { try behind.openRequests() }
    /// See the `Books` port.
    public func answer(_ request: String, result: String, at: Instant) throws {
        try behind.answer(request, result: result, at: at)
    }
    /// See the `Books` port.
    public func answer(to request: String) throws -> String? { try behind.answer(to: request) }
}
