import Domain
import Operations
import Phrases

/// An order as `--json` prints it, in English then, and as lists for people say it.
struct OrderOutput: Encodable {
    let order: String
    let plan: String
    let entry: Int64
    let room: String
    let meter: String
    let task: String
    let amount: String
    let unit: String
    let count: Int
    let state: String
    let attempts: Int
    let createdAt: String
    let changedAt: String
    let note: String

    init(_ order: Order, offset: UTCOffset) {
        self.order = order.id.text
        plan = order.plan.text
        entry = order.entry
        room = order.room.text
        meter = order.meter.text
        switch order.task {
        case .topUp: task = phrase("top-up")
        case .takeBack: task = phrase("take-back")
        case .relay(.open, _): task = phrase("open-relay")
        case .relay(.close, _): task = phrase("close-relay")
        }
        amount = order.task.amount.description
        unit = order.task.amount.unit.rawValue
        count = order.count
        state = order.state.spoken
        attempts = order.attempts
        createdAt = WallTime(order.createdAt, at: offset).description
        changedAt = WallTime(order.changedAt, at: offset).description
        note = order.spokenNote
    }
}
