/// Why a value cannot go on the wire, or bytes from it cannot be a value. Nothing was sent and nothing was changed.
public enum WireError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The number does not fit its field, or the meter is known to misread it.
    case outOfRange(WireField, value: Int64, allowed: ClosedRange<Int64>)
    /// The field holds a nibble that is no decimal digit.
    case notDecimal(WireField)
    /// The data has a length that the function or command does not know.
    case wrongLength(Int)
    /// The command of this identifier has no layout here.
    case unknownCommand(DataIdentifier)
    /// The frame is of another function or direction than the one asked for.
    case wrongFunction(ControlCode)
    /// The command cannot carry an order number.
    case orderNumberNotAllowed
    /// A table is empty, too long, or not in rising order.
    case badTable(WireField)

    /// One sentence for a log or a screen.
    public var description: String {
        switch self {
        case .outOfRange(let field, let value, let allowed):
            "\(field.rawValue) \(value) is outside \(allowed.lowerBound) to \(allowed.upperBound); nothing was sent"
        case .notDecimal(let field): "\(field.rawValue) is not made of decimal digits"
        case .wrongLength(let length): "a data length of \(length) bytes is not known for this function"
        case .unknownCommand(let identifier): "command \(identifier) is not known"
        case .wrongFunction(let control): "control code \(control) is not the one expected here"
        case .orderNumberNotAllowed: "this command carries no order number; nothing was sent"
        case .badTable(let field): "\(field.rawValue) must hold its entries in rising order and in the number allowed; nothing was sent"
        }
    }
}

/// The field that a ``WireError`` is about.
public enum WireField: String, Hashable, Sendable {
    /// Money or energy in hundredths.
    case amount
    /// Purchase count.
    case purchaseCount = "purchase count"
    /// Subsidy count.
    case subsidyCount = "subsidy count"
    /// Subsidy balance in hundredths.
    case subsidyBalance = "subsidy balance"
    /// Address of the meter.
    case meterNumber = "meter number"
    /// Number of the customer.
    case customerNumber = "customer number"
    /// Number of the order.
    case orderNumber = "order number"
    /// Price in ten-thousandths.
    case price
    /// First alarm threshold.
    case alarm1 = "alarm 1"
    /// Second alarm threshold.
    case alarm2 = "alarm 2"
    /// Ratio of the current transformers.
    case transformerRatio = "CT ratio"
    /// Overdraft limit in hundredths.
    case overdraftLimit = "overdraft limit"
    /// Overdraft in hundredths.
    case overdraft
    /// Hoard limit in whole units.
    case hoardLimit = "hoard limit"
    /// Power limit in watts.
    case powerLimit = "power limit"
    /// Power factor limit in thousandths.
    case powerFactorLimit = "power factor limit"
    /// Power step in tenths of a watt.
    case powerStep = "power step"
    /// Subsidy group.
    case subsidyGroup = "subsidy group"
    /// Day of the month of the subsidy.
    case subsidyDay = "subsidy day"
    /// Register of energy in hundredths.
    case energy
    /// Voltage.
    case voltage
    /// Current.
    case current
    /// Power.
    case power
    /// Power factor.
    case powerFactor = "power factor"
    /// Balance in hundredths.
    case balance
    /// Number of a table.
    case tableNumber = "table number"
    /// Number of a tariff.
    case tariffNumber = "tariff number"
    /// Year zones of a tariff.
    case zones = "year zones"
    /// Periods of a day.
    case periods = "day periods"
    /// Date or time.
    case dateTime = "date and time"
    /// Data to be written.
    case data
}
