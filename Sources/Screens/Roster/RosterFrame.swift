import Domain
import Operations
import Phrases
import Terminal
import TextLayout

extension Console {
    /// Lines of the review in view.
    var rosterHeight: Int { max(size.rows - 9, 1) }

    /// Draws the difference of a roster file, by kind.
    func drawRoster(in frame: inout Frame) {
        guard let file = roster.file else { return drawNoRoster(in: &frame) }
        let figures = Figures(glyphs: frame.glyphs)
        var runs: [Run] = [(file.name, .title)]
        if let encoding = file.encoding { runs.append((phrase("   read as \(encoding)"), .stateLow)) }
        for kind in RosterKind.allCases where roster.count(kind) > 0 {
            runs += [("   ", .text), (figures.count(roster.count(kind)), kind == .problem ? .stateCut : .strong), (" \(kind.word)", .dim)]
        }
        runs += [("   \(figures.count(file.same))", .text), (phrase(" same"), .dim)]
        frame.line(runs, frame.position(in: roster.list), row: 1)
        frame.horizontalRule(at: Point(column: 1, row: 2), width: size.columns - 2)
        if roster.order.isEmpty {
            frame.emptyState([phrase("The books say what the file says."), phrase("There is nothing to accept.")], row: 4)
        }
        for index in roster.list.visible where roster.order.indices.contains(index) {
            draw(roster.order[index], file, row: 3 + index - roster.list.top, in: &frame)
        }
        drawRosterFoot(file, in: &frame)
    }

    private func drawNoRoster(in frame: inout Frame) {
        frame.line([(phrase("Import"), .title)], [], row: 1)
        if case .reading = roster.stage {
            return frame.emptyState(
                [phrase("\(roster.path) is being read and held against the books."), phrase("A moment. Nothing is changed by it.")], row: 4
            )
        }
        let words =
            roster.complaint.isEmpty
            ? [
                phrase("L loads a file of residents, rooms, meters or concentrators."),
                phrase("What is new, changed, moved or gone is shown first, and what is wrong with line and column."),
                phrase("Nothing is accepted before that."),
                phrase("u undoes the last change of residents, U the last import of the rest."),
            ] : roster.complaint
        frame.emptyState(words.flatMap { $0.wrapped(to: size.columns - 6) }, row: 4)
    }

    private func draw(_ line: RosterReviewLine, _ file: ReviewedFile, row: Int, in frame: inout Frame) {
        let isHere = roster.list.cursor == line
        if isHere { frame.text(frame.glyphs.pointer, 0, row, .accent) }
        let width = size.columns - 4
        switch line {
        case .kind(let kind):
            let more = roster.isOpened(kind) ? "" : phrase("   Enter opens")
            frame.runs(
                [
                    ("\(roster.count(kind)) ", .strong), (kind.heading(endsGone: roster.endsGone), kind == .problem ? .stateCut : .header),
                    (more, .dim),
                ],
                2, row, width: width)
        case .problem(let index):
            let problem = file.problems[index]
            frame.text(phrase("line \(problem.line), column \(problem.column)"), 4, row, .stateCut, width: 22)
            frame.text(problem.text, 27, row, .text, width: size.columns - 28)
        case .name(let kind, let name):
            frame.text(name, 4, row, .dim, width: 14)
            frame.text(roster.words?.title(name) ?? "", 19, row, .text, width: 20)
            frame.text(words(kind, name, in: frame), 40, row, kind.role, width: size.columns - 41)
        }
        if isHere {
            frame.highlight(Rect(column: 0, row: row, columns: size.columns, rows: 1), role: .cursor)
            frame.park(0, row)
        }
    }

    private func words(_ kind: RosterKind, _ name: String, in frame: Frame) -> String {
        roster.words?.words(kind, name, arrow: frame.glyphs.arrow) ?? ""
    }

    /// The line under the cursor in full, or how far it has come.
    private func drawRosterFoot(_ file: ReviewedFile, in frame: inout Frame) {
        let width = size.columns - 2
        let row = size.rows - 5
        frame.horizontalRule(at: Point(column: 1, row: row - 1), width: width)
        var lines: [(String, Role)] = roster.complaint.map { ($0, .critical) }
        switch roster.stage {
        case .taking: lines = [(phrase("Writing it into the books."), .strong)]
        case .taken:
            lines = [
                (phrase("Accepted: \(file.counted(file.touched)). \(file.undoKey) undoes it, L loads another file."), .strong)
            ]
        case .shown where lines.isEmpty:
            switch roster.list.cursor {
            case .problem(let index): lines = [("\(file.problems[index])", .text), (problemRemedy, .dim)]
            case .name(let kind, let name):
                lines = [("\(name) \(roster.words?.title(name) ?? ""): \(words(kind, name, in: frame))", .text)]
            case .kind, nil: lines = [(acceptingWords(file), .text)]
            }
        case .nothing, .reading, .shown: break
        }
        let wrapped = lines.flatMap { line in line.0.wrapped(to: width).map { ($0, line.1) } }
        for (index, (text, role)) in wrapped.prefix(3).enumerated() { frame.text(text, 1, row + index, role, width: width) }
    }

    private var problemRemedy: String {
        roster.acceptsGood
            ? phrase("This line is left out; the others are accepted by +.")
            : phrase("Nothing was accepted. Mend the file, and r reads it again; a accepts the others.")
    }

    private func acceptingWords(_ file: ReviewedFile) -> String {
        rosterAvailability(.acceptRoster).reason
            ?? phrase("Nothing was accepted yet. + accepts \(file.counted(file.touched)), after the count was typed.")
    }

    /// What can be done on the screen of the roster.
    var rosterHint: String {
        switch roster.stage {
        case .nothing: phrase("L loads a file; u undoes residents, U rooms, meters and concentrators.")
        case .reading: ""
        case .shown:
            roster.count(.gone) > 0 && rosterAvailability(.endGone).isAvailable
                ? phrase("e ends the stays of those who are gone, or leaves them; Enter opens a kind.") : phrase("Enter opens a kind.")
        case .taking: phrase("It goes on by itself, also when you leave.")
        case .taken(let file): phrase("\(file.undoKey) undoes it.")
        }
    }
}

extension RosterKind {
    /// The kind in a word.
    var word: String {
        switch self {
        case .problem: phrase("wrong")
        case .new: phrase("new")
        case .changed: phrase("changed")
        case .moved: phrase("moved")
        case .gone: phrase("gone")
        case .replaced: phrase("replaced")
        }
    }

    /// The heading of its lines.
    func heading(endsGone: Bool) -> String {
        switch self {
        case .problem: phrase("wrong: not accepted")
        case .new: phrase("new")
        case .changed: phrase("changed")
        case .moved: phrase("moved to another room")
        case .gone: endsGone ? phrase("not in the file: their stays end") : phrase("not in the file: left as they are")
        case .replaced: phrase("replaced: passed over")
        }
    }

    /// How its words are drawn.
    var role: Role {
        switch self {
        case .problem: .stateCut
        case .new: .amountIn
        case .changed, .moved: .text
        case .gone, .replaced: .dim
        }
    }
}
