/// A concentrator: an endpoint, TCP or a serial device, with RS-485 buses behind it.
public struct Concentrator: Hashable, Sendable, Identifiable {
    /// Its name, for example `C1`; unique on the campus.
    public var id: ConcentratorID
    /// Host name or address, or another way to it, with what its buses have that is unusual; see ``EndpointText``.
    public var host: String
    /// TCP port, 1 to 65535; a serial device has none and ``noPort`` stands here.
    public var port: Int
    /// The buses behind it, in order of their numbers.
    public var buses: [Bus]

    /// Makes a concentrator.
    public init(id: ConcentratorID, host: String, port: Int, buses: [Bus]) {
        self.id = id
        self.host = host
        self.port = port
        self.buses = buses
    }

    /// What stands for the port where there is none.
    public static let noPort = 1

    /// How it is reached and what its buses have that is unusual.
    ///
    /// - Throws: what can not be read in its host; an import lets no such host in.
    public func endpointText() throws(EndpointProblem) -> EndpointText { try EndpointText(host: host, port: port) }
}

/// One half-duplex RS-485 line: one request at a time.
public struct Bus: Hashable, Sendable, Identifiable {
    /// Which bus of which concentrator.
    public var id: BusID
    /// Bits per second; DL/T 645 knows 600 to 19200, 2400 is its default.
    public var baud: Int

    /// Makes a bus.
    public init(id: BusID, baud: Int) {
        self.id = id
        self.baud = baud
    }

    /// The rates that serial devices have; bits per second.
    public static let deviceRates = [600, 1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200]
}

/// A bus by its concentrator and number.
public struct BusID: Hashable, Comparable, Sendable {
    /// The concentrator before it.
    public var concentrator: ConcentratorID
    /// Its number there, from 1.
    public var number: Int

    /// Makes a bus id.
    public init(concentrator: ConcentratorID, number: Int) {
        self.concentrator = concentrator
        self.number = number
    }

    /// Whether the left one comes first.
    public static func < (left: BusID, right: BusID) -> Bool {
        (left.concentrator, left.number) < (right.concentrator, right.number)
    }
}

extension BusID: CustomStringConvertible {
    /// For example `C1/2`.
    public var description: String { "\(concentrator)/\(number)" }
}
