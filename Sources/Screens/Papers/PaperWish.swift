public import Domain

/// A paper by what it is about, before it has a number.
public enum NewPaper: Hashable, Sendable {
    /// The receipt for the sale at this place of the journal.
    case receipt(entry: Int64)
    /// The slip for the void at this place of the journal.
    case void(entry: Int64)
    /// Sales and use by building.
    case sales(Month)
    /// The subsidy of a month.
    case subsidy(Month)
    /// Money and credit of a month.
    case month(Month)
    /// The statement of a room whose residents leave.
    case statement(RefundRunID, RoomID)
    /// The list by which the shares of a run are paid.
    case payout(RefundRunID)
}

/// Which paper is meant.
public enum PaperSource: Hashable, Sendable {
    /// One that was given out, by its number.
    case kept(String)
    /// One that is shown before it is given out; it gets its number when it is saved or printed.
    case new(NewPaper)
}

/// Something about papers that waits for the disk or for the print server.
public enum PaperWish: Hashable, Sendable {
    /// Load the newest papers; answer `PaperNews.list`.
    case list
    /// Write a paper as pages; answer `PaperNews.pages`. Changes nothing.
    case show(PaperSource)
    /// Save a paper as PDF and as text; a new one is kept in the books first. Answer `.notice`, after `PaperNews.filed` for a new one.
    case save(PaperSource)
    /// Keep the statements of all rooms of a run whose amount is fixed, and save them as one file; answer `.notice`.
    case saveStatements(RefundRunID)
    /// Ask which printers there are; answer `PaperNews.printers`.
    case printers
    /// Give a paper to a printer; answer `PaperNews.printings`. It is not printed yet then.
    case print(PaperSource, printer: String)
    /// Ask what became of jobs; answer `PaperNews.printings`.
    case follow([Printing])
}

/// What is told about papers.
public enum PaperNews: Sendable {
    /// The newest papers, the newest first; replaces what was known.
    case list([PaperLine])
    /// The pages of a paper that was asked for.
    case pages(PaperPages)
    /// A new paper has got its number; its pages as they are now.
    case filed(NewPaper, PaperPages)
    /// The printers that the print server knows.
    case printers([Printer])
    /// Where jobs stand.
    case printings([PrintingState])
}

/// A paper that was given out, as the list shows it.
public struct PaperLine: Hashable, Sendable {
    /// Its number.
    public var number: String
    /// What kind of paper.
    public var kind: PaperKind
    /// Its heading.
    public var title: String
    /// When it was made.
    public var madeAt: Instant
    /// By whom.
    public var by: String
    /// The code printed on it.
    public var code: String
    /// Its printings, the oldest first.
    public var printings: [Printing]

    /// Makes a line.
    public init(number: String, kind: PaperKind, title: String, madeAt: Instant, by: String, code: String, printings: [Printing]) {
        self.number = number
        self.kind = kind
        self.title = title
        self.madeAt = madeAt
        self.by = by
        self.code = code
        self.printings = printings
    }
}

/// A paper as text pages of 80 columns.
public struct PaperPages: Hashable, Sendable {
    /// Which paper.
    public var source: PaperSource
    /// Its heading.
    public var title: String
    /// The lines of each page.
    public var pages: [[String]]
    /// How often it was printed.
    public var printings: Int

    /// Makes pages.
    public init(source: PaperSource, title: String, pages: [[String]], printings: Int) {
        self.source = source
        self.title = title
        self.pages = pages
        self.printings = printings
    }
}

/// A printer.
public struct Printer: Hashable, Sendable {
    /// Its name at the print server.
    public var name: String
    /// Why it is not ready; nil when it is.
    public var trouble: String?

    /// Names a printer.
    public init(name: String, trouble: String?) {
        self.name = name
        self.trouble = trouble
    }
}

/// A paper that was given to a printer.
public struct Printing: Hashable, Sendable {
    /// The paper's number.
    public var number: String
    /// The printer.
    public var printer: String
    /// The job there.
    public var job: Int
    /// When.
    public var at: Instant

    /// Names a printing.
    public init(number: String, printer: String, job: Int, at: Instant) {
        self.number = number
        self.printer = printer
        self.job = job
        self.at = at
    }
}

/// Where a printing stands. "Printed" is only said of a job that the printer has taken completely.
public enum PrintingStage: Hashable, Sendable {
    /// The printer has not begun.
    case waits
    /// It is being sent, or waits for a printer that is off.
    case sending
    /// The printer stopped in the middle of it.
    case stopped
    /// The printer has taken all of it.
    case printed
    /// Somebody took it back.
    case takenBack
    /// The print server gave it up.
    case givenUp
    /// The print server no longer knows it.
    case forgotten
    /// The print server does not answer.
    case unreachable

    /// Whether nothing more will happen.
    public var isEnd: Bool {
        switch self {
        case .printed, .takenBack, .givenUp, .forgotten: true
        case .waits, .sending, .stopped, .unreachable: false
        }
    }
}

/// A printing with what became of it.
public struct PrintingState: Hashable, Sendable {
    /// The printing.
    public var printing: Printing
    /// Where it stands.
    public var stage: PrintingStage
    /// Why the printer is not ready; nil when it is.
    public var trouble: String?

    /// Says where a printing stands.
    public init(_ printing: Printing, _ stage: PrintingStage, trouble: String? = nil) {
        self.printing = printing
        self.stage = stage
        self.trouble = trouble
    }
}
