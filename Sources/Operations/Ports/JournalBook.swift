public import Domain

/// Single entries of the journal by their place in it. Calls block on the disk and throw `BooksError`.
public protocol JournalBook: Sendable {
    /// An entry by its place; nil for one that was never written.
    func entry(_ sequence: Int64) throws -> Entry?
    /// The entry that makes up for another one; there is at most one, and nil while there is none.
    func correction(of sequence: Int64) throws -> Entry?
}
