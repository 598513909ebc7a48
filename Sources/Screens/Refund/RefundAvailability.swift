import Domain
import Operations
import Phrases
import Terminal

extension Console {
    /// Whether a command of refunds can be used now.
    func refundAvailability(_ id: Command.ID) -> Availability {
        switch id {
        case .openRun: return refund.runList.cursor == nil ? .disabled(phrase("There is no run here: n begins one.")) : .available
        case .newRun: return carryingOut
        case .freezeRooms: return starting
        case .refundRows, .refundPapers:
            return refund.overview == nil ? .disabled(phrase("The run is being read; a moment.")) : .available
        case .showRefundRoom: return refund.list.cursor == nil ? .disabled(phrase("There is no room here.")) : .available
        case .unclaimed: return .available
        case .setAside: return settingAside
        default: return stepAvailability(id)
        }
    }

    private var settingAside: Availability {
        guard carryingOut.isAvailable else { return carryingOut }
        guard let share = refund.unclaimedInHand else { return .disabled(phrase("There is nothing here that could be set aside.")) }
        let isDue = refund.unclaimed?.contains { $0.id.run == share.id.run && $0.canBeSetAside } ?? false
        return isDue ? .available : .disabled(phrase("Nothing of run \(share.id.run) has been due for \(RefundDesk.unclaimedDays) days."))
    }

    private var carryingOut: Availability {
        RefundDesk.mayCarryOut(desk.actor) ? .available : .disabled(RefundRefusal.notAllowed(desk.actor.role).sentences)
    }

    private var starting: Availability {
        guard let start = refund.start else { return .disabled(phrase("There is no run to start: g f, then n begins one.")) }
        switch start.stage {
        case .planning: return .disabled(phrase("The rooms are being looked up; a moment."))
        case .refused: return .disabled(phrase("It can not be started so: Esc goes back, n begins again."))
        case .starting: return .disabled(phrase("It is being written into the books; a moment."))
        case .shown(let plan): return plan.rooms.isEmpty ? .disabled(phrase("No room is in it: each line says why.")) : .available
        }
    }

    /// The steps that a command can follow.
    private static let steps: [Command.ID: Set<RefundStep>] = [
        .estimateRefund: [.frozen, .estimated], .approveRefund: [.frozen, .estimated, .approved], .takeRefund: [.approved],
        .openForRefund: [.approved, .opening], .splitRefund: [.fixed], .payRefund: [.split, .paid, .closed], .closeRefund: [.split, .paid],
        .dropRefund: [.frozen, .estimated, .approved, .opening],
    ]

    private func stepAvailability(_ id: Command.ID) -> Availability {
        guard carryingOut.isAvailable else { return carryingOut }
        guard let steps = Self.steps[id] else { return .available }
        let rows = refundRowsChosen
        guard let first = rows.first else {
            return .disabled(refund.overview == nil ? phrase("The run is being read; a moment.") : phrase("There is no room here."))
        }
        if id == .payRefund {
            if rows.contains(where: { !$0.state.unpaid.isEmpty }) { return .available }
            if steps.contains(first.state.step) { return .disabled(phrase("Nothing is due there that was not paid.")) }
        } else if rows.contains(where: { steps.contains($0.state.step) }) {
            return .available
        }
        let next = first.next.map { phrase(" Next: \($0.keyWords).") } ?? ""
        return .disabled(
            rows.count > 1
                ? phrase("None of the \(rows.count) marked rooms is that far.")
                : phrase("Room \(first.id) is \(first.state.step.spoken).\(next)"))
    }
}
