public import Domain

/// What is on its way from one room to another. Calls block on the disk and throw `BooksError`.
public protocol MoveBook: JournalBook {
    /// Departures that no other entry has ended yet, oldest first. Cheap while nothing is on its way.
    func departuresUnderWay() throws -> [Entry]
}
