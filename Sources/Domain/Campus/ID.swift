/// The name of one thing of a kind, so that a room can not be passed where a meter is meant.
public struct ID<Subject>: Hashable, Comparable, Sendable {
    /// The name itself.
    public let text: String

    /// Makes an id from its text.
    public init(_ text: String) { self.text = text }

    /// Whether the left one comes first.
    public static func < (left: ID, right: ID) -> Bool { left.text < right.text }
}

extension ID: CustomStringConvertible {
    /// The name itself.
    public var description: String { text }
}

/// A room by the name people use, for example `3-418`.
public typealias RoomID = ID<Room>
/// A meter by its communication address, twelve digits.
public typealias MeterID = ID<MeterPoint>
/// A concentrator by its name.
public typealias ConcentratorID = ID<Concentrator>
/// A plan by its id; the same id again never happens twice.
public typealias PlanID = ID<Entry>
/// An order to a meter.
public typealias OrderID = ID<Order>
