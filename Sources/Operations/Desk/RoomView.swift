public import Domain

/// Why a room has no power, most telling first.
public enum DarkReason: String, Hashable, Sendable, CaseIterable {
    /// The office opened the relay.
    case remoteTrip
    /// A forbidden load was recognised; the meter closes again by itself.
    case forbiddenLoad
    /// The load was over the limit; the meter closes again by itself.
    case overPower
    /// The reminder trip of alarm 2; the meter closes again by itself after five minutes, or at a top-up.
    case reminderTrip
    /// Nothing is left.
    case noCredit
    /// The account is in refund mode.
    case refundMode
    /// The relay is open and the meter does not say why.
    case unexplained
}

/// How a room is supplied, judged from what its meter said last.
public enum SupplyState: Hashable, Sendable {
    /// Power is on and there is enough.
    case on
    /// Power is on and the credit is at or below alarm 1.
    case low
    /// Power is on and the credit is at or below alarm 2.
    case veryLow
    /// No power.
    case cut(DarkReason)
    /// The meter was never read, or does not answer.
    case noData
    /// The room has no meter that keeps its credit.
    case noMeter
}

/// What lists and the wall need of a meter: little, because a campus has a hundred thousand.
public struct RoomMeter: Hashable, Sendable, Identifiable {
    /// Its address.
    public var id: MeterID
    /// The line that it hangs on.
    public var bus: BusID
    /// How it is spoken with.
    public var profile: MeterProfile
    /// What it keeps as its balance.
    public var unit: CreditUnit
    /// Current transformer ratio.
    public var ctRatio: Int

    /// Names what is needed of a meter.
    public init(id: MeterID, bus: BusID, profile: MeterProfile, unit: CreditUnit, ctRatio: Int) {
        self.id = id
        self.bus = bus
        self.profile = profile
        self.unit = unit
        self.ctRatio = ctRatio
    }

    /// Takes what is needed out of a meter of the inventory.
    public init(_ meter: MeterPoint) {
        self.init(id: meter.id, bus: meter.bus, profile: meter.profile, unit: meter.unit, ctRatio: meter.ctRatio)
    }
}

/// A room as lists and the wall show it: the three truths side by side, never mixed.
public struct RoomView: Hashable, Sendable, Identifiable {
    /// The room.
    public var room: Room
    /// The meter that keeps its credit.
    public var meter: RoomMeter?
    /// What the meter said last, each value with one common time.
    public var reading: Reading?
    /// Since when the meter does not answer; nil while it does.
    public var silentSince: Instant?
    /// What the books say is left.
    public var balance: Credit?
    /// The sum of the top-ups under way less take-backs under way; nil when none is.
    public var underWay: Credit?
    /// The state of the order that waits longest; nil when none is open.
    public var order: OrderState?
    /// Mean use of a day over the last seven days; nil without history.
    public var meanUse: Energy?

    /// The name of the room.
    public var id: RoomID { room.id }

    /// Makes a view.
    public init(
        room: Room, meter: MeterPoint?, reading: Reading? = nil, silentSince: Instant? = nil, balance: Credit? = nil,
        underWay: Credit? = nil, order: OrderState? = nil, meanUse: Energy? = nil
    ) {
        self.room = room
        self.meter = meter.map(RoomMeter.init)
        self.reading = reading
        self.silentSince = silentSince
        self.balance = balance
        self.underWay = underWay
        self.order = order
        self.meanUse = meanUse
    }

    /// What is left: the meter's word where it keeps credit, the books' where it does not.
    public var remaining: Credit? {
        guard let meter else { return nil }
        return meter.profile.keepsCredit ? reading?.remaining : balance
    }

    /// Tenths of days that the remaining lasts at the mean use: none where nothing is left, nil without history or use.
    public func daysLeftTenths(at price: Price) -> Int? { daysTenths(at: price, use: meanUse) }

    /// Tenths of days for whoever looks for rooms that end soon: where no mean use is known, at the one that the alarms assume; nil
    /// where what is left is not known.
    public func reckonedDaysTenths(_ alarms: AlarmRules, at price: Price) -> Int? {
        daysLeftTenths(at: price) ?? daysTenths(at: price, use: alarms.assumedUse)
    }

    private func daysTenths(at price: Price, use: Energy?) -> Int? {
        guard let left = remaining?.energy(at: price).wattHours else { return nil }
        guard left > 0 else { return 0 }
        guard let use = use?.wattHours, use > 0 else { return nil }
        return Int(left * 10 / use)
    }

    /// How the room is supplied.
    public func supply(_ alarms: AlarmRules, at price: Price) -> SupplyState {
        guard meter != nil else { return .noMeter }
        guard let reading, silentSince == nil else { return .noData }
        if reading.relayClosed == false { return .cut(darkReason(reading)) }
        guard let remaining else { return .noData }
        let left = remaining.energy(at: price)
        let days = daysLeftTenths(at: price)
        if left <= alarms.second || days.map({ $0 <= alarms.secondDays * 10 }) == true { return .veryLow }
        if left <= alarms.first || days.map({ $0 <= alarms.firstDays * 10 }) == true { return .low }
        return .on
    }

    private func darkReason(_ reading: Reading) -> DarkReason {
        let flags = reading.flags ?? []
        if flags.contains(.remoteTrip) { return .remoteTrip }
        if flags.contains(.forbiddenLoad) { return .forbiddenLoad }
        if flags.contains(.overPower) { return .overPower }
        if flags.contains(.refundMode) { return .refundMode }
        if flags.contains(.noCredit) || reading.purchased.map({ $0.hundredths <= 0 }) == true { return .noCredit }
        return flags.contains(.reminderTrip) ? .reminderTrip : .unexplained
    }
}

/// When a room counts as low: by what is left or by the days it lasts, whichever comes first.
public struct AlarmRules: Hashable, Sendable {
    /// Alarm 1.
    public var first = Energy(hundredths: 15_00)
    /// Alarm 2, where meters with the reminder switched on open once.
    public var second = Energy(hundredths: 5_00)
    /// Days left at alarm 1.
    public var firstDays = 5
    /// Days left at alarm 2.
    public var secondDays = 2

    /// The use of a day with which alarm 1 lasts its days; 3 kWh where one of the two is switched off.
    public var assumedUse: Energy {
        guard first.wattHours > 0, firstDays > 0 else { return Energy(hundredths: 3_00) }
        return Energy(wattHours: max(first.wattHours / Int64(firstDays), 1))
    }

    /// The defaults of a residence.
    public init() {}
}
