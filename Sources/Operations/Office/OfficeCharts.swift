public import Domain

extension Office {
    /// How many days back the chart of what is left goes.
    public static let remainingDays = 45

    /// The use of a room, of a building or of the campus, by the meters that keep the credit of the rooms.
    ///
    /// A meter counts for a part when its registers before and after are known and did not go backwards. Throws
    /// `OfficeError.noSuchRoom`. Costs one look a meter and part: a campus of a hundred thousand rooms takes seconds.
    public func use(of scope: UseScope, in span: UseSpan) throws -> UseSeries {
        let meters = try creditMeters(of: scope).sorted { $0.id < $1.id }
        let now = WallTime(clock.now(), at: rules.offset)
        let names = meters.map(\.id)
        var parts: [UseSeries.Part] = []
        var before: [Energy?]?
        for end in span.ends(until: now) {
            let after = try readings.registers(of: names, at: end)
            if let before { parts.append(Self.growth(from: before, to: after, meters)) }
            before = after
        }
        return UseSeries(scope: scope, span: span, parts: parts, current: span.part(at: now), meters: meters.count)
    }

    private static func growth(from before: [Energy?], to after: [Energy?], _ meters: [MeterPoint]) -> UseSeries.Part {
        var (sum, known) = (Energy.zero, 0)
        for (index, meter) in meters.enumerated() {
            guard let first = before[index], let last = after[index], last >= first else { continue }
            sum = sum + Energy(wattHours: (last - first).wattHours * Int64(meter.ctRatio))
            known += 1
        }
        return UseSeries.Part(energy: known > 0 ? sum : nil, known: known)
    }

    private func creditMeters(of scope: UseScope) throws -> [MeterPoint] {
        if case .room(let room) = scope {
            guard let standing = try books.standings(of: [room])[room] else { throw OfficeError.noSuchRoom(room) }
            return standing.meter.map { [$0] } ?? []
        }
        let building: String? = if case .building(let name) = scope { name } else { nil }
        let rooms = try books.rooms(in: building).map(\.id)
        return try books.meters(of: rooms).values.compactMap { Inventory.creditMeter(among: $0) }
    }

    /// What was left in a room on each of the last days. Throws `OfficeError.noSuchRoom`.
    public func remaining(of room: RoomID) throws -> RemainingHistory {
        guard let standing = try books.standings(of: [room])[room] else { throw OfficeError.noSuchRoom(room) }
        let first = today.advanced(by: -Office.remainingDays)
        var days: [Day: Credit] = [:]
        if let meter = standing.meter {
            for reading in try readings.daily(of: meter.id, from: first) { days[reading.day] = reading.remaining }
        }
        let known = days.keys.min() ?? today
        return RemainingHistory(room: room, first: known, days: (known...max(known, today)).map { days[$0] })
    }

    /// The use of the last fortnight of some rooms, as lists draw it; nothing for rooms without a meter.
    public func fortnight(of rooms: [RoomID]) throws -> [RoomID: [DailyUse]] {
        let standings = try books.standings(of: rooms).values.filter { $0.meter != nil }
        let meters = standings.compactMap(\.meter)
        let today = self.today
        let days = (-Office.drawnDays...0).map { today.advanced(by: $0) }
        let registers = try days.map { try readings.registers(of: meters.map(\.id), at: .day($0, orBefore: 0)) }
        var found = Dictionary(rooms.map { ($0, [DailyUse]()) }) { first, _ in first }
        for (index, standing) in standings.enumerated() {
            let known = zip(days, registers).compactMap { day, all in
                all[index].map { DailyReading(day: day, register: $0, remaining: nil) }
            }
            found[standing.room.id] = UseHistory.daily(
                known, today: today, now: nil, count: Office.drawnDays, ctRatio: meters[index].ctRatio)
        }
        return found
    }
}
