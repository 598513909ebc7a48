import Domain
import Operations
import Phrases
import Terminal

extension Console {
    /// `+`: to the review, and from there, with the count typed, into the books.
    mutating func reviewOrPost() -> [Effect] {
        guard let grid else { return [] }
        switch grid.stage {
        case .editing: return reviewGrid()
        case .review(let plan, let request, let count): return postGrid(plan, request, count)
        case .planning, .committing, .done: return []
        }
    }

    private mutating func reviewGrid() -> [Effect] {
        guard var grid else { return [] }
        grid.judge(desk)
        let (lines, again) = grid.lines()
        guard !lines.isEmpty else {
            self.grid = grid
            return refuse(
                grid.totals.held > 0
                    ? phrase("All amounts are held back: y releases a row after a look.") : phrase("There is no amount to post yet."))
        }
        planNumber += 1
        let request = GridRequest(number: planNumber, lines: lines, again: again ? grid.number : 0)
        grid.stage = .planning(request)
        grid.complaint = []
        let kept: [Effect] = [.grid(.keep(grid.draft))]
        grid.isDirty = false
        self.grid = grid
        return kept + [.grid(.plan(request))]
    }

    private mutating func postGrid(_ plan: Plan, _ request: GridRequest, _ count: TextField) -> [Effect] {
        guard var grid else { return [] }
        guard let typed = Int(count.text), typed == grid.reviewed?.count else {
            grid.stage = .review(plan, request, count: TextField(kind: .digits, limit: 6))
            self.grid = grid
            let words =
                count.text.isEmpty
                ? phrase("Type how many rooms get credit, then +.")
                : phrase("\(count.text) is not the number of rooms. Nothing was posted.")
            return refuse(words)
        }
        grid.stage = .committing(plan, request, since: desk.now)
        let draft = grid.draft
        self.grid = grid
        return [.grid(.keep(draft)), .commit(plan)]
    }

    /// The count on the review page; every other key but the way back does nothing there.
    mutating func typeCount(_ key: Key) -> [Effect]? {
        guard var grid, case .review(let plan, let request, var count) = grid.stage else { return nil }
        switch key.folded {
        case .escape, .function(12), .function(10), .character("q"):
            grid.stage = .editing
            self.grid = grid
            return []
        case .character("+"), .function(1), .character("?"), .control("c"), .control("p"): return nil
        case .character, .backspace, .delete, .left, .right, .control("u"), .paste:
            if case .paste = key { return refuse(phrase("The count is typed, not pasted.")) }
            guard count.handle(key) == .taken else { return refuse(phrase("Only digits: how many rooms get credit.")) }
            grid.stage = .review(plan, request, count: count)
            self.grid = grid
            return []
        default: return refuse(phrase("Type how many rooms get credit, then +. Esc goes back to the amounts."))
        }
    }

    /// Takes what the background answered about the grid.
    mutating func take(_ news: GridNews) -> [Effect] {
        switch news {
        case .plan(let plan, let request):
            guard var grid, case .planning(request) = grid.stage else { return [] }
            if plan.changes.isEmpty {
                grid.stage = .editing
                grid.complaint =
                    [phrase("None of these rooms can be sold to.")]
                    + plan.refusals.prefix(2).map { "\($0.row.room): \($0.refusal.sentences[0])" }
            } else {
                grid.stage = .review(plan, request, count: TextField(kind: .digits, limit: 6))
                grid.reviewed = GridReview(plan, grid, price: desk.price) { desk.wall($0).minutes }
            }
            self.grid = grid
            // What was typed while the plan was made was typed without seeing it.
            return [.flushInput]
        case .sales(let sales):
            guard var grid else { return [] }
            grid.sales.merge(sales) { $1 }
            grid.judge(desk)
            self.grid = grid
        case .kept(let number, let at): if grid?.number == number { grid?.keptAt = at }
        case .draft(let draft, let sold): offer(draft, sold: sold)
        case .file(let name, let rows, let problems): return takeFile(name, rows, problems)
        }
        return []
    }

