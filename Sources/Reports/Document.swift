public import TextLayout

/// A paper as a value: what it says, not yet how it is cut into pages.
public struct Document: Hashable, Codable, Sendable {
    /// The number under which it is kept, unique on the campus, for example `ST-2026-000123`.
    public var number: String
    /// The heading, for example `Statement of room 3-418`.
    public var title: Wording
    /// Whose paper it is: the name of the campus.
    public var issuer: String
    /// The day and time of issue, as printed.
    public var issued: String
    /// By which anyone can tell whether the paper agrees with the books.
    public var checkCode: String
    /// Whether it was printed before, so that every page says COPY.
    public var isCopy: Bool
    /// The content from top to bottom.
    public var blocks: [Block]

    /// Makes a paper.
    public init(
        number: String, title: Wording, issuer: String, issued: String, checkCode: String, isCopy: Bool = false, blocks: [Block]
    ) {
        self.number = number
        self.title = title
        self.issuer = issuer
        self.issued = issued
        self.checkCode = checkCode
        self.isCopy = isCopy
        self.blocks = blocks
    }
}

/// A part of a paper.
public enum Block: Hashable, Sendable {
    /// A heading of a section; it stays with what follows it.
    case heading(Wording)
    /// Facts with their names, in two columns where both fit.
    case facts([Fact])
    /// Running text, wrapped.
    case paragraph(Wording)
    /// A table; its head is repeated on every page that it runs over.
    case table(Table)
    /// One line to sign for each name, kept together.
    case signatures([Wording])
    /// What follows begins on a new page.
    case pageBreak
}

/// A fact with its name.
public struct Fact: Hashable, Codable, Sendable {
    /// What it is, for example `Room`.
    public var name: Wording
    /// Its value; never shortened, wrapped where it is too long for the page.
    public var value: Wording

    /// Makes a fact.
    public init(_ name: Wording, _ value: Wording) {
        self.name = name
        self.value = value
    }
}

/// A table of texts.
public struct Table: Hashable, Codable, Sendable {
    /// The columns from left to right.
    public var columns: [Column]
    /// The rows; each has as many texts as there are columns.
    public var rows: [[Wording]]
    /// Rows of totals below a line.
    public var totals: [[Wording]]

    /// Makes a table.
    public init(columns: [Column], rows: [[Wording]], totals: [[Wording]] = []) {
        self.columns = columns
        self.rows = rows
        self.totals = totals
    }

    /// A column.
    public struct Column: Hashable, Sendable {
        /// The head of the column.
        public var title: Wording
        /// Where its texts stand.
        public var alignment: Alignment
        /// Whether its texts may be shortened: names may, amounts never.
        public var isShortened: Bool

        /// A column of names: at the left, shortened where it does not fit.
        public static func name(_ title: Wording) -> Column { Column(title: title, alignment: .left, isShortened: true) }
        /// A column of amounts: at the right, never shortened.
        public static func amount(_ title: Wording) -> Column { Column(title: title, alignment: .right, isShortened: false) }
        /// A column of dates, numbers of papers and the like: at the left, never shortened.
        public static func fixed(_ title: Wording) -> Column { Column(title: title, alignment: .left, isShortened: false) }
    }
}
