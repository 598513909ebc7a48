import Domain
import Operations
import Phrases
import Terminal
import TextLayout

extension Console {
    /// Draws the review: what would be posted together, what is left out and why, and the count that has to be typed.
    func drawReview(_ grid: GridState, count: TextField?, in frame: inout Frame) {
        guard let review = grid.reviewed else { return }
        let figures = Figures(glyphs: frame.glyphs)
        frame.line(
            [(phrase("Review"), .title), (phrase("  of the top-up grid"), .dim)],
            [(phrase("price "), .dim), ("\(desk.price)", .text), (phrase(" yuan/kWh"), .unit)], row: 1
        )
        frame.horizontalRule(at: Point(column: 1, row: 2), width: size.columns - 2)
        var lines = [
            FigureLine(
                phrase("receive"), figures.count(review.count), "", .strong,
                note: [(review.count == 1 ? phrase("room gets credit") : phrase("rooms get credit"), .dim)]),
            FigureLine(phrase("paid"), figures.money(review.paid), phrase("yuan"), .strong),
            FigureLine(phrase("sold"), figures.energy(review.sold), "kWh", .strong),
        ]
        if let most = review.largest {
            let note =
                review.smallest == most.money ? phrase("each") : phrase("the largest, for \(most.room); the smallest \(review.smallest)")
            lines.append(FigureLine(phrase("one room"), figures.money(most.money), phrase("yuan"), .strong, note: [(note, .dim)]))
        }
        for (index, line) in lines.enumerated() { line.draw(in: &frame, row: 3 + index, column: 3) }
        var row = 4 + lines.count
        row = draw(review.leftOut, title: phrase("left out"), isWarning: true, from: row, in: &frame)
        row = draw(review.lookAt, title: phrase("look at"), from: row, in: &frame)
        drawGate(grid, count: count, in: &frame)
    }

    /// Draws what is to be said of rooms, as far as there is room, and answers the line below.
    private func draw(_ lines: [GridReview.Line], title: String, isWarning: Bool = false, from first: Int, in frame: inout Frame) -> Int {
        let room = size.rows - 6 - first
        guard !lines.isEmpty, room > 0 else { return first }
        frame.text(title, 3, first, .dim)
        for (index, line) in lines.prefix(lines.count > room ? room - 1 : room).enumerated() {
            frame.text(line.front, 13, first + index, .strong, width: 10, .right)
            // What to do about it stands behind where there is room.
            let text = size.columns < 110 ? line.sentences[0] : line.sentences.joined(separator: " ")
            let role: Role = line.isRefused ? .critical : isWarning ? .warning : .text
            frame.text(text, 25, first + index, role, width: size.columns - 26)
        }
        if lines.count > room { frame.text(phrase("and \(lines.count - room + 1) more; Esc shows them"), 25, first + room - 1, .dim) }
        return first + min(lines.count, room) + 1
    }

    private func drawGate(_ grid: GridState, count: TextField?, in frame: inout Frame) {
        let row = size.rows - 5
        frame.horizontalRule(at: Point(column: 1, row: row - 1), width: size.columns - 2)
        if !grid.complaint.isEmpty {
            frame.runs([("!! ", .critical), (grid.complaint.joined(separator: " "), .text)], 1, row, width: size.columns - 2)
        } else {
            let sentence = phrase("All of it is posted at once, or nothing; the meters follow one by one.")
            frame.text(sentence, 1, row, .dim, width: size.columns - 2)
        }
        guard let count else {
            frame.text(phrase("Writing it into the books."), 1, row + 1, .strong)
            return
        }
        let sentence =
            size.columns < 80
            ? phrase("To post, type how many rooms, then ") : phrase("To post, type how many rooms receive credit, then press ")
        let width = frame.runs([(sentence, .text), ("+", .key), (phrase("   count "), .dim)], 1, row + 1, width: size.columns - 10)
        frame.field(count, at: Point(column: 1 + width, row: row + 1), width: 7, focused: true)
    }
}

extension Refusal {
    /// What is refused, in a few words for a column.
    var short: String {
        switch self {
        case .unknownRoom: phrase("no such room")
        case .twiceInList: phrase("stands twice")
        case .unreadableAmount: phrase("no amount")
        case .zeroAmount: phrase("zero")
        case .belowSmallest(_, let smallest): phrase("below \(smallest)")
        case .aboveLargest(_, let largest): phrase("above \(largest)")
        case .roomClosed: phrase("closed")
        case .noMeter: phrase("no meter")
        case .noBaseline: phrase("never read")
        case .disputed: phrase("disputed")
        case .countExhausted: phrase("count used up")
        case .buysNothing: phrase("buys nothing")
        case .aboveHoardingLimit(let largest): phrase("at most \(largest)")
        case .notAllowed: phrase("not allowed")
        case .monthClosed: phrase("month closed")
        case .changedSincePlan, .priceChanged: phrase("changed")
        case .frozen: phrase("in a refund")
        }
    }
}
