/// All meters of a campus, alive: they are brought to a moment when somebody asks, and obey requests.
///
/// A value without clock, socket or file.
public struct Field: Sendable {
    /// What the field was made from.
    public let campus: SimulatedCampus

    var meters: [MeterModel]
    /// Position of each meter by the address that it hears now.
    private var positions: [UInt64: Int] = [:]
    /// Meters that took the place of others, oldest first.
    var exchanges: [MeterExchange] = []
    /// By how much the meters that stood in a place before had counted more than those that followed them began with.
    private var countedBefore: [Int: Int64] = [:]
    /// Households behind each supply meter, and what they and it had counted at the beginning.
    private let supplies: [Int: SupplyGroup]

    private struct SupplyGroup {
        let members: Range<Int>
        let initialMembers: Int64
        let initialSupply: Int64
        let ctRatio: Int64
    }

    /// Brings a campus to life as it was at ``CampusPlan/start``.
    public init(_ campus: SimulatedCampus) {
        self.campus = campus
        let described = campus.meters
        meters = described.map { Self.meter($0, campus.plan) }
        var supplies: [Int: SupplyGroup] = [:]
        for (position, meter) in described.enumerated() {
            positions[Self.key(meters[position].state.address)] = position
            guard case .supply(let building) = meter.place else { continue }
            // The meters of a building stand together, its supply meter first.
            let next = described[(position + 1)...].firstIndex { $0.building != building } ?? described.count
            supplies[position] = SupplyGroup(
                members: position + 1..<next, initialMembers: meters[position + 1..<next].reduce(0) { $0 + $1.state.register },
                initialSupply: meters[position].state.register, ctRatio: Int64(meter.settings.ctRatio))
        }
        self.supplies = supplies
    }

    private static func meter(_ described: SimulatedMeter, _ plan: CampusPlan) -> MeterModel {
        let settings = described.settings
        var state = MeterState(
            time: plan.start, address: MeterSettings.wireBytes(of: settings.address),
            register: described.initial.register * MeterModel.pulse,
            clockError: settings.clockError)
        state.relay.decisionDue = plan.start.roundedUp(to: .second)
        guard case .room(_, _, _, _, let beds, let residents, _, _) = described.place else {
            return MeterModel(settings: settings, source: .supply, state: state)
        }
        if settings.kind == .dorm645 {
            state.purse.customer = MeterSettings.wireBytes(of: described.customer)
            state.purse.count = described.initial.count
            state.purse.balance = .fine(hundredths: described.initial.balance)
            state.purse.totalBought = .fine(hundredths: described.initial.totalBought)
            state.purse.account = .initialised
            state.parameters = Self.parameters(beds: beds, plan: plan)
            // Whoever began below alarm 2 was reminded before.
            state.relay.reminderLatch = state.purse.balance <= state.parameters.alarm2
        }
        let household = Household(seed: described.seed, residents: residents, utcOffset: plan.utcOffset)
        return MeterModel(
            settings: settings, source: .household(household), state: state, pastPurchases: described.pastPurchases)
    }

    /// Alarms at 15 and 5 kWh, 500 W a bed, forbidden steps above 300 W with a power factor over 0.95.
    private static func parameters(beds: Int, plan: CampusPlan) -> Parameters {
        var parameters = Parameters()
        parameters.price = CampusPlan.price
        parameters.alarm1 = .fine(hundredths: plan.amount(ofEnergy: 1_500) / 100 * 100)
        parameters.alarm2 = .fine(hundredths: plan.amount(ofEnergy: 500) / 100 * 100)
        parameters.hoardLimit = 500
        parameters.powerLimit = Int64(500 * beds)
        parameters.powerFactorLimit = 950
        parameters.powerStep = 3_000
        return parameters
    }

    /// How many meters there are.
    public var count: Int { meters.count }

    /// Brings every meter to a moment.
    public mutating func advance(to moment: Milliseconds) {
        for position in meters.indices { bring(position, to: moment) }
    }

    /// What a meter holds at a moment, read directly and not over the line; nil when there is no such meter.
    ///
    /// - Parameter address: twelve digits.
    public mutating func sample(_ address: String, at moment: Milliseconds) -> MeterSample? {
        guard let position = positions[Self.key(MeterSettings.wireBytes(of: address))] else { return nil }
        bring(position, to: moment)
        return MeterSample(meters[position])
    }

