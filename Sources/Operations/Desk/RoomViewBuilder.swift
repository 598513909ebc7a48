public import Domain

/// Builds the views of rooms from what books and readings say. Pure; keep one and change its parts as news come in.
public struct RoomViewBuilder: Sendable {
    /// The last of everything that the meters said.
    public var readings: [MeterID: Reading]
    /// Since when meters do not answer.
    public var silent: [MeterID: Instant]
    /// What the books say of the rooms.
    public var standings: [RoomID: RoomStanding]
    /// Mean use of a day by meter.
    public var meanUse: [MeterID: Energy]

    /// Makes a builder from what was read.
    public init(
        readings: [MeterID: Reading] = [:], silent: [MeterID: Instant] = [:], standings: [RoomID: RoomStanding] = [:],
        meanUse: [MeterID: Energy] = [:]
    ) {
        self.readings = readings
        self.silent = silent
        self.standings = standings
        self.meanUse = meanUse
    }

    /// The view of one room; nil when the books do not know it.
    public func view(of room: RoomID) -> RoomView? { standings[room].map(view) }

    private func view(_ standing: RoomStanding) -> RoomView {
        guard let meter = standing.meter else { return RoomView(room: standing.room, meter: nil) }
        // An order to the relay moves no credit: with one alone nothing is under way, and before one behind it it does not stand.
        let open = standing.openOrders
        let credit = open.filter { $0.task.relay == nil }
        return RoomView(
            room: standing.room, meter: meter, reading: readings[meter.id], silentSince: silent[meter.id],
            balance: standing.balance(in: meter.unit), underWay: credit.isEmpty ? nil : standing.pending(in: meter.unit),
            order: (credit.first ?? open.first)?.state, meanUse: meanUse[meter.id])
    }

    /// Since when meters do not answer, by the health of their buses: since they last said something, or since the bus is watched.
    public static func silence(_ health: [BusHealth], readings: [MeterID: Reading]) -> [MeterID: Instant] {
        var silent: [MeterID: Instant] = [:]
        for bus in health {
            for meter in bus.silent { silent[meter] = readings[meter]?.at ?? bus.since }
        }
        return silent
    }
}
