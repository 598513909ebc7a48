/// A run of refunds by its name, for example `graduation-2027`.
public typealias RefundRunID = ID<RefundRun>

/// A run of refunds: which rooms, on which day those who leave do so, and what becomes of the share of a room whose others stay.
public struct RefundRun: Hashable, Sendable, Identifiable {
    /// Its name; unique on the campus, without blanks.
    public var id: RefundRunID
    /// How its rooms were chosen.
    public var scope: RefundScope
    /// The last day of those who leave; the residents of this day share the refund.
    public var exitDay: Day
    /// What becomes of the leaver's share where others stay in the room.
    public var shareOfLeavers: LeaverShare
    /// When it was started.
    public var at: Instant
    /// Who started it.
    public var actor: Actor

    /// Makes a run.
    public init(
        id: RefundRunID, scope: RefundScope, exitDay: Day, shareOfLeavers: LeaverShare = .paidOut, at: Instant, actor: Actor
    ) {
        self.id = id
        self.scope = scope
        self.exitDay = exitDay
        self.shareOfLeavers = shareOfLeavers
        self.at = at
        self.actor = actor
    }

    /// Whether a name can name a run: letters, digits, `-`, `_` and `.`, at most 40 of them, the first no mark.
    public static func isName(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, text.unicodeScalars.count <= 40, isLetter(first) else { return false }
        return text.unicodeScalars.allSatisfy { isLetter($0) || $0 == "-" || $0 == "_" || $0 == "." }
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) }
}

/// How the rooms of a run were chosen.
public enum RefundScope: Hashable, Sendable {
    /// Every room in which somebody of the cohort lives; only the cohort leaves.
    case cohort(String)
    /// Every room of a building; everybody leaves.
    case building(String)
    /// Every room of a floor; everybody leaves.
    case floor(building: String, Int)
    /// Rooms that were named one by one; everybody leaves.
    case rooms
}

/// What becomes of the share of one who leaves a room in which others stay.
public enum LeaverShare: String, Hashable, Sendable, CaseIterable {
    /// It is taken out of the meter and paid.
    case paidOut
    /// It stays in the room for those who stay; nothing is paid.
    case staysInRoom
}

/// How far a room has come in a run.
public enum RefundStep: String, Hashable, Sendable, CaseIterable {
    /// Nothing is sold or given to it any more.
    case frozen
    /// What would be paid is known from the last reading.
    case estimated
    /// A second person has approved the room and the most that may be paid.
    case approved
    /// Its credit is being taken out of the meter.
    case taking
    /// Its relay is being opened; the credit stays in the meter.
    case opening
    /// It is out; the final reading and the amount are fixed.
    case fixed
    /// The amount is divided among those who leave, and due to each.
    case split
    /// Everybody has been paid.
    case paid
    /// The room is closed, or handed to those who stay; it is not frozen any more.
    case closed
    /// It was taken out of the run before anything was taken; it is not frozen any more.
    case dropped

    /// The word on screens and papers.
    public var word: String { rawValue.uppercased() }

    /// Whether the room is still held back from sales and free credit.
    public var isFrozen: Bool { self != .closed && self != .dropped }
}
