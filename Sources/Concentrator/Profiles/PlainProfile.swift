import Domain
import MeterWire
import Operations
import Phrases

/// How a meter without prepaid items answers: what the standard has, item by item, because blocks are not known to all of them.
///
/// Source: DL/T 645-2007, energy, instantaneous values and status words.
struct PlainProfile {
    let station: Station
    let memory: MeterMemory
    let gathered: Gathered

    func outcome(of task: MeterTask) throws(Need) -> MeterOutcome {
        switch task {
        case .poll: .reading(try reading(full: false))
        case .detail: .reading(try reading(full: true))
        case .credit, .purchases, .purse: .notSent(Phrase("this kind of meter keeps no credit; nothing was sent", context: "why").english)
        case .apply, .applyToPurse:
            .notSent(Phrase("this kind of meter takes no credit, the books keep it; nothing was sent", context: "why").english)
        case .relay: .reading(try reading(after: relay.flags()))
        case .move(let move, let until): try relay.move(move, until: until)
        }
    }

    private var relay: RelayProfile { RelayProfile(station: station, gathered: gathered) }

    /// The register is read behind the status word, so that what it counts was counted when the relay stood so.
    private func reading(after flags: Set<MeterFlag>) throws(Need) -> Reading {
        var reading = try reading(full: false)
        (reading.flags, reading.relayClosed) = (flags, !flags.contains(.relayOpen))
        return reading
    }

    private func reading(full: Bool) throws(Need) -> Reading {
        var reading = Reading(meter: station.id, at: gathered.at)
        reading.register = Energy(hundredths: try believedRegister())
        if let power = try possible(.activePower) { reading.load = Power(tenthsOfWatts: power) }
        if case .bits(let bits) = try gathered.ifPossible(.statusWord3, memory) {
            let flags = station.flags(bits)
            reading.flags = flags
            reading.relayClosed = !flags.contains(.relayOpen)
        }
        if full {
            reading.voltages = try byPhase(.voltageA)
            reading.currents = try byPhase(.currentA)
            if let factor = try possible(.powerFactor) { reading.powerFactor = Int(factor) }
        }
        return reading
    }

    /// The register; a second reading that agrees with it when it does not follow from what the meter showed before.
    private func believedRegister() throws(Need) -> Int64 {
        let first = try gathered.number(.combinedEnergy)
        guard let known = memory.register, !known.leads(to: first, at: gathered.at) else { return first }
        guard let second = try gathered.required(.combinedEnergy, again: true).number, KnownRegister.agree(first, second) else {
            throw .end(.noAnswer(Phrase("two answers of the meter contradict each other", context: "why").english))
        }
        return second
    }

    /// Phases A to C, whose identifiers follow each other by 100h; none when one of them is missing.
    private func byPhase(_ first: DataIdentifier) throws(Need) -> [Int] {
        var values: [Int] = []
        for phase in 0..<station.phases {
            guard let value = try possible(DataIdentifier(rawValue: first.rawValue + UInt32(phase) << 8)) else { return [] }
            values.append(Int(value))
        }
        return values
    }

    private func possible(_ identifier: DataIdentifier) throws(Need) -> Int64? {
        let told = try gathered.ifPossible(identifier, memory)
        return told?.number
    }
}
