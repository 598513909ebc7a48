import Domain
import Operations
import Phrases
import Terminal
import TextLayout

extension Console {
    /// Whether the terminal has the rows for blank lines and for the journal.
    private var isRoomy: Bool { size.rows >= 22 }

    /// Lines of the journal in view on the screen of a room.
    var journalHeight: Int { isRoomy ? max(size.rows - 20 - (visits.current.room.map(circuitRows) ?? 0), 0) : 0 }

    /// Draws all of one room.
    func drawRoom(_ id: RoomID, in frame: inout Frame) {
        let table = desk.shown
        guard let view = table[id], let facts = table.facts(of: id) else {
            frame.emptyState([phrase("Room \(id) is no longer on the campus."), phrase("Esc goes back.")], row: 4)
            return
        }
        drawRoomTitle(view, in: &frame)
        frame.park(1, 1)
        var row = 2
        if isRoomy {
            frame.horizontalRule(at: Point(column: 1, row: 2), width: size.columns - 2)
            row = 3
        }
        draw(supply: facts.supply, of: view, row: row, column: 1, in: &frame)
        row += 2
        let detail = desk.detail(of: id)
        let half = (size.columns - 3) / 2
        let height = isRoomy ? 10 : 9
        let left = Rect(column: 1, row: row, columns: half, rows: height)
        let right = Rect(column: half + 4, row: row, columns: size.columns - half - 5, rows: height)
        frame.pane(left) { pane in drawMeter(view, facts, detail, in: &pane) }
        frame.verticalRule(at: Point(column: half + 2, row: row), height: height)
        frame.pane(right) { pane in drawBooks(view, detail, in: &pane) }
        row += height
        let circuits = circuits(of: view, detail)
        if !isRoomy, !circuits.isEmpty { return drawShort(circuits, row: row, in: &frame) }
        drawUse(view, facts, detail, row: row, column: 1, in: &frame)
        if !circuits.isEmpty {
            let rows = circuitRows(of: id)
            frame.pane(Rect(column: 1, row: row + 1, columns: size.columns - 2, rows: rows)) { drawCircuits(circuits, in: &$0) }
            row += rows
        }
        if journalHeight > 0 {
            let journal = Rect(column: 1, row: row + 2, columns: size.columns - 2, rows: journalHeight + 1)
            frame.pane(journal) { pane in drawJournal(detail, from: room.scrolled, in: &pane) }
        }
    }

    /// The room under the list's cursor, beside the list.
    func drawRoomBeside(_ id: RoomID, in pane: inout Frame) {
        let table = desk.shown
        guard let view = table[id], let facts = table.facts(of: id) else { return }
        let room = view.room
        pane.runs([(id.text, .title), (phrase("  building \(room.building), floor \(room.floor), \(room.beds) beds"), .dim)], 0, 0)
        pane.horizontalRule(at: Point(column: 0, row: 1), width: pane.size.columns)
        draw(supply: facts.supply, of: view, row: 2, column: 0, in: &pane)
        let detail = desk.detail(of: id)
        pane.pane(Rect(column: 0, row: 5, columns: pane.size.columns, rows: 10)) { drawMeter(view, facts, detail, in: &$0) }
        pane.pane(Rect(column: 0, row: 16, columns: pane.size.columns, rows: 10)) { drawBooks(view, detail, in: &$0) }
        drawUse(view, facts, detail, row: 27, column: 0, in: &pane)
        let circuits = circuits(of: view, detail)
        let rows = circuits.isEmpty ? 0 : min(circuits.count, 4) + 2
        if rows > 0 { pane.pane(Rect(column: 0, row: 29, columns: pane.size.columns, rows: rows - 1)) { drawCircuits(circuits, in: &$0) } }
        let rest = Rect(column: 0, row: 29 + rows, columns: pane.size.columns, rows: max(pane.size.rows - 29 - rows, 0))
        pane.pane(rest) { drawJournal(detail, from: 0, in: &$0) }
    }

    private func drawRoomTitle(_ view: RoomView, in frame: inout Frame) {
        let room = view.room
        var runs: [Run] = [(room.id.text, .title), (phrase("   building \(room.building), floor \(room.floor), \(room.beds) beds"), .text)]
        if !room.isOpen { runs += [(phrase("   CLOSED"), .stateCut)] }
        let meter: [Run] =
            view.meter.map { [(phrase("meter "), .dim), ($0.id.text, .text), (phrase("  bus "), .dim), ($0.bus.description, .text)] } ?? []
        frame.line(runs, meter, row: 1)
    }

