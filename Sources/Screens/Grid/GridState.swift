import Domain
import Operations
import Terminal

/// A room of the grid with the amount that somebody gave it.
struct GridRow: Hashable, Sendable, Identifiable {
    /// Its number in the grid, for good: the same room may have been pasted twice.
    let id: Int
    let room: RoomID
    /// Yuan, as it will be planned; empty for none.
    private(set) var amount = ""
    /// Whether somebody has looked at what holds it back.
    var isReleased = false
    /// Where the amount was computed from; empty for one that was typed.
    private(set) var formula = ""
    /// Why the formula gave no amount.
    private(set) var complaint = ""

    init(id: Int, _ row: GridDraft.Row) {
        self.id = id
        room = row.room
        amount = row.amount
        isReleased = row.isReleased
    }

    var money: Money? { Money(yuan: amount) }

    /// What another row is filled with from this one.
    var source: String { formula.isEmpty ? amount : formula }

    /// Gives it an amount, or none. What was released before was another amount.
    mutating func set(_ text: String, formula: String = "", complaint: String = "") {
        (amount, self.formula, self.complaint, isReleased) = (Money(yuan: text)?.description ?? text, formula, complaint, false)
    }
}

/// Amounts for many rooms, from the first digit to the proof of every meter.
struct GridState: Sendable {
    /// How far it has come. Each step back is free until the commit.
    enum Stage: Sendable {
        case editing
        /// Waiting for the plan; keys are dropped, because they were typed without seeing it.
        case planning(GridRequest)
        /// The plan is on the screen; the count and then `+` post it.
        case review(Plan, GridRequest, count: TextField)
        case committing(Plan, GridRequest, since: Instant)
        /// It stands in the books; the orders go their way.
        case done(GridResult)
    }

    /// The most rows of a grid.
    static let mostRows = 20_000

    let number: Int64
    private(set) var rows: [GridRow] = []
    private(set) var verdicts: [GridVerdict] = []
    private(set) var totals = GridTotals()
    var list = ListState<Int>()
    /// What is being typed into the cell under the cursor; nil while nothing is.
    var cell: TextField?
    var stage = Stage.editing
    /// What the review shows, worked out once when the plan came.
    var reviewed: GridReview?
    /// The last sale of each room, once it is known.
    var sales: [RoomID: LastSale] = [:]
    /// Why it does not go on, and what to do; empty when it does.
    var complaint: [String] = []
    var keptAt: Instant?
    /// Whether something was typed that is not on the disk yet.
    var isDirty = false
    private var next = 0
    /// The rows before the last changes, the newest last.
    private var past: [[GridRow]] = []

    init(number: Int64) { self.number = number }

    var rowIDs: [Int] { rows.map(\.id) }

    /// The row under the cursor.
    var inHand: GridRow? { rows.indices.contains(list.index) ? rows[list.index] : nil }

    var isEditing: Bool { if case .editing = stage { true } else { false } }

    /// The draft as it is to be kept.
    var draft: GridDraft {
        var draft = GridDraft(
            number: number, rows: rows.map { GridDraft.Row(room: $0.room, amount: $0.amount, isReleased: $0.isReleased) })
        if case .committing(let plan, _, _) = stage { draft.plan = plan.id }
        return draft
    }

    /// Adds rows; rooms that stand in the grid without an amount take the new one instead of standing twice.
    mutating func add(_ added: [GridDraft.Row]) {
        remember()
        var places = Dictionary(rows.enumerated().map { ($1.room, $0) }) { first, _ in first }
        for row in added {
            if let place = places[row.room], rows[place].amount.isEmpty || row.amount.isEmpty {
                if !row.amount.isEmpty { rows[place] = GridRow(id: rows[place].id, row) }
            } else {
                places[row.room] = rows.count
                rows.append(GridRow(id: next, row))
                next += 1
            }
        }
    }

    /// Changes rows, so that it can be taken back.
    mutating func change(_ places: some Sequence<Int>, _ edit: (inout GridRow) -> Void) {
        remember()
        for place in places where rows.indices.contains(place) { edit(&rows[place]) }
    }

