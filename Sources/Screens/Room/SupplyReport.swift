import Domain
import Operations
import Phrases
import Terminal

/// Why a room is supplied as it is, and what can be done, in a sentence each.
struct SupplyReport: Hashable {
    var sentence: String
    var remedy: String
}

extension Console {
    /// Says how a room is supplied: what its meter said, and what is known of the line to it.
    func supplyReport(_ supply: SupplyState, of view: RoomView) -> SupplyReport {
        var report = judged(supply, of: view)
        // An old word of the meter is told as old: the room may have changed since.
        if supply != .noData, let at = view.reading?.at, desk.now.milliseconds(since: at) > Age.stale {
            report.sentence += phrase(" That was \(Age.ago(desk.now.milliseconds(since: at))).")
        }
        return report
    }

    private func judged(_ supply: SupplyState, of view: RoomView) -> SupplyReport {
        if !view.room.isOpen {
            return SupplyReport(sentence: phrase("The room is closed."), remedy: phrase("Nothing is sold to it until it is opened again."))
        }
        switch supply {
        case .on: return SupplyReport(sentence: phrase("Power is on and there is enough."), remedy: "")
        case .low:
            return SupplyReport(sentence: phrase("Power is on; the credit is at alarm 1."), remedy: phrase("A top-up (t) is due soon."))
        case .veryLow:
            return SupplyReport(
                sentence: phrase("Power is on; the credit is nearly used up."), remedy: phrase("Without a top-up (t) the room goes dark."))
        case .cut(let reason): return SupplyReport(sentence: reason.sentence, remedy: remedy(for: reason, of: view))
        case .noMeter:
            return SupplyReport(
                sentence: phrase("The room has no meter that keeps its credit."), remedy: phrase("dormwatt import meters brings it."))
        case .noData: return silence(of: view)
        }
    }

    private func remedy(for reason: DarkReason, of view: RoomView) -> String {
        // What moves the relay brings nothing.
        switch view.underWay == nil ? nil : view.order {
        case .queued?, .sent?: phrase("A top-up is under way; when the meter has it, this line says so.")
        case .unknown?: phrase("Sent, not proven: the next read-back decides. Do not sell it again.")
        case .disputed?: phrase("An order is disputed: o shows it, s settles it.")
        default: reason.remedy
        }
    }

    /// A silent meter by itself is a matter for the electrician, a line that is down one for whoever keeps the network.
    private func silence(of view: RoomView) -> SupplyReport {
        let since = view.silentSince.map { phrase(" since \(desk.wall($0).minutes)") } ?? ""
        let bus = desk.buses.first { $0.id == view.meter?.bus }
        if let bus, bus.isConnected == false {
            return SupplyReport(
                sentence: phrase("No word\(since): the line to \(bus.id.concentrator) is down (\(bus.spokenTrouble))."),
                remedy: phrase("The room itself may have power; g b shows the buses."))
        }
        guard view.reading != nil else {
            if case .none = desk.collector {
                return SupplyReport(sentence: phrase("The meter was never read."), remedy: phrase("Nobody reads the meters now."))
            }
            return SupplyReport(sentence: phrase("The meter was never read."), remedy: phrase("r reads it now."))
        }
        let others = bus.map { $0.meters - $0.silent.count } ?? 0
        return SupplyReport(
            sentence: phrase("The meter does not answer\(since)."),
            remedy: others > 0
                ? phrase("\(others) others on bus \(view.meter?.bus.description ?? "") do: somebody must look at this one. r asks again.")
                : phrase("What is shown is what it said last; r asks again."))
    }
}
