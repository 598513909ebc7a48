import Phrases
public import Terminal

extension Command {
    init(
        _ id: ID, _ keys: [Key], name: String, argument: Argument? = nil, label: String, group: Group, danger: Danger = .free,
        on screens: [ScreenKind] = ScreenKind.allCases, footer: [ScreenKind] = [], help: String
    ) {
        self.init(
            id: id, keys: keys, name: name, argument: argument, labelPhrase: Phrase(stringLiteral: label),
            helpPhrase: Phrase(stringLiteral: help), group: group, danger: danger,
            screens: screens, footer: footer)
    }

    private static let lists: [ScreenKind] = [
        .wall, .buildings, .rooms, .room, .orders, .reconcile, .buses, .trace, .papers, .paper, .subsidy, .refunds, .refundStart, .refund,
        .refundRoom, .unclaimed, .roster, .grid, .chart,
    ]

    private static let filtered: [ScreenKind] = [.wall, .rooms, .orders, .reconcile, .buses, .papers, .subsidy]
    private static let explained: [ScreenKind] = [.wall, .rooms, .room, .topUp, .grid, .orders, .reconcile, .subsidy, .buses, .chart]

    /// Every command, in the order of the footer.
    public static let all: [Command] =
        functionKeys + gridCommands + letters + chartCommands + paperCommands + subsidyCommands + refundCommands + rosterCommands + moves
        + places

    /// The command with this id.
    public static func with(_ id: ID) -> Command? { all.first { $0.id == id } }

    /// What a key does on a screen; nil for nothing.
    public static func forKey(_ key: Key, on screen: ScreenKind) -> Command? { byKey[screen]?[key] }

    private static let byKey: [ScreenKind: [Key: Command]] = Dictionary(
        uniqueKeysWithValues: ScreenKind.allCases.map { screen in
            let pairs = all.filter { $0.screens.contains(screen) }.flatMap { command in command.keys.map { ($0, command) } }
            return (screen, Dictionary(pairs) { first, _ in first })
        })

    private static let functionKeys: [Command] = [
        Command(
            .help, [.function(1), .character("?"), .function(9), .character("m")], name: "help", label: "Help", group: .console,
            footer: ScreenKind.allCases, help: "Shows every key and command of this screen; type to search, Enter runs the one chosen."),
        Command(
            .screens, [.function(2), .character("g")], name: "go", label: "Go", group: .screens, on: lists, footer: lists,
            help: "Goes to another screen: then its letter or its number."),
        Command(
            .find, [.function(3), .character("/")], name: "find", label: "Find", group: .moving, on: [.wall, .rooms],
            footer: [.wall, .rooms], help: "Finds a room by any part of its name while you type; n and N go on from there."),
        Command(
            .filter, [.function(4), .character("\\")], name: "filter", argument: .filter, label: "Filter", group: .rooms,
            on: filtered, footer: [.rooms],
            help: "Shows only what matches: bld:3 fl:4 rem<10 days<2 state:cut name:li, or part of a name; ! turns a word round."
        ),
        Command(
            .read, [.function(5), .character("r")], name: "read", label: "Read", group: .rooms,
            on: [.wall, .rooms, .room, .refund, .refundRoom], footer: [.wall, .rooms, .room, .refund],
            help: "Reads the meter now, before all others: of the marked rooms, else of this one."),
        Command(
            .sort, [.function(6), .character("s")], name: "sort", argument: .column, label: "Sort", group: .rooms, on: [.rooms],
            footer: [.rooms], help: "Sorts by a column; the same column again turns the order round."),
        Command(
            .topUp, [.function(7), .character("t")], name: "topup", argument: .room, label: "Top-up", group: .selling,
            danger: .reversible, on: [.wall, .rooms, .room, .orders], footer: [.wall, .rooms, .room, .orders],
            help: "Sells electricity to this room: type the amount, Enter previews, + posts. With marks: the grid of the marked rooms."),
    ]

