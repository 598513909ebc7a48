public import Domain

/// A meter that is to be asked for its credit and its newest purchase records, as a read request names it: the address, a word and how
/// many records, with commas between, of which no address has any.
public struct RecordRequest: Hashable, Sendable {
    /// The meter.
    public var meter: MeterID
    /// How many of its newest records; it may remember fewer.
    public var purchases: Int

    private static let word = "records"

    /// Asks a meter.
    public init(meter: MeterID, purchases: Int) {
        self.meter = meter
        self.purchases = purchases
    }

    /// Reads the name of a request; nil for any other.
    public init?(_ request: MeterID) {
        let parts = request.text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1] == Self.word, !parts[0].isEmpty, let purchases = Int(parts[2]), purchases > 0 else { return nil }
        self.init(meter: MeterID(String(parts[0])), purchases: purchases)
    }

    /// The name of the meter in a read request.
    public var request: MeterID { MeterID("\(meter),\(Self.word),\(purchases)") }

    /// What a meter said, as the answer to a read request.
    public static func answer(_ picture: CreditReading) -> String {
        ([MeterCandidate.answer(picture)] + picture.purchases.map { "\($0.count):\($0.total.hundredths)" }).joined(separator: ";")
    }

    /// Reads such an answer; nil for one that says why there is none.
    public static func picture(_ answer: String) -> CreditReading? {
        let parts = answer.split(separator: ";", omittingEmptySubsequences: false)
        guard let first = parts.first, var picture = MeterCandidate.picture(String(first)) else { return nil }
        for part in parts.dropFirst() {
            let numbers = part.split(separator: ":", omittingEmptySubsequences: false)
            guard numbers.count == 2, let count = Int(numbers[0]), let total = Int64(numbers[1]) else { return nil }
            picture.purchases.append(PurchaseRecord(count: count, total: Credit(picture.remaining.unit, hundredths: total)))
        }
        return picture
    }
}
