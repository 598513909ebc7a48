public import Domain

/// All that is known of one room, for explaining its figures.
public struct ExplanationFacts: Sendable {
    /// The room as lists show it.
    public var view: RoomView
    /// What planning knows of it.
    public var standing: RoomStanding
    /// Its account; nil when the books have none.
    public var account: RoomAccount?
    /// The entries that opened its lots, and the one that the chosen order delivers.
    public var origins: [Int64: Entry] = [:]
    /// Its newest orders, newest first.
    public var orders: [Order] = []
    /// The order that is explained; nil when there is none.
    public var order: Order?
    /// What became of that order, oldest first.
    public var steps: [OrderStep] = []
    /// The last registers of past days, oldest first.
    public var days: [DailyReading] = []
    /// The last registers of past hours, oldest first.
    public var hours: [HourlyReading] = []
    /// How its bus is doing; nil when nobody watches it.
    public var bus: BusHealth?
    /// Books, meter and orders side by side.
    public var row: ReconcileRow?
    /// Every version of every subsidy policy.
    public var policies: [SubsidyPolicy] = []
    /// The price of the day.
    public var price: Price
    /// When a room counts as low.
    public var alarms: AlarmRules
    /// The day.
    public var today: Day

    /// Makes the facts of a room; what is not given is not known.
    public init(view: RoomView, standing: RoomStanding, price: Price, alarms: AlarmRules, today: Day) {
        self.view = view
        self.standing = standing
        self.price = price
        self.alarms = alarms
        self.today = today
    }
}

extension ExplanationFacts {
    var meter: MeterPoint? { standing.meter }
    var reading: Reading? { view.reading }
}
