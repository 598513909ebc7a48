import Domain
import Operations

/// Where the operator is: a screen, with the room where it is about one. Held by identity, never by a line's number.
enum Place: Hashable, Sendable {
    case wall, buildings, rooms, orders, reconcile, buses
    case trace(BusID)
    case room(RoomID)
    case topUp(RoomID)
    case grid
    case papers
    case paper(PaperSource)
    case subsidy
    case chart(UseScope)
    case refunds, refundStart, unclaimed
    case refund(RefundRunID)
    case refundRoom(RefundRunID, RoomID)
    case roster

    var kind: ScreenKind {
        switch self {
        case .wall: .wall
        case .buildings: .buildings
        case .rooms: .rooms
        case .orders: .orders
        case .reconcile: .reconcile
        case .buses: .buses
        case .trace: .trace
        case .room: .room
        case .topUp: .topUp
        case .grid: .grid
        case .papers: .papers
        case .paper: .paper
        case .subsidy: .subsidy
        case .chart: .chart
        case .refunds: .refunds
        case .refundStart: .refundStart
        case .refund: .refund
        case .refundRoom: .refundRoom
        case .unclaimed: .unclaimed
        case .roster: .roster
        }
    }

    /// The room it is about; nil for lists.
    var room: RoomID? {
        switch self {
        case .room(let room), .topUp(let room), .refundRoom(_, let room), .chart(.room(let room)): room
        default: nil
        }
    }
}

/// The way that led here; there is always a place to be.
struct VisitStack: Hashable, Sendable {
    private(set) var current: Place
    private(set) var earlier: [Place] = []
    /// Where back was pressed; forward leads there again.
    private(set) var later: [Place] = []

    init(_ first: Place) { current = first }

    /// Goes to a place. A list that was visited on the way here is gone back to instead of being stacked twice; a room that is opened again
    /// leads back to where it was opened from.
    mutating func go(to place: Place) {
        guard place != current else { return }
        later = []
        let index = earlier.lastIndex(of: place)
        if let index, place.room == nil {
            earlier.removeSubrange(index...)
        } else {
            if let index { earlier.remove(at: index) }
            earlier.append(current)
        }
        current = place
    }

    /// Puts another place where this one is, as when going to the neighbouring room.
    mutating func replace(with place: Place) { current = place }

    /// Goes back; false on the first place.
    mutating func back() -> Bool {
        guard let last = earlier.popLast() else { return false }
        // The form of a single sale is gone when it is left.
        if current.kind != .topUp, current.kind != .refundStart { later.append(current) }
        current = last
        return true
    }

    /// Goes where back came from; false when nowhere.
    mutating func forward() -> Bool {
        guard let next = later.popLast() else { return false }
        earlier.append(current)
        current = next
        return true
    }

    /// The last list on the way here, this place among them.
    var list: ScreenKind { (earlier + [current]).last { $0.room == nil && $0.kind != .chart }?.kind ?? .wall }
}
