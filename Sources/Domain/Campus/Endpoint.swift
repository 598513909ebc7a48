import Phrases

/// How a concentrator is reached; read from its host and port.
public enum Endpoint: Hashable, Sendable {
    /// It listens, the office dials.
    case dial(host: String, port: Int)
    /// It dials, the office listens. The text by which it is known among those that share the port is empty when it has none.
    case listen(address: String, port: Int, registration: [UInt8])
    /// A serial device of this machine.
    case device(path: String)
}

/// The parity bit of a serial character. DL/T 645-2007 says even; some gateways and meters are set wrongly.
public enum Parity: String, Hashable, Sendable, CaseIterable {
    case even
    case odd
    case none
}

/// What a bus has that differs from the usual; nil is the usual. Times are milliseconds.
public struct BusSettings: Hashable, Sendable {
    /// Wake-up bytes `FE` before a request, 0 to 16.
    public var preamble: Int?
    /// The longest time from the end of a request to the start of its answer, 20 to 60000.
    public var timeout: Int?
    /// The longest gap between two bytes of an answer, 10 to 10000.
    public var gap: Int?
    /// Rest between an answer and the next request, 0 to 10000.
    public var rest: Int?

    /// The usual in everything.
    public init() {}
}

/// The text of a concentrator's host, taken apart: the way, then `?`, then settings with `&` between them.
///
///     10.0.1.7?timeout=1500&gap/2=800      dialled; all buses wait longer, bus 2 takes longer gaps
///     listen:?id=GW-0017                   dials in to the port on loopback and says GW-0017 first
///     listen:0.0.0.0                       dials in from anywhere
///     serial:/dev/ttyUSB0?parity=none      a device of this machine
public struct EndpointText: Hashable, Sendable {
    /// The way to it.
    public let endpoint: Endpoint
    /// Parity of a device.
    public private(set) var parity = Parity.even
    /// A setting that stands there twice for the same bus, of which the last one holds; nil when each stands there once.
    public private(set) var repeated: String?
    /// The numbers of buses that have settings of their own.
    public var busesWithSettings: Set<Int> { Set(byBus.keys) }

    private var common = BusSettings()
    private var byBus: [Int: BusSettings] = [:]
    private var hasParity = false

    /// Reads a host and a port.
    ///
    /// - Parameter port: 1 to 65535; a device has none, and whatever stands there is not looked at.
    /// - Throws: what can not be read, and what could stand there.
    public init(host: String, port: Int) throws(EndpointProblem) {
        let parts = host.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let way = String(parts.first ?? "")
        var options = parts.count > 1 ? parts[1].split(separator: "&", omittingEmptySubsequences: false).map(String.init) : []
        if let path = Self.rest(of: way, after: "serial:") {
            guard path.hasPrefix("/") else {
                throw EndpointProblem(phrase("a serial device is named by its path, like serial:/dev/ttyUSB0"))
            }
            endpoint = .device(path: path)
        } else if let address = Self.rest(of: way, after: "listen:") {
            guard address.isEmpty || NetworkAddress.isAddress(address) else { throw EndpointProblem(Self.noAddress(address)) }
            let ids = options.filter { $0.hasPrefix("id=") }
            guard ids.count < 2 else { throw EndpointProblem(phrase("id stands there twice")) }
            options.removeAll { $0.hasPrefix("id=") }
            let registration = try Self.registration(ids.first.map { String($0.dropFirst(3)) })
            endpoint = .listen(address: address.isEmpty ? Self.loopback : address, port: port, registration: registration)
        } else {
            guard !way.isEmpty else { throw EndpointProblem(phrase("the host is missing")) }
            if let problem = Self.noHost(way) { throw EndpointProblem(problem) }
            endpoint = .dial(host: way, port: port)
        }
        for option in options { try take(option) }
    }

    /// The settings of a bus: its own before those of all buses.
    public func settings(ofBus number: Int) -> BusSettings {
        var settings = common
        let own = byBus[number]
        settings.preamble = own?.preamble ?? settings.preamble
        settings.timeout = own?.timeout ?? settings.timeout
        settings.gap = own?.gap ?? settings.gap
        settings.rest = own?.rest ?? settings.rest
        return settings
    }

    /// Whether a host names a device, which has no port.
    public static func isDevice(_ host: String) -> Bool { host.hasPrefix("serial:") }

