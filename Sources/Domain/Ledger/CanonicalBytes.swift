extension Entry {
    /// The bytes that are hashed: every field as length, colon, text, in a fixed order, the previous hash first.
    ///
    /// The forms are frozen. A new field gets a new version word, so that old entries still verify: the second form has who approved,
    /// after who wrote, and is that of entries that were approved.
    public var canonicalBytes: [UInt8] {
        var writer = CanonicalWriter()
        writer.add(approver == nil ? "dormwatt-entry-1" : "dormwatt-entry-2")
        writer.add(bytes: previousHash)
        writer.add(sequence)
        writer.add(at.milliseconds)
        writer.add(Int64(day.number))
        for person in [actor, approver].compactMap({ $0 }) {
            for text in [person.name, person.role.rawValue, person.shift, person.console] { writer.add(text) }
        }
        writer.add(plan.text)
        draft.write(to: &writer)
        return writer.bytes
    }
}

/// Writes fields one after the other, each as length, colon, text, so that no two lists of fields have the same bytes.
public struct CanonicalWriter: Sendable {
    /// What was written.
    public private(set) var bytes: [UInt8] = []

    /// Starts with nothing.
    public init() {}

    /// Writes bytes.
    public mutating func add(bytes field: some Collection<UInt8>) {
        bytes.append(contentsOf: String(field.count).utf8)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(contentsOf: field)
    }

    /// Writes text as UTF-8.
    public mutating func add(_ text: String) { add(bytes: Array(text.utf8)) }

    /// Writes a whole number in decimal.
    public mutating func add(_ number: Int64) { add(String(number)) }
}

extension EntryDraft {
    func write(to writer: inout CanonicalWriter) {
        writer.add(kind.rawValue)
        writer.add(room?.text ?? "")
        writer.add(corrects ?? 0)
        writer.add(reason)
        writer.add(Int64(postings.count))
        for posting in postings {
            writer.add(posting.account.name)
            writer.add(posting.commodity.rawValue)
            writer.add(posting.amount)
        }
        writer.add(Int64(lots.count))
        for move in lots { move.write(to: &writer) }
        writer.add(reaches?.meter.text ?? "")
        writer.add(reaches?.register.wattHours ?? 0)
        writer.add(reaches?.at.milliseconds ?? 0)
    }
}

extension LotMove {
    func write(to writer: inout CanonicalWriter) {
        switch self {
        case .open(let wallet, let credited, let paid, let left, let expires):
            writer.add("open")
            writer.add(wallet.rawValue)
            writer.add(credited.unit.rawValue)
            for number in [credited.hundredths, paid.fen, left.hundredths, expires.map { Int64($0.number) } ?? -1] { writer.add(number) }
        case .take(let lot, let credit, let paid):
            writer.add("take")
            writer.add(credit.unit.rawValue)
            for number in [lot.entry, credit.hundredths, paid.fen] { writer.add(number) }
        }
    }
}
