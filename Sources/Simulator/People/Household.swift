/// The people of one room and what they switch on: load as a function of seed and time, so that any moment can be asked
/// without living through the time before it.
///
/// A room of four uses about 4 to 8 kWh a day: a base load, computers and light in the evening, little at night, more at weekends,
/// in most rooms an air conditioner, in a few a forbidden kettle or heater.
public struct Household: Hashable, Sendable {
    /// How many live there; an empty room draws its base load alone.
    public let residents: Int
    /// Milliseconds east of Greenwich of the campus.
    public let utcOffset: Milliseconds

    let chance: SeededHash
    let baseWatts: Int
    let lampWatts: Int
    /// Hours by which these people live later than others.
    let lateness: Int
    /// 0 without air conditioner.
    let airConditionerWatts: Int
    /// 0 without the forbidden kettle.
    let kettleWatts: Int
    /// 0 without the forbidden heater.
    let heaterWatts: Int
    let dryerWatts: Int

    /// Makes the household of a room.
    ///
    /// - Parameters:
    ///   - seed: of this room; equal seeds live equal lives.
    ///   - residents: at most 8 are counted.
    ///   - utcOffset: milliseconds east of Greenwich, so that evening is evening.
    public init(seed: UInt64, residents: Int, utcOffset: Milliseconds) {
        let traits = SeededHash(seed).branch(Question.traits)
        chance = SeededHash(seed).branch(Question.life)
        self.residents = min(8, max(0, residents))
        self.utcOffset = utcOffset
        baseWatts = residents == 0 ? 4 : traits.number(0, in: 8...26)
        lampWatts = traits.number(1, in: 30...64)
        lateness = traits.chance(2, percent: 30) ? 1 : 0
        airConditionerWatts = traits.chance(3, percent: 75) ? traits.number(4, in: 420...620) : 0
        kettleWatts = traits.chance(5, percent: 5) ? traits.number(6, in: 1_100...1_500) : 0
        heaterWatts = traits.chance(7, percent: 2) ? traits.number(8, in: 600...900) : 0
        dryerWatts = traits.number(9, in: 450...650)
    }

    /// The load at a moment.
    public func load(at moment: Milliseconds) -> Load {
        hour(containing: moment).load(at: moment)
    }

    /// The energy drawn between two moments with power always on, in watt-milliseconds (3 600 000 000 are one kWh).
    public func energy(from start: Milliseconds, to end: Milliseconds) -> Int64 {
        var energy: Int64 = 0
        var moment = start
        while moment < end {
            for piece in hour(containing: moment).pieces where piece.end > moment {
                let pieceEnd = min(piece.end, end)
                energy += Int64(piece.load.watts) * (pieceEnd - moment)
                moment = pieceEnd
                if moment == end { break }
            }
        }
        return energy
    }

    /// The clock hour around a moment as steady stretches.
    func hour(containing moment: Milliseconds) -> HourOfLife {
        HourOfLife(of: self, from: (moment + utcOffset).roundedDown(to: .hour) - utcOffset)
    }
}

/// Salts that keep the random choices of a household apart.
enum Question {
    static let traits: UInt64 = 1
    static let life: UInt64 = 2
    static let resident: UInt64 = 100
    static let computer: UInt64 = 200
    static let airConditioner: UInt64 = 300
    static let kettle: UInt64 = 400
    static let heater: UInt64 = 500
    static let dryer: UInt64 = 600
    static let jitter: UInt64 = 700
}