    private static let letters: [Command] = [
        Command(
            .preview, [.enter], name: "preview", label: "Preview", group: .selling, on: [.topUp], footer: [.topUp],
            help: "Computes what the amount would do. Nothing is sold by it."),
        Command(
            .post, [.character("+")], name: "post", label: "Post", group: .selling, danger: .reversible, on: [.topUp], footer: [.topUp],
            help: "Posts the sale that is shown. Only this key does, and only after a preview."),
        Command(
            .withdraw, [.character("w"), .delete], name: "withdraw", label: "Withdraw", group: .selling, danger: .reversible,
            on: [.orders], footer: [.orders], help: "Takes back an order that was not sent yet; + confirms it."),
        Command(
            .settle, [.character("s")], name: "settle", label: "Settle", group: .selling, danger: .rare, on: [.orders], footer: [.orders],
            help: "Decides a disputed order after a look at the meter: delivered or not, a reason in words, + confirms it."),
        Command(
            .void, [.character("v")], name: "void", label: "Void", group: .selling, danger: .rare, on: [.orders, .room, .grid],
            help: "Takes back a sale of today with the approval of a second person, or ends a take-back; + confirms it."),
        Command(
            .moveCredit, [.character("x")], name: "move-credit", label: "Move credit", group: .selling, danger: .rare, on: [.room],
            help: "Moves what this room has paid to another room, with the approval of a second person; the room is typed, + confirms it."),
        Command(
            .moveResident, [.character("s")], name: "move-resident", label: "Move resident", group: .rooms, danger: .reversible,
            on: [.room],
            help: "Moves a resident of this room to another room from today on, and says what becomes of the credit; + confirms it."),
        Command(
            .trace, [.character("t")], name: "trace", label: "Trace", group: .view, on: [.buses, .trace], footer: [.buses, .trace],
            help: "Shows the frames of this bus as they go over the line, decoded, for two minutes; t again goes on."),
        Command(
            .takeCase, [.character("e")], name: "take-case", label: "Take case", group: .rooms, on: [.reconcile], footer: [.reconcile],
            help: "Makes you the owner of this room's open case."),
        Command(
            .noteCase, [.character("n")], name: "note-case", label: "Note", group: .rooms, on: [.reconcile], footer: [.reconcile],
            help: "Writes into the case what was learnt. Notes are never changed."),
        Command(
            .closeCase, [.character("x")], name: "end-case", label: "End case", group: .rooms, danger: .reversible, on: [.reconcile],
            footer: [.reconcile], help: "Ends the case: corrected, accepted or unfounded, with the reason."),
        Command(
            .takeOver, [.character("b")], name: "take-over", label: "Book", group: .rooms, danger: .rare, on: [.reconcile],
            footer: [.reconcile],
            help: "Books what the meter proves was sold to it elsewhere, as recovered money, and ends the case; asks once more before."),
        Command(
            .mark, [.character(" "), .insert], name: "mark", label: "Mark", group: .rooms, on: [.rooms, .grid, .refund],
            help: "Marks this room, or takes its mark away; reading and top-up then take all marked rooms."),
        Command(
            .markRange, [.character("v")], name: "mark-range", label: "Range", group: .rooms, on: [.rooms],
            help: "Begins a range: moving marks on the way, v again ends it, Esc gives it up. Shift with an arrow does the same."),
        Command(
            .markMatching, [.character("M")], name: "mark-matching", argument: .filter, label: "Mark by filter", group: .rooms,
            on: [.rooms], help: "Marks the rooms that are shown and match: M rem<10."),
        Command(
            .markAll, [.character("A")], name: "mark-all", label: "Mark all", group: .rooms, on: [.rooms, .grid, .refund],
            help: "Marks every room that is shown."),
        Command(
            .invertMarks, [.character("I")], name: "invert", label: "Invert", group: .rooms, on: [.rooms, .grid, .refund],
            help: "Marks what is shown and was not marked, and takes the other marks away."),
        Command(
            .unmarkAll, [.character("U")], name: "unmark", label: "Unmark", group: .rooms, on: [.rooms, .grid, .refund],
            help: "Takes all marks away, also those of rooms that are not shown."),
        Command(
            .freeze, [.character("z")], name: "freeze", label: "Freeze", group: .view, on: [.wall, .buildings, .rooms, .room, .chart],
            footer: [.wall], help: "Freezes what is shown, or goes live again. Reading and delivery go on underneath."),
        Command(
            .explain, [.character("i")], name: "explain", argument: .room, label: "Explain", group: .view, on: explained,
            help: "Explains the figure here, or why the room is dark: the chain of what caused it; Enter opens what a step names."),
        Command(
            .undo, [.character("u")], name: "undo", label: "Undo", group: .selling, danger: .rare,
            on: [.wall, .rooms, .room, .orders, .reconcile],
            help: "Takes back the last sale of your shift, or the whole batch, with a second person; or says why that can not be."),
        Command(
            .palette, [.control("p")], name: "palette", label: "Palette", group: .console,
            help: "Finds commands, rooms and people while you type, with the key of each command; Enter does what is chosen."),
        Command(
            .commandLine, [.character(":")], name: "command", label: "Command", group: .console, on: lists, footer: [.buses],
            help: "Takes any command by its name; Tab completes it, Up brings earlier ones."),
        Command(
            .repaint, [.control("l")], name: "repaint", label: "Repaint", group: .console,
            help: "Draws the whole screen anew, after something else has written on it."),
        Command(
            .suspend, [.control("z")], name: "suspend", label: "Suspend", group: .console,
            help: "Gives the terminal back to the shell; `fg` comes back here."),
        Command(
            .quit, [.control("c")], name: "quit", label: "Quit", group: .console,
            help: "Leaves Dormwatt. Orders under way stay in the books and go on when somebody reads the meters again."),
    ]

