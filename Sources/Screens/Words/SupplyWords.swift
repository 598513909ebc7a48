import Domain
import Operations
import Phrases
import Terminal

extension SupplyState {
    /// The word in lists.
    var word: String {
        switch self {
        case .on: phrase("ON")
        case .low: phrase("LOW")
        case .veryLow: phrase("VERY LOW")
        case .cut: phrase("CUT")
        case .noData: phrase("NO DATA")
        case .noMeter: phrase("NO METER")
        }
    }

    /// The letter on the wall; a room that has enough carries none.
    var letter: String {
        switch self {
        case .on: " "
        case .low: "L"
        case .veryLow: "!"
        case .cut: "X"
        case .noData: "?"
        case .noMeter: "-"
        }
    }

    /// How the word is drawn.
    var role: Role {
        switch self {
        case .on: .stateOn
        case .low, .veryLow: .stateLow
        case .cut: .stateCut
        case .noData, .noMeter: .stateNoData
        }
    }

    /// Worst first, for sorting.
    var rank: Int {
        switch self {
        case .cut: 0
        case .veryLow: 1
        case .low: 2
        case .noData: 3
        case .noMeter: 4
        case .on: 5
        }
    }
}

extension DarkReason {
    /// The reason in a word or two.
    var short: String {
        switch self {
        case .remoteTrip: phrase("by office")
        case .forbiddenLoad: phrase("forbidden load")
        case .overPower: phrase("over limit")
        case .reminderTrip: phrase("reminder")
        case .noCredit: phrase("no credit")
        case .refundMode: phrase("refund")
        case .unexplained: phrase("unexplained")
        }
    }

    /// What is the case.
    var sentence: String {
        switch self {
        case .remoteTrip: phrase("Dark: switched off by the office.")
        case .forbiddenLoad: phrase("Dark: the meter recognised a forbidden load.")
        case .overPower: phrase("Dark: the load was over the limit.")
        case .reminderTrip: phrase("Dark: the meter reminds that little credit is left.")
        case .noCredit: phrase("Dark: no credit is left.")
        case .refundMode: phrase("Dark: the account is being refunded.")
        case .unexplained: phrase("Dark: the relay is open and the meter does not say why.")
        }
    }

    /// What can be done.
    var remedy: String {
        switch self {
        case .remoteTrip: phrase("A top-up does not bring it back: the office has to switch it on.")
        case .forbiddenLoad: phrase("Unplug the appliance; the meter tries again by itself.")
        case .overPower: phrase("Switch something off; the meter tries again by itself.")
        case .reminderTrip: phrase("It closes within five minutes by itself, or at a top-up (t).")
        case .noCredit: phrase("A top-up (t) closes the relay.")
        case .refundMode: phrase("It stays open until the room is taken into business again.")
        case .unexplained: phrase("Perhaps a time period or a switch there: r reads it, else go and look.")
        }
    }
}

extension OrderState {
    /// How the word is drawn.
    var role: Role {
        switch self {
        case .queued, .sent: .stateScheduled
        case .confirmed: .stateOn
        case .refused, .disputed: .stateCut
        case .unknown: .stateLow
        case .expired, .withdrawn: .stateNoData
        }
    }

    /// What the state means, for people who meet it for the first time.
    var meaning: String {
        switch self {
        case .queued: phrase("Waits for its turn on the bus. Nothing was sent yet.")
        case .sent: phrase("On its way to the meter; a read-back will prove it.")
        case .confirmed: phrase("The meter was read back and holds the credit.")
        case .refused: phrase("The meter said no, and a read-back shows that nothing moved.")
        case .unknown: phrase("No answer. The meter may have taken it: nobody knows until it is read back. It is never sold twice.")
        case .disputed: phrase("The read-back does not agree. Sales to this meter stop until a person has decided.")
        case .expired: phrase("Its time ran out before anything was sent.")
        case .withdrawn: phrase("Taken back before anything was sent.")
        }
    }

    /// What wants attention first, for sorting.
    var rank: Int {
        switch self {
        case .disputed: 0
        case .unknown: 1
        case .sent: 2
        case .queued: 3
        case .refused: 4
        case .confirmed, .expired, .withdrawn: 5
        }
    }
}
