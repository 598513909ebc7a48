// Protects that time may be cut anywhere: a meter and a household are the same after one long step and after many short ones.
// Seeded lives with purchases, trips and reminders are lived through in random steps and compared with one jump.

import Testing

@testable import Simulator

struct LifeTests {
    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64]) func oneJumpEqualsManySteps(_ seed: UInt64) {
        let plan = CampusPlan(rooms: 12, seed: seed, unit: seed.isMultiple(of: 2) ? .money : .energy, start: noon - 6 * .day, now: noon)
        let campus = SimulatedCampus.make(plan)
        var jumped = Field(campus)
        jumped.advance(to: noon)
        var walked = Field(campus)
        let chance = SeededHash(seed)
        var moment = plan.start
        var step: UInt64 = 0
        while moment < noon {
            moment = min(noon, moment + Milliseconds(chance.number(step, in: 1...7_200_000)))
            walked.advance(to: moment)
            step += 1
        }
        #expect(jumped.states == walked.states, "seed \(seed)")
    }

    @Test func forbiddenLoadsAndLimitsDoNotDependOnSteps() {
        func life(_ steps: Milliseconds) -> MeterState {
            let household = Household(seed: 9, residents: 6, utcOffset: 28_800_000)
            let settings = MeterSettings(address: "000000000001")
            var meter = MeterModel(settings: settings, source: .household(household), start: noon)
            meter.state.purse.balance = .fine(hundredths: 2_000)
            meter.state.parameters.alarm2 = .fine(hundredths: 1_000)
            meter.state.parameters.overdraftLimit = .fine(hundredths: 500)
            meter.state.parameters.powerLimit = 400
            meter.state.parameters.powerFactorLimit = 600
            meter.state.parameters.powerStep = 500
            for moment in stride(from: noon, to: noon + 3 * .day, by: Int(steps)) { meter.advance(to: moment) }
            meter.advance(to: noon + 3 * .day)
            return meter.state
        }
        let reference = life(3 * .day)
        #expect(reference.relay.trips > 5, "something must happen")
        for steps: Milliseconds in [777, 5_000, 61_001, 3_600_000] { #expect(life(steps) == reference, "steps of \(steps) ms") }
    }

    @Test func timeDoesNotRunBackwards() {
        let meter = TestMeter(load: Load(watts: 1_000, voltAmperes: 1_000)) { $0.purse.balance = .fine(hundredths: 325) }
        meter.wait(seconds: 60)
        let state = meter.state
        meter.model.advance(to: noon)
        #expect(meter.state == state)
    }

    @Test func energyOfAHouseholdAddsUp() {
        let household = Household(seed: 4, residents: 4, utcOffset: 28_800_000)
        let whole = household.energy(from: noon, to: noon + .day)
        let cut = noon + 12_345_678
        #expect(household.energy(from: noon, to: cut) + household.energy(from: cut, to: noon + .day) == whole)
        var sum: Int64 = 0
        for second in 0..<3_600 { sum += Int64(household.load(at: noon + Int64(second) * 1_000).watts) * 1_000 }
        #expect(sum == household.energy(from: noon, to: noon + .hour), "the load is what is integrated")
    }

    @Test func roomsOfFourUseWhatStudentsUse() {
        let days: Int64 = 14
        let uses = (0..<60).map { seed in
            Household(seed: UInt64(seed), residents: 4, utcOffset: 28_800_000).energy(from: noon, to: noon + days * .day) / MeterModel.pulse
                / days
        }.sorted()
        #expect((350...700).contains(uses[30]), "median \(uses[30]) hundredths of a kWh a day")
        #expect(uses[0] > 150)
        #expect(uses[59] < 1_000)
        let night = Household(seed: 3, residents: 0, utcOffset: 0)
        #expect(night.load(at: noon).watts < 6, "nobody lives in an empty room")
    }

    @Test func civilTimeIsRight() {
        let leap = CivilTime(year: 2028, month: 2, day: 29, hour: 23, minute: 59, second: 58)
        #expect(leap.moment(utcOffset: 0) == 1_835_481_598_000)
        #expect(CivilTime(at: 1_835_481_598_000, utcOffset: 0) == leap)
        #expect(CivilTime(at: -1, utcOffset: 0) == CivilTime(year: 1969, month: 12, day: 31, hour: 23, minute: 59, second: 59))
        #expect(CivilTime(at: noon, utcOffset: 28_800_000) == CivilTime(year: 2026, month: 3, day: 15, hour: 12))
        #expect(CivilTime(year: 2026, month: 3, day: 15).weekday == 0)
        #expect(!CivilTime(year: 2026, month: 2, day: 29).isValid)
    }
}
