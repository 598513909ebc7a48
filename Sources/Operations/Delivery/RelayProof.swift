import Domain

/// What a reading says about an order to move a relay. Pure: where the relay stands is the proof, and nothing else.
///
/// A relay that the meter has opened by itself closes again by itself. So a room counts as opened only while the office holds its relay
/// open.
struct RelayProof: Hashable {
    /// What is asked.
    let move: RelayMove
    /// What the meter said, as it stands with the order.
    let picture: CreditReading
    private let flags: Set<MeterFlag>

    /// Nil for a reading that does not tell register and relay.
    init?(_ move: RelayMove, unit: CreditUnit, _ reading: Reading) {
        guard let register = reading.register, let isClosed = reading.relayClosed else { return nil }
        let zero = Credit.zero(unit)
        self.move = move
        flags = reading.flags ?? []
        picture = CreditReading(
            at: reading.at, count: reading.count ?? 0, lastAmount: zero, totalBought: nil, remaining: reading.remaining ?? zero,
            subsidy: reading.subsidy ?? zero, register: register, registerAfter: register, relayClosed: isClosed)
    }

    /// Whether the relay stands as it was asked to.
    ///
    /// A meter that opened its relay for a reason of its own is not held open by the office: nothing more can be closed there.
    ///
    /// A relay that is still open and tells no reason is not closed, whatever the meter has said.
    ///
    /// - Parameter isAccepted: whether the meter has just said yes. It counts for an opening alone, where the relay is seen open: not every
    ///   meter tells by whose command that is.
    func holds(isAccepted: Bool = false) -> Bool {
        let isClosed = picture.relayClosed == true
        let isByMeter = !flags.isDisjoint(with: RelayProof.ownReasons)
        switch move {
        case .open: return !isClosed && (flags.contains(.remoteTrip) || isAccepted && !isByMeter)
        case .close: return isClosed || !flags.contains(.remoteTrip) && isByMeter
        }
    }

    /// What a meter opens its relay for by itself.
    private static let ownReasons: Set<MeterFlag> = [.noCredit, .overPower, .reminderTrip, .forbiddenLoad, .refundMode]

    /// What is to be said of a relay that stands as it was asked to; empty when there is nothing.
    ///
    /// - Parameter isSent: whether anything was sent for it.
    func note(isSent: Bool) -> String {
        if !isSent { return DeliveryNote.stoodSo(move) }
        return move == .close && picture.relayClosed == false ? DeliveryNote.heldByMeter() : ""
    }
}

/// How long a command to a relay may be obeyed.
enum RelayTerm {
    /// Minutes for which a room may be opened: nobody expects it to go dark later, when a silent meter answers again.
    static let minutes: Int64 = 10

    /// Until when an order may be sent. Closing is never too late, so its term begins with each sending.
    static func end(of order: Order, sentAt now: Instant) -> Instant {
        (order.task.relay == .open ? order.createdAt : now).adding(seconds: minutes * 60)
    }

    /// Whether nothing is to be sent for an order any more.
    static func isOver(_ order: Order, at now: Instant) -> Bool {
        order.task.relay == .open && now >= end(of: order, sentAt: now)
    }
}
