/// One electricity meter: a value that lives through time, draws what its people draw, and answers requests.
///
/// Behaviour of `dorm645` after the dormitory dialect, of `plain645` after DL/T 645-2007. It holds no clock and no socket:
/// ``advance(to:)`` brings it to a moment, ``answer(_:)`` handles a request at that moment. Advancing in one step or in many gives the
/// same meter.
public struct MeterModel: Sendable {
    /// What is fixed from the factory.
    public let settings: MeterSettings
    /// What the meter measures.
    let source: Source
    /// Purchases by which the past before the present time is filled, in order of time.
    let pastPurchases: [PastPurchase]

    var state: MeterState
    /// The hour in which the meter lives, computed once.
    private var hour: HourOfLife?

    /// Where the load comes from.
    enum Source: Hashable, Sendable {
        case household(Household)
        /// A constant load, for tests and for empty meter places.
        case constant(Load)
        /// The sum of other meters, set from outside with ``MeterModel/setSupply(register:load:at:)``.
        case supply
    }

    init(settings: MeterSettings, source: Source, state: MeterState, pastPurchases: [PastPurchase] = []) {
        self.settings = settings
        self.source = source
        self.state = state
        self.pastPurchases = pastPurchases
    }

    /// Makes a meter fresh from the factory with a relay that decides at the first second.
    ///
    /// - Parameters:
    ///   - register: start of the energy register in 0.01 kWh.
    ///   - start: when its life begins.
    init(settings: MeterSettings, source: Source, register: Int64 = 0, start: Milliseconds) {
        let state = MeterState(
            time: start, address: MeterSettings.wireBytes(of: settings.address), register: register * Self.pulse,
            clockError: settings.clockError)
        self.init(settings: settings, source: source, state: state)
        self.state.relay.decisionDue = start.roundedUp(to: .second)
    }

    /// Energy of one pulse, 0.01 kWh, in watt-milliseconds.
    static let pulse: Int64 = 36_000_000

    /// The load that would be drawn with the relay closed, and until when it stays the same.
    mutating func offeredLoad(at moment: Milliseconds) -> SteadyLoad {
        switch source {
        case .constant(let load): return SteadyLoad(end: .max, load: load)
        case .supply: return SteadyLoad(end: .max, load: .none)
        case .household(let household):
            if let hour, hour.start <= moment, moment < hour.end { return hour.piece(at: moment) }
            let computed = household.hour(containing: moment)
            hour = computed
            return computed.piece(at: moment)
        }
    }

    /// Sets what a supply meter measures; other meters ignore it.
    ///
    /// - Parameters:
    ///   - register: on the secondary side, watt-milliseconds.
    ///   - load: on the secondary side.
    mutating func setSupply(register: Int64, load: Load, at moment: Milliseconds) {
        guard source == .supply, moment >= state.time else { return }
        state.register = register
        state.time = moment
        _ = state.watch.sample(load, at: moment, parameters: state.parameters, watching: false)
    }

    /// Whether the alarm lamp is lit: balance at or below alarm 1, or lit by command. No status bit tells of it.
    var isLampLit: Bool {
        let alarm = state.parameters.alarm1
        return state.relay.lampCommanded || (settings.kind == .dorm645 && alarm > 0 && state.purse.balance <= alarm)
    }

    /// What the clock of the meter shows.
    var clock: CivilTime {
        CivilTime(at: state.time + state.clockError, utcOffset: settings.utcOffset)
    }
}

/// A purchase in the simulated past, made by the vending system before this one.
public struct PastPurchase: Hashable, Sendable, Codable {
    /// When it reached the meter.
    public var time: Milliseconds
    /// Amount in 0.01 of the meter's unit.
    public var amount: Int64

    /// Makes a purchase.
    public init(time: Milliseconds, amount: Int64) {
        self.time = time
        self.amount = amount
    }
}
