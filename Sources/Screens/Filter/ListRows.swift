import Domain
import Operations

/// What a row says of its room, for the lists whose rows are about one.
private struct RoomOfRow {
    let table: RoomTable

    func figure(_ field: FilterField, _ room: RoomID) -> Int64? {
        field == .floor ? table.place(of: room).map { Int64(table.facts(at: $0).floor) } : nil
    }

    func text(_ field: FilterField, _ room: RoomID, _ part: [UInt8], wholly: Bool) -> Bool {
        // The columns of the table are at hand; a room that is gone has its name alone.
        guard let place = table.place(of: room) else { return field == .room && room.text.hasPart(part, wholly: false) }
        return switch field {
        case .room: table.names.matches(part, at: place, wholly: false)
        case .building: table.buildingNames.matches(part, at: place, wholly: wholly)
        case .person: table.people.matches(part, at: place, wholly: wholly)
        default: false
        }
    }
}

/// Orders as a filter sees them.
struct OrderRows: FilterSource {
    let orders: [Order]
    private let rooms: RoomOfRow

    init(_ orders: [Order], _ table: RoomTable) {
        self.orders = orders
        rooms = RoomOfRow(table: table)
    }

    var rowCount: Int { orders.count }

    func figure(_ field: FilterField, at row: Int, now: Instant) -> Int64? {
        switch field {
        case .amount: orders[row].task.change.hundredths
        case .tries: Int64(orders[row].attempts)
        case .age: now.milliseconds(since: orders[row].createdAt) / 1000
        default: rooms.figure(field, orders[row].room)
        }
    }

    func words(_ field: FilterField, at row: Int) -> UInt64 {
        // open queued sent unconf dispute meter refused expired withdrawn
        let states: [OrderState] = [.queued, .sent, .unknown, .disputed, .confirmed, .refused, .expired, .withdrawn]
        let state = orders[row].state
        let own = states.firstIndex(of: state).map { UInt64(1) << UInt64($0 + 1) } ?? 0
        return own | (state.isOpen ? 1 : 0)
    }

    func text(_ field: FilterField, at row: Int, matches part: [UInt8], wholly: Bool) -> Bool {
        field == .note ? orders[row].note.hasPart(part, wholly: false) : rooms.text(field, orders[row].room, part, wholly: wholly)
    }
}

/// Rooms whose books and meters are held against each other, as a filter sees them.
struct ReconcileRows: FilterSource {
    let rows: [ReconcileRow]
    let actor: String
    private let rooms: RoomOfRow

    init(_ rows: [ReconcileRow], actor: String, _ table: RoomTable) {
        self.rows = rows
        self.actor = actor
        rooms = RoomOfRow(table: table)
    }

    var rowCount: Int { rows.count }

    func figure(_ field: FilterField, at row: Int, now: Instant) -> Int64? { rooms.figure(field, rows[row].id) }

    func words(_ field: FilterField, at row: Int) -> UInt64 {
        let found = rows[row]
        if field == .state {
            // equal explained unexplained unknown books
            switch found.verdict {
            case .equal: return 1 << 0
            case .explained: return 1 << 1
            case .unexplained: return 1 << 2
            case .notKnown: return 1 << 3
            case .booksAlone: return 1 << 4
            }
        }
        // any none mine nobody
        let owners = found.openCases.map(\.owner)
        let isMine = owners.contains { $0 == actor }
        return (owners.isEmpty ? 1 << 1 : 1 << 0) | (isMine ? 1 << 2 : 0) | (owners.contains(nil) ? 1 << 3 : 0)
    }

    func text(_ field: FilterField, at row: Int, matches part: [UInt8], wholly: Bool) -> Bool {
        rooms.text(field, rows[row].id, part, wholly: wholly)
    }
}

/// Buses as a filter sees them.
struct BusRows: FilterSource {
    let buses: [BusHealth]

    var rowCount: Int { buses.count }

    func figure(_ field: FilterField, at row: Int, now: Instant) -> Int64? { nil }

    func words(_ field: FilterField, at row: Int) -> UInt64 {
        // up down silent trouble
        let (isDown, isSilent) = (buses[row].isConnected == false, !buses[row].silent.isEmpty)
        let isTroubled = buses[row].condition < .good
        return (buses[row].isConnected == true ? 1 << 0 : 0) | (isDown ? 1 << 1 : 0) | (isSilent ? 1 << 2 : 0)
            | (isTroubled ? 1 << 3 : 0)
    }

    func text(_ field: FilterField, at row: Int, matches part: [UInt8], wholly: Bool) -> Bool {
        switch field {
        case .bus: buses[row].id.description.hasPart(part, wholly: false)
        case .note: buses[row].trouble.hasPart(part, wholly: false)
        default: false
        }
    }
}

/// Papers as a filter sees them.
struct PaperRows: FilterSource {
    let papers: [PaperLine]

    init(_ papers: [PaperLine]) { self.papers = papers }

    var rowCount: Int { papers.count }

    func figure(_ field: FilterField, at row: Int, now: Instant) -> Int64? {
        field == .age ? now.milliseconds(since: papers[row].madeAt) / 1000 : nil
    }

    func words(_ field: FilterField, at row: Int) -> UInt64 {
        PaperKind.allCases.firstIndex(of: papers[row].kind).map { UInt64(1) << UInt64($0) } ?? 0
    }

    func text(_ field: FilterField, at row: Int, matches part: [UInt8], wholly: Bool) -> Bool {
        switch field {
        case .number: papers[row].number.hasPart(part, wholly: false)
        case .title: papers[row].title.hasPart(part, wholly: false)
        case .maker: papers[row].by.hasPart(part, wholly: false)
        default: false
        }
    }
}

/// The rooms of a month's free electricity as a filter sees them.
struct SubsidyRows: FilterSource {
    let rows: [SubsidyRow]
    private let rooms: RoomOfRow

    init(_ rows: [SubsidyRow], _ table: RoomTable) {
        self.rows = rows
        rooms = RoomOfRow(table: table)
    }

    var rowCount: Int { rows.count }

    func figure(_ field: FilterField, at row: Int, now: Instant) -> Int64? {
        field == .amount ? rows[row].total.hundredths : rooms.figure(field, rows[row].room)
    }

    func words(_ field: FilterField, at row: Int) -> UInt64 {
        // given nothing look
        (rows[row].shares.isEmpty ? 1 << 1 : 1 << 0) | (rows[row].mark == nil ? 0 : 1 << 2)
    }

    func text(_ field: FilterField, at row: Int, matches part: [UInt8], wholly: Bool) -> Bool {
        rooms.text(field, rows[row].room, part, wholly: wholly)
    }
}

extension String {
    /// Whether it has these bytes of lower case in it; `wholly` when it is to be nothing else.
    fileprivate func hasPart(_ part: [UInt8], wholly: Bool) -> Bool {
        TextColumn(CollectionOfOne(self)).matches(part, at: 0, wholly: wholly)
    }
}
