public import Domain

extension Office {
    /// How many days the screen of a room draws.
    public static let drawnDays = 14
    /// How many entries and orders the screen of a room lists.
    public static let listedRows = 50

    /// The views of all rooms, in order of building, floor and name.
    public func roomViews() throws -> [RoomView] { try roomViewBuilder().views() }

    /// All that the views of all rooms are built from, read with few calls; keep it and change its parts as news come in.
    public func roomViewBuilder() throws -> RoomViewBuilder {
        let inventory = try books.inventory()
        let latest = try readings.latest()
        let today = self.today
        let days = try readings.daily(from: today.advanced(by: -UseHistory.meanDays - 1))
        return RoomViewBuilder(
            readings: latest, silent: RoomViewBuilder.silence(try readings.health(), readings: latest),
            standings: try standings(of: Array(inventory.rooms.keys)),
            meanUse: RoomViewBuilder.meanUse(days, meters: inventory.meters, today: today))
    }

    /// The view of one room. Throws `OfficeError.noSuchRoom`.
    public func roomView(_ room: RoomID) throws -> RoomView {
        guard let standing = try books.standings(of: [room])[room] else { throw OfficeError.noSuchRoom(room) }
        let latest = try readings.latest(of: [standing.meter?.id].compactMap { $0 })
        let today = self.today
        var builder = RoomViewBuilder(
            readings: latest, silent: RoomViewBuilder.silence(try readings.health(), readings: latest), standings: [room: standing])
        if let meter = standing.meter {
            let days = try readings.daily(of: meter.id, from: today.advanced(by: -UseHistory.meanDays - 1))
            builder.meanUse[meter.id] = UseHistory.meanUse(days, today: today, ctRatio: meter.ctRatio)
        }
        guard let view = builder.view(of: room) else { throw OfficeError.noSuchRoom(room) }
        return view
    }

    /// All that the screen of one room shows beside its view. Throws `OfficeError.noSuchRoom`.
    public func roomDetail(_ room: RoomID) throws -> RoomDetail {
        guard let standing = try books.standings(of: [room])[room] else { throw OfficeError.noSuchRoom(room) }
        let all = try books.inventory().standingMeters.filter { $0.room == room }
        let others = all.filter { $0.id != standing.meter?.id }.sorted { ($0.circuit, $0.id) < ($1.circuit, $1.id) }
        let meters = (standing.meter.map { [$0] } ?? []) + others
        let latest = try readings.latest(of: meters.map(\.id))
        let today = self.today
        var use: [DailyUse] = []
        if let meter = standing.meter {
            let days = try readings.daily(of: meter.id, from: today.advanced(by: -Office.drawnDays))
            use = UseHistory.daily(
                days, today: today, now: latest[meter.id]?.register, count: Office.drawnDays, ctRatio: meter.ctRatio)
        }
        return RoomDetail(
            room: room, meters: meters, readings: latest, account: try books.account(of: room),
            expectedCount: standing.expectedCount, entries: try books.entries(of: room, limit: Office.listedRows),
            orders: try books.orders(OrderFilter(room: room, limit: Office.listedRows)).reversed(), dailyUse: use)
    }
}

extension Office {
    /// The names of rooms that look most like a name that is not among them.
    public func nearestRooms(to name: RoomID) throws -> [RoomID] {
        NearestNames(Array(try books.inventory().rooms.keys)).nearest(to: name)
    }
}