    /// Takes what came of a commit; nil when it was of something else.
    mutating func takeInGrid(_ plan: Plan, _ outcome: CommitOutcome) -> [Effect]? {
        guard var grid, case .committing(let mine, _, let since) = grid.stage, mine.id == plan.id else { return nil }
        let rows: [CommittedRow]
        let existed: Bool
        switch outcome {
        case .committed(let new): (rows, existed) = (new, false)
        case .exists(let old): (rows, existed) = (old, true)
        case .stale(let reasons):
            grid.stage = .editing
            let rooms = reasons.keys.sorted()
            grid.complaint =
                [phrase("Nothing was sold: something changed since the review.")]
                + rooms.prefix(2).map { "\($0): \(reasons[$0]?.sentences[0] ?? "")" } + [phrase("+ reviews it anew.")]
            self.grid = grid
            return [.bell]
        }
        let byRoom = Dictionary(rows.map { ($0.room, $0) }) { first, _ in first }
        var result = GridResult(plan: plan, rows: byRoom, existed: existed, since: since)
        result.take(rows.compactMap { $0.order.flatMap { desk.orders[$0] } })
        grid.stage = .done(result)
        // What was not sold stays marked, to be tried again, and stays on the disk.
        let left = grid.rows.filter { byRoom[$0.room] == nil && !$0.source.isEmpty }
        grid.list.unmarkAll()
        grid.list.mark(left.map(\.id))
        rooms.unmark(byRoom.keys)
        self.grid = grid
        let draft = GridDraft(number: grid.number, rows: left.map { GridDraft.Row(room: $0.room, amount: $0.amount) })
        return [.grid(left.isEmpty ? .drop(grid.number) : .keep(draft)), .loadOrders]
    }

    /// Takes a problem of planning or committing; false when it belongs to something else.
    mutating func takeInGrid(_ problem: Problem) -> Bool {
        guard var grid else { return false }
        switch (grid.stage, problem.subject) {
        case (.planning(let request), .gridPlanning(let number)) where request.number == number: grid.stage = .editing
        case (.committing(let plan, let request, _), .commit(let id)) where plan.id == id:
            // The same plan may be posted again: its id makes sure that it happens once.
            grid.stage = .review(plan, request, count: TextField(kind: .digits, limit: 6))
        default: return false
        }
        grid.complaint = problem.sentences
        self.grid = grid
        return true
    }

    /// Once a second: what is known of the rooms may have changed, and what was typed goes to the disk.
    mutating func tickGrid() -> [Effect] {
        guard grid?.isEditing == true else { return [] }
        if screen == .grid { grid?.judge(desk) }
        return keepDraft()
    }

    /// Goes on with what was not sold, after a posting.
    mutating func retryGrid() -> [Effect] {
        guard let grid, case .done(let result) = grid.stage else { return [] }
        let left = grid.rows.filter { result.rows[$0.room] == nil && !$0.source.isEmpty }
        guard !left.isEmpty else { return refuse(phrase("Everything was sold; nothing is left to be tried again.")) }
        var next = GridState(number: max(desk.now.milliseconds, grid.number + 1))
        next.add(left.map { GridDraft.Row(room: $0.room, amount: $0.amount) })
        next.sales = grid.sales
        next.list.mark(next.rowIDs)
        return [.grid(.drop(grid.number))] + take(next) + [.grid(.sales(left.map(\.room)))]
    }

    /// The order of a row that was posted.
    func order(of row: GridRow, in result: GridResult) -> Order? {
        result.rows[row.room]?.order.flatMap { result.orders[$0] ?? desk.orders[$0] }
    }
}

/// How far the orders of a grid have come.
struct GridProgress: Hashable, Sendable {
    var total = 0
    var confirmed = 0
    /// Orders that ended without the meter having the credit, or that want a person.
    var troubled = 0

    var open: Int { total - confirmed - troubled }

    /// Seconds that the rest takes at the pace so far; nil before there is one.
    func secondsLeft(since: Instant, now: Instant) -> Int64? {
        let done = Int64(total - open)
        guard open > 0, done > 0 else { return nil }
        return max(now.milliseconds(since: since), 1) * Int64(open) / done / 1000
    }
}

extension GridProgress {
    /// How far the orders of a posted grid have come.
    init(of result: GridResult) {
        for row in result.rows.values {
            guard let id = row.order else { continue }
            total += 1
            switch result.orders[id]?.state {
            case .confirmed: confirmed += 1
            case .refused, .expired, .withdrawn, .disputed, .unknown: troubled += 1
            case .queued, .sent, nil: break
            }
        }
    }
}
