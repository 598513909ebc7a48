/// Takes fields one after the other from plain data; what is missing or not decimal is an error, never a trap.
struct FieldReader {
    private var rest: ArraySlice<UInt8>
    private let whole: Int

    init(_ data: some Collection<UInt8>) {
        rest = ArraySlice(data)
        whole = data.count
    }

    var remaining: Int { rest.count }

    mutating func bytes(_ count: Int) throws(WireError) -> ArraySlice<UInt8> {
        guard count >= 0, rest.count >= count else { throw .wrongLength(whole) }
        let taken = rest.prefix(count)
        rest = rest.dropFirst(count)
        return taken
    }

    mutating func byte() throws(WireError) -> UInt8 {
        let taken = try bytes(1)
        return taken[taken.startIndex]
    }

    /// A decimal number, low byte first.
    mutating func decimal(_ length: Int, _ field: WireField, signed: Bool = false) throws(WireError) -> Int64 {
        guard let value = BinaryCodedDecimal.value(try bytes(length), signed: signed) else { throw .notDecimal(field) }
        return value
    }

    /// A binary number of at most eight bytes, low byte first.
    mutating func binary(_ length: Int) throws(WireError) -> UInt64 {
        try bytes(length).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    mutating func identifier() throws(WireError) -> DataIdentifier {
        DataIdentifier(rawValue: UInt32(truncatingIfNeeded: try binary(4)))
    }

    mutating func address() throws(WireError) -> MeterAddress {
        guard let address = MeterAddress(wireBytes: try bytes(6)) else { throw .notDecimal(.meterNumber) }
        return address
    }

    mutating func customer() throws(WireError) -> CustomerNumber {
        guard let customer = CustomerNumber(wireBytes: try bytes(6)) else { throw .notDecimal(.customerNumber) }
        return customer
    }
}

/// Builds plain data field by field and refuses what a field cannot express.
struct FieldWriter {
    private(set) var data: [UInt8] = []

    mutating func bytes(_ bytes: some Sequence<UInt8>) {
        data.append(contentsOf: bytes)
    }

    mutating func byte(_ byte: UInt8) {
        data.append(byte)
    }

    /// A decimal number, low byte first, refused outside `allowed`.
    mutating func decimal(
        _ value: Int64, _ length: Int, _ field: WireField, _ allowed: ClosedRange<Int64>
    ) throws(WireError) {
        guard allowed.contains(value), let bytes = BinaryCodedDecimal.bytes(value, length: length) else {
            throw .outOfRange(field, value: value, allowed: allowed)
        }
        data.append(contentsOf: bytes)
    }

    /// A binary number, low byte first, refused outside `allowed`.
    mutating func binary(_ value: Int64, _ length: Int, _ field: WireField, _ allowed: ClosedRange<Int64>) throws(WireError) {
        guard allowed.contains(value), value >= 0 else { throw .outOfRange(field, value: value, allowed: allowed) }
        data.append(contentsOf: littleEndianBytes(UInt64(value), count: length))
    }
}
