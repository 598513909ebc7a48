public import Domain

extension Office {
    /// How many days the screen of a room draws.
    public static let drawnDays = 14
    /// How many entries and orders the screen of a room lists.
    public static let listedRows = 50

    /// The views of all rooms, in order of building, floor and name.
    public func roomViews() throws -> [RoomView] {
        let silent = RoomViewBuilder.silence(try readings.health(), readings: [:])
        let views = try roomViews(of: try books.rooms(in: nil).map(\.id), silent: silent)
        return views.sorted { left, right in
            (left.room.building, left.room.floor, left.room.id) < (right.room.building, right.room.floor, right.room.id)
        }
    }

    /// The views of some rooms, in no order. It is read in parts: however many they are, no read of the live books is long.
    ///
    /// - Parameter silent: since when meters do not answer; a meter that said something later counts from there.
    public func roomViews(of rooms: [RoomID], silent: [MeterID: Instant]) throws -> [RoomView] {
        var views: [RoomView] = []
        views.reserveCapacity(rooms.count)
        let days = UseHistory.window(before: today)
        for part in rooms.parts(of: 1000) {
            let standings = try books.standings(of: Array(part))
            let meters = standings.values.compactMap(\.meter)
            let names = meters.map(\.id).sorted()
            let registers = try readings.registers(of: names, in: days)
            var builder = RoomViewBuilder(readings: try readings.latest(of: names), standings: standings)
            for meter in meters {
                if let since = silent[meter.id] { builder.silent[meter.id] = builder.readings[meter.id]?.at ?? since }
                builder.meanUse[meter.id] = registers[meter.id].flatMap { UseHistory.meanUse($0, ctRatio: meter.ctRatio) }
            }
            views += standings.keys.compactMap(builder.view(of:))
        }
        return views
    }

    /// The view of one room. Throws `OfficeError.noSuchRoom`.
    public func roomView(_ room: RoomID) throws -> RoomView {
        let silent = RoomViewBuilder.silence(try readings.health(), readings: [:])
        guard let view = try roomViews(of: [room], silent: silent).first else { throw OfficeError.noSuchRoom(room) }
        return view
    }

    /// All that the screen of one room shows beside its view. Throws `OfficeError.noSuchRoom`.
    public func roomDetail(_ room: RoomID) throws -> RoomDetail {
        guard let standing = try books.standings(of: [room])[room] else { throw OfficeError.noSuchRoom(room) }
        let others = try (books.meters(of: [room])[room] ?? []).filter { $0.id != standing.meter?.id }
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
        NearestNames(try books.rooms(in: nil).map(\.id)).nearest(to: name)
    }
}