    /// Position of the meter that hears exactly this address.
    func position(of address: [UInt8]) -> Int? { positions[Self.key(address)] }

    /// Position of the meter with this plate, whatever address it hears now.
    func position(ofPlate plate: String) -> Int? {
        if let position = position(of: MeterSettings.wireBytes(of: plate)), self.plate(position) == plate { return position }
        return meters.firstIndex { $0.settings.address == plate }
    }

    /// The address on the plate, by which the journal and the faults know a meter.
    func plate(_ position: Int) -> String { meters[position].settings.address }

    /// Whether a meter takes an address field for its own.
    func hears(_ request: MeterRequest, at position: Int) -> Bool { meters[position].hears(request) }

    /// Whether the answer of a meter waits for a slow external relay.
    func hasExternalRelay(_ position: Int) -> Bool { meters[position].settings.phases == 3 }

    /// Lets a meter handle a request at a moment, or at the later one to which it was already brought.
    ///
    /// - Parameter torn: what of a purchase is kept; nil keeps all.
    /// - Returns: when it was handled, and the answer; a silent meter has none.
    mutating func answer(
        _ request: MeterRequest, at position: Int, now: Milliseconds, torn: TornWrite? = nil
    ) -> (time: Milliseconds, reply: MeterReply?) {
        bring(position, to: now)
        let before = meters[position].state.address
        let purse = meters[position].state.purse
        let reply = meters[position].answer(request)
        if let torn { meters[position].state.purse.tear(torn, before: purse) }
        let after = meters[position].state.address
        if before != after {
            positions[Self.key(before)] = nil
            positions[Self.key(after)] = position
        }
        return (meters[position].state.time, reply)
    }

    /// Moves the clock of a meter.
    mutating func drift(_ position: Int, by time: Milliseconds) { meters[position].state.clockError += time }

    /// Puts a model in the place of another one, which is heard no more.
    mutating func put(_ exchange: MeterExchange, _ meter: MeterModel) {
        let position = exchange.position
        positions[Self.key(meters[position].state.address)] = nil
        meters[position] = meter
        positions[Self.key(meter.state.address)] = position
        countedBefore[position, default: 0] += exchange.countedBefore
        exchanges.append(exchange)
    }

    mutating func bring(_ position: Int, to moment: Milliseconds) {
        guard let group = supplies[position] else { return meters[position].advance(to: moment) }
        guard moment >= meters[position].state.time else { return }
        var register: Int64 = 0
        var load = Load.none
        for member in group.members {
            meters[member].advance(to: moment)
            register += meters[member].state.register + (countedBefore[member] ?? 0)
            load.watts += Int(meters[member].state.watch.measured.power / 10)
            load.voltAmperes += Int(meters[member].state.watch.measured.apparent / 10)
        }
        let supplied = Self.withLoss(register - group.initialMembers) / group.ctRatio
        let ratio = Int(group.ctRatio)
        let supplyLoad = Load(watts: load.watts * 103 / 100 / ratio, voltAmperes: load.voltAmperes * 103 / 100 / ratio)
        meters[position].setSupply(register: group.initialSupply + supplied, load: supplyLoad, at: moment)
    }

    /// Three percent are lost in the lines of a building.
    private static func withLoss(_ energy: Int64) -> Int64 {
        energy / 100 * 103 + energy % 100 * 103 / 100
    }

    private static func key(_ address: [UInt8]) -> UInt64 {
        address.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    // MARK: Saved state

    /// The state of every meter, in the order of the campus.
    var states: [MeterState] { meters.map(\.state) }

    /// Puts saved states back, after the exchanges that led to them; false when they are not of this campus.
    mutating func restore(_ states: [MeterState], exchanges: [MeterExchange] = []) -> Bool {
        guard states.count == meters.count, exchanges.allSatisfy({ meters.indices.contains($0.position) }) else { return false }
        for exchange in exchanges { put(exchange, exchange.model(of: meters[exchange.position], state: states[exchange.position])) }
        positions = [:]
        for (position, state) in states.enumerated() {
            meters[position].state = state
            positions[Self.key(state.address)] = position
        }
        return true
    }
}
