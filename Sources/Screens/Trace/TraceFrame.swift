import Domain
public import Operations
import Phrases
import Terminal
import TextLayout

extension Console {
    /// Lines of frames in view.
    var traceHeight: Int { max(size.rows - 6, 1) }

    /// Draws the frames of a bus, the newest at the bottom: time, direction, what it says, and its bytes below.
    func drawTrace(_ bus: BusID, in frame: inout Frame) {
        guard let trace, trace.bus == bus else { return }
        let isOn = desk.now < trace.until
        var runs: [Run] = [("\(bus)", .accent), (phrase("  frames  "), .dim), ("\(trace.count)", .strong)]
        runs +=
            isOn
            ? [(phrase("   until \(desk.wall(trace.until).clock)"), .live)] : [(phrase("   ended; t goes on"), .warning)]
        if case .follows(let other) = desk.collector { runs.append((phrase("   through \(other.ofCollector)"), .dim)) }
        if trace.scrolled > 0 { runs.append((phrase("   \(trace.scrolled) newer below"), .dim)) }
        frame.runs(runs, 1, 1, width: size.columns - 2)
        frame.horizontalRule(at: Point(column: 1, row: 2), width: size.columns - 2)
        guard !trace.frames.isEmpty else { return frame.emptyState(emptyTrace(isOn), row: 5) }
        for (index, line) in traceLines(trace).enumerated() {
            frame.runs(line, 1, 3 + index, width: size.columns - 2)
            frame.park(1, 3 + index)
        }
    }

    private func emptyTrace(_ isOn: Bool) -> [String] {
        if case .none(let reason) = desk.collector {
            return [phrase("Nobody reads the meters: \(reason.ofCollector)"), phrase("Frames come when somebody does; t asks again.")]
        }
        return isOn
            ? [phrase("Waiting for the next frame."), phrase("Nothing is sent for it: the frames are those of reading and delivering.")]
            : [phrase("No frame went over this bus."), phrase("t looks again.")]
    }

    /// As many lines as fit, from the last one in view upwards.
    private func traceLines(_ trace: TraceState) -> [[Run]] {
        var lines: [[Run]] = []
        for traced in trace.frames.dropLast(trace.scrolled).reversed() where lines.count < traceHeight {
            lines += traceLines(traced).reversed()
        }
        return lines.prefix(traceHeight).reversed()
    }

    private func traceLines(_ traced: TracedFrame) -> [[Run]] {
        let isSent = traced.direction == .sent
        let time = desk.wall(traced.at).clock + "." + Decimals.padded(Int(traced.at.milliseconds % 1000), 3)
        var head: [Run] = [(time, .dim), (isSent ? " > " : " < ", isSent ? .accent : .text)]
        if let mark = traced.mark.word { head.append(("\(mark) ", .warning)) }
        head.append((traced.words.text.sanitised, traced.mark == .plain ? .text : .warning))
        let hex = traced.hexadecimal.wrapped(to: max(size.columns - 17, 20))
        return [head] + hex.map { [(String(repeating: " ", count: 15), .dim), ($0, .dim)] }
    }
}

extension TracedFrame.Mark {
    /// What stands before it; nil for a frame with which nothing is wrong.
    public var word: String? {
        switch self {
        case .plain: nil
        case .unasked: phrase("UNASKED")
        case .stranger: phrase("STRANGER")
        case .broken: phrase("BROKEN")
        case .noise: phrase("NOISE")
        }
    }
}
