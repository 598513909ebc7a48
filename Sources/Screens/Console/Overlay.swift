import Domain
import Operations
import Phrases
import Terminal

/// What stands before a screen and takes the keys until it is gone. It holds the ids of what it is about, taken when it opened.
enum Overlay: Sendable {
    /// One of a few, by letter, number or cursor.
    case chooser(Chooser)
    /// A line to type in, in place of the status line.
    case prompt(Prompt)
    /// Every command of the screen behind, to read, search and run.
    case help(HelpState)
    /// Commands, rooms and people, narrowed by typing.
    case palette(PaletteState)
    /// Whether to leave.
    case leaving
    /// Whether to take an order back.
    case withdrawing(Order)
    /// What a person decides about a disputed order.
    case settling(SettleState)
    /// Whether to print a paper.
    case printing(PrintQuestion)
    /// How many it is about, before many are touched at once.
    case counting(CountGate)
    /// What a new run of refunds is about.
    case typingRefund(RefundStartForm)
    /// A step of rooms of a run.
    case refunding(RefundForm)
    /// Whether to take the last change of the roster back.
    case undoingRoster(RosterChange)
    /// Whether the last import of rooms, meters or concentrators is taken back.
    case undoingImport(InventoryUndo)
    /// A void or a move of paid credit.
    case reversing(ReversalForm)
    /// A resident who changes rooms.
    case movingResident(ResidentForm)
    /// Why a figure is what it is.
    case explaining(ExplainState)
    /// What went wrong with something that was asked for.
    case problem(Problem)
}

/// A short list of choices.
struct Chooser: Sendable {
    enum Choice: Hashable, Sendable {
        case go(Command.ID)
        case sort(RoomColumn)
        case end(CaseID, CaseOutcome)
        case takeOver(CaseID)
        case draft(DraftChoice)
        case void(Int64)
        case resident(Occupant)
        case paper(NewPaper)
        case printer(Printer, PaperSource)
        case subsidyRows(SubsidyChoice)
        case refund(RefundPick)
    }

    struct Option: Sendable {
        var letter: Character
        var label: String
        var note: String
        var choice: Choice
    }

    var question: String
    var options: [Option]
    var index = 0

    static var screens: Chooser {
        Chooser(
            question: phrase("Go to"),
            options: [
                Option(letter: "w", label: phrase("Wall"), note: phrase("rooms as tiles"), choice: .go(.wall)),
                Option(letter: "l", label: phrase("Buildings"), note: phrase("a line each"), choice: .go(.buildings)),
                Option(letter: "r", label: phrase("Rooms"), note: phrase("rooms as lines"), choice: .go(.rooms)),
                Option(letter: "t", label: phrase("Top-up grid"), note: phrase("amounts for many rooms"), choice: .go(.grid)),
                Option(letter: "o", label: phrase("Orders"), note: phrase("what meters were asked"), choice: .go(.orders)),
                Option(letter: "c", label: phrase("Reconcile"), note: phrase("books, meters, cases"), choice: .go(.reconcile)),
                Option(letter: "s", label: phrase("Subsidy"), note: phrase("free electricity of a month"), choice: .go(.subsidy)),
                Option(letter: "f", label: phrase("Refunds"), note: phrase("graduation, run by run"), choice: .go(.refunds)),
                Option(letter: "i", label: phrase("Import"), note: phrase("files of residents, rooms"), choice: .go(.roster)),
                Option(letter: "p", label: phrase("Papers"), note: phrase("preview, print, save"), choice: .go(.papers)),
                Option(letter: "b", label: phrase("Buses"), note: phrase("concentrators and lines"), choice: .go(.buses)),
            ])
    }

    static func columns(_ sort: RoomSort) -> Chooser {
        let options = RoomColumn.allCases.map { column in
            let note = column != sort.column ? "" : sort.isReversed ? phrase("now, turned round") : phrase("now; again turns it round")
            return Option(letter: column.letter, label: column.title, note: note, choice: .sort(column))
        }
        return Chooser(question: phrase("Sort by"), options: options, index: RoomColumn.allCases.firstIndex(of: sort.column) ?? 0)
    }

    /// What a key comes to: a choice, a move of the cursor, or nothing.
    mutating func handle(_ key: Key) -> Choice? {
        switch key {
        case .up: index = max(index - 1, 0)
        case .down: index = min(index + 1, options.count - 1)
        case .home: index = 0
        case .end: index = options.count - 1
        case .enter: return options[index].choice
        case .character(let character):
            if let option = options.first(where: { $0.letter == character }) { return option.choice }
            if let number = character.wholeNumberValue, options.indices.contains(number - 1) { return options[number - 1].choice }
        default: break
        }
        return nil
    }
}

/// A line to type in.
struct Prompt: Sendable {
    enum Kind: Hashable, Sendable {
        case command
        /// Looking for a room, with the one under the cursor when it began.
        case find(from: RoomID?)
        /// Filtering, with the filter that held when it began.
        case filter(on: ScreenKind, before: Filter)
        /// Marking the rooms that a filter means.
        case markMatching
        /// Naming a file of amounts for the grid.
        case gridFile
        /// Naming a file of residents for the roster.
        case rosterFile
        /// Writing a note into a case.
        case caseNote(CaseID)
        /// Writing why a case ends.
        case caseEnd(CaseID, CaseOutcome)
    }

    var kind: Kind
    var field: TextField
    /// What is wrong with the text, or what it could become; the text itself is never taken away.
    var message = ""
    var isWrong = false
    /// How many lines back in the history of commands.
    var recalled = 0

    var sign: String {
        switch kind {
        case .command: ":"
        case .find: phrase("find ")
        case .filter: phrase("filter ")
        case .markMatching: phrase("mark ")
        case .gridFile, .rosterFile: phrase("load ")
        case .caseNote(let id): phrase("note in \(id): ")
        case .caseEnd(let id, let outcome): phrase("\(id) ends \(outcome.spoken), because: ")
        }
    }
}

extension Prompt.Kind {
    /// The screen whose filter language is typed; nil where another text is.
    var filteredScreen: ScreenKind? {
        switch self {
        case .filter(let screen, _): screen
        case .markMatching: .rooms
        case .command, .find, .caseNote, .caseEnd, .gridFile, .rosterFile: nil
        }
    }

    /// Whether prose or a file is typed, which is kept as it is; commands, rooms and filters are folded to ASCII.
    var takesWords: Bool {
        switch self {
        case .caseNote, .caseEnd, .gridFile, .rosterFile: true
        case .command, .find, .filter, .markMatching: false
        }
    }
}

/// A word in passing on the status line. It takes no keys and goes by itself.
struct Toast: Hashable, Sendable {
    var text: String
    var role: Role
    var until: Instant
    /// Whether it says why a key did nothing; it goes when another screen is gone to.
    var isRefusal = false
}

/// Digits of a door that are being typed.
struct Jump: Hashable, Sendable {
    var digits = ""
    var matches = 0
    var typedAt = Instant(milliseconds: 0)
}
