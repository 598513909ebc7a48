import Domain
import Operations
import Phrases
import Terminal
import TextLayout

extension Console {
    /// More about the bus under the cursor: since when, how bad, what it costs, and with which of its meters.
    func drawBusFoot(_ bus: BusHealth, in frame: inout Frame) {
        let row = size.rows - 7
        let width = size.columns - 2
        frame.runs(lineRuns(bus), 1, row, width: width)
        let tally = bus.recent
        frame.runs(
            [
                (phrase("last 10 minutes  "), .dim), ("\(tally.requests)", .text), (phrase(" requests  "), .dim),
                ("\(tally.timeouts)", tally.timeouts > 0 ? .stateLow : .text), (phrase(" in vain  "), .dim),
                ("\(tally.repeats)", .text), (phrase(" again  "), .dim), ("\(tally.broken)", tally.broken > 0 ? .warning : .text),
                (phrase(" broken  "), .dim), ("\(tally.noise)", .text), (phrase(" bytes of noise"), .dim),
            ], 1, row + 1, width: width)
        frame.runs(costRuns(bus), 1, row + 2, width: width)
        let lines = nodeWords(bus).wrapped(to: width)
        for (index, line) in lines.prefix(2).enumerated() {
            let isCut = index == 1 && lines.count > 2
            frame.text(isCut ? line + frame.glyphs.ellipsis : line, 1, row + 3 + index, .stateLow, width: width)
        }
    }

    private func lineRuns(_ bus: BusHealth) -> [Run] {
        let since = moment(bus.since)
        switch bus.isConnected {
        case true?:
            let trouble = bus.troubledSince.map { phrase("; trouble since \(moment($0))") } ?? ""
            return [("\(bus.id)", .accent), (phrase("  the line stands since \(since)"), .text), (trouble, bus.condition.role)]
        case false?:
            return [("\(bus.id)", .accent), (phrase("  the line is down since \(since): "), .stateCut), (bus.spokenTrouble, .text)]
        case nil: return [("\(bus.id)", .accent), (phrase("  the line was not opened yet"), .dim)]
        }
    }

    private func costRuns(_ bus: BusHealth) -> [Run] {
        if bus.isConnected == false {
            return [(phrase("Other buses are not delayed. Orders wait; the line is tried again by itself."), .dim)]
        }
        func seconds(_ milliseconds: Int64) -> String { Decimals.text(milliseconds / 100, decimals: 1) + " s" }
        var runs: [Run] = [
            (phrase("costs  "), .dim), (seconds(bus.recent.lost), bus.recent.lost > 0 ? .stateLow : .text),
            (phrase(" of "), .dim), (seconds(bus.recent.busy), .text), (phrase(" air time"), .dim),
        ]
        if let slower = bus.recent.slowerPercent, slower > 0 {
            runs += [(phrase("; a round takes "), .dim), ("\(slower) %", .stateLow), (phrase(" longer"), .dim)]
        }
        if bus.stale > 0 {
            runs += [
                ("   \(bus.stale)", .stateLow),
                (bus.stale == 1 ? phrase(" meter not read for long") : phrase(" meters not read for long"), .dim),
            ]
        }
        return runs
    }

    /// Silent meters first, then noisy ones, each by its room.
    private func nodeWords(_ bus: BusHealth) -> String {
        func name(_ meter: MeterID) -> String { desk.live.room(ofMeter: meter)?.text ?? meter.text }
        let told = Set(bus.nodes.map(\.id))
        let silent =
            bus.nodes.filter(\.isSilent).map { phrase("\(name($0.id)) since \(moment($0.since))") }
            + bus.silent.filter { !told.contains($0) }.map(name)
        let noisy = bus.nodes.filter { !$0.isSilent }.map { phrase("\(name($0.id)) \($0.lost) lost \($0.broken) broken") }
        var words: [String] = []
        if !silent.isEmpty { words.append(phrase("silent: ") + silent.joined(separator: "  ")) }
        if !noisy.isEmpty { words.append(phrase("noisy: ") + noisy.joined(separator: "  ")) }
        return words.joined(separator: "   ")
    }

    private func moment(_ instant: Instant) -> String { "\(monthDay(instant)) \(desk.wall(instant).minutes)" }
}