    /// How the room is supplied in words: what is the case, and what can be done.
    private func draw(supply: SupplyState, of view: RoomView, row: Int, column: Int, in frame: inout Frame) {
        let report = supplyReport(supply, of: view)
        let (sentence, remedy) = (report.sentence, report.remedy)
        let room = frame.size.columns - column
        let indent = supply.word.cellWidth + 2
        if indent + sentence.cellWidth > room {
            frame.text(supply.word, column, row, supply.role)
            let lines = sentence.wrapped(to: max(room - indent, 10)).prefix(2)
            for (index, line) in lines.enumerated() { frame.text(line, column + indent, row + index) }
            for (index, line) in remedy.wrapped(to: room).prefix(3 - lines.count).enumerated() {
                frame.text(line, column, row + lines.count + index, .dim)
            }
            return
        }
        let used = frame.runs([(supply.word, supply.role), ("  ", .text), (sentence, .text)], column, row, width: room)
        // Beside the first sentence where it fits, below it where it does not.
        if used + 1 + remedy.cellWidth <= room {
            frame.text(remedy, column + used + 1, row, .dim)
        } else {
            for (index, line) in remedy.wrapped(to: max(room - 2, 10)).prefix(2).enumerated() {
                frame.text(line, column, row + 1 + index, .dim)
            }
        }
    }

    /// What the meter says.
    private func drawMeter(_ view: RoomView, _ facts: RoomFacts, _ detail: RoomDetail?, in pane: inout Frame) {
        let figures = Figures(glyphs: pane.glyphs)
        let reading = view.reading
        let age = reading.map { desk.now.milliseconds(since: $0.at) }
        pane.runs([(phrase("METER"), .header), ("  " + (age.map(Age.ago) ?? phrase("never read")), .dim)], 0, 0)
        let ink: Role = age.map { $0 > Age.stale } ?? false ? .stale : .text
        let ratio = Int64(view.meter?.ctRatio ?? 1)
        let unit = view.meter.map { figures.unit($0.unit) } ?? ""
        var lines = [
            FigureLine(phrase("remaining"), figures.energy(facts.left), "kWh", ink == .stale ? .stale : .strong),
            FigureLine(phrase("lasts"), figures.days(of: facts), phrase("days", context: "unit"), ink),
            FigureLine(phrase("overdraft"), figures.credit(reading?.overdraft), unit, ink, note: [(phrase("used"), .dim)]),
            FigureLine(phrase("free part"), figures.credit(reading?.subsidy), unit, ink),
            countLine(reading, detail),
            FigureLine(phrase("load"), figures.load(reading?.load.map { Power(watts: $0.watts * ratio) }), "kW", ink),
            FigureLine(phrase("voltage"), phases(reading?.voltages, decimals: 1, figures), "V", ink, note: factor(reading)),
            FigureLine(phrase("current"), phases(reading?.currents.map { $0 / 10 }, decimals: 2, figures), "A", ink),
            FigureLine(phrase("register"), figures.energy(reading?.register), "kWh", ink),
        ]
        if view.remaining?.unit == .money { lines[0].note = [(figures.credit(view.remaining) + phrase(" yuan"), .dim)] }
        for (index, line) in lines.enumerated() { line.draw(in: &pane, row: index + 1) }
        if let left = facts.left, view.remaining?.unit != .money, pane.size.columns >= FigureLine.notes + 8 {
            pane.remainingBar(left, facts.supply, desk.rules.alarms, at: Point(column: FigureLine.notes, row: 1), width: 8)
        }
    }

    /// Three phases stand below one label, the highest first in line.
    private func phases(_ values: [Int]?, decimals: Int, _ figures: Figures) -> String {
        guard let highest = values?.max() else { return figures.glyphs.nothing }
        return Decimals.text(Int64(highest), decimals: decimals)
    }

    private func factor(_ reading: Reading?) -> [Run] {
        reading?.powerFactor.map { [(phrase("pf "), .dim), (Decimals.text(Int64($0) / 10, decimals: 2), .text)] } ?? []
    }

    /// The purchase counts of both sides: the shortest proof that every sale has arrived once.
    private func countLine(_ reading: Reading?, _ detail: RoomDetail?) -> FigureLine {
        guard let count = reading?.count else { return FigureLine(phrase("purchases"), "", note: []) }
        guard let detail else { return FigureLine(phrase("purchases"), String(count)) }
        let agrees = count == detail.expectedCount
        return FigureLine(
            phrase("purchases"), String(count), "", agrees ? .text : .stateLow,
            note: agrees ? [(phrase("match"), .dim)] : [(phrase("books \(detail.expectedCount)"), .stateLow)])
    }

