public import Domain

/// The books of a campus: inventory, journal, orders. Each writing call is one durable transaction, or nothing.
///
/// Calls block on the disk and are made from background work, never from the console's loop. They throw `BooksError`.
public protocol Books: Sendable {
    /// The rooms, meters and concentrators now.
    func inventory() throws -> Inventory
    /// The names of the buildings that have rooms, in no order.
    func buildings() throws -> [String]
    /// The rooms of a building, or all for nil, without their meters; in no order.
    func rooms(in building: String?) throws -> [Room]
    /// The meters that stand in some rooms, in order of circuit and address; rooms without one are left out.
    func meters(of rooms: [RoomID]) throws -> [RoomID: [MeterPoint]]
    /// Grows with every change of the inventory, for cheap asking.
    func inventoryVersion() throws -> Int64
    /// Takes a reviewed difference over; refuses as a whole when the inventory changed since it was made.
    func take(_ change: InventoryChange, actor: Actor, at: Instant) throws -> InventoryOutcome

    /// What planning needs to know of rooms, all read at one moment. Unknown rooms are left out.
    func standings(of rooms: [RoomID]) throws -> [RoomID: RoomStanding]
    /// The price that holds on a day.
    func price(on day: Day) throws -> PriceStanding

    /// Writes a plan's entries and orders in one transaction, after checking versions and limits again inside it.
    func commit(_ plan: Plan, at: Instant) throws -> CommitOutcome
    /// What came of a plan, nil when it was never committed.
    func committed(_ plan: PlanID) throws -> [CommittedRow]?

    /// Orders that match, oldest first; behind a mark in the order of the mark.
    func orders(_ filter: OrderFilter) throws -> [Order]
    /// Every room with an order that still waits for something, however many they are.
    func roomsWithOpenOrders() throws -> Set<RoomID>
    /// Where every order stands that was put in line after an entry, and every one that has left the line within a time; in no order.
    func orderMoves(after entry: Int64, within time: ClosedRange<Instant>) throws -> [OrderMove]
    /// Writes a change of an order; throws `BooksError.orderMoved` when it no longer stands where the change starts from.
    func record(_ step: OrderStep) throws -> Order

    /// The newest entries of a room, newest first.
    func entries(of room: RoomID, limit: Int) throws -> [Entry]
    /// The lots of a room that have something left, and the sums of its wallets.
    func account(of room: RoomID) throws -> RoomAccount
    /// The sum of every account and commodity.
    func trialBalance() throws -> [AccountBalance]
    /// Reads the whole journal again: hashes, chain, balance of every entry, lots, orders against entries.
    func verify() throws -> Verification

    /// Puts a request for a read into the queue for whoever holds the lease.
    func request(_ request: ReadRequest) throws
    /// Requests nobody has answered yet, oldest first.
    func openRequests() throws -> [ReadRequest]
    /// Marks requests as answered; the values stand in the readings.
    func answer(_ request: String, result: String, at: Instant) throws
    /// What was answered to a request; nil while it is open.
    func answer(to request: String) throws -> String?
}

extension Books {
    /// The buildings, picked out of the whole inventory; books that can read them alone do so.
    public func buildings() throws -> [String] { Array(Set(try inventory().rooms.values.map(\.building))) }

    /// The rooms, picked out of the whole inventory; books that can read them alone do so.
    public func rooms(in building: String?) throws -> [Room] {
        try inventory().rooms.values.filter { building == nil || $0.building == building }
    }

    /// The rooms, picked out of all open orders; books that can read them alone do so.
    public func roomsWithOpenOrders() throws -> Set<RoomID> {
        Set(try orders(.open).map(\.room))
    }

    /// The moves, picked out of the orders themselves; books that can read them alone do so.
    public func orderMoves(after entry: Int64, within time: ClosedRange<Instant>) throws -> [OrderMove] {
        let new = try orders(OrderFilter(after: .entry(entry)))
        let left = try orders(OrderFilter(changedSince: time.lowerBound, changedUntil: time.upperBound))
            .filter { $0.entry <= entry && $0.state != .queued }
        return (new + left).map { OrderMove(order: $0.id, entry: $0.entry, room: $0.room, meter: $0.meter, state: $0.state) }
    }

    /// The meters, picked out of the whole inventory; books that can read them alone do so.
    public func meters(of rooms: [RoomID]) throws -> [RoomID: [MeterPoint]] {
        let wanted = Set(rooms)
        return try inventory().metersByRoom().filter { wanted.contains($0.key) }
    }
}

/// How far orders were followed.
public enum OrderMark: Hashable, Sendable {
    /// Up to the order of this entry, in the order in which they were put in line.
    case entry(Int64)
    /// Up to a change at this instant, in the order of their last changes; those of one instant in the order of their entries.
    case change(Instant, entry: Int64)
}

/// Which orders are asked for.
public struct OrderFilter: Hashable, Sendable {
    /// Only these states; nil for all.
    public var states: Set<OrderState>?
    /// Only this order.
    public var id: OrderID?
    /// Only this room.
    public var room: RoomID?
    /// Only of this plan.
    public var plan: PlanID?
    /// Only those that move a relay.
    public var movesRelay: Bool
    /// Only those changed at or after this instant.
    public var changedSince: Instant?
    /// Only those changed at or before this instant.
    public var changedUntil: Instant?
    /// Only those behind this mark.
    public var after: OrderMark?
    /// At most so many: the newest of them, behind a mark the first. All, where nothing is said: who decides by orders needs every one.
    public var limit: Int

