import Domain
import MeterWire

/// What a profile must know of a meter to speak with it: little, because a campus has a hundred thousand.
struct Station: Hashable, Sendable {
    let id: MeterID
    let address: MeterAddress
    let profile: MeterProfile
    let unit: CreditUnit
    let phases: Int

    /// Nil for a meter whose address is not one meter's twelve digits.
    init?(_ meter: MeterPoint) {
        guard let address = MeterAddress(meter.id.text), !address.hasWildcardPairs, !address.isBroadcast else { return nil }
        id = meter.id
        self.address = address
        profile = meter.profile
        unit = meter.unit
        phases = meter.phases == 3 ? 3 : 1
    }
}

/// What was learned of a meter and saves air time later; it is lost at a restart without harm.
struct MeterMemory: Hashable, Sendable {
    /// Items of which the meter said that it has no such data.
    var missing: Set<DataIdentifier> = []
    /// The customer number that the meter checks orders against.
    var customer: CustomerNumber?
    /// When the subsidy purse was last seen empty; nil while something may be in it.
    var subsidyEmptyAt: Instant?
    /// Whether the last status word had something to say, so that it is read until it has not.
    var hadFlags = false
    /// What the register showed last.
    var register: KnownRegister?

    /// Nothing fills the subsidy purse but the office, so an empty one is looked at rarely, in milliseconds.
    static let emptyPursePause: Int64 = 3_600_000

    /// Whether an empty purse may be taken as still empty.
    func knowsEmptySubsidy(at now: Instant) -> Bool {
        guard let subsidyEmptyAt else { return false }
        return (0..<Self.emptyPursePause).contains(now.milliseconds(since: subsidyEmptyAt))
    }

    /// Learns from an answer that was understood.
    mutating func learn(_ identifier: DataIdentifier, _ told: Told, of station: Station, at now: Instant) {
        missing.remove(identifier)
        switch (identifier, told) {
        case (.remainingSubsidy, .number(let left)): subsidyEmptyAt = left == 0 ? now : nil
        case (.customerNumber, .customer(let number)): customer = number
        case (.monitorBlock, .block(let block)): register = KnownRegister(hundredths: block.energy, at: now)
        case (.combinedEnergy, .number(let energy)): register = KnownRegister(hundredths: energy, at: now)
        case (.statusWord3, .bits(let bits)): hadFlags = !station.flags(bits).isEmpty
        default: break
        }
    }
}

/// What a register showed, and what it can show later.
///
/// A frame carries no number of the question: an answer that came late under the address of the wrong meter looks like the right one. A
/// register that goes back or leaps is therefore asked twice before it is believed.
struct KnownRegister: Hashable, Sendable {
    let hundredths: Int64
    let at: Instant

    /// No meter of a room counts faster: 100 A at 230 V on three phases, in hundredths of a kWh an hour.
    private static let fastest: Int64 = 6_900
    /// No meter counts more than this while it is being read, in hundredths of a kWh.
    static let slack: Int64 = 2_000

    /// Whether the register can have come so far.
    func leads(to hundredths: Int64, at now: Instant) -> Bool {
        let hours = max(0, now.milliseconds(since: at)) / 3_600_000 + 1
        return (0...Self.fastest * hours).contains(hundredths - self.hundredths)
    }

    /// Whether two readings of one job can be of one meter.
    static func agree(_ first: Int64, _ second: Int64) -> Bool { (0...slack).contains(second - first) }
}
