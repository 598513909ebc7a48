public import Domain

/// Where time comes from; injected, so that a campus can be replayed.
public protocol OfficeClock: Sendable {
    /// The time now.
    func now() -> Instant
}

/// Where new ids come from; injected, so that a run can be replayed.
public protocol IDSource: Sendable {
    /// A new id that was never given before: short, sortable, safe in file names and on the command line.
    func next() -> String
}