    /// Takes a row out of the grid.
    mutating func removeRow(at place: Int) {
        guard rows.indices.contains(place) else { return }
        remember()
        rows.remove(at: place)
    }

    /// Keeps only these rooms, all of them marked.
    mutating func keep(only rooms: Set<RoomID>) {
        rows.removeAll { !rooms.contains($0.room) }
        list.unmarkAll()
        list.mark(rows.map(\.id))
        past = []
    }

    /// Takes the last change of amounts back; false when there is none.
    mutating func undoAmount() -> Bool {
        guard let before = past.popLast() else { return false }
        rows = before
        isDirty = true
        return true
    }

    private mutating func remember() {
        past.append(rows)
        if past.count > 30 { past.removeFirst() }
        isDirty = true
    }

    /// Takes over how the orders of what was posted stand now.
    mutating func take(_ orders: [Order]) {
        guard case .done(var result) = stage else { return }
        result.take(orders)
        stage = .done(result)
    }

    /// The places of the marked rows, in order.
    var markedPlaces: [Int] { list.marks.isEmpty ? [] : rows.indices.filter { list.marks.contains(rows[$0].id) } }

    /// Judges every row anew, and adds up.
    mutating func judge(_ desk: Desk) {
        let times = Dictionary(rows.lazy.filter { !$0.amount.isEmpty }.map { ($0.room, 1) }, uniquingKeysWith: +)
        let today = Day(of: desk.now, at: desk.rules.offset)
        verdicts = rows.map { verdict(of: $0, times: times[$0.room] ?? 0, today: today, desk) }
        totals = GridTotals()
        totals.rows = rows.count
        for (row, verdict) in zip(rows, verdicts) {
            switch verdict {
            case .empty: break
            case .ready, .released:
                totals.ready += 1
                totals.money += row.money ?? .zero
            case .held: totals.held += 1
            case .refused, .noValue: totals.refused += 1
            }
        }
    }

    private func verdict(of row: GridRow, times: Int, today: Day, _ desk: Desk) -> GridVerdict {
        if !row.complaint.isEmpty { return .noValue(row.complaint) }
        guard let view = desk.live[row.room] else { return .refused(.unknownRoom(row.room, nearest: [])) }
        if row.amount.isEmpty { return .empty }
        if times > 1 { return .refused(.twiceInList(row.room)) }
        let rules = desk.rules.sales
        guard let money = row.money else { return .refused(.unreadableAmount(row.amount)) }
        if money == .zero { return .refused(.zeroAmount) }
        if money < rules.smallest { return .refused(.belowSmallest(money, smallest: rules.smallest)) }
        if money > rules.largest, desk.actor.role != .supervisor { return .refused(.aboveLargest(money, largest: rules.largest)) }
        if !view.room.isOpen { return .refused(.roomClosed) }
        if view.meter == nil { return .refused(.noMeter) }
        guard let hold = hold(on: row, money: money, today: today, desk) else { return .ready }
        return row.isReleased ? .released(hold) : .held(hold)
    }

    private func hold(on row: GridRow, money: Money, today: Day, _ desk: Desk) -> GridHold? {
        if let sale = sales[row.room], Day(of: sale.at, at: desk.rules.offset) == today { return .soldToday(sale) }
        return money > desk.rules.sales.largest ? .aboveLargest(desk.rules.sales.largest) : nil
    }

    /// The lines to plan, and whether some of them were released.
    func lines() -> (lines: [TopUpLine], again: Bool) {
        var lines: [TopUpLine] = []
        var again = false
        for (row, verdict) in zip(rows, verdicts) {
            switch verdict {
            case .ready: break
            case .released(.soldToday): again = true
            case .released(.aboveLargest): break
            case .empty, .held, .refused, .noValue: continue
            }
            if let money = row.money { lines.append(TopUpLine(room: row.room, money: money)) }
        }
        return (lines, again)
    }
}
