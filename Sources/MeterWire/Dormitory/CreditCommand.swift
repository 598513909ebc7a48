/// A command that moves credit: top-up, refund, close, and leaving refund mode. Source: dormitory dialect, purchase engine.
public struct CreditCommand: Hashable, Sendable {
    /// The largest amount that a meter takes, in hundredths; above it its arithmetic is wrong.
    public static let largestAmount: Int64 = 30_000_000
    /// The amounts that a meter can hold, in hundredths: it counts ten-thousandths in 32 bits.
    static let storableAmounts: ClosedRange<Int64> = 0...42_949_672
    /// The largest purchase count that can be sent; a meter that has reached it can take no further purchase.
    public static let largestCount = 9_999

    /// What happens with the credit.
    public enum Kind: Hashable, Sendable, CaseIterable {
        /// Adds the amount; with count 0 and amount 0 it opens the account.
        case topUp
        /// Takes the amount out; the meter accepts more than the balance and books the rest as overdraft.
        case refund
        /// Puts the account in refund mode and opens the relay; amount is not looked at.
        case close
        /// Leaves refund mode with the balance as it was; sent as close with the count bytes `FFFF`.
        case leaveRefundMode
    }

    /// What happens.
    public var kind: Kind
    /// Whose meter it is.
    public var customer: CustomerNumber
    /// Hundredths of the site's credit unit, 0 to 30000000.
    public var amount: Int64
    /// Purchase count, 0 to 9999; ``Kind/leaveRefundMode`` ignores it.
    public var count: Int
    /// Parameters that are written when the command is accepted, also when it repeats an old count; `nil` for the short form.
    public var parameters: DormitoryParameters?
    /// Number of the order for the order variant, in which the meter ignores the count; `nil` for the plain command.
    public var order: OrderNumber?

    /// Makes a command; what cannot be expressed is refused when it is encoded.
    public init(
        _ kind: Kind, customer: CustomerNumber, amount: Int64, count: Int, parameters: DormitoryParameters? = nil,
        order: OrderNumber? = nil
    ) {
        self.kind = kind
        self.customer = customer
        self.amount = amount
        self.count = count
        self.parameters = parameters
        self.order = order
    }

    var identifier: DataIdentifier {
        switch (kind, order == nil) {
        case (.topUp, true): .topUp
        case (.refund, true): .refund
        case (.close, true), (.leaveRefundMode, true): .closeAccount
        case (.topUp, false): .topUpWithOrder
        case (.refund, false): .refundWithOrder
        case (.close, false), (.leaveRefundMode, false): .closeAccountWithOrder
        }
    }

    /// Bytes from the customer number to the parameter flag.
    static let shortLength = 13

    func write(to writer: inout FieldWriter) throws(WireError) {
        guard order == nil || kind != .leaveRefundMode else { throw .orderNumberNotAllowed }
        writer.bytes(customer.wireBytes)
        try writer.decimal(amount, 4, .amount, 0...Self.largestAmount)
        if kind == .leaveRefundMode {
            writer.bytes([0xFF, 0xFF])
        } else {
            try writer.decimal(Int64(count), 2, .purchaseCount, 0...Int64(Self.largestCount))
        }
        writer.byte(parameters == nil ? 0 : 1)
        try parameters?.write(to: &writer)
        if let order { writer.bytes(order.wireBytes) }
    }

    /// Reads the bytes behind the common start, of which exactly `length` belong to the command.
    init(_ kind: Kind, withOrder: Bool, length: Int, from reader: inout FieldReader) throws(WireError) {
        let customer = try reader.customer()
        let amount = try reader.decimal(4, .amount)
        let countBytes = try reader.bytes(2)
        let leaves = kind == .close && !withOrder && countBytes == [0xFF, 0xFF]
        self.init(leaves ? .leaveRefundMode : kind, customer: customer, amount: amount, count: 0)
        if !leaves {
            guard let count = BinaryCodedDecimal.value(countBytes) else { throw .notDecimal(.purchaseCount) }
            self.count = Int(count)
        }
        let flag = try reader.byte()
        let isLong = length >= Self.shortLength + DormitoryParameters.length
        // In the short form a set flag would make the meter take old bytes of its buffer for parameters.
        guard isLong || flag == 0 else { throw .wrongLength(length) }
        if isLong {
            let sent = try DormitoryParameters(requestFrom: &reader)
            parameters = flag == 0 ? nil : sent
        }
        if withOrder {
            guard let order = OrderNumber(wireBytes: try reader.bytes(8)) else { throw .notDecimal(.orderNumber) }
            self.order = order
        }
    }
}

extension DataIdentifier {
    /// Top-up, and opening of the account.
    public static let topUp: DataIdentifier = 0x0701_02FF
    /// Purse initialisation.
    public static let initialisePurse: DataIdentifier = 0x0701_03FF
    /// Parameters.
    public static let setParameters: DataIdentifier = 0x0701_04FF
    /// Initialisation of the whole meter.
    public static let initialiseMeter: DataIdentifier = 0x0701_0BFF
    /// Refund.
    public static let refund: DataIdentifier = 0x0701_12FF
    /// Closing with refund.
    public static let closeAccount: DataIdentifier = 0x0701_13FF
    /// Top-up with an order number.
    public static let topUpWithOrder: DataIdentifier = 0x0701_15FF
    /// Refund with an order number.
    public static let refundWithOrder: DataIdentifier = 0x0701_16FF
    /// Closing with an order number.
    public static let closeAccountWithOrder: DataIdentifier = 0x0701_17FF
    /// Purse initialisation with energy and subsidy.
    public static let initialisePurseExtended: DataIdentifier = 0x0701_33FF
    /// Subsidy.
    public static let subsidy: DataIdentifier = 0x0701_40FF
    /// Tariff set.
    public static let setTariff: DataIdentifier = 0x0701_50FF

    /// Day table 1 to 8; `nil` for another number.
    public static func setDayTable(_ number: Int) -> DataIdentifier? {
        guard (1...8).contains(number) else { return nil }
        return DataIdentifier(rawValue: 0x0701_50FF + UInt32(number) << 8)
    }
}
