import Domain
import Operations
import Phrases
import Terminal

extension Console {
    /// A key on the grid that goes into a cell or a field; nil when it is a command's.
    mutating func typeInGrid(_ key: Key) -> [Effect]? {
        guard let grid else { return nil }
        switch grid.stage {
        case .editing: return typeInCell(key)
        case .review: return typeCount(key)
        case .planning, .committing: return leavesGrid(key) ? nil : []
        case .done: return nil
        }
    }

    private func leavesGrid(_ key: Key) -> Bool {
        guard let command = Command.forKey(key.folded, on: .grid) else { return false }
        return [.escape, .back, .quit, .help, .palette].contains(command.id)
    }

    /// Digits begin a cell, and go on in it; in a formula every sign but Enter is text.
    private mutating func typeInCell(_ key: Key) -> [Effect]? {
        guard var grid else { return nil }
        let key = key.folded
        guard var cell = grid.cell else {
            guard case .character(let character) = key, character.isASCII, character.isNumber || character == "=" else { return nil }
            guard grid.inHand != nil else { return refuse(phrase("There is no room in the grid yet.")) }
            grid.cell = TextField(String(character), limit: character == "=" ? 60 : 12)
            self.grid = grid
            return []
        }
        let isFormula = cell.text.hasPrefix("=")
        switch key {
        case .escape, .function(12):
            grid.cell = nil
            self.grid = grid
            return []
        case .enter, .down: return acceptCell(moving: 1)
        case .up: return acceptCell(moving: -1)
        case .character(let character) where !isFormula && !(character.isNumber || character == "."):
            // A sign of the pad, or a letter that is a command: the amount is taken first.
            if grid.cell?.text.isEmpty == false, Command.forKey(key, on: .grid) == nil { return refuse(Self.amountWords) }
            let effects = acceptCell(moving: 0)
            return self.grid?.cell == nil ? nil : effects
        case .paste: return pasteIntoGrid(key)
        default: break
        }
        switch cell.handle(key) {
        case .taken:
            grid.cell = cell.text.isEmpty ? nil : cell
            self.grid = grid
            return []
        case .refused: return refuse(Self.amountWords)
        case .ignored: return nil
        }
    }

    private static var amountWords: String { phrase("An amount takes digits and one point; = begins a formula.") }

    /// Takes what was typed into its row, and moves on; a formula stays in hand, to be given to other rooms.
    mutating func acceptCell(moving step: Int) -> [Effect] {
        guard var grid, let cell = grid.cell else { return [] }
        let typed = cell.text
        let isFormula = typed.hasPrefix("=")
        if !isFormula, Money(yuan: typed) == nil { return refuse(phrase("\"\(typed)\" is no amount: yuan with at most two decimals.")) }
        do throws(GridFormula.Complaint) {
            try fill([grid.list.index], with: typed, in: &grid)
        } catch {
            return refuse(error.message)
        }
        grid.cell = nil
        if isFormula {
            say(phrase("* gives the formula to every room, / to the marked ones"))
        } else if step != 0 {
            grid.list.move(by: step, in: grid.rowIDs)
        }
        return take(grid)
    }

    /// Gives rows an amount, or what a formula comes to in each of them.
    private func fill(_ places: [Int], with text: String, in grid: inout GridState) throws(GridFormula.Complaint) {
        guard text.hasPrefix("=") else { return grid.change(places) { $0.set(text) } }
        let formula = try GridFormula(text)
        grid.change(places) { row in
            do throws(GridFormula.Complaint) {
                row.set(try formula.money { value($0, of: row.room) }.description, formula: text)
            } catch {
                row.set("", formula: text, complaint: error.message)
            }
        }
    }

    /// What a formula can ask of a room, in ten-thousandths.
    private func value(_ name: GridFormula.Name, of room: RoomID) -> Int64? {
        guard let facts = desk.live.facts(of: room) else { return nil }
        switch name {
        case .beds: return Int64(facts.beds) * 10_000
        case .people: return Int64(desk.people[room].count) * 10_000
        case .left: return facts.left.map { $0.wattHours * 10 }
        case .use: return facts.use.map { $0.wattHours * 10 }
        case .days: return facts.areDaysAssumed ? nil : facts.daysTenths.map { Int64($0) * 1000 }
        case .price: return desk.price.tenThousandths
        }
    }

    /// Takes over a grid whose rows changed: judges it, keeps it on the disk, asks for what is not known.
    mutating func take(_ changed: GridState) -> [Effect] {
        var changed = changed
        changed.complaint = []
        changed.judge(desk)
        grid = changed
        return changed.rows.count <= 500 ? keepDraft() : []
    }

    /// Brings the draft to the disk when something was typed since the last time.
    mutating func keepDraft() -> [Effect] {
        guard var grid, grid.isDirty, grid.isEditing else { return [] }
        grid.isDirty = false
        self.grid = grid
        return [.grid(grid.draft.rows.isEmpty ? .drop(grid.number) : .keep(grid.draft))]
    }

