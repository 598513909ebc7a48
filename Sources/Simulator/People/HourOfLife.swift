/// One clock hour of a household, cut into stretches of steady load.
struct HourOfLife: Hashable, Sendable {
    /// In order of time, without gaps; the last one ends with the hour.
    let pieces: [SteadyLoad]
    let start: Milliseconds

    var end: Milliseconds { start + .hour }

    func load(at moment: Milliseconds) -> Load {
        piece(at: moment).load
    }

    func piece(at moment: Milliseconds) -> SteadyLoad {
        pieces.first { moment < $0.end } ?? SteadyLoad(end: end, load: .none)
    }

    init(of household: Household, from start: Milliseconds) {
        self.start = start
        let local = CivilTime(at: start, utcOffset: household.utcOffset)
        let day = Day(local: local, hourIndex: UInt64(bitPattern: (start + household.utcOffset) / .hour))
        let uses = Self.uses(of: household, on: day)
        var cuts: Set<Int> = [10, 20, 30, 40, 50, 60]
        for use in uses {
            cuts.insert(use.from)
            cuts.insert(use.to)
        }
        var from = 0
        var pieces: [SteadyLoad] = []
        for to in cuts.sorted() where to > from {
            var load = Load.none
            for use in uses where use.from <= from && to <= use.to { load.add(use.watts, powerFactor: use.powerFactor) }
            let tenMinutes = day.hourIndex &* 6 &+ UInt64(from / 10)
            let percent = household.chance.branch(Question.jitter).number(tenMinutes, in: 96...104)
            pieces.append(SteadyLoad(end: start + Milliseconds(to) * .minute, load: load.scaled(byPercent: percent)))
            from = to
        }
        self.pieces = pieces
    }

    /// Which hour of which day, and a number of it for the random choices.
    private struct Day {
        let local: CivilTime
        let hourIndex: UInt64

        var isWeekend: Bool { local.weekday == 0 || local.weekday == 6 }
        var isExtremeSeason: Bool { [1, 2, 6, 7, 8, 9, 12].contains(local.month) }
    }

    /// An appliance that is on from one minute of the hour to another.
    private struct Use {
        var from: Int
        var to: Int
        var watts: Int
        var powerFactor: Int
    }

    private static func uses(of household: Household, on day: Day) -> [Use] {
        var uses = [Use(from: 0, to: 60, watts: household.baseWatts, powerFactor: 70)]
        guard household.residents > 0 else { return uses }
        var anyoneAwake = false
        for half in 0..<2 {
            let awake = (0..<household.residents).filter { isAwakeInside($0, of: household, half: half, on: day) }
            anyoneAwake = anyoneAwake || !awake.isEmpty
            let (from, to) = (half * 30, half * 30 + 30)
            for resident in awake {
                let watts = household.chance.branch(Question.computer + UInt64(resident)).number(day.hourIndex / 3, in: 0...80)
                if watts > 18 { uses.append(Use(from: from, to: to, watts: watts, powerFactor: 78)) }
            }
            let isDark = day.local.hour >= 18 || day.local.hour < 7
            if isDark, !awake.isEmpty { uses.append(Use(from: from, to: to, watts: household.lampWatts, powerFactor: 90)) }
        }
        addAirConditioner(of: household, on: day, anyoneAwake: anyoneAwake, to: &uses)
        if anyoneAwake { addShortUses(of: household, on: day, to: &uses) }
        return uses
    }

    /// Percent of people who are in their room and awake, by hour.
    private static let weekdayPresence = [
        20, 8, 2, 0, 0, 2, 15, 60, 32, 20, 18, 25, 60, 50, 25, 22, 28, 45, 50, 60, 70, 85, 90, 60,
    ]
    private static let weekendPresence = [
        40, 15, 5, 0, 0, 0, 4, 15, 35, 50, 58, 60, 62, 58, 52, 50, 50, 52, 50, 58, 66, 75, 85, 75,
    ]

    private static func isAwakeInside(_ resident: Int, of household: Household, half: Int, on day: Day) -> Bool {
        let presence = day.isWeekend ? weekendPresence : weekdayPresence
        let percent = presence[(day.local.hour + 24 - household.lateness) % 24]
        return household.chance.branch(Question.resident + UInt64(resident)).chance(day.hourIndex &* 2 &+ UInt64(half), percent: percent)
    }

    /// The compressor runs a part of each twenty minutes; people sleep with it on.
    private static func addAirConditioner(of household: Household, on day: Day, anyoneAwake: Bool, to uses: inout [Use]) {
        guard household.airConditionerWatts > 0 else { return }
        let isNight = day.local.hour >= 22 || day.local.hour < 7
        guard anyoneAwake || isNight else { return }
        let chance = household.chance.branch(Question.airConditioner)
        // A night is decided once, an hour of the day by itself.
        let decision = isNight ? (day.hourIndex &+ 12) / 24 &* 1_000 : day.hourIndex
        guard chance.chance(decision, percent: day.isExtremeSeason ? 75 : 50) else { return }
        let on = isNight ? 5 : 9
        for start in stride(from: chance.number(decision &+ 1, in: 0...6), to: 60, by: 20) {
            uses.append(Use(from: start, to: min(60, start + on), watts: household.airConditionerWatts, powerFactor: 88))
        }
    }

    private static func addShortUses(of household: Household, on day: Day, to uses: inout [Use]) {
        func add(_ salt: UInt64, watts: Int, powerFactor: Int, minutes: Int, percent: Int, hours: ClosedRange<Int>) {
            let chance = household.chance.branch(salt)
            guard watts > 0, hours.contains(day.local.hour), chance.chance(day.hourIndex, percent: percent) else { return }
            let start = chance.number(day.hourIndex ^ 0xF00D, in: 0...(60 - minutes))
            uses.append(Use(from: start, to: start + minutes, watts: watts, powerFactor: powerFactor))
        }
        add(Question.kettle, watts: household.kettleWatts, powerFactor: 100, minutes: 4, percent: 20, hours: 7...23)
        add(Question.heater, watts: household.heaterWatts, powerFactor: 100, minutes: 20, percent: 30, hours: 19...23)
        add(Question.dryer, watts: household.dryerWatts, powerFactor: 90, minutes: 5, percent: 45, hours: 20...22)
    }
}
