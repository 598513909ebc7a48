import Domain
import Operations
import Phrases
import Terminal

extension Console {
    /// Whether a command can be used on this screen now, with the reason when it can not.
    public func availability(_ id: Command.ID) -> Availability {
        switch id {
        case .grid, .gridAccept, .amount, .sameAsAbove, .fillMarked, .fillAll, .clearAmount, .formula, .release, .undoAmount, .loadFile,
            .retryGrid, .review:
            return gridAvailability(id)
        case .forward: return visits.later.isEmpty ? .disabled(phrase("There is no screen to go forward to.")) : .available
        case .unmarkAll where screen == .grid:
            return grid?.list.marks.isEmpty != false ? .disabled(phrase("Nothing is marked.")) : .available
        case .mark where screen == .grid, .markAll where screen == .grid, .invertMarks where screen == .grid:
            return grid?.rows.isEmpty != false ? .disabled(phrase("There are no rooms to mark.")) : .available
        case .chart, .campusChart, .turnChart, .nextChart, .previousChart, .widenChart: return chartAvailability(id)
        case .open where screen == .buildings:
            return buildings.list.cursor == nil ? .disabled(phrase("There is nothing here to open.")) : .available
        case .read: return reading
        case .topUp: return selling
        case .explain:
            return explainable == nil
                ? .disabled(phrase("There is no figure here to explain: go to a room, an order or a bus.")) : .available
        case .open: return roomInHand == nil ? .disabled(phrase("There is nothing here to open.")) : .available
        case .withdraw: return withdrawing
        case .settle: return settling
        case .void: return voiding
        case .moveCredit: return movingCredit
        case .moveResident: return movingResident
        case .takeCase, .noteCase: return caseAvailability(ends: false)
        case .closeCase: return caseAvailability(ends: true)
        case .takeOver: return takeOverAvailability
        case .preview: return previewing
        case .showPaper, .savePaper, .printPaper: return paperAvailability
        case .receipt: return receiptAvailability
        case .openRun, .newRun, .freezeRooms, .refundRows, .showRefundRoom, .refundPapers, .estimateRefund, .approveRefund, .takeRefund,
            .openForRefund, .splitRefund, .payRefund, .closeRefund, .dropRefund, .unclaimed, .setAside:
            return refundAvailability(id)
        case .openKind, .loadRoster, .readRoster, .endGone, .acceptGood, .acceptRoster, .undoRoster, .undoImport:
            return rosterAvailability(id)
        case .unmarkAll where screen == .refund:
            return refund.list.marks.isEmpty ? .disabled(phrase("Nothing is marked.")) : .available
        case .mark where screen == .refund, .markAll where screen == .refund, .invertMarks where screen == .refund:
            return refund.order.isEmpty ? .disabled(phrase("There are no rooms to mark.")) : .available
        case .replan, .turnMonth, .subsidyRows, .openSubsidyLine, .grant: return subsidyAvailability(id)
        case .post: return posting
        case .findNext where screen == .wall && !filters.wall.isEmpty, .findPrevious where screen == .wall && !filters.wall.isEmpty:
            return .available
        case .findNext, .findPrevious: return rooms.search.isEmpty ? .disabled(phrase("Nothing was searched for yet: / does.")) : .available
        case .nextBuilding, .previousBuilding:
            return desk.shown.buildings.count < 2 ? .disabled(phrase("There is only one building.")) : .available
        case .unmarkAll: return rooms.list.marks.isEmpty ? .disabled(phrase("Nothing is marked.")) : .available
        case .mark, .markAll, .markRange, .markMatching, .invertMarks:
            return rooms.order.isEmpty ? .disabled(phrase("There are no rooms to mark.")) : .available
        default: return .available
        }
    }

    private var reading: Availability {
        if case .none(let reason) = desk.collector { return .disabled(phrase("Nobody reads the meters: \(reason.ofCollector).")) }
        if screen == .rooms, !rooms.list.marks.isEmpty { return .available }
        if screen == .refund, !refund.list.marks.isEmpty { return .available }
        guard let room = roomInHand else { return .disabled(phrase("There is no room here to read.")) }
        return desk.live[room]?.meter == nil ? .disabled(phrase("Room \(room) has no meter that keeps its credit.")) : .available
    }

    private var selling: Availability {
        if screen == .rooms, !rooms.list.marks.isEmpty { return .available }
        guard let room = roomInHand else { return .disabled(phrase("There is no room here to sell to.")) }
        guard let view = desk.live[room] else { return .disabled(phrase("Room \(room) is no longer on the campus.")) }
        if !view.room.isOpen { return .disabled(phrase("Room \(room) is closed and buys nothing.")) }
        if view.meter == nil { return .disabled(phrase("Room \(room) has no meter that keeps its credit.")) }
        if view.order == .disputed {
            return .disabled(phrase("An order to this meter is disputed; sales stop until it is settled: o, then s."))
        }
        return .available
    }

    private var settling: Availability {
        guard let order = orderInHand else { return .disabled(phrase("There is no order here.")) }
        switch order.state {
        case .disputed: return .available
        case .unknown: return .disabled(phrase("Nothing is to be decided yet: the next read-back of the meter settles it by itself."))
        case .queued, .sent: return .disabled(phrase("It is under way: a read-back ends it by itself."))
        case .confirmed, .refused, .expired, .withdrawn: return .disabled(phrase("It is \(order.state.spoken) and over."))
        }
    }

    private var withdrawing: Availability {
        guard let order = orderInHand else { return .disabled(phrase("There is no order here.")) }
        return order.state == .queued
            ? .available
            : .disabled(
                order.state.isOpen
                    ? phrase("It was sent already: only a read-back ends it.") : phrase("It is \(order.state.spoken) and over."))
    }

    private var previewing: Availability {
        switch topUp?.stage {
        case .typing: .available
        case .planning: .disabled(phrase("The preview is on its way."))
        case .shown: .disabled(phrase("Enter posts nothing: + posts what is shown, Esc goes back."))
        case .committing: .disabled(phrase("The sale is being written; a moment."))
        case .done, nil: .disabled(phrase("This sale is done: Esc goes back."))
        }
    }

    private var posting: Availability {
        switch topUp?.stage {
        case .shown: .available
        case .typing, .planning: .disabled(phrase("There is no preview yet: Enter makes it, then + posts."))
        case .committing: .disabled(phrase("The sale is being written; a moment."))
        case .done, nil: .disabled(phrase("This sale is done: Esc goes back."))
        }
    }
}