    /// The commands of the grid that change amounts.
    mutating func editGrid(_ id: Command.ID) -> [Effect] {
        guard var grid, grid.isEditing else { return [] }
        let place = grid.list.index
        switch id {
        case .gridAccept:
            if grid.list.index + 1 == grid.rows.count { return refuse(phrase("This is the last room; + reviews them all.")) }
            grid.list.move(by: 1, in: grid.rowIDs)
        case .sameAsAbove:
            guard place > 0, !grid.rows[place - 1].source.isEmpty else { return refuse(phrase("There is no amount above.")) }
            try? fill([place], with: grid.rows[place - 1].source, in: &grid)
            grid.list.move(by: 1, in: grid.rowIDs)
        case .fillMarked, .fillAll:
            guard let source = grid.inHand?.source, !source.isEmpty else {
                return refuse(phrase("There is no amount in this row to fill with."))
            }
            return fillGrid(id, with: source)
        case .clearAmount:
            if grid.inHand?.source.isEmpty == true { grid.removeRow(at: place) } else { grid.change([place]) { $0.set("") } }
        case .release:
            let places = grid.list.marks.isEmpty ? [place] : grid.markedPlaces
            let held = places.filter { if case .held = grid.verdicts[$0] { true } else { false } }
            guard !held.isEmpty else { return refuse(phrase("Nothing is held back here.")) }
            grid.change(held) { $0.isReleased = true }
            if grid.list.marks.isEmpty { grid.list.move(by: 1, in: grid.rowIDs) }
        case .undoAmount: guard grid.undoAmount() else { return refuse(phrase("There is nothing to undo.")) }
        default: break
        }
        return take(grid)
    }

    /// Gives the marked rows, every row, or without marks the rows from here on this amount, or what the formula comes to in each.
    mutating func fillGrid(_ id: Command.ID, with text: String) -> [Effect] {
        guard var grid else { return [] }
        let marked = grid.markedPlaces
        let places = id == .fillAll ? Array(grid.rows.indices) : marked.isEmpty ? Array(grid.list.index..<grid.rows.count) : marked
        do throws(GridFormula.Complaint) {
            try fill(places, with: text, in: &grid)
        } catch {
            return refuse(error.message)
        }
        grid.cell = nil
        say(
            places.count == 1
                ? phrase("\(text) in 1 room; u undoes it") : phrase("\(text) in \(places.count) rooms; u undoes it"))
        return take(grid)
    }

    /// Marks on the grid hold its rows, wherever they move.
    mutating func markInGrid(_ id: Command.ID) {
        guard var grid else { return }
        switch id {
        case .mark:
            grid.list.toggleMark()
            grid.list.move(by: 1, in: grid.rowIDs)
        case .markAll: grid.list.mark(grid.rowIDs)
        case .invertMarks: grid.list.invertMarks(of: grid.rowIDs)
        default: grid.list.unmarkAll()
        }
        self.grid = grid
    }

    /// Pasted text: amounts into the rows from the cursor on, or rooms with amounts as rows of their own.
    mutating func pasteIntoGrid(_ key: Key) -> [Effect] {
        guard case .paste(let text) = key, var grid, grid.isEditing else {
            return refuse(phrase("Pasted text was dropped: amounts are typed before + alone."))
        }
        if text.allSatisfy({ $0 != "\n" }), Money(yuan: text.trimmed) != nil, grid.inHand != nil {
            grid.cell = TextField(text.trimmed, limit: 12)
            self.grid = grid
            return []
        }
        let paste = GridPaste(text) { desk.roomMeant(by: $0) }
        grid.cell = nil
        var effects: [Effect] = []
        switch paste.content {
        case .nothing(let reason): return refuse(reason)
        case .amounts(let amounts):
            let first = grid.list.index
            let places = Array(first..<min(first + amounts.count, grid.rows.count))
            guard !places.isEmpty else {
                return refuse(phrase("Amounts alone need rooms to go to: mark rooms first, or paste rooms with amounts."))
            }
            var next = amounts.makeIterator()
            grid.change(places) { $0.set(next.next() ?? "") }
            let left = amounts.count - places.count
            say(
                left > 0
                    ? phrase("\(places.count) amounts pasted; \(left) had no row") : phrase("\(places.count) amounts pasted"))
        case .rooms(let rows):
            guard grid.rows.count + rows.count <= GridState.mostRows else {
                return refuse(phrase("The grid would have too many rows; nothing was taken."))
            }
            grid.add(rows.map { GridDraft.Row(room: $0.room, amount: Money(yuan: $0.amount)?.description ?? $0.amount) })
            let passed = paste.passed.isEmpty ? "" : phrase("; passed over \(paste.passed.prefix(3).joined(separator: ", "))")
            say(phrase("\(rows.count) rooms pasted\(passed)"), paste.passed.isEmpty ? .toast : .warning)
            effects = [.grid(.sales(Array(Set(rows.map(\.room)))))]
        }
        return take(grid) + effects
    }
}