    private static let loopback = "127.0.0.1"
    /// A registration longer than this is not waited for.
    private static let longestRegistration = 64

    private static func rest(of text: String, after prefix: String) -> String? {
        text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : nil
    }

    /// Plain text, or bytes as pairs of digits behind `0x`.
    private static func registration(_ text: String?) throws(EndpointProblem) -> [UInt8] {
        guard let text else { return [] }
        var bytes = Array(text.utf8)
        if text.hasPrefix("0x") {
            let digits = Array(text.dropFirst(2))
            let pairs = stride(from: 0, to: digits.count - 1, by: 2).compactMap { UInt8(String(digits[$0...($0 + 1)]), radix: 16) }
            guard digits.count.isMultiple(of: 2), pairs.count * 2 == digits.count else {
                throw EndpointProblem(phrase("id=\(text) is not made of pairs of hexadecimal digits"))
            }
            bytes = pairs
        }
        guard (1...longestRegistration).contains(bytes.count) else {
            throw EndpointProblem(phrase("id has 1 to \(longestRegistration) bytes: what the device says when it has dialled in"))
        }
        return bytes
    }

    private mutating func take(_ option: String) throws(EndpointProblem) {
        let sides = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let name = sides[0].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let value = sides.count > 1 ? sides[1] : ""
        if sides[0] == "parity", case .device = endpoint {
            guard let parity = Parity(rawValue: value) else { throw EndpointProblem(phrase("parity is even, odd or none")) }
            if hasParity { repeated = "parity" }
            (self.parity, hasParity) = (parity, true)
            return
        }
        guard let (path, range) = Self.numbers[name[0]] else { throw EndpointProblem(Self.unknown(sides[0], endpoint)) }
        guard let number = Int(value), range.contains(number) else {
            throw EndpointProblem(phrase("\(name[0]) is a whole number from \(range.lowerBound) to \(range.upperBound), not \"\(value)\""))
        }
        guard name.count > 1 else {
            if common[keyPath: path] != nil { repeated = name[0] }
            common[keyPath: path] = number
            return
        }
        guard let bus = Int(name[1]), bus >= 1 else { throw EndpointProblem(phrase("\"\(name[1])\" is no number of a bus")) }
        if byBus[bus]?[keyPath: path] != nil { repeated = sides[0] }
        byBus[bus, default: BusSettings()][keyPath: path] = number
    }

    private static var numbers: [String: (WritableKeyPath<BusSettings, Int?>, ClosedRange<Int>)] {
        [
            "preamble": (\.preamble, 0...16), "timeout": (\.timeout, 20...60_000), "gap": (\.gap, 10...10_000),
            "rest": (\.rest, 0...10_000),
        ]
    }

    /// A name would be looked up, and whoever answers that decides who may dial in: only addresses are taken.
    private static func noAddress(_ text: String) -> String {
        phrase(
            "\"\(text)\" is no address; behind listen: stands one of this machine, like 10.0.1.2, or 0.0.0.0 for all, or nothing for 127.0.0.1"
        )
    }

    /// Why a text with a colon is no host; nil for a name and for an address.
    private static func noHost(_ way: String) -> String? {
        guard let colon = way.lastIndex(of: ":"), !NetworkAddress.isVersion6(way.prefix { $0 != "%" }) else { return nil }
        var host = way[..<colon]
        let port = way[way.index(after: colon)...]
        if host.first == "[", host.last == "]" { host = host.dropFirst().dropLast() }
        let isHost = !host.isEmpty && (!host.contains(":") || NetworkAddress.isVersion6(host))
        guard isHost, let number = Int(port), (1...65_535).contains(number) else {
            return phrase("\"\(way)\" is neither a name nor an address; other ways begin with listen: or serial:")
        }
        return phrase("the port stands in its own column: write \(String(host)) as host and \(number) as port")
    }

    private static func unknown(_ name: String, _ endpoint: Endpoint) -> String {
        let more =
            switch endpoint {
            case .dial: ""
            case .listen: ", id"
            case .device: ", parity"
            }
        return phrase("\"\(name)\" is no setting of such a line; known are preamble, timeout, gap, rest\(more)")
    }
}

/// Why a host can not be read.
public struct EndpointProblem: Error, Hashable, Sendable {
    /// In words.
    public let text: String

    init(_ text: String) { self.text = text }
}
