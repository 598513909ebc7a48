public import Domain

extension Office {
    /// So many rooms are looked at together: what they come to is kept no longer, however large the campus is.
    private static let roomsAtOnce = 1000

    /// Posts the use of the days that have ended: of each meter up to its last reading of them, dated with the day of that reading.
    ///
    /// So the books of a day and of a month hold what was used in it, and agree with the registers of its end. What was used today
    /// is posted tomorrow. To call it again is harmless.
    ///
    /// - Parameter first: the first day that is not closed; use of days before it is dated with this day.
    public func postUseOfEndedDays(actor: Actor, notBefore first: Day? = nil) throws -> UsePosting {
        var result = UsePosting()
        for rooms in try books.rooms(in: nil).map(\.id).sorted().parts(of: Self.roomsAtOnce) {
            let byDay = Dictionary(grouping: try endedUse(of: Array(rooms)), by: \.day)
            for (day, uses) in byDay.sorted(by: { $0.key < $1.key }) {
                let day = max(day, first ?? day)
                for part in uses.parts(of: 200) {
                    let latest = Dictionary(part.map { ($0.meter, $0.reading) }) { first, _ in first }
                    try postUse(of: part.map(\.room), latest: latest, actor: actor, day: day, into: &result)
                }
            }
        }
        return result
    }

    /// What the meters that keep the credit of some rooms said last on a day that has ended; only those that ever said something.
    private func endedUse(of rooms: [RoomID]) throws -> [EndedUse] {
        let yesterday = today.advanced(by: -1)
        let meters = try books.meters(of: rooms).compactMap { room, all in Inventory.creditMeter(among: all).map { (room, $0.id) } }
        let latest = try readings.latest(of: meters.map(\.1))
        func day(_ reading: Reading) -> Day { Day(of: reading.at, at: rules.offset) }
        // Who has spoken today: what he said last yesterday is known by the day alone.
        let spoken = latest.values.filter { day($0) > yesterday }.map(\.meter).sorted()
        let registers = try readings.registers(of: spoken, at: .day(yesterday, orBefore: 0))
        let ended = Dictionary(zip(spoken, registers)) { first, _ in first }
        return meters.compactMap { room, meter in
            guard let reading = latest[meter] else { return nil }
            guard day(reading) > yesterday else {
                return EndedUse(room: room, meter: meter, day: day(reading), at: reading.at, register: reading.register)
            }
            let end = today.start(at: rules.offset).adding(seconds: -1)
            return ended[meter]?.map { EndedUse(room: room, meter: meter, day: yesterday, at: end, register: $0) }
        }
        .sorted { $0.room < $1.room }
    }
}

/// What a meter said last on a day that has ended.
private struct EndedUse {
    var room: RoomID
    var meter: MeterID
    var day: Day
    var at: Instant
    var register: Energy?

    var reading: Reading {
        var reading = Reading(meter: meter, at: at)
        reading.register = register
        return reading
    }
}
