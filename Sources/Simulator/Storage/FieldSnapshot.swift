/// Everything that a field remembers: the campus from which it was made and the state of each meter.
struct FieldSnapshot: Codable, Sendable {
    /// Number of the last journal entry that is contained.
    var sequence: UInt64
    var campus: SimulatedCampus
    /// In the order of the campus.
    var states: [MeterState]
    /// Meters that took the place of others, oldest first; missing in the files of older programs.
    var exchanges: [MeterExchange]?
}