    private static let moves: [Command] = [
        Command(
            .open, [.enter], name: "open", label: "Open", group: .moving,
            on: [.wall, .buildings, .rooms, .orders, .reconcile, .refundRoom],
            footer: [.buildings, .orders], help: "Opens the room under the cursor; of a building its part of the wall."),
        Command(
            .move,
            [
                .up, .down, .pageUp, .pageDown, .home, .end, .character("j"), .character("k"), .control("d"), .control("u"),
            ], name: "move", label: "Move", group: .moving, on: lists.filter { $0 != .chart },
            help: "Moves by a line, by a page, to the first and to the last; j k Ctrl-D Ctrl-U too."),
        Command(
            .sideways, [.left, .right, .character("h"), .character("l")], name: "sideways", label: "Move", group: .moving, on: [.wall],
            help: "Moves to the tile beside."),
        Command(
            .neighbour, [.left, .right, .character("h"), .character("l")], name: "neighbour", label: "Next room", group: .moving,
            on: [.room, .refundRoom], footer: [.room], help: "Goes to the room before or after, in the order of the list you came from."),
        Command(
            .nextBuilding, [.tab], name: "next-building", label: "Building", group: .moving, on: [.wall], footer: [.wall],
            help: "Goes to the next building."),
        Command(
            .previousBuilding, [.backTab], name: "previous-building", label: "Building", group: .moving, on: [.wall],
            help: "Goes to the building before."),
        Command(
            .jump, "0123456789".map { .character($0) }, name: "jump", label: "Jump", group: .moving, on: lists.filter { $0 != .grid },
            help: "Goes to the room with these digits on its door: first in the building in view, then anywhere."),
        Command(
            .findNext, [.character("n")], name: "next", label: "Next", group: .moving, on: [.wall, .rooms],
            help: "Goes to the next room that was searched for."),
        Command(
            .findPrevious, [.character("N")], name: "previous", label: "Previous", group: .moving, on: [.wall, .rooms],
            help: "Goes to the room before that was searched for."),
        Command(
            .escape, [.escape, .function(12)], name: "escape", label: "Cancel", group: .moving, footer: [.topUp],
            help: "Cancels what was begun; goes back when nothing was. Twice takes a filter away."),
    ]

    private static let places: [Command] = [
        Command(
            .saveFilter, [], name: "save-filter", argument: .savedName, label: "Save filter", group: .rooms, on: filtered,
            help: "Keeps the filter of this list under a name for every console: then @name stands for its words."),
        Command(.wall, [], name: "wall", label: "Wall", group: .screens, help: "Shows every room as a tile coloured by days left."),
        Command(
            .buildings, [.character("b")], name: "buildings", label: "Buildings", group: .screens, on: [.wall, .rooms, .room, .chart],
            help: "Shows every building as a line: how its rooms are, in the colours of the wall; Enter opens it."),
        Command(.rooms, [], name: "rooms", label: "Rooms", group: .screens, help: "Shows every room as a line, to filter, sort and mark."),
        Command(
            .room, [], name: "room", argument: .room, label: "Room", group: .screens,
            help: "Shows all of one room: meter, books, orders, journal."),
        Command(
            .orders, [.character("o")], name: "orders", label: "Orders", group: .screens, on: lists, footer: [.room],
            help: "Shows what meters were asked to do and what came of it."),
        Command(
            .reconcile, [], name: "reconcile", label: "Reconcile", group: .screens,
            help: "Holds books, meters and orders of every room against each other, and shows the cases."),
        Command(
            .subsidy, [], name: "subsidy", label: "Subsidy", group: .screens,
            help: "Shows who gets how much free electricity for a month, and gives it."),
        Command(
            .refunds, [], name: "refunds", label: "Refunds", group: .screens,
            help: "Shows the refunds on graduation: the runs, and what each of their rooms waits for."),
        Command(
            .roster, [], name: "roster", label: "Import", group: .screens,
            help:
                "Holds a file of residents, rooms, meters or concentrators against the books, accepts it after a review, and undoes it."
        ),
        Command(
            .papers, [], name: "papers", label: "Papers", group: .screens,
            help: "Shows the papers that were given out, to preview, print and save them."),
        Command(.buses, [], name: "buses", label: "Buses", group: .screens, help: "Shows how concentrators and buses are doing."),
        Command(
            .theme, [], name: "theme", argument: .theme, label: "Theme", group: .view, help: "Changes the colours: :theme mono."),
        Command(
            .language, [], name: "language", argument: .language, label: "Language", group: .view,
            help: "Goes on in another language: :language zh, :language en. What is marked and half typed stays."),
        Command(
            .forward, [.control("f")], name: "forward", label: "Forward", group: .screens,
            help: "Goes forward again to the screen from which back was pressed."),
        Command(
            .back, [.function(10), .character("q")], name: "back", label: "Back", group: .screens, footer: ScreenKind.allCases,
            help: "Goes back to the screen before; on the first one it asks whether to leave."),
    ]
}
