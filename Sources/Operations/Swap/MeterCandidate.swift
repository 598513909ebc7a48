public import Domain

/// A meter that is to be seen before the books know it, as a read request names it: address, bus, profile and unit with commas between,
/// of which no name has any.
public struct MeterCandidate: Hashable, Sendable {
    /// The meter, as far as it has to be known for reading it.
    public var point: MeterPoint

    /// Makes a candidate of a meter.
    public init(_ point: MeterPoint) { self.point = point }

    /// Reads the name of a request; nil for a meter that stands in the books.
    public init?(_ request: MeterID) {
        let parts = request.text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 5, MeterPoint.isAddress(parts[0]), let number = Int(parts[2]), let profile = MeterProfile(rawValue: parts[3]),
            let unit = CreditUnit(rawValue: parts[4])
        else { return nil }
        point = MeterPoint(
            id: MeterID(parts[0]), place: .supply(""), bus: BusID(concentrator: ConcentratorID(parts[1]), number: number),
            profile: profile, unit: unit)
    }

    /// The name of the meter in a read request.
    public var request: MeterID {
        let bus = point.bus
        return MeterID("\(point.id),\(bus.concentrator),\(bus.number),\(point.profile.rawValue),\(point.unit.rawValue)")
    }

    /// What a meter said, as the answer to a read request.
    public static func answer(_ picture: CreditReading) -> String {
        let total = picture.totalBought.map { "\($0.hundredths)" } ?? "-"
        let figures = [
            "\(picture.at.milliseconds)", "\(picture.count)", "\(picture.lastAmount.hundredths)", total,
            "\(picture.remaining.hundredths)", "\(picture.subsidy.hundredths)", "\(picture.register.wattHours)",
            "\(picture.registerAfter.wattHours)",
        ]
        return "picture," + picture.remaining.unit.rawValue + "," + figures.joined(separator: ",")
    }

    /// Reads such an answer; nil for one that says why there is none.
    public static func picture(_ answer: String) -> CreditReading? {
        let parts = answer.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 10, parts[0] == "picture", let unit = CreditUnit(rawValue: parts[1]), let at = Int64(parts[2]),
            let count = Int(parts[3]), let last = Int64(parts[4]), let remaining = Int64(parts[6]), let subsidy = Int64(parts[7]),
            let register = Int64(parts[8]), let after = Int64(parts[9])
        else { return nil }
        return CreditReading(
            at: Instant(milliseconds: at), count: count, lastAmount: Credit(unit, hundredths: last),
            totalBought: Int64(parts[5]).map { Credit(unit, hundredths: $0) }, remaining: Credit(unit, hundredths: remaining),
            subsidy: Credit(unit, hundredths: subsidy), register: Energy(wattHours: register), registerAfter: Energy(wattHours: after))
    }
}
