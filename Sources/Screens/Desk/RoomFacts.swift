import Domain
import Operations

/// What a room's view comes to, judged once when it arrives and not at every frame.
struct RoomFacts: Hashable, Sendable {
    var supply: SupplyState
    /// What is left, in energy.
    var left: Energy?
    /// The days that it lasts, at the use that the alarms assume where none is known.
    var daysTenths: Int?
    var heat: Heat
    /// When what is left last changed under the eyes of the operator.
    var changedAt: Instant?

    // What else filters ask for, beside each other in memory: asking a hundred thousand views would be too slow for a key.
    var floor: Int
    var beds: Int
    var load: Power?
    var use: Energy?
    var balance: Credit?
    var readAt: Instant?
    var order: OrderState?

    /// Whether the days are reckoned without a mean use.
    var areDaysAssumed: Bool { (left?.wattHours ?? 0) > 0 && (use?.wattHours ?? 0) <= 0 }
}

/// By what a view is judged.
struct Judgement: Hashable, Sendable {
    let alarms: AlarmRules
    let price: Price
    private let scale: HeatScale

    init(alarms: AlarmRules, price: Price) { (self.alarms, self.price, scale) = (alarms, price, HeatScale(alarms)) }

    func facts(of view: RoomView, at now: Instant) -> RoomFacts {
        let supply = view.supply(alarms, at: price)
        let (left, days) = (view.remaining?.energy(at: price), view.reckonedDaysTenths(alarms, at: price))
        let heat = Heat(supply, days: days, scale)
        let isOld = view.reading.map { now.milliseconds(since: $0.at) > Age.stale } ?? false
        return RoomFacts(
            supply: supply, left: left, daysTenths: days, heat: isOld ? heat.aged : heat, floor: view.room.floor,
            beds: view.room.beds, load: view.reading?.load, use: view.meanUse, balance: view.balance,
            readAt: view.reading?.at, order: view.order)
    }
}

/// How many rooms of a building are in which state, and what they draw together.
struct Tally: Hashable, Sendable {
    var rooms = 0
    var on = 0
    var low = 0
    var cut = 0
    var noData = 0
    var load: Int64 = 0
    /// Rooms by their step on the ramp, in the order of its cases.
    var heats = SIMD8<Int32>()

    mutating func count(_ view: RoomView, _ facts: RoomFacts, by sign: Int) {
        rooms += sign
        switch facts.supply {
        case .on: on += sign
        case .low, .veryLow: low += sign
        case .cut: cut += sign
        case .noData, .noMeter: noData += sign
        }
        heats[facts.heat.rawValue] += Int32(sign)
        load += Int64(sign) * (view.reading?.load?.watts ?? 0) * Int64(view.meter?.ctRatio ?? 1)
    }

    /// A room changes its step.
    mutating func move(from before: Heat, to after: Heat) {
        heats[before.rawValue] -= 1
        heats[after.rawValue] += 1
    }

    static func + (left: Tally, right: Tally) -> Tally {
        Tally(
            rooms: left.rooms + right.rooms, on: left.on + right.on, low: left.low + right.low, cut: left.cut + right.cut,
            noData: left.noData + right.noData, load: left.load + right.load, heats: left.heats &+ right.heats)
    }
}

/// A room whose supply changed with a message.
struct SupplyChange: Hashable, Sendable {
    var room: RoomID
    var from: SupplyState
    var to: SupplyState
    var left: Energy?
}
