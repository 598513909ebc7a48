public import Domain
import Phrases

/// A paper that was given out, as the books keep it.
public struct PaperRecord: Hashable, Sendable {
    /// Its number, for example `RC-2026-000123`.
    public var number: String
    /// What kind of paper.
    public var kind: PaperKind
    /// What it is about, in the words from which it can be written again, for example an entry or a room with two days.
    public var subject: String
    /// The last entry of the journal that it takes into account.
    public var upTo: Int64
    /// When it was made.
    public var madeAt: Instant
    /// By whom.
    public var actor: Actor
    /// The code printed on it.
    public var code: String
    /// What it says, in a form that gives the same paper again.
    public var content: String

    /// Makes a record.
    public init(
        number: String, kind: PaperKind, subject: String, upTo: Int64, madeAt: Instant, actor: Actor, code: String, content: String
    ) {
        self.number = number
        self.kind = kind
        self.subject = subject
        self.upTo = upTo
        self.madeAt = madeAt
        self.actor = actor
        self.code = code
        self.content = content
    }
}

/// One printing of a paper.
public struct PaperPrint: Hashable, Sendable {
    /// The paper's number.
    public var number: String
    /// When it went to the printer.
    public var at: Instant
    /// By whom.
    public var actor: Actor
    /// The printer.
    public var printer: String
    /// The job there.
    public var job: Int

    /// Makes a printing.
    public init(number: String, at: Instant, actor: Actor, printer: String, job: Int) {
        self.number = number
        self.at = at
        self.actor = actor
        self.printer = printer
        self.job = job
    }
}

/// A month that was closed, with the report that says what it held.
public struct MonthClosing: Hashable, Sendable {
    /// The month.
    public var month: Month
    /// The number of its report.
    public var paper: String
    /// The last entry of the journal at that time.
    public var upTo: Int64
    /// When it was closed.
    public var at: Instant
    /// By whom.
    public var actor: Actor

    /// Makes a closing.
    public init(month: Month, paper: String, upTo: Int64, at: Instant, actor: Actor) {
        self.month = month
        self.paper = paper
        self.upTo = upTo
        self.at = at
        self.actor = actor
    }
}

/// The papers that were given out. Calls block on the disk and throw `BooksError`.
public protocol PaperBook: Sendable {
    /// Gives the next numbers of a kind and year to so many papers, and keeps what `make` answers to each; one transaction.
    func file(
        _ kind: PaperKind, year: Int, count: Int, _ make: (_ index: Int, _ number: String) throws -> PaperRecord
    ) throws -> [PaperRecord]
    /// The paper of a number; nil when there is none.
    func paper(number: String) throws -> PaperRecord?
    /// The paper with a code; nil when there is none.
    func paper(code: String) throws -> PaperRecord?
    /// The newest papers, the newest first.
    func papers(limit: Int) throws -> [PaperRecord]
    /// Keeps a printing.
    func printed(_ print: PaperPrint) throws
    /// The printings of a paper, the oldest first.
    func prints(of number: String) throws -> [PaperPrint]
    /// Closes a month for ever; false when it was closed before, and nothing was written.
    func close(_ closing: MonthClosing) throws -> Bool
    /// The months that were closed, in order.
    func closings() throws -> [MonthClosing]
}

/// The journal as papers read it: entries up to one that is fixed, so that a paper can be written again after years.
public protocol LedgerBook: Sendable {
    /// The number of the last entry; 0 for an empty journal.
    func lastEntry() throws -> Int64
    /// One entry; nil when there is none.
    func entry(_ sequence: Int64) throws -> Entry?
    /// Hands out the entries of some days in order of the journal, read from a copy so that the desk is not held up.
    func entries(of days: ClosedRange<Day>, room: RoomID?, upTo: Int64, _ take: (Entry) throws -> Void) throws
    /// Hands out all entries of some rooms, room by room in order of their names and each in order of the journal, read from a copy.
    func entries(ofRooms rooms: [RoomID], upTo: Int64, _ take: (RoomID, [Entry]) throws -> Void) throws
    /// What the accounts held before a day, without zeros.
    func balances(before day: Day, room: RoomID?, upTo: Int64) throws -> [AccountBalance]
    /// What was granted for a month by entries up to one.
    func grants(for month: Month, upTo: Int64) throws -> [GrantShare]
}

extension PaperBook {
    /// The same for one paper.
    public func file(_ kind: PaperKind, year: Int, _ make: (_ number: String) throws -> PaperRecord) throws -> PaperRecord {
        guard let record = try file(kind, year: year, count: 1, { try make($1) }).first else {
            throw BooksError.other(phrase("the paper was not made; nothing was written"))
        }
        return record
    }
}
