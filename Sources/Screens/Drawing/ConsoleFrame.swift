import Domain
import Operations
import Phrases
public import Terminal
import TextLayout

extension Console {
    /// Draws the console at its size.
    ///
    /// Costs what is on the screen, however many rooms there are: what is said of a whole list is counted when the list changes; only
    /// what is marked and the buses are gone over one by one. The size comes with `Key.resize`, the signs from the theme.
    public func frame(glyphs: Glyphs = .unicode) -> Frame { language.speaking(to: .console) { drawn(with: glyphs) } }

    private func drawn(with glyphs: Glyphs) -> Frame {
        var frame = Frame(size: size, glyphs: glyphs)
        frame.title = "Dormwatt - \(desk.rules.campus)".sanitised
        frame.modes.mouse = usesMouse
        guard !isTooSmall else {
            drawTooSmall(in: &frame)
            return frame
        }
        if case .help(let help) = overlay {
            draw(help, in: &frame)
            return frame
        }
        drawFirstLine(in: &frame)
        switch visits.current {
        case .wall: drawWall(in: &frame)
        case .buildings: drawBuildings(in: &frame)
        case .rooms: drawRooms(in: &frame)
        case .room(let id): drawRoom(id, in: &frame)
        case .topUp: drawTopUp(in: &frame)
        case .grid: drawGrid(in: &frame)
        case .orders: drawOrders(in: &frame)
        case .reconcile: drawReconcile(in: &frame)
        case .buses: drawBuses(in: &frame)
        case .trace(let bus): drawTrace(bus, in: &frame)
        case .papers: drawPapers(in: &frame)
        case .paper(let source): drawPaper(source, in: &frame)
        case .subsidy: drawSubsidy(in: &frame)
        case .chart(let scope): drawCharts(of: scope, in: &frame)
        case .refunds: drawRefunds(in: &frame)
        case .refundStart: drawRefundStart(in: &frame)
        case .refund(let run): drawRefund(run, in: &frame)
        case .refundRoom(let run, let room): drawRefundRoom(run, room, in: &frame)
        case .unclaimed: drawUnclaimed(in: &frame)
        case .roster: drawRoster(in: &frame)
        }
        // Screen readers and braille lines follow the cursor: without a row of its own it stands where the screen says what it is.
        if frame.cursor == nil { frame.park(1, 1) }
        drawFooter(in: &frame)
        drawStatus(in: &frame)
        drawOverlay(in: &frame)
        return frame
    }

    private func drawTooSmall(in frame: inout Frame) {
        let lines = [phrase("Too small: \(size.columns)x\(size.rows)"), phrase("needs \(Self.least.columns)x\(Self.least.rows), q leaves")]
        for (row, line) in lines.enumerated() { frame.text(line, 0, row, row == 0 ? .strong : .text) }
        frame.park(0, 0)
    }

    /// Where I am at the left; whether it is live, who I am, the time and the site at the right.
    private func drawFirstLine(in frame: inout Frame) {
        let tabs: [(ScreenKind, String, Int, Role)] = [
            (.wall, phrase("Wall"), 0, .dim), (.rooms, phrase("Rooms"), 0, .dim),
            (.orders, phrase("Orders"), desk.orders.open, desk.orders.troubled > 0 ? .stateLow : .accent),
            (.buses, phrase("Buses"), desk.troubledBuses, .stateLow),
        ]
        var column = 1
        for (kind, title, count, role) in tabs {
            let isHere = visits.list == kind || kind == .wall && visits.list == .buildings
            column += frame.text(title, column, 0, isHere ? .currentTab : .tab)
            if count > 0 { column += 1 + frame.text(String(count), column + 1, 0, role) }
            column += 2
        }
        let live = livenessRuns(glyphs: frame.glyphs, nameWidth: 12)
        let named = livenessRuns(glyphs: frame.glyphs, nameWidth: 48)
        let clock: Run = (desk.wall(desk.now).clock, .text)
        let site: [Run] = desk.rules.isTest ? [(phrase(" TEST "), .test)] : []
        let name = desk.rules.campus.clipped(to: 24, ellipsis: frame.glyphs.ellipsis)
        let choices: [[Run]] = [
            named + [("  \(desk.actor.name)  ", .dim), clock, ("  \(name)", .dim)] + (site.isEmpty ? [] : [("  ", .text)]) + site,
            live + [("  \(desk.actor.name)  ", .dim), clock, ("  \(name)", .dim)] + (site.isEmpty ? [] : [("  ", .text)]) + site,
            live + [("  \(desk.actor.name)  ", .dim), clock] + (site.isEmpty ? [] : [("  ", .text)]) + site,
            live + (site.isEmpty ? [] : [("  ", .text)]) + site,
        ]
        let room = size.columns - column - 1
        let fitting = choices.first { $0.reduce(0) { $0 + $1.text.cellWidth } <= room } ?? live
        frame.runsAtRight(fitting, row: 0)
    }

