/// The fields of a top-up, refund or close command (070102FF, 070112FF, 070113FF and their variants with an order number).
struct PurchaseOrder {
    enum Kind {
        case topUp, refund, close
    }

    let kind: Kind
    let customer: [UInt8]
    /// Amount in fine units as the firmware computes it.
    let amount: FineAmount
    /// True when the amount is above 300 000.00.
    let isTooLarge: Bool
    let count: Int
    /// FFFF: the count that leaves refund mode.
    let isMagicCount: Bool
    let hasParameters: Bool
    /// Order number of the variants, as received; nil for the plain commands.
    let orderNumber: [UInt8]?

    /// Which purchase commands there are, by DI1.
    private static let kinds: [UInt8: (kind: Kind, hasOrder: Bool)] = [
        0x02: (.topUp, false), 0x12: (.refund, false), 0x13: (.close, false),
        0x15: (.topUp, true), 0x16: (.refund, true), 0x17: (.close, true),
    ]

    /// Data lengths without serial number that a command accepts; empty for identifiers that are no purchase command.
    static func lengths(of identifier: UInt32) -> [Int] {
        guard identifier & 0xFFFF_00FF == 0x0701_00FF, let entry = kinds[UInt8(identifier >> 8 & 0xFF)] else { return [] }
        return entry.hasOrder ? [27, 58, 35, 66] : [27, 58]
    }

    /// Whether a command takes credit out of a meter.
    static func isRefund(_ identifier: UInt32) -> Bool {
        !lengths(of: identifier).isEmpty && kinds[UInt8(identifier >> 8 & 0xFF)]?.kind == .refund
    }

    /// Reads a command whose length was checked; `body` is its data without serial number.
    ///
    /// - Parameter wraps: the 32-bit product of the amount wraps above 429 496.72, as in the firmware.
    init?(_ body: [UInt8], identifier: UInt32, wraps: Bool) {
        guard let entry = Self.kinds[UInt8(identifier >> 8 & 0xFF)] else { return nil }
        kind = entry.kind
        customer = body.field(14, 6)
        let exact = FineAmount.fine(hundredths: body.decimal(20, 4))
        amount = wraps ? exact & .largestFine : min(exact, .largestFine)
        isTooLarge = (wraps ? amount : exact) > 3_000_000_000
        count = Int(body.decimal(24, 2))
        isMagicCount = body.field(24, 2) == [0xFF, 0xFF]
        hasParameters = body.field(26, 1)[0] != 0
        orderNumber = entry.hasOrder ? Array(body.suffix(8)) : nil
    }
}
