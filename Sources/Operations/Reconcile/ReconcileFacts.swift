public import Domain

/// All that is known of one room, for holding its books against its meter.
public struct ReconcileFacts: Hashable, Sendable {
    /// What the books say.
    public var standing: RoomStanding
    /// What the meter said last.
    public var reading: Reading?
    /// The newest picture of the meter's credit, with its total; nil when none is known.
    public var picture: CreditReading?
    /// The price by which use is charged on meters that keep money.
    public var price: Price
    /// Orders of the meter that have ended, of the time since its last reading at least.
    public var ended: [Order]
    /// Entries of the room that another entry has made up for.
    public var corrected: Set<Int64>
    /// The room's cases, oldest first.
    public var cases: [Case]
    /// Credit that a refund paid and left in the meter, because it gives nothing back; in the unit of the meter.
    public var leftByRefund: Credit?

    /// Makes the facts of a room; what is not given is not known.
    public init(
        standing: RoomStanding, reading: Reading?, picture: CreditReading? = nil, price: Price, ended: [Order] = [],
        corrected: Set<Int64> = [], cases: [Case] = []
    ) {
        self.standing = standing
        self.reading = reading
        self.picture = picture
        self.price = price
        self.ended = ended
        self.corrected = corrected
        self.cases = cases
    }
}
