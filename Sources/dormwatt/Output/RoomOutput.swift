import Domain
import Operations
import Screens

/// A room as `--json` prints it: amounts as text with their decimals, so that no reader makes floating point of them by accident.
struct RoomOutput: Encodable {
    let room: String
    let building: String
    let floor: Int
    let beds: Int
    let meter: String?
    /// Remaining in the meter's unit.
    let remaining: String?
    /// `energy` or `money`.
    let unit: String?
    let loadKW: String?
    let register: String?
    let overdraft: String?
    let readAt: String?
    let underWay: String?
    let order: String?
    let daysLeft: String?
    let state: String
    let reason: String?

    init(_ view: RoomView, rules: DeskRules, price: Price) {
        let supply = view.supply(rules.alarms, at: price)
        room = view.room.id.text
        building = view.room.building
        floor = view.room.floor
        beds = view.room.beds
        meter = view.meter?.id.text
        remaining = view.remaining?.description
        unit = view.meter?.unit.rawValue
        loadKW = view.reading?.load?.description
        register = view.reading?.register?.description
        overdraft = view.reading?.overdraft?.description
        readAt = view.reading.map { WallTime($0.at, at: rules.offset).description }
        underWay = view.underWay?.description
        order = view.order?.word
        daysLeft = view.daysLeftTenths(at: price).map { Decimals.text(Int64($0), decimals: 1) }
        state = DeskWords.word(supply)
        reason = DeskWords.reason(supply)
    }
}