    private func drawFooter(in frame: inout Frame) {
        var hints = Command.all.filter { $0.footer.contains(screen) }.map { command in
            KeyHint(command.footerKey(isNarrow: size.columns < 80), footerLabel(command), isEnabled: availability(command.id).isAvailable)
        }
        // The way back stands last and is never what gives way.
        func needed() -> Int { hints.reduce(hints.count - 1) { $0 + $1.key.cellWidth + 1 + $1.label.cellWidth } }
        while hints.count > 2, needed() > size.columns - 2 { hints.remove(at: hints.count - 2) }
        frame.footer(hints, at: Point(column: 1, row: size.rows - 1), width: size.columns - 2)
    }

    /// A command that switches says what it would switch to.
    private func footerLabel(_ command: Command) -> String {
        if command.id == .freeze, desk.frozen != nil { return phrase("Go live") }
        return command.label
    }

    /// The last line but one: what is being typed, else a word in passing, else what could be done.
    private func drawStatus(in frame: inout Frame) {
        let row = size.rows - 2
        if case .prompt(let prompt) = overlay { return draw(prompt, row: row, in: &frame) }
        if !jump.digits.isEmpty {
            let found =
                jump.matches == 0
                ? phrase("no room begins with it") : jump.matches == 1 ? phrase("1 room") : phrase("\(jump.matches) rooms")
            frame.runs(
                [
                    (phrase("go to "), .dim), (jump.digits, .accent), ("_  \(found)", .dim),
                    (jump.matches > 0 ? phrase("  Enter opens") : "", .dim),
                ], 1, row)
        } else if let toast {
            frame.text(toast.role == .toast ? " \(toast.text) " : toast.text, 1, row, toast.role, width: size.columns - 2)
        } else if case let runs = screen == .rooms && rooms.range == nil ? markRuns(Figures(glyphs: frame.glyphs)) : [], !runs.isEmpty {
            frame.runs(runs, 1, row, width: size.columns - 2)
        } else if let advice = desk.advice, ![.topUp, .grid, .orders].contains(screen) {
            frame.text(advice, 1, row, .warning, width: size.columns - 2)
        } else {
            frame.text(hint, 1, row, .dim, width: size.columns - 2)
        }
    }

    private var hint: String {
        switch visits.current {
        case .rooms where rooms.range != nil: return phrase("Moving marks on the way; v ends the range, Esc gives it up.")
        case .wall, .rooms:
            if let offeredDraft { return phrase("\(offeredDraft.waiting), typed before and not posted: g t goes on") }
            if size.columns < 80 { return phrase("type a room number, Enter opens it; ? shows every key") }
            return screen == .wall
                ? phrase("type a room number; b lists the buildings, d draws this one; ? shows every key")
                : phrase("type a room number, Enter opens it; d draws its use; ? shows every key")
        case .room:
            return size.columns < 80
                ? phrase("t top-up  v void  x move credit  s move resident  q back")
                : phrase("t top-up   p receipt   v void   x move credit   s move resident   q back")
        case .buildings: return phrase("Enter opens a building, d draws its use, D that of the campus")
        case .chart: return chartHint
        case .reconcile: return phrase("e takes a case, n notes, x ends it; Enter opens the room.")
        case .papers: return phrase("Enter shows a paper, p prints it, s saves it; n makes one.")
        case .paper: return paperHint
        case .subsidy: return subsidyHint
        case .refunds, .refundStart, .refund, .refundRoom, .unclaimed: return refundHint
        case .roster: return rosterHint
        case .grid: return gridHint
        case .buses: return phrase("t shows the frames. Orders to a bus that is down wait, and go out later.")
        case .trace: return phrase("Arrows go through the frames, End follows the newest; t goes on for two minutes.")
        case .topUp:
            guard case .done(_, _, let committed, _) = topUp?.stage else { return "" }
            let isOpen = committed?.order.flatMap { desk.orders[$0] }?.state.isOpen ?? true
            return isOpen ? phrase("The order goes on by itself, also when you leave; Esc goes back.") : phrase("Esc goes back.")
        case .orders:
            switch orderInHand?.state {
            case .disputed: return phrase("s settles it after a look at the meter; until then nothing is sold to it.")
            case .queued: return phrase("w takes it back, as long as nothing was sent.")
            case .confirmed: return phrase("v voids a sale of today, or ends a take-back.")
            default: return ""
            }
        }
    }

    private func draw(_ prompt: Prompt, row: Int, in frame: inout Frame) {
        let sign = prompt.sign
        frame.text(sign, 1, row, .accent)
        let spare = size.columns - sign.cellWidth - prompt.message.cellWidth - 4
        let width = min(max(spare, min(prompt.field.text.cellWidth + 1, size.columns / 2), 12), size.columns - 12)
        let place = Point(column: 1 + sign.cellWidth, row: row)
        frame.field(prompt.field, at: place, width: width, focused: true, wrong: prompt.isWrong)
        frame.text(
            prompt.message, place.column + width + 2, row, prompt.isWrong ? .warning : .dim,
            width: size.columns - place.column - width - 3)
    }
}
