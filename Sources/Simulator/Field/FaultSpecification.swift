/// The text by which faults are named on a command line; ``FaultPlan/init(specification:)`` reads it.
public enum FaultSpecification {
    /// One that shows every form of a part but `keeps` and `swap`.
    public static let example =
        "drop-request=0.01,drop-answer=0.02,delay=0.05:3s,corrupt=0.01,cut=0.001,dead=000000000413,C1/2:corrupt=0.1"

    /// The names that have a chance.
    public static let names = FaultKind.allCases.map(\.rawValue).joined(separator: ", ")
}

/// Why a text of faults was not understood; no fault was switched on.
public struct FaultSpecificationError: Error, Hashable {
    /// What belongs where something else stands.
    public enum Expected: Hashable, Sendable {
        /// A name, an equals sign and a value.
        case assignment
        /// One of the names.
        case name
        /// A chance from 0 to 1.
        case chance
        /// A chance with at most six decimals.
        case decimals
        /// A chance with a time behind it.
        case time
        /// A chance alone: only delay and drift have a time.
        case noTime
        /// The address of a meter, of twelve digits.
        case meter
        /// Two addresses of meters, joined by +.
        case meters
        /// Two meters of which none is swapped already.
        case swappedOnce
        /// A bus before the colon.
        case bus
    }

    /// The part that was not understood.
    public let part: String
    /// What was expected there.
    public let expected: Expected
}

extension FaultPlan {
    /// Reads faults from a command line.
    ///
    /// Parts are separated by commas: the name of a ``FaultKind``, or `all`, with a chance from 0 to 1; `delay` and `drift` may have a time
    /// behind it (`0.05:3s` or `0.05:250ms`); `dead` and `keeps` with a meter address, `swap` with two joined by `+`. `C1/2:` before a part limits it
    /// to that bus.
    ///
    /// - Throws: ``FaultSpecificationError`` for the first part that is not understood.
    public init(specification: String) throws {
        self.init()
        for part in specification.split(separator: ",", omittingEmptySubsequences: false) {
            try add(String(part))
        }
    }

    private mutating func add(_ part: String) throws {
        let trimmed = part.filter { $0 != " " }
        let (bus, assignment) = try Self.splitBus(trimmed)
        let pair = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard pair.count == 2 else { throw FaultSpecificationError(part: part, expected: .assignment) }
        var faults = bus.map { buses[$0] ?? Faults() } ?? everywhere
        switch pair[0] {
        case "all": for kind in FaultKind.allCases { faults[kind] = try Self.chance(pair[1], part) }
        case "dead": faults.dead.insert(try Self.address(pair[1], part))
        case "keeps": faults.keeping.insert(try Self.address(pair[1], part))
        case "swap":
            let meters = pair[1].split(separator: "+", omittingEmptySubsequences: false).map(String.init)
            guard meters.count == 2, meters[0] != meters[1] else {
                throw FaultSpecificationError(part: part, expected: .meters)
            }
            let (one, other) = (try Self.address(meters[0], part), try Self.address(meters[1], part))
            guard !isSwapped(one), !isSwapped(other) else { throw FaultSpecificationError(part: part, expected: .swappedOnce) }
            faults.swap(one, other)
        default:
            guard let kind = FaultKind(rawValue: pair[0]) else {
                throw FaultSpecificationError(part: part, expected: .name)
            }
            let parts = pair[1].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            faults[kind] = try Self.chance(parts[0], part)
            if parts.count == 2 { try Self.set(parts[1], of: kind, in: &faults, part) }
        }
        if let bus { buses[bus] = faults } else { everywhere = faults }
    }

    private func isSwapped(_ meter: String) -> Bool {
        everywhere.swapped[meter] != nil || buses.values.contains { $0.swapped[meter] != nil }
    }

    private static func set(_ text: String, of kind: FaultKind, in faults: inout Faults, _ part: String) throws {
        guard let time = time(text) else {
            throw FaultSpecificationError(part: part, expected: .time)
        }
        switch kind {
        case .delay: faults.delayTime = time
        case .drift: faults.driftTime = time
        default: throw FaultSpecificationError(part: part, expected: .noTime)
        }
    }

    private static func address(_ text: String, _ part: String) throws -> String {
        guard text.utf8.count == 12, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw FaultSpecificationError(part: part, expected: .meter)
        }
        return text
    }

    /// Takes `C1/2:` off the front; a colon behind the equals sign belongs to the value.
    private static func splitBus(_ part: String) throws -> (BusName?, String) {
        let name = part.prefix { $0 != "=" }
        guard let colon = name.firstIndex(of: ":") else { return (nil, part) }
        let halves = name[..<colon].split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count == 2, !halves[0].isEmpty, let number = Int(halves[1]), number > 0 else {
            throw FaultSpecificationError(part: part, expected: .bus)
        }
        return (BusName(concentrator: String(halves[0]), number: number), String(part[part.index(after: colon)...]))
    }

    /// A chance such as `0.05` in a million, read digit by digit.
    private static func chance(_ text: String, _ part: String) throws -> Int {
        let halves = text.split(separator: ".", omittingEmptySubsequences: false)
        let fraction = halves.count == 2 ? halves[1] : ""
        let isPlain = text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
        guard isPlain, (1...2).contains(halves.count), let whole = Int(halves[0]), fraction.count <= 6,
            halves.count == 1 || !fraction.isEmpty
        else { throw FaultSpecificationError(part: part, expected: .decimals) }
        let padded = fraction + String(repeating: "0", count: 6 - fraction.count)
        guard whole <= 1, let parts = Int(padded), whole * 1_000_000 + parts <= 1_000_000 else {
            throw FaultSpecificationError(part: part, expected: .chance)
        }
        return whole * 1_000_000 + parts
    }

    private static func time(_ text: String) -> Milliseconds? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int64(digits), number > 0, number <= 600_000 else { return nil }
        switch text.dropFirst(digits.count) {
        case "ms": return number
        case "s": return number <= 600 ? number * .second : nil
        default: return nil
        }
    }
}
