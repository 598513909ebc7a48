/// Initialises the whole meter: energy, counters, records and parameters are lost. Source: dormitory dialect, command 07010BFF.
public struct InitialiseMeterCommand: Hashable, Sendable {
    /// Preset balance in hundredths, 0 to 42949672; the first purchase pays it back.
    public var preset: Int64
    /// Price per kWh in ten-thousandths of a yuan, 100 to 50000.
    public var price: Int64

    /// Makes a command; what cannot be expressed is refused when it is encoded.
    public init(preset: Int64, price: Int64) {
        self.preset = preset
        self.price = price
    }

    func write(to writer: inout FieldWriter) throws(WireError) {
        try writer.decimal(preset, 4, .amount, CreditCommand.storableAmounts)
        try writer.decimal(price, 4, .price, DormitoryParameters.acceptedPrices)
    }

    init(from reader: inout FieldReader) throws(WireError) {
        preset = try reader.decimal(4, .amount)
        price = try reader.decimal(4, .price)
    }
}

/// Initialises the purse: balance, overdraft, count and subsidy start anew, energy stays.
///
/// Source: dormitory dialect, commands 070103FF and, with ``Extension``, 070133FF.
public struct InitialisePurseCommand: Hashable, Sendable {
    /// The customer; the meter neither compares nor stores it here.
    public var customer: CustomerNumber
    /// The new balance in hundredths, 0 to 42949672; the first purchase pays it back.
    public var amount: Int64
    /// The new purchase count, 0 to 9999; without an extension the meter takes 0 only.
    public var count: Int
    /// What the extended command sets besides, `nil` for the plain one.
    public var extended: Extension?

    /// What the extended command sets besides.
    public struct Extension: Hashable, Sendable {
        /// Energy register in hundredths of a kWh, 0 to 99999999.
        public var energy: Int64
        /// Subsidy balance in hundredths, 0 to 42949672; the meters read so far take it a hundred times too small.
        public var subsidyBalance: Int64
        /// Subsidy count, 0 to 9999.
        public var subsidyCount: Int

        /// Makes an extension.
        public init(energy: Int64, subsidyBalance: Int64, subsidyCount: Int) {
            self.energy = energy
            self.subsidyBalance = subsidyBalance
            self.subsidyCount = subsidyCount
        }
    }

    /// Makes a command; what cannot be expressed is refused when it is encoded.
    public init(customer: CustomerNumber, amount: Int64, count: Int = 0, extended: Extension? = nil) {
        self.customer = customer
        self.amount = amount
        self.count = count
        self.extended = extended
    }

    func write(to writer: inout FieldWriter) throws(WireError) {
        writer.bytes(customer.wireBytes)
        try writer.decimal(amount, 4, .amount, CreditCommand.storableAmounts)
        try writer.decimal(Int64(count), 2, .purchaseCount, 0...(extended == nil ? 0 : 9_999))
        guard let extended else { return }
        try writer.decimal(extended.energy, 4, .energy, 0...99_999_999)
        try writer.decimal(extended.subsidyBalance, 4, .subsidyBalance, CreditCommand.storableAmounts)
        try writer.decimal(Int64(extended.subsidyCount), 2, .subsidyCount, 0...9_999)
    }

    init(extended isExtended: Bool, from reader: inout FieldReader) throws(WireError) {
        customer = try reader.customer()
        amount = try reader.decimal(4, .amount)
        count = Int(try reader.decimal(2, .purchaseCount))
        guard isExtended else { return }
        extended = Extension(
            energy: try reader.decimal(4, .energy), subsidyBalance: try reader.decimal(4, .subsidyBalance),
            subsidyCount: Int(try reader.decimal(2, .subsidyCount)))
    }
}

/// Gives a subsidy; each meter takes the amount of its own group. Source: dormitory dialect, command 070140FF.
///
/// A meter whose stored count is not below this one answers positively and changes nothing: read the subsidy back.
public struct SubsidyCommand: Hashable, Sendable {
    /// The customer, or ``CustomerNumber/everyone`` together with the broadcast meter number.
    public var customer: CustomerNumber
    /// Amounts for groups 1 to 6 in hundredths, 0 to 42949672 each; missing ones are 0.
    public var amounts: [Int64]
    /// Subsidy count, 0 to 9999; it only rises.
    public var count: Int
    /// Day of the month, 0 to 99; the meter only stores it.
    public var day: Int
    /// True adds the amount to the purse, false replaces the purse by it.
    public var addsToPurse: Bool

    /// Makes a command; what cannot be expressed is refused when it is encoded.
    public init(customer: CustomerNumber, amounts: [Int64], count: Int, day: Int, addsToPurse: Bool) {
        self.customer = customer
        self.amounts = amounts
        self.count = count
        self.day = day
        self.addsToPurse = addsToPurse
    }

    func write(to writer: inout FieldWriter) throws(WireError) {
        guard amounts.count <= 6 else { throw .outOfRange(.subsidyGroup, value: Int64(amounts.count), allowed: 0...6) }
        writer.bytes(customer.wireBytes)
        for group in 0..<6 {
            try writer.decimal(group < amounts.count ? amounts[group] : 0, 4, .amount, CreditCommand.storableAmounts)
        }
        try writer.decimal(Int64(count), 2, .subsidyCount, 0...9_999)
        try writer.decimal(Int64(day), 1, .subsidyDay, 0...99)
        writer.byte(addsToPurse ? 1 : 0)
    }

    init(from reader: inout FieldReader) throws(WireError) {
        customer = try reader.customer()
        amounts = []
        for _ in 0..<6 { amounts.append(try reader.decimal(4, .amount)) }
        count = Int(try reader.decimal(2, .subsidyCount))
        day = Int(try reader.decimal(1, .subsidyDay))
        addsToPurse = try reader.byte() & 1 == 1
    }
}
