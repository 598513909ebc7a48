import Domain
import Operations
import Phrases
import Terminal

extension Console {
    /// Opens the grid with the marked rooms, or as it stands.
    ///
    /// Amounts that wait, of this console or of one that died, are never dropped on the way: whoever opens the grid sees them first.
    mutating func openGrid(with rooms: [RoomID] = []) -> [Effect] {
        if case .done = grid?.stage, !rooms.isEmpty { grid = nil }
        if let draft = offeredDraft, grid == nil || grid?.rows.isEmpty == true {
            if rooms.isEmpty { return openDraft(draft) }
            overlay = .chooser(.draft(amounts: draft.amounts, rooms: rooms.count))
            waitingRooms = rooms
            return []
        }
        if let grid, grid.isEditing, grid.totals.rows > 0, grid.draft.amounts > 0, !rooms.isEmpty {
            overlay = .chooser(.draft(amounts: grid.draft.amounts, rooms: rooms.count))
            waitingRooms = rooms
            return []
        }
        return startGrid(with: rooms)
    }

    /// Opens a grid of these rooms; without any, the one that is there.
    private mutating func startGrid(with rooms: [RoomID]) -> [Effect] {
        leaveForm()
        visits.go(to: .grid)
        guard !rooms.isEmpty || grid == nil else { return [] }
        var new = GridState(number: desk.now.milliseconds)
        new.add(rooms.map { GridDraft.Row(room: $0, amount: "") })
        new.isDirty = false
        new.judge(desk)
        grid = new
        return rooms.isEmpty ? [] : [.grid(.sales(rooms))]
    }

    /// What was chosen about amounts that waited when rooms were marked.
    mutating func choose(_ choice: Chooser.DraftChoice) -> [Effect] {
        let rooms = waitingRooms
        waitingRooms = []
        switch choice {
        case .goOn:
            var effects = offeredDraft.map { openDraft($0) } ?? startGrid(with: [])
            guard var grid else { return effects }
            grid.add(rooms.map { GridDraft.Row(room: $0, amount: "") })
            effects += take(grid)
            return effects + [.grid(.sales(rooms))]
        case .startAnew:
            let dropped = offeredDraft?.number ?? grid?.number
            (offeredDraft, grid) = (nil, nil)
            return startGrid(with: rooms) + (dropped.map { [.grid(.drop($0))] } ?? [])
        }
    }

    /// Remembers a draft that an earlier console left, and says so; it takes no keys.
    mutating func offer(_ draft: GridDraft, sold: [CommittedRow]?) {
        guard grid == nil else { return }
        if let sold {
            // The console died between the commit and the good news.
            var posted = GridState(number: draft.number)
            posted.add(draft.rows)
            posted.judge(desk)
            let rows = Dictionary(sold.map { ($0.room, $0) }) { first, _ in first }
            let day = Day(of: desk.now, at: desk.rules.offset)
            let plan = Plan(id: draft.plan ?? PlanID(""), kind: .topUp, madeAt: desk.now, day: day, actor: desk.actor, rows: [])
            var result = GridResult(plan: plan, rows: rows, existed: true, since: desk.now)
            result.take(sold.compactMap { $0.order.flatMap { desk.orders[$0] } })
            posted.stage = .done(result)
            posted.list.mark(posted.rows.filter { rows[$0.room] == nil && !$0.amount.isEmpty }.map(\.id))
            grid = posted
            say(
                rows.count == 1
                    ? phrase("Top-ups of 1 room were posted before the console ended: g t shows them")
                    : phrase("Top-ups of \(rows.count) rooms were posted before the console ended: g t shows them"),
                .warning)
        } else if draft.amounts > 0 {
            offeredDraft = draft
        }
    }

    private mutating func openDraft(_ draft: GridDraft) -> [Effect] {
        var restored = GridState(number: draft.number)
        restored.add(draft.rows)
        restored.isDirty = false
        restored.judge(desk)
        grid = restored
        offeredDraft = nil
        visits.go(to: .grid)
        say(phrase("\(draft.amounts) amounts that were not posted are here again"))
        return [.grid(.sales(Array(Set(draft.rows.map(\.room)))))]
    }

    /// Adds the rows of a file to the grid.
    mutating func takeFile(_ name: String, _ rows: [GridDraft.Row], _ problems: [String]) -> [Effect] {
        guard screen == .grid, var grid, grid.isEditing else { return [] }
        guard grid.rows.count + rows.count <= GridState.mostRows else {
            return refuse(phrase("\(name) has more rows than the \(GridState.mostRows) of a grid; nothing was taken."))
        }
        grid.add(rows)
        let effects = take(grid)
        self.grid?.complaint = problems.isEmpty ? [] : [phrase("Of \(name) \(problems.count) lines were not taken.")] + problems.prefix(2)
        say(phrase("\(rows.count) rooms of \(name)"), problems.isEmpty ? .toast : .warning)
        return effects + [.grid(.sales(Array(Set(rows.map(\.room)))))]
    }

    /// Esc on the grid: one step back. The amounts stay, here and on the disk.
    mutating func leaveGrid() -> [Effect] {
        guard let grid else { return goBack() }
        switch grid.stage {
        case .committing: return refuse(phrase("The sales are being written; a moment."))
        case .planning, .review:
            self.grid?.stage = .editing
            return []
        case .editing:
            let kept = keepDraft()
            if grid.draft.amounts > 0 { say(phrase("\(grid.draft.waiting) here: g t goes on")) }
            return kept + goBack()
        case .done:
            let number = grid.number
            self.grid = nil
            return [.grid(.drop(number))] + goBack()
        }
    }
}

extension Chooser {
    /// What becomes of amounts that wait when other rooms are to be topped up.
    enum DraftChoice: Hashable, Sendable {
        case goOn, startAnew
    }

    static func draft(amounts: Int, rooms: Int) -> Chooser {
        Chooser(
            question: phrase("\(amounts) amounts that were not posted wait in the grid"),
            options: [
                Option(
                    letter: "g", label: phrase("Go on with them"), note: phrase("and add the \(rooms) marked rooms"), choice: .draft(.goOn)),
                Option(
                    letter: "n", label: phrase("Begin anew"), note: phrase("with the marked rooms; the amounts are gone"),
                    choice: .draft(.startAnew)),
            ])
    }
}
