/// What a meter said at one time. Every field that was not read is nil; nothing is carried over from an earlier reading.
public struct Reading: Hashable, Sendable {
    /// The meter.
    public var meter: MeterID
    /// When it said so.
    public var at: Instant
    /// What is left, purchased and free, less overdraft.
    public var remaining: Credit?
    /// The overdraft used, zero or more.
    public var overdraft: Credit?
    /// Free credit, part of `remaining`.
    public var subsidy: Credit?
    /// The energy register, before the CT ratio.
    public var register: Energy?
    /// Active power now, before the CT ratio.
    public var load: Power?
    /// Voltages of the phases in tenths of a volt.
    public var voltages: [Int]
    /// Currents of the phases in milliamperes.
    public var currents: [Int]
    /// Power factor in thousandths.
    public var powerFactor: Int?
    /// The purchase count.
    public var count: Int?
    /// Whether the relay lets electricity through.
    public var relayClosed: Bool?
    /// What the status word says.
    public var flags: Set<MeterFlag>?

    /// Makes a reading of which only the meter and the time are known so far.
    public init(meter: MeterID, at: Instant) {
        self.meter = meter
        self.at = at
        voltages = []
        currents = []
    }

    /// What was bought and is left, less overdraft: what an order can take out and by which a meter with a purse decides about its relay.
    public var purchased: Credit? {
        guard let remaining else { return nil }
        return subsidy.map { $0.unit == remaining.unit ? remaining - $0 : remaining } ?? remaining
    }

    /// Completes this reading with what an earlier one knew, for screens that show the last of everything.
    public func filled(from earlier: Reading?) -> Reading {
        guard let earlier, earlier.meter == meter else { return self }
        var full = self
        full.remaining = remaining ?? earlier.remaining
        full.overdraft = overdraft ?? earlier.overdraft
        full.subsidy = subsidy ?? earlier.subsidy
        full.register = register ?? earlier.register
        full.load = load ?? earlier.load
        full.voltages = voltages.isEmpty ? earlier.voltages : voltages
        full.currents = currents.isEmpty ? earlier.currents : currents
        full.powerFactor = powerFactor ?? earlier.powerFactor
        full.count = count ?? earlier.count
        full.relayClosed = relayClosed ?? earlier.relayClosed
        full.flags = flags ?? earlier.flags
        return full
    }
}

/// A condition that a meter reports in its status word.
public enum MeterFlag: String, Hashable, Sendable, CaseIterable, Codable {
    /// Balance is zero.
    case noCredit
    /// Load was over the limit; the relay is open for a while.
    case overPower
    /// The reminder trip of alarm 2 is running.
    case reminderTrip
    /// A forbidden load was recognised; the relay is open for a while.
    case forbiddenLoad
    /// The relay is open.
    case relayOpen
    /// The office has commanded the relay open.
    case remoteTrip
    /// The account is in refund mode.
    case refundMode
    /// Keep-power holds the relay closed, safety trips included.
    case keepPower
}
