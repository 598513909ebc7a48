public import Domain
public import Operations

/// A roster file held against the roster, as it is reviewed. Nothing has happened yet.
public struct RosterFile: Hashable, Sendable {
    /// The number of the wish that it answers.
    public var number: Int
    /// Where the file lies.
    public var path: String
    /// The name of its encoding, where it is not UTF-8.
    public var encoding: String?
    /// Whether the stays of those who do not stand in it would end.
    public var endsGone: Bool
    /// The difference.
    public var review: RosterReview
    /// The roster that it is held against.
    public var roster: Roster
    /// How many residents the change is about.
    public let touched: Int

    /// Those whom the change is about as they would be, their stays and moves, and where everybody lives today.
    let residents: [ResidentID: Resident]
    let stays: [ResidentID: [Stay]]
    let moves: [ResidentID: RosterReview.Move]
    let current: [ResidentID: Stay]

    /// Makes a file, and all that is looked up in it while it is drawn: in the background, because a roster can be large.
    public init(
        number: Int, path: String, encoding: String?, endsGone: Bool, review: RosterReview, roster: Roster, today: Day
    ) {
        self.number = number
        self.path = path
        self.encoding = encoding
        self.endsGone = endsGone
        self.review = review
        self.roster = roster
        let change = review.change
        residents = Dictionary(change.residents.map { ($0.id, $0) }) { first, _ in first }
        stays = Dictionary(grouping: change.stays, by: \.resident)
        moves = Dictionary(review.moved.map { ($0.resident, $0) }) { first, _ in first }
        current = roster.stays(on: today)
        touched = Set(residents.keys).union(stays.keys).count
    }

}

/// Something about the roster or the inventory that waits for the disk.
public enum RosterWish: Hashable, Sendable {
    /// Read a file and hold it against the books; answer `.read` or `.notRead`. Changes nothing.
    case read(Int, path: String, endsGone: Bool)
    /// Take exactly the change that is shown; answer `.taken` or `.notTaken`.
    case take(ReviewedFile)
    /// Find the change that undoes the last one of the roster; answer `.undoPlanned`.
    case planUndo
    /// Undo the last change; answer `.undone` or `.undoRefused`.
    case undo(RosterChange)
    /// Find what takes the last import of the inventory back; answer `.importPlanned`.
    case planImportUndo
    /// Take the last import of the inventory back; answer `.importUndone` or `.undoRefused`.
    case undoImport(InventoryUndo)
}

/// What is told about the roster or the inventory.
public enum RosterNews: Sendable {
    /// A file with its difference.
    case read(ReviewedFile)
    /// A file could not be read.
    case notRead(Int, Problem)
    /// It stands in the books.
    case taken(ReviewedFile)
    /// It was not taken, and why.
    case notTaken(ReviewedFile, Problem)
    /// What would undo the last change of the roster; nil when there is none.
    case undoPlanned(RosterChange?)
    /// The last change is undone.
    case undone(RosterChange)
    /// What would take the last import of the inventory back; nil when there is none.
    case importPlanned(InventoryUndo?)
    /// The last import of the inventory is taken back.
    case importUndone(InventoryUndo)
    /// It was not undone, and why.
    case undoRefused(Problem)
}
