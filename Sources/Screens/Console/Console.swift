public import Domain
public import Operations
public import Phrases
public import Terminal

/// With what a console starts.
public struct ConsoleSetup: Sendable {
    /// The rules of the campus, its name among them.
    public var rules: DeskRules
    /// Who sits at it.
    public var actor: Actor
    /// The price that holds now.
    public var price: Price
    /// The size of the terminal.
    public var size: Size
    /// The time now.
    public var now: Instant
    /// The language of its screens.
    public var language: Language
    /// Whether clicks and the wheel move the cursor; the terminal then selects text only with Shift.
    public var usesMouse: Bool

    /// Makes a setup.
    public init(
        rules: DeskRules, actor: Actor, price: Price, size: Size, now: Instant, language: Language = .current, usesMouse: Bool = false
    ) {
        self.rules = rules
        self.actor = actor
        self.price = price
        self.size = size
        self.now = now
        self.language = language
        self.usesMouse = usesMouse
    }
}

/// The operator's desk as a value: events go in, wishes come out, and at any time it can be drawn.
///
/// Nothing in it waits, asks a clock or touches a disk. Whoever runs it hands every event to `handle`, executes the effects in
/// the background, and draws `frame` when the queue of events is empty.
public struct Console: Sendable {
    var desk: Desk
    var visits = VisitStack(.wall)
    var overlay: Overlay?
    var toast: Toast?
    var jump = Jump()
    /// What keeps keys typed ahead from passing a gate.
    var gate = GateWatch()
    var size: Size
    /// What it speaks; every call in binds it.
    var language: Language
    let usesMouse: Bool

    var wall = WallState()
    var wallShape: WallShape
    var buildings = BuildingsState()
    var rooms = RoomsState()
    var room = RoomScreenState()
    var topUp: TopUpState?
    var grid: GridState?
    /// A draft of an earlier console that nobody has opened yet.
    var offeredDraft: GridDraft?
    /// Rooms that were marked for the grid while amounts wait in it.
    var waitingRooms: [RoomID] = []
    var orderList = ListState<OrderID>()
    var busList = ListState<BusID>()
    var trace: TraceState?
    var reconciliation = ReconcileState()
    var filters = ListFilters()
    var papers = PapersState()
    var subsidy = SubsidyState()
    var chart = ChartState()
    var refund = RefundState()
    var roster = RosterState()

    /// What was typed on the command line, newest first.
    var history: [String] = []
    /// The number of the last wish for a plan.
    var planNumber = 0
    /// Until when a second Esc takes the filter away.
    var clearsFilterUntil: Instant?
    /// The room whose detail was last asked for, and when.
    var detailAsked: (room: RoomID, at: Instant)?
    /// Whether a key moved to another room, or another chart, since the keys last rested: what has to be looked up waits for that.
    var hasMoved = false
    /// The rooms whose daily use was last asked for, and when.
    var fortnightAsked: (rooms: [RoomID], at: Instant)?
    /// Whether something of the room on the screen changed since its detail was asked for.
    var isDetailOld = false
    /// The room that was last read by itself, and when.
    var autoRead: (room: RoomID, at: Instant)?

    /// Which rooms were said to be in view.
    var shown = ShownRooms()

    /// Makes a console that knows no rooms yet, on the wall.
    public init(_ setup: ConsoleSetup) {
        desk = Desk(rules: setup.rules, actor: setup.actor, price: setup.price)
        desk.now = setup.now
        language = setup.language
        usesMouse = setup.usesMouse
        size = setup.size
        wallShape = WallShape([], campus: 0, size: setup.size, height: 1)
    }

    /// The screen on which the operator is.
    public var screen: ScreenKind { visits.current.kind }

    /// What has to be loaded before the first event.
    public func start() -> [Effect] { [.loadOrders, .grid(.findDraft)] }

    /// What has to be brought to the disk before the console ends, however it ends.
    public mutating func finish() -> [Effect] { keepDraft() }

    /// The room that a command acts on: the one of the screen, else the one under the cursor.
    var roomInHand: RoomID? {
        switch visits.current {
        case .wall: wall.cursor
        case .rooms: rooms.list.cursor
        case .orders: orderList.cursor.flatMap { desk.orders[$0]?.room }
        case .reconcile: reconciliation.list.cursor
        case .subsidy: if case .room(let room)? = subsidy.list.cursor { room } else { nil }
        case .grid: grid?.inHand?.room
        case .refund: refund.list.cursor
        case .room(let room), .topUp(let room), .refundRoom(_, let room), .chart(.room(let room)): room
        case .buildings, .buses, .trace, .papers, .paper, .refunds, .refundStart, .unclaimed, .roster, .chart: nil
        }
    }

    /// The order under the cursor of the list of orders.
    var orderInHand: Order? {
        guard screen == .grid else { return orderList.cursor.flatMap { desk.orders[$0] } }
        guard let grid, case .done(let result) = grid.stage, let row = grid.inHand else { return nil }
        return order(of: row, in: result)
    }

    /// Whether the terminal is too small to draw anything but how large it must be.
    var isTooSmall: Bool { size.columns < Self.least.columns || size.rows < Self.least.rows }

    /// The smallest terminal that can be worked on.
    static let least = Size(columns: 60, rows: 16)

    /// Shows a word in passing.
    mutating func say(_ text: String, _ role: Role = .toast) {
        toast = Toast(text: text, role: role, until: desk.now.adding(seconds: 6))
    }

    /// Says why something does not go, with the bell.
    mutating func refuse(_ reason: String) -> [Effect] {
        say(reason, .warning)
        toast?.isRefusal = true
        return [.bell]
    }
}
