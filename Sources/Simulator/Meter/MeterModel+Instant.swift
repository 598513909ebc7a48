// Instantaneous values, class 02: what the meter measured at its last sample.

extension MeterModel {
    /// Voltage of a phase in 0.1 V: a slow and a quick part around 220 V.
    private func voltage(phase: Int) -> Int {
        let chance = SeededHash(settings.seed).branch(UInt64(900 + phase))
        let slow = chance.number(UInt64(bitPattern: state.time / (10 * .minute)), in: -50...50)
        let quick = chance.number(UInt64(bitPattern: state.time / LoadWatch.interval) &+ 1 << 40, in: -6...6)
        return 2_200 + slow + quick
    }

    /// Share of each phase in percent; a single-phase meter has one phase.
    private var shares: [Int] {
        guard settings.phases == 3 else { return [100] }
        let chance = SeededHash(settings.seed).branch(910)
        let (first, second) = (chance.number(0, in: 25...42), chance.number(1, in: 25...42))
        return [first, second, 100 - first - second]
    }

    /// The last sample with the small unrest of a real measurement: 0.1 W and 0.1 VA.
    private var measuredNow: (power: Int64, apparent: Int64) {
        let unrest = SeededHash(settings.seed).branch(920).number(UInt64(bitPattern: state.time / LoadWatch.interval), in: 995...1_005)
        let measured = state.watch.measured
        return (measured.power * Int64(unrest) / 1_000, measured.apparent * Int64(unrest) / 1_000)
    }

    /// Active power in 0.1 W: total, then the phases.
    var powers: [Int64] {
        let total = measuredNow.power
        let parts = shares.map { total * Int64($0) / 100 }
        // What rounding lost belongs to the last phase, so that the phases add up.
        return [total] + parts.dropLast() + [total - parts.dropLast().reduce(0, +)]
    }

    /// Voltages in 0.1 V by phase.
    var voltages: [Int] { shares.indices.map(voltage) }

    /// Currents in mA by phase.
    var currents: [Int64] {
        let apparent = measuredNow.apparent
        return zip(shares, voltages).map { share, voltage in apparent * Int64(share) * 10 / Int64(voltage) }
    }

    /// Thousandths; 1 without load.
    private var powerFactor: Int64 {
        let measured = measuredNow
        return measured.apparent == 0 ? 1_000 : min(1_000, measured.power * 1_000 / measured.apparent)
    }

    func instantItem(_ identifier: UInt32) -> [UInt8]? {
        let phase = Int(identifier >> 8 & 0xFF)
        let isBlock = phase == 0xFF
        switch identifier {
        case 0x0280_0002: return Bcd.bytes(frequency, count: 2)
        case 0x0280_002E: return settings.kind == .dorm645 ? overview : nil
        default: break
        }
        guard identifier & 0xFF == 0 else { return nil }
        switch identifier >> 16 & 0xFF {
        case 0x01: return byPhase(phase, isBlock, voltages.map(Int64.init), length: 2)
        case 0x02: return byPhase(phase, isBlock, currents, length: 3)
        case 0x03: return byPhase(phase + (isBlock ? 0 : 1), isBlock, powers, length: 3)
        case 0x06:
            let factors = [Int64](repeating: powerFactor, count: shares.count + 1)
            return byPhase(phase + (isBlock ? 0 : 1), isBlock, factors, length: 2)
        default: return nil
        }
    }

    /// One value counted from 1, or all of them; a block always has the places of three phases.
    private func byPhase(_ position: Int, _ isBlock: Bool, _ values: [Int64], length: Int) -> [UInt8]? {
        guard isBlock else { return values.indices.contains(position - 1) ? Bcd.bytes(values[position - 1], count: length) : nil }
        let missing = [Int64](repeating: 0, count: 3 - shares.count)
        return (values + missing).flatMap { Bcd.bytes($0, count: length) }
    }

    /// 0.01 Hz.
    private var frequency: Int {
        SeededHash(settings.seed).branch(930).number(UInt64(bitPattern: state.time / (10 * .second)), in: 4_996...5_004)
    }

    /// Item 0280002E: energy, voltages, currents, powers, balance, count and relay in 40 bytes.
    private var overview: [UInt8] {
        let missing = [Int64](repeating: 0, count: 3 - shares.count)
        let powers = powers
        var block = totalEnergy
        block += (voltages.map(Int64.init) + missing).flatMap { Bcd.bytes($0, count: 2) }
        block += (currents + missing).flatMap { Bcd.bytes($0, count: 3) }
        block += (powers.dropFirst() + missing).flatMap { Bcd.bytes($0, count: 3) }
        block += Bcd.bytes(powers[0], count: 3)
        block += Bcd.bytes(state.purse.balance.hundredths, count: 4)
        block += Bcd.bytes(state.purse.count, count: 4)
        return block + [state.relay.isClosed ? 1 : 0]
    }
}
