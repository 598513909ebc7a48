public import Domain

/// Tells a delivery desk of the orders that others put into the books: what has moved at once, and everything now and then.
///
/// New orders are followed by their entries, because the instant of a large commit is as old as the commit was long.
///
/// A month's free credit is an order for every room. While they are delivered the desk itself moves thousands of them; what it knows
/// already is not read again.
public struct DeliveryWatch: Sendable {
    private var lookedAt: Instant?
    /// The newest order that the desk knows.
    private var newest: Int64 = 0
    /// When all open orders were read last; nil when that is to be done again.
    private var readAllAt: Instant?

    /// Rooms that are read at a time, so that not all of a campus is in memory twice.
    private static let part = 1000
    /// All open orders are read again after this, and a millisecond more for every meter in line.
    private static let pause: Int64 = 5_000
    /// Another process says when it moved an order, and writes it when it is its turn, seconds. What comes later is found when all is read.
    private static let overlap: Int64 = 2

    /// The first look reads everything.
    public init() {}

    /// The next look reads everything.
    public mutating func lookAgain() { readAllAt = nil }

    /// Tells the desk what is new, and answers what it wants done. Throws when the books can not be read; then all is read again next time.
    public mutating func look(_ books: any Books, _ desk: inout DeliveryDesk, now: Instant) throws -> [DeliveryAction] {
        let last = try books.orders(OrderFilter(limit: 1)).last?.entry ?? 0
        let moves = try isAllDue(desk, now: now) ? nil : moves(books, desk, now: now)
        let rooms = try moves.map { Set($0.map(\.room)) } ?? books.roomsWithOpenOrders()
        var found: Set<MeterID> = []
        var actions: [DeliveryAction] = []
        for part in rooms.sorted().parts(of: Self.part) {
            do {
                let standings = try books.standings(of: Array(part)).values.sorted { $0.room.id < $1.room.id }
                actions += desk.take(standings, found: &found, now: now)
            } catch {
                readAllAt = nil
                // What the desk wants after the parts before must be done; the next look meets the error again.
                guard !actions.isEmpty else { throw error }
                return actions
            }
        }
        desk.forget((moves.map { Set($0.map(\.meter)) } ?? Set(desk.meters)).subtracting(found))
        if moves == nil { readAllAt = now }
        (lookedAt, newest) = (now, last)
        return actions
    }

    private func isAllDue(_ desk: DeliveryDesk, now: Instant) -> Bool {
        guard let lookedAt, now >= lookedAt, let readAllAt else { return true }
        return now.milliseconds(since: readAllAt) >= Self.pause + Int64(desk.meters.count)
    }

    /// What the desk does not know yet.
    ///
    /// What lies further ahead was written before the clock was set back, and then all was read. A large run would be read at each look.
    private func moves(_ books: any Books, _ desk: DeliveryDesk, now: Instant) throws -> [OrderMove] {
        guard let lookedAt else { return [] }
        let time = lookedAt.adding(seconds: -Self.overlap)...now.adding(seconds: Self.overlap)
        return try books.orderMoves(after: newest, within: time).filter { !desk.knows($0) }
    }
}
