import Terminal

extension Console {
    /// Lines that a turn of the wheel moves.
    private static let wheel = 3

    /// A click brings the cursor onto what is under it, the wheel moves it. Neither opens, marks, edits or posts anything, and before a
    /// dialog, a form or a gate both do nothing.
    mutating func handle(_ event: Key.Mouse) -> [Effect] {
        guard overlay == nil, screen != .grid || grid?.isEditing == true && grid?.cell == nil else { return [] }
        switch event {
        case .wheelUp: return moveLines(-Self.wheel)
        case .wheelDown: return moveLines(Self.wheel)
        case .click(let point):
            guard screen == .wall else { return moveLines(linesAway(from: point.row)) }
            if let place = wallPlace(at: point) {
                // Digits half typed are given up, as by every other move.
                jump = Jump()
                (wall.place, wall.cursor) = (place, desk.shown.ids[place])
            }
            return []
        }
    }

    /// Moves as so many arrows would, on screens that have them.
    private mutating func moveLines(_ count: Int) -> [Effect] {
        let key: Key = count < 0 ? .up : .down
        guard let command = Command.forKey(key, on: screen), command.id == .move else { return [] }
        return (0..<abs(count)).flatMap { _ in run(command, key) }
    }

    /// How many lines below that of the cursor a row of the screen is; 0 for a row without a line.
    private func linesAway(from row: Int) -> Int {
        guard let view = listInView, let line = view.line, let cursor = frame().cursor else { return 0 }
        let away = row - cursor.row
        return (0..<view.count).contains(line + away) ? away : 0
    }

    /// The line of the cursor in the list on the screen, and how many lines of it are in view; nil on screens without one.
    private var listInView: (line: Int?, count: Int)? {
        func view<ID>(_ list: ListState<ID>) -> (line: Int?, count: Int) { (list.cursorLine, list.visible.count) }
        switch visits.current {
        case .buildings: return view(buildings.list)
        case .rooms: return view(rooms.list)
        case .grid: return grid.map { view($0.list) }
        case .orders: return view(orderList)
        case .reconcile: return view(reconciliation.list)
        case .buses: return view(busList)
        case .papers: return view(papers.list)
        case .subsidy: return view(subsidy.list)
        case .refunds: return view(refund.runList)
        case .refundStart: return view(refund.startList)
        case .unclaimed: return view(refund.unclaimedList)
        case .refund: return view(refund.list)
        case .roster: return view(roster.list)
        case .wall, .room, .topUp, .trace, .paper, .chart, .refundRoom: return nil
        }
    }
}
