import Domain
import Operations
import Phrases
import Terminal

/// A range of marks that is being drawn: everything between where it began and the cursor.
struct MarkRange: Sendable {
    /// The room where it began.
    let from: RoomID
    /// What was marked before.
    let before: Set<RoomID>
}

extension RoomsState {
    /// Marks what lies between the beginning of the range and the cursor, beside what was marked before.
    mutating func extendRange() {
        guard let range, let start = order.firstIndex(of: range.from), list.cursor != nil else { return }
        let end = list.index
        list.unmarkAll()
        list.mark(range.before)
        list.mark(order[min(start, end)...max(start, end)])
    }

    /// Ends a range; what it marked stays, or what was marked before comes back.
    mutating func endRange(keeping: Bool) {
        if let range, !keeping {
            list.unmarkAll()
            list.mark(range.before)
        }
        range = nil
    }

    /// Takes the marks of these rooms away.
    mutating func unmark(_ rooms: some Sequence<RoomID>) {
        let marks = list.marks
        list.unmarkAll()
        list.mark(marks.subtracting(rooms))
    }
}

extension Console {
    /// Marks by a command. Marks hold rooms, not lines: they stay when the list is sorted, filtered or read anew.
    mutating func mark(_ id: Command.ID) {
        rooms.moved(at: desk.now)
        switch id {
        case .mark:
            rooms.range = nil
            rooms.list.toggleMark()
            rooms.list.move(by: 1, in: rooms.order)
        case .markAll: rooms.list.mark(rooms.order)
        case .invertMarks: rooms.list.invertMarks(of: rooms.order)
        case .markRange:
            if rooms.range == nil, let room = rooms.list.cursor {
                rooms.range = MarkRange(from: room, before: rooms.list.marks)
                rooms.extendRange()
                return
            }
        default: rooms.list.unmarkAll()
        }
        rooms.range = nil
    }

    /// The marked rooms: those that are shown in their order, then the others in campus order.
    var markedRooms: [RoomID] {
        let shown = rooms.list.marked(in: rooms.order).rows
        if shown.count == rooms.list.marks.count { return shown }
        let hidden = rooms.list.marks.subtracting(shown)
        return shown + desk.live.ids.filter(hidden.contains)
    }

    /// Opens the grid with the marked rooms. Those that an import took away meanwhile are told, not passed over.
    mutating func sellToMarked() -> [Effect] {
        let marked = markedRooms
        let gone = rooms.list.marks.subtracting(marked).sorted()
        guard !marked.isEmpty else { return refuse(phrase("None of the marked rooms is on the campus any more.")) }
        let effects = openGrid(with: marked)
        if !gone.isEmpty {
            let names = gone.prefix(5).map(\.text).joined(separator: ", ") + (gone.count > 5 ? " ..." : "")
            say(phrase("No longer on the campus, and left out: \(names)"), .warning)
        }
        return effects
    }

    /// Of the rooms that are shown those that a filter means.
    func shownRooms(matching filter: Filter) -> [RoomID] {
        let table = desk.shown
        let places = rooms.order.compactMap { table.place(of: $0) }
        return filter.rows(of: table, among: places, now: desk.now).map { table.ids[$0] }
    }

    /// Marks, of the rooms that are shown, those that a filter means; answers how many.
    mutating func mark(matching filter: Filter) -> Int {
        let found = shownRooms(matching: filter)
        rooms.list.mark(found)
        rooms.range = nil
        return found.count
    }

    /// Shift with an arrow marks on the way, as in other lists.
    mutating func markOnTheWay(_ motion: Key.Motion) {
        guard let room = rooms.list.cursor else { return }
        if rooms.range == nil { rooms.range = MarkRange(from: room, before: rooms.list.marks) }
        switch motion {
        case .up: rooms.list.move(by: -1, in: rooms.order)
        case .down: rooms.list.move(by: 1, in: rooms.order)
        case .pageUp: rooms.list.move(by: -max(rooms.list.height - 1, 1), in: rooms.order)
        case .pageDown: rooms.list.move(by: max(rooms.list.height - 1, 1), in: rooms.order)
        case .home: rooms.list.move(to: 0, in: rooms.order)
        case .end: rooms.list.move(to: rooms.order.count - 1, in: rooms.order)
        case .left, .right: break
        }
        rooms.extendRange()
        rooms.moved(at: desk.now)
    }

    /// What is marked: how many, what they have left together, and how many of them are not shown. Empty without marks.
    func markRuns(_ figures: Figures) -> [Run] {
        let marks = rooms.list.marks
        guard !marks.isEmpty else { return [] }
        let table = desk.shown
        // Beyond this adding up would cost more than a frame may.
        guard marks.count <= 2000 else {
            return [(figures.count(marks.count), .mark), (phrase(" of \(figures.count(table.ids.count)) marked"), .text)]
        }
        let known = marks.compactMap { table.place(of: $0) }
        let left = known.reduce(Energy.zero) { $0 + (table.facts(at: $1).left ?? .zero) }
        var runs: [Run] = [(figures.count(known.count), .mark), (phrase(" of \(figures.count(table.ids.count)) marked"), .text)]
        runs += [("   \(figures.energy(left))", .strong), (phrase(" kWh left together"), .dim)]
        let hidden = rooms.hidden(among: known)
        if hidden > 0 { runs += [(phrase("   \(hidden) not shown"), .warning)] }
        if known.count < marks.count { runs += [(phrase("   \(marks.count - known.count) gone"), .warning)] }
        return runs
    }
}
