/// What is to be seen on a demonstration: rooms with a part to play.
enum Scene {
    enum Role: Hashable {
        /// Room 3-418: 3.25 kWh left after six purchases.
        case low
        /// Room 3-409: its credit ran out a few hours ago.
        case cut
        /// Room 3-413: its meter does not answer.
        case silent
        case ordinary

        init(of door: RoomList.Door) {
            switch door.room {
            case "3-418": self = .low
            case "3-409": self = .cut
            case "3-413": self = .silent
            default: self = .ordinary
            }
        }
    }

    /// Numbers of room 3-418: register 1234.56 kWh, remaining 3.25 kWh, purchase count 6.
    static let lowRegister: Int64 = 123_456
    static let lowEnergy: Int64 = 325
    static let lowCount = 6
    static let lowCustomer = "123456789012"
    /// How long before the present the cut room went dark.
    static let cutSince: Milliseconds = 5 * .hour

    /// What an ordinary room has left at present, 0.01 kWh: most are well provided, some are low.
    static func remainingEnergy(_ chance: SeededHash) -> Int64 {
        let kind = chance.number(0, in: 0...99)
        let range = kind < 8 ? 120...1_450 : kind < 30 ? 1_600...4_000 : 4_000...15_000
        return Int64(chance.number(1, in: range))
    }

    /// One silent meter and one noisy bus: the last one without room 3-418, in which a newcomer tries a purchase.
    static func faults(rooms: Int, concentrators: [SimulatedConcentrator]) -> FaultPlan {
        var plan = FaultPlan()
        guard rooms >= 20 else { return plan }
        plan.everywhere.dead = ["000000000413"]
        let quiet = concentrators.flatMap { concentrator in
            concentrator.buses.filter { !$0.meters.contains { $0.room == "3-418" } }
                .map { BusName(concentrator: concentrator.name, number: $0.number) }
        }
        guard let bus = quiet.last else { return plan }
        var noisy = Faults()
        noisy[.corrupt] = 60_000
        noisy[.dropAnswer] = 20_000
        plan.buses[bus] = noisy
        return plan
    }
}
