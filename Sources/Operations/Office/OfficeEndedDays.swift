public import Domain

extension Office {
    /// Posts the use of the days that have ended: of each meter up to its last reading of them, dated with the day of that reading.
    ///
    /// So the books of a day and of a month hold what was used in it, and agree with the registers of its end. What was used today
    /// is posted tomorrow. To call it again is harmless.
    ///
    /// - Parameter first: the first day that is not closed; use of days before it is dated with this day.
    public func postUseOfEndedDays(actor: Actor, notBefore first: Day? = nil) throws -> UsePosting {
        let yesterday = today.advanced(by: -1)
        let ended = try readings.daily(from: yesterday)
        let roomOfMeter = try books.inventory().meters.compactMapValues(\.room)
        var byDay: [Day: (rooms: [RoomID], latest: [MeterID: Reading])] = [:]
        for (meter, latest) in try readings.latest() {
            guard let room = roomOfMeter[meter] else { continue }
            let day = min(Day(of: latest.at, at: rules.offset), yesterday)
            var reading = latest
            if Day(of: latest.at, at: rules.offset) > yesterday {
                // It has spoken today: what it said last yesterday is known by the day alone.
                guard let last = ended[meter]?.last(where: { $0.day == yesterday }) else { continue }
                reading = Reading(meter: meter, at: today.start(at: rules.offset).adding(seconds: -1))
                reading.register = last.register
            }
            byDay[day, default: ([], [:])].rooms.append(room)
            byDay[day]?.latest[meter] = reading
        }
        var result = UsePosting()
        for (day, part) in byDay.sorted(by: { $0.key < $1.key }) {
            let day = max(day, first ?? day)
            for rooms in Set(part.rooms).sorted().parts(of: 200) {
                try postUse(of: Array(rooms), latest: part.latest, actor: actor, day: day, into: &result)
            }
        }
        return result
    }
}
