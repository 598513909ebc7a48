import Phrases

/// A meter that took the place of another one, as a field remembers it.
struct MeterExchange: Hashable, Sendable, Codable {
    /// The place, in the order of the campus.
    var position: Int
    /// The plate of the meter that came.
    var settings: MeterSettings
    /// What the meter that went had counted more than the other one began with, for the supply meter that measures both.
    var countedBefore: Int64

    /// The meter that came, behind the same people.
    func model(of old: MeterModel, state: MeterState) -> MeterModel {
        MeterModel(settings: settings, source: old.source, state: state)
    }
}

/// What an electrician is asked to do.
public struct ExchangeWish: Hashable, Sendable, Codable {
    /// Comes back in the answer.
    public var id: String
    /// The room, or the address of the meter that goes.
    public var place: String
    /// The address of the meter that comes, twelve digits.
    public var address: String
    /// What its register shows when it comes, 0.01 kWh.
    public var register: Int64

    /// Makes a wish.
    public init(id: String, place: String, address: String, register: Int64) {
        self.id = id
        self.place = place
        self.address = address
        self.register = register
    }
}

/// What an electrician writes down.
public struct ExchangeResult: Hashable, Sendable, Codable {
    /// The address of the meter that went.
    public var oldAddress: String
    /// What its register showed at the end, 0.01 kWh.
    public var finalRegister: Int64
    /// What it had left, 0.01 of its unit; it is lost with the meter.
    public var left: Int64
    /// The address of the meter that came.
    public var address: String
    /// The number on its plate.
    public var serialNumber: String
    /// What its register shows, 0.01 kWh.
    public var register: Int64
}

/// Why no meter was put in.
public enum ExchangeError: Error, Hashable, CustomStringConvertible {
    /// There is no such room or household meter.
    case noPlace(String)
    /// Another meter hears the address, or it is none.
    case addressTaken(String)

    /// One sentence.
    public var description: String {
        switch self {
        case .noPlace(let place): phrase("there is no room or household meter \(place); no meter was touched.")
        case .addressTaken(let address): phrase("\(address) is the address of another meter, or none; no meter was touched.")
        }
    }
}

extension Field {
    /// Takes a household meter off its bus and puts a new, empty one in its place, behind the same people.
    ///
    /// The parameters are those of the old one, as an engineer sets them; nothing was ever bought on the new one.
    mutating func exchange(_ wish: ExchangeWish, at moment: Milliseconds) throws(ExchangeError) -> ExchangeResult {
        let described = campus.meters
        let found = meters.indices.first {
            described[$0].room != nil && (described[$0].room == wish.place || meters[$0].settings.address == wish.place)
        }
        guard let position = found else { throw .noPlace(wish.place) }
        let bytes = MeterSettings.wireBytes(of: wish.address)
        let isAddress = wish.address.utf8.count == 12 && wish.address.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard isAddress, self.position(of: bytes) == nil, !meters.contains(where: { $0.settings.address == wish.address }) else {
            throw .addressTaken(wish.address)
        }
        bring(position, to: moment)
        let old = meters[position]
        var settings = old.settings
        settings.address = wish.address
        settings.serialNumber = "27" + wish.address.suffix(10)
        var state = MeterState(
            time: old.state.time, address: bytes, register: wish.register * MeterModel.pulse, clockError: settings.clockError)
        state.parameters = old.state.parameters
        state.purse.account = settings.kind == .dorm645 ? .initialised : .factory
        state.relay.decisionDue = state.time.roundedUp(to: .second)
        state.relay.reminderLatch = state.parameters.alarm2 > 0
        let sample = MeterSample(old)
        let exchange = MeterExchange(position: position, settings: settings, countedBefore: old.state.register - state.register)
        put(exchange, exchange.model(of: old, state: state))
        return ExchangeResult(
            oldAddress: old.settings.address, finalRegister: sample.register, left: sample.balance + sample.subsidy - sample.overdraft,
            address: wish.address, serialNumber: settings.serialNumber, register: wish.register)
    }
}
