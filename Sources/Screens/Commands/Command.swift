public import Phrases
public import Terminal

/// The screens between which an operator goes.
public enum ScreenKind: String, Sendable, Hashable, CaseIterable {
    /// Every room as a tile, by building and floor.
    case wall
    /// Every building as a line.
    case buildings
    /// Every room as a line.
    case rooms
    /// All of one room.
    case room
    /// Selling to one room.
    case topUp
    /// Selling to many rooms.
    case grid
    /// Orders to meters.
    case orders
    /// Books, meters and orders side by side.
    case reconcile
    /// Concentrators and buses.
    case buses
    /// The frames of a bus.
    case trace
    /// The papers that were given out.
    case papers
    /// One paper, page by page.
    case paper
    /// The free electricity of a month.
    case subsidy
    /// Use over time, of a room, a building or the campus.
    case chart
    /// The runs of refunds on graduation.
    case refunds
    /// Which rooms a new run would take.
    case refundStart
    /// The rooms of a run.
    case refund
    /// One room of a run.
    case refundRoom
    /// What of all runs was not fetched.
    case unclaimed
    /// A roster file held against the roster.
    case roster
}

/// Something an operator can do, with its keys, its name and its words. Footer, help, key dispatch and papers come from it.
public struct Command: Sendable, Hashable, Identifiable {
    /// Which command.
    public enum ID: String, Sendable, Hashable, CaseIterable {
        case help, screens, find, filter, read, sort, topUp
        case open, back, escape, move, sideways, neighbour, jump, findNext, findPrevious, nextBuilding, previousBuilding
        case mark, markRange, markMatching, markAll, invertMarks, unmarkAll, saveFilter, freeze, withdraw, settle, preview, post
        case void, moveCredit, moveResident
        case subsidy, replan, turnMonth, subsidyRows, openSubsidyLine, grant, subsidyPaper
        case refunds, openRun, newRun, freezeRooms, refundRows, showRefundRoom, refundPapers
        case estimateRefund, approveRefund, takeRefund, openForRefund, splitRefund, payRefund, closeRefund, dropRefund
        case unclaimed, setAside
        case roster, openKind, loadRoster, readRoster, endGone, acceptGood, acceptRoster, undoRoster, undoImport
        case papers, receipt, showPaper, newPaper, savePaper, printPaper, turnPage
        case grid, gridAccept, amount, sameAsAbove, fillMarked, fillAll, clearAmount, formula, release, undoAmount
        case loadFile, retryGrid, review
        case palette, forward, explain, undo
        case chart, campusChart, turnChart, nextChart, previousChart, widenChart
        case wall, buildings, rooms, room, orders, reconcile, buses, trace, takeCase, noteCase, closeCase, takeOver, theme, language
        case commandLine, repaint, suspend, quit
    }

    /// What kind of thing it is, the headings of the help.
    public enum Group: String, Sendable, Hashable, CaseIterable {
        case selling = "Selling"
        case grid = "The grid"
        case rooms = "Rooms"
        case residents = "Residents"
        case refund = "Refunds"
        case papers = "Papers"
        case moving = "Moving"
        case view = "View"
        case screens = "Screens"
        case console = "Console"

        /// The heading in the language that is spoken here.
        public var title: String {
            switch self {
            case .selling: phrase("Selling")
            case .grid: phrase("The grid")
            case .rooms: phrase("Rooms")
            case .residents: phrase("Residents")
            case .refund: phrase("Refunds")
            case .papers: phrase("Papers")
            case .moving: phrase("Moving")
            case .view: phrase("View")
            case .screens: phrase("Screens")
            case .console: phrase("Console")
            }
        }
    }

    /// What a slip of the finger costs, and so which gate stands before it.
    public enum Danger: Int, Sendable, Hashable, Comparable {
        /// Nothing: no gate.
        case free = 0
        /// Can be made up for: one deliberate key on a form that shows before and after.
        case reversible = 1
        /// Many rooms at once: a review and a typed count.
        case batch = 2
        /// Somebody's power: a reason and who is affected.
        case physical = 3
        /// Seldom and far-reaching: a typed word.
        case rare = 4

        /// Whether `left` costs less.
        public static func < (left: Danger, right: Danger) -> Bool { left.rawValue < right.rawValue }
    }

    /// What a command takes behind its name on the command line.
    public enum Argument: String, Sendable, Hashable {
        /// A room, such as `3-418`.
        case room = "ROOM"
        /// The name of a theme.
        case theme = "NAME"
        /// The code of a language.
        case language = "CODE"
        /// A column of the rooms list.
        case column = "COLUMN"
        /// Words of the filter language; none clears the filter.
        case filter = "WORDS"
        /// A name for what is saved.
        case savedName = "AS"
        /// A file.
        case file = "FILE"
    }

    /// Which command.
    public let id: ID
    /// The keys, the function key first where it has one.
    public let keys: [Key]
    /// The name on the command line, without the colon.
    public let name: String
    /// What it takes there; nil for nothing.
    public let argument: Argument?
    /// One or two words for the footer.
    public let labelPhrase: Phrase
    /// A sentence for the help.
    public let helpPhrase: Phrase
    /// Its heading in the help.
    public let group: Group
    /// What a slip costs.
    public let danger: Danger
    /// Where it can be used.
    public let screens: [ScreenKind]
    /// Where it stands in the footer, always in the order of the table.
    public let footer: [ScreenKind]

    /// One or two words for the footer, in the language that is spoken here.
    public var label: String { labelPhrase.text }

    /// A sentence for the help, in the language that is spoken here.
    public var help: String { helpPhrase.text }

    /// The key as the footer writes it.
    ///
    /// Narrow terminals get the letter, which is shorter than the function key.
    func footerKey(isNarrow: Bool) -> String {
        if [.neighbour, .turnPage, .turnMonth, .turnChart].contains(id) { return isNarrow ? "Left" : "Left/Right" }
        let letter = keys.first { if case .character = $0 { true } else { false } }
        return (isNarrow ? letter ?? keys.first : keys.first)?.text ?? ""
    }

    /// The keys as people write them: `F5 r`.
    public var keysText: String {
        if id == .jump || id == .amount { return "0-9" }
        if id == .move { return "Up Down PgUp PgDn" }
        return keys.map(\.text).joined(separator: " ")
    }
}

/// Whether a command can be used now.
public enum Availability: Sendable, Hashable {
    /// It can.
    case available
    /// It can not, for this reason; its key answers with the reason.
    case disabled(String)

    /// Whether it can be used.
    public var isAvailable: Bool { self == .available }

    /// Why it can not; nil when it can.
    public var reason: String? { if case .disabled(let reason) = self { reason } else { nil } }
}
