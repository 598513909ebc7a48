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
        case (.statusWord3, .bits(let bits)): hadFlags = !station.flags(bits).isEmpty
        default: break
        }
    }
}
