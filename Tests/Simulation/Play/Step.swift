// What can happen in the simulation, and what the world keeps of it between two steps.

import Domain
import Operations
import Reality

/// One thing that happens. Places and plans are numbers, messages are counted from the oldest.
package enum Step: Hashable, Sendable {
    // The desk.
    case sell(place: Int, fen: Int64), plan(place: Int, fen: Int64), commit(plan: Int), commitAndDie(plan: Int, isCommitted: Bool)
    case withdraw(place: Int), settle(place: Int), takeBack(place: Int, nth: Int), giveMoneyBack, postUse
    case reconcile(isCalm: Bool)
    case grant(place: Int, hundredths: Int64), expire(place: Int)
    // The collector.
    case act, look, wake, poll(place: Int), kill, start
    // The line.
    case arrive(Int), lose(Int), double(Int), garble(Int), corrupt(Int), giveUp(place: Int), cut, restore
    // The field.
    case use(place: Int, steps: Int64), swap(place: Int, count: Int), close(place: Int), foreign(place: Int)
    case lie(place: Int), deny(place: Int)
    // The machine.
    case fail(DiskFault), refuseReading, wait(Int64), setClock(Int64)
}

/// Something on its way between collector and meter.
struct Message: Hashable, Sendable {
    enum Content: Hashable, Sendable {
        case askCredit
        /// Below zero for a take-back; by the purse where it is free credit.
        case order(amount: Int64, count: Int, isFree: Bool)
        case picture(MeterPicture)
        /// To an order of that kind.
        case word(MeterWord, isFree: Bool)
    }

    let place: Int
    let job: UInt64
    let process: Int
    var content: Content
    /// Whether something was changed on the way that no checksum has noticed.
    var isCorrupted = false

    var isRequest: Bool {
        switch content {
        case .askCredit, .order: true
        case .picture, .word: false
        }
    }
}

/// A plan in an operator's hand.
struct HeldPlan: Hashable, Sendable {
    let plan: Plan
    /// Whether it was tried, and nobody knows what came of it.
    var isUnsure = false
    /// Whether it is known to be committed.
    var isDone = false
}

/// A void whose money is not given back yet, as far as the operator knows.
struct HeldVoid: Hashable, Sendable {
    let plan: PlanID
    let place: Int
}

/// A room with a meter.
package struct Place: Hashable, Sendable {
    let room: RoomID
    let meter: MeterID
}
