import Domain
import Phrases
import Terminal

/// Commands, rooms and people in one list that typing narrows: the key of each command stands beside it, so that using the list
/// teaches the keys.
struct PaletteState: Sendable {
    /// Something that can be chosen.
    enum Item: Hashable, Sendable {
        case command(Command.ID)
        case room(RoomID)
        case person(ResidentID, RoomID)
    }

    /// The most that are listed.
    static let most = 60

    var field = TextField(limit: 40)
    var list = ListState<Item>()
    private(set) var items: [Item] = []

    init(_ console: Console) { find(in: console) }

    /// The same once more for other rooms or people, with the cursor where it was as long as that is listed.
    mutating func findAgain(in console: Console) {
        let before = list
        find(in: console)
        guard before.index > 0, let item = before.cursor, items.contains(item) else { return }
        list = before
        list.reconcile(with: items, height: max(list.height, 1))
    }

    /// Looks for what was typed: commands by name, label and help, rooms by name and door, people by name and number.
    mutating func find(in console: Console) {
        let typed = Array(field.text.lowercased().utf8.filter { $0 != 0x20 })
        var found: [(score: Int, rank: Int, item: Item)] = []
        for (rank, command) in Command.all.enumerated() where command.id != .palette {
            let isHere = command.screens.contains(console.screen) && console.availability(command.id).isAvailable
            let byName = Fuzzy.score(typed, in: Array((command.label + " " + command.name).lowercased().utf8))
            // The words of the help count when they hold what was typed in one piece.
            let byHelp = typed.count > 2 && command.help.lowercased().contains(field.text.lowercased()) ? 0 : nil
            if let score = byName.map({ $0 + 20 }) ?? byHelp { found.append((score + (isHere ? 10 : 0), rank, .command(command.id))) }
        }
        if !typed.isEmpty {
            let table = console.desk.shown
            found += table.names.best(typed, most: Self.most).map { ($0.score, $0.row, .room(table.ids[$0.row])) }
            let people = console.desk.people
            found += people.searched.best(typed, most: Self.most).map { match in
                (match.score, match.row, .person(people.all[match.row].resident, people.all[match.row].room))
            }
        }
        items = found.sorted { ($1.score, $0.rank) < ($0.score, $1.rank) }.prefix(Self.most).map(\.item)
        list = ListState(cursor: items.first)
        list.reconcile(with: items, height: max(list.height, 1))
    }
}

extension TextColumn {
    /// The rows that fit best, the best first.
    func best(_ typed: [UInt8], most: Int) -> [(score: Int, row: Int)] {
        var found: [(score: Int, row: Int)] = []
        var least = Int.min
        for row in 0..<count {
            // Of equal ones the first stands: who fits no better than the last of those that are kept comes too late.
            guard let score = score(typed, at: row), score > least else { continue }
            if found.count == most * 8 {
                found.sort { ($1.score, $0.row) < ($0.score, $1.row) }
                found.removeLast(most * 7)
                least = found.last?.score ?? least
            }
            found.append((score, row))
        }
        found.sort { ($1.score, $0.row) < ($0.score, $1.row) }
        return Array(found.prefix(most))
    }
}

extension Console {
    /// Lines of the palette that are in view.
    var paletteHeight: Int { min(max(size.rows - 10, 4), 16) }

    mutating func handle(_ key: Key, in palette: PaletteState) -> [Effect] {
        var palette = palette
        switch key {
        case .escape, .function(10), .function(12), .control("c"), .control("p"):
            overlay = nil
            return []
        case .enter:
            guard let item = palette.list.cursor else { return [.bell] }
            overlay = nil
            return choose(item)
        case .up, .down, .pageUp, .pageDown: _ = palette.list.handle(key, in: palette.items)
        default:
            guard palette.field.handle(key.folded) == .taken else { return [.bell] }
            palette.find(in: self)
        }
        overlay = .palette(palette)
        return []
    }

    private mutating func choose(_ item: PaletteState.Item) -> [Effect] {
        switch item {
        case .room(let room), .person(_, let room): return openRoom(room)
        case .command(let id):
            guard let command = Command.with(id) else { return [] }
            if let reason = paletteReason(command) { return refuse(reason) }
            return run(command, nil)
        }
    }

    /// Why a command of the palette can not be used now; nil when it can.
    func paletteReason(_ command: Command) -> String? {
        guard command.screens.contains(screen) else {
            return phrase("It is a command of ") + command.screens.prefix(3).map(\.title).joined(separator: ", ")
                + phrase(": go there first.")
        }
        return availability(command.id).reason
    }
}
