public import Domain

/// The replacement of meters as a verb of the desk. Every call blocks on the disk and is made from background work.
public struct SwapDesk: Sendable {
    /// The books.
    public let books: any Books & JournalBook
    /// The desk whose clock and readings are used.
    public let office: Office

    /// Opens the desk.
    public init(books: any Books & JournalBook, office: Office) {
        self.books = books
        self.office = office
    }

    /// The meter that goes. Throws `OfficeError.noSuchRoom` and `SwapRefusal`.
    public func old(_ meter: MeterID?, in room: RoomID) throws -> MeterPoint {
        guard let standing = try books.standings(of: [room])[room] else { throw OfficeError.noSuchRoom(room) }
        return try SwapPlanner.old(meter, of: standing, in: try books.inventory())
    }

    /// Plans the swap; nothing is written. Throws `OfficeError.noSuchRoom` and `SwapRefusal`.
    public func plan(_ request: SwapRequest, approval: Approval, id: PlanID) throws -> Plan {
        let version = try books.inventoryVersion()
        let inventory = try books.inventory()
        guard let standing = try books.standings(of: [request.room])[request.room] else { throw OfficeError.noSuchRoom(request.room) }
        let old = try SwapPlanner.old(request.meter, of: standing, in: inventory)
        if let order = try unsettledTakeBack(of: old) { throw SwapRefusal.takeBackUnsettled(order) }
        let planner = SwapPlanner(
            standing: standing, inventory: inventory, inventoryVersion: version, price: try books.price(on: office.today),
            reading: try office.readings.latest(of: [old.id])[old.id])
        return try planner.plan(request, approval: approval, now: office.clock.now(), day: office.today, id: id)
    }

    /// A take-back that left its credit in the old meter and is not settled yet: what the room has left would be carried over without it.
    private func unsettledTakeBack(of meter: MeterPoint) throws -> OrderID? {
        guard let room = meter.room else { return nil }
        let ended = OrderFilter(states: [.refused, .expired, .withdrawn], room: room)
        return try books.orders(ended).first { order in
            guard case .takeBack = order.task, order.meter == meter.id else { return false }
            return try books.correction(of: order.entry) == nil
        }?.id
    }
}
