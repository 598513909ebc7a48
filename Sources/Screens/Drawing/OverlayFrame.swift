import Domain
import Operations
import Phrases
import Terminal
import TextLayout

extension Console {
    /// Draws what stands before the screen.
    func drawOverlay(in frame: inout Frame) {
        switch overlay {
        case .chooser(let chooser): draw(chooser, in: &frame)
        case .palette(let palette): draw(palette, in: &frame)
        case .leaving:
            let open = desk.orders.open
            let orders =
                open == 0
                ? []
                : open == 1
                    ? [phrase("1 order is under way. It stays in the books and goes on later.")]
                    : [phrase("\(open) orders are under way. They stay in the books and go on later.")]
            frame.dialog(
                Dialog(
                    question: phrase("Leave Dormwatt?"), text: orders,
                    keys: [KeyHint("y", phrase("leave")), KeyHint("Esc", phrase("stay"))]))
        case .withdrawing(let order): frame.dialog(withdrawal(of: order, glyphs: frame.glyphs))
        case .settling(let state): frame.dialog(settling(state, glyphs: frame.glyphs))
        case .printing(let question):
            let pages = papers.sheet.flatMap { $0.pages.source == question.source ? $0.pages.pages.count : nil }
            frame.dialog(question.dialog(pages: pages))
        case .counting(let gate): frame.dialog(gate.dialog)
        case .typingRefund(let form): frame.dialog(form.dialog(width: size.columns))
        case .refunding(let form): frame.dialog(refunding(form, glyphs: frame.glyphs))
        case .undoingRoster(let change): frame.dialog(undoing(change))
        case .undoingImport(let undo): frame.dialog(undoing(undo))
        case .reversing(let form): frame.dialog(reversing(form, glyphs: frame.glyphs))
        case .movingResident(let form): frame.dialog(moving(form, glyphs: frame.glyphs))
        case .explaining(let state): draw(state, in: &frame)
        case .problem(let problem):
            frame.dialog(
                Dialog(
                    question: problem.happened, text: [problem.unchanged].filter { !$0.isEmpty },
                    notes: [problem.remedy].filter { !$0.isEmpty }, keys: [KeyHint("Esc", phrase("close"))], isDanger: true))
        case .prompt, .help, nil: break
        }
    }

    private func draw(_ chooser: Chooser, in frame: inout Frame) {
        let labels = chooser.options.map(\.label.cellWidth).max() ?? 0
        let notes = chooser.options.map(\.note.cellWidth).max() ?? 0
        let width = min(max(labels + notes + 8, chooser.question.cellWidth + 2) + 6, size.columns)
        // Where the rows are few the blank ones give way, then the options are gone through.
        let isTight = chooser.options.count + 5 > size.rows - 2
        let height = min(chooser.options.count + (isTight ? 3 : 5), size.rows)
        let (first, room) = (isTight ? 1 : 2, height - (isTight ? 3 : 5))
        let top = max(chooser.index - room + 1, 0)
        let rect = Rect(column: (size.columns - width) / 2, row: (size.rows - height) / 2, columns: width, rows: height)
        frame.fill(rect, role: .dialog)
        frame.box(rect, role: .focusedBorder)
        frame.pane(rect.inset(horizontal: 2, vertical: 1)) { pane in
            pane.text(chooser.question, 1, 0, .strong)
            for (index, option) in chooser.options.enumerated().dropFirst(top).prefix(room) {
                let row = first + index - top
                let isHere = index == chooser.index
                pane.runs([(isHere ? pane.glyphs.pointer : " ", .accent), (" \(option.letter) ", .key)], 0, row)
                pane.text(option.label, 4, row)
                pane.text(option.note, 6 + labels, row, .dim, width: pane.size.columns - labels - 6)
                if isHere {
                    pane.highlight(Rect(column: 0, row: row, columns: pane.size.columns, rows: 1), role: .cursor)
                    pane.park(0, row)
                }
            }
        }
    }

    /// Lines of commands that the help shows at once.
    var helpHeight: Int { max(size.rows - 6, 1) }

    /// Draws the help: every command of the screen behind, with its keys and whether it can be used now.
    func draw(_ help: HelpState, in frame: inout Frame) {
        frame.runs([(phrase("Help"), .title), ("  \(help.screen.title)", .strong)], 1, 0)
        frame.runsAtRight([(phrase("type to search  "), .dim)], row: 0, margin: 22)
        frame.field(help.field, at: Point(column: size.columns - 22, row: 0), width: 20, focused: true)
        frame.text(phrase("keys"), 3, 1, .header)
        frame.text(phrase("name"), 23, 1, .header)
        frame.text(phrase("what it does"), 38, 1, .header)
        frame.horizontalRule(at: Point(column: 1, row: 2), width: size.columns - 2)
        let commands = help.commands
        if commands.isEmpty {
            frame.emptyState([phrase("No command has \"\(help.field.text)\" in it."), phrase("Backspace takes a letter away.")], row: 4)
        }
        for index in help.list.visible {
            let command = commands[index]
            let row = 3 + index - help.list.top
            let state = availability(command.id)
            let isHere = help.list.cursor == command.id
            frame.text(isHere ? frame.glyphs.pointer : "", 1, row, .accent)
            frame.text(command.keysText, 3, row, state.isAvailable ? .key : .disabledKey, width: 18)
            frame.text(":" + command.name, 22, row, state.isAvailable ? .text : .disabledKey, width: 15)
            frame.text(command.help, 38, row, state.isAvailable ? .dim : .disabledKey, width: size.columns - 39)
            if isHere { frame.highlight(Rect(column: 0, row: row, columns: size.columns, rows: 1), role: .cursor) }
        }
        drawHelpDetail(help, commands, in: &frame)
        let hints = [
            KeyHint("Enter", phrase("run", context: "verb")), KeyHint("Up Down", phrase("choose")), KeyHint("Esc", phrase("close")),
        ]
        frame.footer(hints, at: Point(column: 1, row: size.rows - 1), width: size.columns - 2)
    }

    /// The whole sentence of the command under the cursor, or why it can not be used.
    private func drawHelpDetail(_ help: HelpState, _ commands: [Command], in frame: inout Frame) {
        guard let command = commands.first(where: { $0.id == help.list.cursor }) else { return }
        let reason = availability(command.id).reason
        let argument = command.argument.map { " " + $0.rawValue } ?? ""
        let text = reason.map { phrase("Not now: ") + $0 } ?? "\(command.group.title), :\(command.name)\(argument). \(command.help)"
        for (index, line) in text.wrapped(to: size.columns - 2).prefix(2).enumerated() {
            frame.text(line, 1, size.rows - 3 + index, reason == nil ? .text : .warning)
        }
    }
}

extension ScreenKind {
    /// The name of the screen.
    var title: String {
        switch self {
        case .wall: phrase("Wall")
        case .buildings: phrase("Buildings")
        case .rooms: phrase("Rooms")
        case .room: phrase("Room")
        case .topUp: phrase("Top-up")
        case .grid: phrase("Top-up grid")
        case .orders: phrase("Orders")
        case .reconcile: phrase("Reconcile")
        case .buses: phrase("Buses")
        case .trace: phrase("Trace")
        case .papers: phrase("Papers")
        case .paper: phrase("Paper")
        case .subsidy: phrase("Subsidy")
        case .chart: phrase("Chart")
        case .refunds: phrase("Refunds")
        case .refundStart: phrase("A new run")
        case .refund: phrase("Refund")
        case .refundRoom: phrase("Room in a run")
        case .unclaimed: phrase("Unclaimed")
        case .roster: phrase("Import")
        }
    }
}