    /// What the books say: wallets, lots, the last sale.
    private func drawBooks(_ view: RoomView, _ detail: RoomDetail?, in pane: inout Frame) {
        let figures = Figures(glyphs: pane.glyphs)
        guard let account = detail?.account else {
            pane.text(phrase("BOOKS"), 0, 0, .header)
            pane.text(detail == nil ? phrase("loading") : phrase("nothing is booked for this room yet"), 0, 1, .dim)
            return
        }
        let reached = account.reached.map { phrase("  use posted to ") + monthDay($0.at) } ?? ""
        pane.runs([(phrase("BOOKS"), .header), (reached, .dim)], 0, 0)
        let unit = figures.unit(account.balance.unit)
        var lines = [
            FigureLine(phrase("balance"), figures.credit(account.balance), unit, .strong),
            FigureLine(
                phrase("purchased"), figures.credit(account.purchased), unit,
                note: [(figures.money(account.prepaid), .text), (phrase(" yuan"), .dim)]),
            FigureLine(phrase("free"), figures.credit(account.subsidy), unit),
        ]
        if account.emergency.hundredths > 0 {
            lines.append(FigureLine(phrase("borrowed"), figures.credit(account.emergency), unit, .stateLow))
        }
        if let order = detail?.orders.first(where: { $0.state.isOpen && $0.task.relay == nil }) {
            lines.append(
                FigureLine(
                    phrase("under way"), figures.change(order.task.change), unit, .amountIn, note: [(order.state.spoken, order.state.role)])
            )
        }
        if let sale = detail?.entries.first(where: { $0.draft.kind == .sale }) {
            lines.append(
                FigureLine(phrase("last sale"), figures.money(sale.draft.paid), phrase("yuan"), note: [(monthDay(sale.at), .dim)]))
        }
        for (index, line) in lines.enumerated() { line.draw(in: &pane, row: index + 1) }
        drawLots(account.lots, row: lines.count + 2, in: &pane)
    }

    private func drawLots(_ lots: [Lot], row: Int, in pane: inout Frame) {
        let figures = Figures(glyphs: pane.glyphs)
        let room = pane.size.rows - row
        guard room > 0, !lots.isEmpty else { return }
        // What is used first stands first.
        for (index, lot) in lots.prefix(lots.count > room ? room - 1 : room).enumerated() {
            let isFree = lot.wallet == .subsidy
            let expires: [Run] = lot.expires.map { [(phrase("until \($0.description.dropFirst(5))"), .dim)] } ?? []
            let worth: [Run] = lot.paid.fen > 0 ? [(figures.money(lot.worth), .text), (phrase(" yuan"), .dim)] : []
            let credited: [Run] = pane.size.columns >= 52 ? [(phrase("  of \(figures.credit(lot.credited))"), .dim)] : []
            let line = FigureLine(
                (isFree ? phrase("free") : phrase("paid")) + " \(lot.id.entry)", figures.credit(lot.left), figures.unit(lot.left.unit),
                note: (isFree ? expires : worth) + credited)
            line.draw(in: &pane, row: row + index)
        }
        if lots.count > room { pane.text(phrase("and \(lots.count - room + 1) lots more"), 0, row + room - 1, .dim) }
    }

    /// A fortnight of use.
    private func drawUse(_ view: RoomView, _ facts: RoomFacts, _ detail: RoomDetail?, row: Int, column: Int, in frame: inout Frame) {
        let figures = Figures(glyphs: frame.glyphs)
        frame.text(phrase("use a day"), column, row, .dim)
        let days = (detail?.dailyUse ?? []).suffix(14)
        let values = days.map { $0.energy.map { Int($0.wattHours) } }
        frame.sparkline(at: Point(column: column + 11, row: row), width: 14, values: values)
        var groups: [[Run]] = [[(phrase("mean "), .dim), (figures.energy(view.meanUse), .text), (" kWh", .dim)]]
        if let first = days.first, let most = days.compactMap(\.energy).max() {
            groups.append([(phrase("most "), .dim), (figures.energy(most), .text), (" kWh", .dim)])
            groups.append([(phrase("from \(String(first.day.description.dropFirst(5)))"), .dim)])
        }
        frame.groups(groups, column + 27, row)
    }

    /// `11-21` for days of the year that stands in every date anyway.
    func monthDay(_ instant: Instant) -> String { String(desk.wall(instant).day.description.dropFirst(5)) }
}
