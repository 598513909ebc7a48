import Operations
import Phrases
import Terminal

extension Command {
    /// The commands of the top-up grid, in the order of its footer. All but marking stand on the numeric pad.
    static let gridCommands: [Command] = [
        Command(
            .gridAccept, [.enter], name: "next-row", label: "Next", group: .grid, on: [.grid], footer: [.grid],
            help: "Takes the amount that was typed and goes to the next room."),
        Command(
            .amount, "0123456789".map { .character($0) }, name: "amount", label: "Amount", group: .grid, on: [.grid],
            help: "Types the amount of this room in yuan; on the review page the count of rooms."),
        Command(
            .sameAsAbove, [.character(".")], name: "same-as-above", label: "Above", group: .grid, on: [.grid], footer: [.grid],
            help: "Gives this room the amount of the room above, and goes to the next."),
        Command(
            .fillMarked, [.character("/")], name: "fill-marked", label: "Fill", group: .grid, on: [.grid], footer: [.grid],
            help: "Gives the marked rooms this amount; without marks every room from here down."),
        Command(
            .fillAll, [.character("*")], name: "fill-all", label: "All", group: .grid, on: [.grid], footer: [.grid],
            help: "Gives every room of the grid this amount, or what this formula comes to in each."),
        Command(
            .clearAmount, [.character("-"), .delete], name: "clear", label: "Clear", group: .grid, on: [.grid],
            help: "Takes the amount of this room away; where there is none, the room itself."),
        Command(
            .formula, [.character("=")], name: "formula", label: "Formula", group: .grid, on: [.grid],
            help: "Begins an amount that is computed: =20*beds with beds, people, left, use, days, price and + - * / ( )."),
        Command(
            .release, [.character("y")], name: "release", label: "Release", group: .grid, on: [.grid], footer: [.grid],
            help: "Lets a room that is held be sold to: it was sold to today, or the amount is above everyday sales. Marked rooms together."
        ),
        Command(
            .undoAmount, [.character("u")], name: "undo-amount", label: "Undo", group: .grid, on: [.grid],
            help: "Undoes the last change of amounts; after a posting the whole of it, with a second person."),
        Command(
            .loadFile, [.character("L")], name: "load", argument: .file, label: "Load", group: .grid, on: [.grid],
            help: "Loads a CSV file with the columns room and amount into the grid; pasted rows of a spreadsheet do the same."),
        Command(
            .retryGrid, [.character("n")], name: "try-again", label: "Try again", group: .grid, on: [.grid],
            help: "After a posting: goes on with the rooms that were not sold to, all of them marked."),
        Command(
            .review, [.character("+")], name: "review", label: "Review", group: .grid, danger: .batch, on: [.grid], footer: [.grid],
            help: "Shows what all amounts would do together; there, with the count of rooms typed, it posts them. Nothing else does."),
        Command(
            .grid, [], name: "grid", label: "Top-up grid", group: .screens,
            help: "Shows the amounts for many rooms, also those that were typed before and not posted."),
    ]
}

extension Console {
    /// Whether a command of the grid can be used now.
    func gridAvailability(_ id: Command.ID) -> Availability {
        if id == .grid { return .available }
        guard let grid else {
            return [.loadFile, .amount].contains(id) ? .available : .disabled(phrase("There is no room in the grid yet: L loads a file."))
        }
        switch grid.stage {
        case .editing:
            if id == .retryGrid { return .disabled(phrase("Nothing was posted yet: + reviews the amounts.")) }
            let isEmpty = grid.rows.isEmpty && ![.loadFile, .undoAmount].contains(id)
            return isEmpty ? .disabled(phrase("There is no room in the grid yet: L loads a file.")) : .available
        case .planning: return .disabled(phrase("The review is on its way."))
        case .review:
            return id == .review ? .available : .disabled(phrase("Type how many rooms get credit, then +. Esc goes back to the amounts."))
        case .committing: return .disabled(phrase("The sales are being written; a moment."))
        case .done:
            return [.retryGrid, .undoAmount].contains(id)
                ? .available : .disabled(phrase("This is posted: n goes on with what was not sold, u undoes it, Esc goes back."))
        }
    }

    /// Does what a command of the grid says.
    mutating func performGrid(_ id: Command.ID, _ key: Key?) -> [Effect] {
        switch id {
        case .grid: return openGrid()
        case .review: return reviewOrPost()
        case .retryGrid: return retryGrid()
        case .loadFile:
            overlay = .prompt(
                Prompt(kind: .gridFile, field: TextField(limit: 400), message: phrase("a CSV file with the columns room and amount")))
            return []
        case .amount, .formula: return key.flatMap { typeInGrid($0) } ?? []
        case .undoAmount:
            guard case .done(let result) = grid?.stage else { return editGrid(id) }
            openUndo(of: result.plan.id, result.plan.changes.compactMap { result.rows[$0.room] })
            return []
        default: return editGrid(id)
        }
    }
}
