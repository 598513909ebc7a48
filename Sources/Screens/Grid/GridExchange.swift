public import Domain
public import Operations

/// What the grid wants done in the background.
public enum GridWish: Hashable, Sendable {
    /// Plan these sales under the id of their content; answer `.plan`, or `.problem` with the request's number. Changes nothing.
    case plan(GridRequest)
    /// Find out when and for how much these rooms were last sold to; answer `.sales`.
    case sales([RoomID])
    /// Bring this draft to the disk; answer `.kept`. Of several only the last one matters.
    case keep(GridDraft)
    /// Forget the draft with this number.
    case drop(Int64)
    /// Look for a draft that was not posted; answer `.draft` if there is one.
    case findDraft
    /// Read a file of rooms and amounts; answer `.file`, or `.problem`.
    case file(String)
}

/// What the grid is told.
public enum GridNews: Sendable {
    /// The answer to `.plan`.
    case plan(Plan, GridRequest)
    /// The answer to `.sales`; rooms without a sale are left out.
    case sales([RoomID: LastSale])
    /// The draft with this number stands on the disk since then.
    case kept(Int64, at: Instant)
    /// A draft that an earlier console left, with what was sold under its plan, if that was committed.
    case draft(GridDraft, sold: [CommittedRow]?)
    /// Rooms and amounts of a file, and what of it could not be read, in words.
    case file(name: String, rows: [GridDraft.Row], problems: [String])
}

/// A wish to see what the amounts of a grid would do.
public struct GridRequest: Hashable, Sendable {
    /// Grows with every wish of this console; an answer carries it back.
    public var number: Int
    /// The rooms and amounts, each room once.
    public var lines: [TopUpLine]
    /// 0; another number when rooms were released that were sold to today, so that the same amounts may be sold once more.
    public var again: Int64

    /// Makes a request.
    public init(number: Int, lines: [TopUpLine], again: Int64) { (self.number, self.lines, self.again) = (number, lines, again) }
}
