import Domain
import Operations
import Phrases
import Terminal
import TextLayout

/// The columns of the list of papers.
enum PapersColumn: Hashable, Sendable {
    case number, kind, title, made, by, printed
}

extension Console {
    /// Lines of papers in view.
    var papersHeight: Int { max(size.rows - 9, 1) }
    /// Lines of a paper in view.
    var paperHeight: Int { max(size.rows - 5, 1) }

    private static var plan: [Column<PapersColumn>] {
        [
            Column(.number, title: phrase("number"), width: 14), Column(.kind, title: phrase("kind"), width: 9, priority: 30),
            Column(.title, title: phrase("paper"), width: 27...60, priority: 90), Column(.made, title: phrase("made"), width: 11),
            Column(.by, title: phrase("by"), width: 8, priority: 20), Column(.printed, title: phrase("printed"), width: 10, priority: 80),
        ]
    }

    /// Draws the papers that were given out, the newest first.
    func drawPapers(in frame: inout Frame) {
        let order = papers.order ?? []
        let figures = Figures(glyphs: frame.glyphs)
        let filtered = filterRuns(order.count, of: papers.all.count, figures)
        let plain: [Run] = [
            (figures.count(order.count), .strong), (order.count == 1 ? phrase(" paper") : phrase(" papers, the newest first"), .dim),
        ]
        let count = filtered.isEmpty ? plain : filtered
        frame.line(papers.order == nil ? [] : count, frame.position(in: papers.list), row: 1)
        let plan = ColumnPlan(Self.plan, width: size.columns - 4)
        frame.tableHeader(plan, at: Point(column: 3, row: 2), width: size.columns - 4)
        frame.horizontalRule(at: Point(column: 1, row: 3), width: size.columns - 2)
        if papers.order == nil { frame.emptyState([phrase("The papers are being looked up."), phrase("A moment.")], row: 5) }
        if papers.order == [], !papers.all.isEmpty {
            frame.emptyState(
                [phrase("No paper fits the filter \(filters.papers.text)."), phrase("Esc twice takes it away; \\ changes it.")], row: 5)
        } else if papers.order == [] {
            frame.emptyState(
                [phrase("No paper was made yet."), phrase("n makes one; p on a room makes the receipt of its last sale.")], row: 5)
        }
        for index in papers.list.visible {
            guard let paper = papers[order[index]] else { continue }
            draw(paper, row: 4 + index - papers.list.top, plan, in: &frame)
        }
        if let paper = papers.list.cursor.flatMap({ papers[$0] }) { drawFoot(of: paper, in: &frame) }
    }

    private func draw(_ paper: PaperLine, row: Int, _ plan: ColumnPlan<PapersColumn>, in frame: inout Frame) {
        let at = Point(column: 3, row: row)
        let isHere = papers.list.cursor == paper.number
        if isHere { frame.text(frame.glyphs.pointer, 0, row, .accent) }
        frame.tableCell(paper.number, in: .number, of: plan, at: at, role: .strong)
        frame.tableCell(paper.kind.word, in: .kind, of: plan, at: at, role: .dim)
        frame.tableCell(paper.title, in: .title, of: plan, at: at)
        frame.tableCell("\(monthDay(paper.madeAt)) \(desk.wall(paper.madeAt).minutes)", in: .made, of: plan, at: at, role: .dim)
        frame.tableCell(paper.by, in: .by, of: plan, at: at, role: .dim)
        let (text, role) = printed(paper, nothing: frame.glyphs.nothing)
        frame.tableCell(text, in: .printed, of: plan, at: at, role: role)
        if isHere {
            frame.highlight(Rect(column: 0, row: row, columns: size.columns, rows: 1), role: .cursor)
            frame.park(0, row)
        }
    }

    /// What became of the last printing; of an old one only that there was one, because the print server forgets.
    private func printed(_ paper: PaperLine, nothing: String) -> (String, Role) {
        guard let last = paper.printings.last else { return (nothing, .dim) }
        return papers.state(of: paper.number)?.word ?? ("\(monthDay(last.at))", .dim)
    }

    private func drawFoot(of paper: PaperLine, in frame: inout Frame) {
        let row = size.rows - 4
        frame.horizontalRule(at: Point(column: 1, row: row - 1), width: size.columns - 2)
        frame.runs(
            [(phrase("check code "), .dim), (paper.code, .strong), ("   " + paper.title, .text)], 1, row, width: size.columns - 2)
        let words: String
        switch (papers.state(of: paper.number), paper.printings.count) {
        case (let state?, 1): words = phrase("It \(state.words)")
        case (let state?, let count): words = phrase("It \(state.words) Given to a printer \(count) times.")
        case (nil, 0): words = phrase("It was never given to a printer.")
        case (nil, let count):
            let last = paper.printings[count - 1].printer
            words =
                count == 1
                ? phrase("It was given to a printer once, last at \(last).")
                : phrase("It was given to a printer \(count) times, last at \(last).")
        }
        frame.text(words, 1, row + 1, .dim, width: size.columns - 2)
    }

    /// Draws a paper as it will be on its pages.
    func drawPaper(_ source: PaperSource, in frame: inout Frame) {
        var name = phrase("Paper that is not made yet")
        if case .kept(let number) = source { name = number }
        guard let sheet = papers.sheet, sheet.pages.source == source else {
            frame.line([(name, .title)], [], row: 1)
            frame.emptyState([phrase("The paper is being written from the books."), phrase("A moment.")], row: 4)
            return
        }
        let place = phrase("page \(sheet.page) of \(sheet.pages.pages.count)")
        frame.line([(name, .title), ("   \(place)", .strong), ("   " + sheet.pages.title, .text)], [], row: 1)
        frame.horizontalRule(at: Point(column: 1, row: 2), width: size.columns - 2)
        let width = min(size.columns, Self.paperColumns)
        let left = (size.columns - width) / 2
        for (index, line) in sheet.lines.dropFirst(sheet.top).prefix(paperHeight).enumerated() {
            let isRule = line.allSatisfy { $0 == "-" } && line.count == Self.paperColumns
            if isRule {
                frame.horizontalRule(at: Point(column: left, row: 3 + index), width: width)
            } else {
                frame.text(line, left, 3 + index, .text, width: width)
            }
        }
        if left >= 3 {
            for column in [left - 2, left + width + 1] { frame.verticalRule(at: Point(column: column, row: 3), height: paperHeight) }
        }
        frame.park(left, 3)
    }

    private static let paperColumns = 80

    /// What can be done with the paper on the screen.
    var paperHint: String {
        guard let sheet = papers.sheet, case .paper = visits.current else { return "" }
        if size.columns < Self.paperColumns { return phrase("The page is 80 columns wide: a wider terminal shows all of it.") }
        if case .new = sheet.pages.source { return phrase("It is kept under a number when it is printed or saved; Esc leaves nothing.") }
        return papers.printings(of: sheet.pages.source) > 0 ? phrase("It was given to a printer before: the next one says COPY.") : ""
    }
}
