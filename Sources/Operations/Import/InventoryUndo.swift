public import Domain
import Phrases

/// What would take the last import of the inventory back. It is taken as a whole, and only once: the file can be imported again.
public struct InventoryUndo: Hashable, Sendable {
    /// What was imported, for example the name of the file.
    public var note: String
    /// When it was imported.
    public var importedAt: Instant
    /// Concentrators, rooms and meters as they stood before; its version is that of the inventory now.
    public var back: InventoryChange
    /// Concentrators that the import brought.
    public var newConcentrators: [ConcentratorID]
    /// Rooms that the import brought.
    public var newRooms: [RoomID]
    /// Meters that the import brought.
    public var newMeters: [MeterID]
    /// What is in use by now, in order of kind and name; nothing is taken back while there is any.
    public var held: [InventoryHold]

    /// Makes an undo.
    public init(
        note: String, importedAt: Instant, back: InventoryChange, newConcentrators: [ConcentratorID] = [], newRooms: [RoomID] = [],
        newMeters: [MeterID] = [], held: [InventoryHold] = []
    ) {
        self.note = note
        self.importedAt = importedAt
        self.back = back
        self.newConcentrators = newConcentrators
        self.newRooms = newRooms
        self.newMeters = newMeters
        self.held = held
    }

    /// How many would go.
    public var removed: Int { newConcentrators.count + newRooms.count + newMeters.count }
    /// How many would be as they were before.
    public var restored: Int { back.concentrators.count + back.rooms.count + back.meters.count }
}

/// Something that was imported and is in use by now, and by what.
public struct InventoryHold: Hashable, Sendable, CustomStringConvertible {
    /// What kind of thing it is.
    public var kind: InventoryFile
    /// Its name or address.
    public var name: String
    /// Why it stays.
    public var reason: Reason

    /// What uses it.
    public enum Reason: Hashable, Sendable {
        /// The books count from the baseline of the meter.
        case takenOver
        /// The meter was replaced, or put in for another one.
        case replaced
        /// The journal names the room, or the room of the meter, since the import.
        case entries
        /// Somebody has or had a stay in the room.
        case stays
        /// The room is or was in a run of refunds.
        case refund(RefundRunID)
        /// Somebody looks, or looked, after a difference of it.
        case hasCase
        /// A meter stands in the room or hangs on the concentrator.
        case meter(MeterID)
    }

    /// Makes a hold.
    public init(kind: InventoryFile, name: String, reason: Reason) {
        self.kind = kind
        self.name = name
        self.reason = reason
    }

    /// For example `meter 000000000418 was taken over: the books count from its baseline`.
    public var description: String {
        switch reason {
        case .takenOver: phrase("meter \(name) was taken over: the books count from its baseline")
        case .replaced: phrase("meter \(name) was replaced, or put in for another one")
        case .entries where kind == .meters: phrase("meter \(name): the journal has entries of its room since then")
        case .entries: phrase("room \(name): the journal has entries since then")
        case .stays: phrase("room \(name): residents have stays there")
        case .refund(let run): phrase("room \(name): refund \(run) is about it")
        case .hasCase where kind == .meters: phrase("meter \(name): there is a case about it")
        case .hasCase: phrase("room \(name): there is a case about it")
        case .meter(let meter) where kind == .rooms: phrase("room \(name): meter \(meter) stands there")
        case .meter(let meter): phrase("concentrator \(name): meter \(meter) hangs on it")
        }
    }
}
