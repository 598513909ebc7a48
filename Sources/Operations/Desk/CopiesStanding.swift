public import Domain

/// How the books and their copies are, for whoever sits at the desk.
public struct CopiesStanding: Hashable, Sendable {
    /// One place of copies.
    public struct Place: Hashable, Sendable {
        /// What the place is called, in English.
        public var name: String
        /// Up to when the last good copy reaches; nil without one.
        public var reaches: Instant?
        /// Why the last try failed, or what else is wrong with the place, in English; nil when all is well.
        public var trouble: String?

        /// Makes a place.
        public init(name: String, reaches: Instant?, trouble: String? = nil) {
            self.name = name
            self.reaches = reaches
            self.trouble = trouble
        }
    }

    /// The entries of the journal.
    public var entries: Int64
    /// The head of its chain: the first sixteen hexadecimal digits.
    public var head: String
    /// The places of copies, the campus's own first.
    public var places: [Place]

    /// Says how they are.
    public init(entries: Int64, head: String, places: [Place]) {
        self.entries = entries
        self.head = head
        self.places = places
    }
}
