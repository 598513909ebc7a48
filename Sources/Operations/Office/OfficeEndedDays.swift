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
        for part in try books.rooms(in: nil).map(\.id).sorted().parts(of: Self.roomsAtOnce) {
            for (day, ended) in try endedUse(of: Array(part)).sorted(by: { $0.key < $1.key }) {
                let day = max(day, first ?? day)
                for rooms in ended.rooms.sorted().parts(of: 200) {
                    try postUse(of: Array(rooms), latest: ended.latest, actor: actor, day: day, into: &result)
                }
            }
        }
        return result
    }

    /// The last readings of rooms that lie in days that have ended, by the day.
    private func endedUse(of rooms: [RoomID]) throws -> [Day: (rooms: [RoomID], latest: [MeterID: Reading])] {
        let yesterday = today.advanced(by: -1)
        let standings = try books.standings(of: rooms).values
        let meters = standings.compactMap { room in room.meter.map { ($0.id, room.room.id) } }.sorted { $0.0 < $1.0 }
        let latest = try readings.latest(of: meters.map(\.0))
        let ended = try readings.registers(of: meters.map(\.0), at: .day(yesterday, orBefore: 0))
        var byDay: [Day: (rooms: [RoomID], latest: [MeterID: Reading])] = [:]
        for ((meter, room), last) in zip(meters, ended) {
            guard var reading = latest[meter] else { continue }
            let spoken = Day(of: reading.at, at: rules.offset)
            if spoken > yesterday {
                // It has spoken today: what it said last yesterday is known by the day alone.
                guard let last else { continue }
                reading = Reading(meter: meter, at: today.start(at: rules.offset).adding(seconds: -1))
                reading.register = last
            }
            byDay[min(spoken, yesterday), default: ([], [:])].rooms.append(room)
            byDay[min(spoken, yesterday)]?.latest[meter] = reading
        }
        return byDay
    }
}
