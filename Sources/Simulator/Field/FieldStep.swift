/// A command that a meter took: what must be on disk before its answer leaves.
public struct JournalEntry: Hashable, Sendable {
    /// When the meter took it.
    public var time: Milliseconds
    /// Twelve digits on the plate of the meter.
    public var plate: String
    /// The request as the meter heard it.
    public var request: MeterRequest
    /// What of it the meter kept; nil when it kept all.
    public var torn: TornWrite?
}

/// Something that a concentrator does on one of its connections.
public enum FieldOutput: Hashable, Sendable {
    /// These bytes leave.
    case send(connection: Int, bytes: [UInt8])
    /// The connection is cut.
    case cut(connection: Int)
}

/// What came of a step of the machine.
///
/// The order matters: first the journal is written and synced, then the outputs leave.
public struct FieldStep: Sendable {
    /// To be saved first.
    public var journal: [JournalEntry] = []
    /// To be done then, in this order.
    public var outputs: [FieldOutput] = []
    /// When the concentrator wants its next step; nil when it waits for bytes alone.
    public var wakeAt: Milliseconds?

    /// Nothing came of it.
    public init() {}
}