    /// Makes a filter.
    public init(
        states: Set<OrderState>? = nil, id: OrderID? = nil, room: RoomID? = nil, plan: PlanID? = nil, movesRelay: Bool = false,
        changedSince: Instant? = nil, changedUntil: Instant? = nil, after: OrderMark? = nil, limit: Int = .max
    ) {
        self.movesRelay = movesRelay
        self.id = id
        self.states = states
        self.room = room
        self.plan = plan
        self.changedSince = changedSince
        self.changedUntil = changedUntil
        self.after = after
        self.limit = limit
    }

    /// The orders that still wait for something.
    public static let open = OrderFilter(states: [.queued, .sent, .unknown, .disputed])
}

/// Where an order stands, without what it asks for and what its meter said.
public struct OrderMove: Hashable, Sendable {
    /// The order.
    public let order: OrderID
    /// The entry by which it was put in line.
    public let entry: Int64
    /// Its room.
    public let room: RoomID
    /// Its meter.
    public let meter: MeterID
    /// Where it stands now.
    public let state: OrderState

    /// Says where an order stands.
    public init(order: OrderID, entry: Int64, room: RoomID, meter: MeterID, state: OrderState) {
        (self.order, self.entry, self.room, self.meter, self.state) = (order, entry, room, meter, state)
    }
}

/// A change of an order, to be written before the next byte is sent.
public struct OrderStep: Hashable, Sendable {
    /// The order.
    public var order: OrderID
    /// Where it must stand now.
    public var from: OrderState
    /// Where it goes.
    public var to: OrderState
    /// When.
    public var at: Instant
    /// The count under which it is sent, when that is fixed by this step.
    public var count: Int?
    /// The total after it, when that is fixed by this step.
    public var totalAfter: Credit?
    /// Whether it goes by the meter's purse, when that is fixed by this step.
    public var usesPurse: Bool?
    /// What the meter said before the first sending.
    public var before: CreditReading?
    /// What the meter said at the end.
    public var after: CreditReading?
    /// Whether this step is a sending.
    public var isAttempt: Bool
    /// Why, in words for the operator.
    public var note: String
    /// Who decided it; nil for a step that delivery makes by itself.
    public var actor: Actor?

    /// Makes a step.
    public init(
        order: OrderID, from: OrderState, to: OrderState, at: Instant, count: Int? = nil, totalAfter: Credit? = nil,
        usesPurse: Bool? = nil, before: CreditReading? = nil, after: CreditReading? = nil, isAttempt: Bool = false, note: String = "",
        actor: Actor? = nil
    ) {
        self.usesPurse = usesPurse
        self.actor = actor
        self.order = order
        self.from = from
        self.to = to
        self.at = at
        self.count = count
        self.totalAfter = totalAfter
        self.before = before
        self.after = after
        self.isAttempt = isAttempt
        self.note = note
    }
}

/// What a commit answers.
public enum CommitOutcome: Hashable, Sendable {
    /// Everything is written; one row for each row of the plan that changes something.
    case committed([CommittedRow])
    /// The same id was committed before; this is what came of it then. Nothing was written now.
    case exists([CommittedRow])
    /// Something changed since the plan was made, row by row. Nothing was written.
    case stale([RoomID: Refusal])
}

/// One row of a committed plan.
public struct CommittedRow: Hashable, Sendable {
    /// The room.
    public var room: RoomID
    /// The entry's place in the journal.
    public var entry: Int64
    /// The order, if one was put in line.
    public var order: OrderID?
    /// The money.
    public var money: Money
    /// The credit.
    public var credit: Credit

    /// Makes a row.
    public init(room: RoomID, entry: Int64, order: OrderID?, money: Money, credit: Credit) {
        self.room = room
        self.entry = entry
        self.order = order
        self.money = money
        self.credit = credit
    }
}

/// What went wrong between the program and its books. Where nothing else is said, nothing was written.
public enum BooksError: Error, Hashable, Sendable {
    /// The disk is full; nothing was written.
    case diskFull
    /// The folder or the file can not be written; nothing was written.
    case readOnly(String)
    /// Another process holds the books for longer than the patience of this call; nothing was written.
    case busy
    /// The file is no sound database; stop selling and restore.
    case damaged(String)
    /// The books were made by a newer program.
    case newerSchema(String)
    /// The books in this folder were made by an older program, and who may not write can not bring them up to date.
    case olderSchema(String)
    /// The order no longer stands where the step starts from; another process moved it.
    case orderMoved(OrderID, now: OrderState)
    /// There is no such order.
    case noSuchOrder(OrderID)
    /// The connection does not have the settings that money needs; nothing was written.
    case unsafeSettings(String)
    /// After this error the books could not say whether the plan is in them; the same id again sells nothing twice.
    indirect case outcomeUnknown(PlanID, because: BooksError)
    /// The database said something else.
    case other(String)
}
