/// The data items that an electricity office reads, by name.
extension DataIdentifier {
    /// Combined active energy, total: the register that is billed.
    public static let combinedEnergy: DataIdentifier = 0x0000_0000
    /// Combined active energy, total and all tariffs.
    public static let combinedEnergyBlock: DataIdentifier = 0x0000_FF00
    /// Remaining energy of a meter that prepays energy.
    public static let remainingEnergy: DataIdentifier = 0x0090_0100
    /// Overdraft energy of a meter that prepays energy.
    public static let overdraftEnergy: DataIdentifier = 0x0090_0101
    /// Remaining money; the purchased balance of a dormitory meter in its own unit.
    public static let remainingMoney: DataIdentifier = 0x0090_0200
    /// Overdraft money; the overdraft of a dormitory meter in its own unit.
    public static let overdraftMoney: DataIdentifier = 0x0090_0201
    /// Remaining subsidy of a dormitory meter.
    public static let remainingSubsidy: DataIdentifier = 0x0091_0101
    /// Voltage of phase A.
    public static let voltageA: DataIdentifier = 0x0201_0100
    /// Voltages of all phases.
    public static let voltageBlock: DataIdentifier = 0x0201_FF00
    /// Current of phase A.
    public static let currentA: DataIdentifier = 0x0202_0100
    /// Currents of all phases.
    public static let currentBlock: DataIdentifier = 0x0202_FF00
    /// Total active power.
    public static let activePower: DataIdentifier = 0x0203_0000
    /// Active powers, total and all phases.
    public static let activePowerBlock: DataIdentifier = 0x0203_FF00
    /// Total power factor.
    public static let powerFactor: DataIdentifier = 0x0206_0000
    /// Power factors, total and all phases.
    public static let powerFactorBlock: DataIdentifier = 0x0206_FF00
    /// Frequency of the grid.
    public static let frequency: DataIdentifier = 0x0280_0002
    /// Everything that changes in a dormitory meter, in one answer.
    public static let monitorBlock: DataIdentifier = 0x0280_002E
    /// The status block that a WiFi meter pushes.
    public static let wirelessPush: DataIdentifier = 0x0280_11FF
    /// Date and weekday of the meter's clock.
    public static let date: DataIdentifier = 0x0400_0101
    /// Time of the meter's clock.
    public static let time: DataIdentifier = 0x0400_0102
    /// Ratio of the current transformers.
    public static let transformerRatio: DataIdentifier = 0x0400_0306
    /// Communication address.
    public static let communicationAddress: DataIdentifier = 0x0400_0401
    /// Meter number.
    public static let meterNumber: DataIdentifier = 0x0400_0402
    /// Meter constant as dormitory meters give it.
    public static let meterConstant: DataIdentifier = 0x0400_040A
    /// Status word 3: the relay.
    public static let statusWord3: DataIdentifier = 0x0400_0503
    /// All status words.
    public static let statusWords: DataIdentifier = 0x0400_05FF
    /// Account state of a dormitory meter, see ``DormitoryAccountState``.
    public static let accountState: DataIdentifier = 0x0450_0002
    /// Fault byte of a dormitory meter, see ``DormitoryFaults``.
    public static let faults: DataIdentifier = 0x0450_0003
    /// Power limit of a dormitory meter in watts.
    public static let powerLimit: DataIdentifier = 0x0450_0005
    /// Purchase count of a dormitory meter; read it, never write it.
    public static let purchaseCount: DataIdentifier = 0x0490_0103
    /// Amount of the last purchase of a dormitory meter; read it, never write it.
    public static let lastAmount: DataIdentifier = 0x0490_0104
    /// Flag byte of a dormitory meter, see ``DormitoryFlags``; read it, never write it.
    public static let flags: DataIdentifier = 0x0490_0105
    /// Software version.
    public static let softwareVersion: DataIdentifier = 0x0480_0001
    /// How often the meter cover was opened.
    public static let coverOpenings: DataIdentifier = 0x0330_0D00
    /// How often a magnetic field was near.
    public static let magneticFields: DataIdentifier = 0x0335_0000
    /// How often the supply was lost.
    public static let powerLosses: DataIdentifier = 0x0311_0000
    /// How often the relay was opened.
    public static let trips: DataIdentifier = 0x1D00_0001
    /// How often the relay was closed.
    public static let closings: DataIdentifier = 0x1E00_0001

    /// One field of a purchase record.
    ///
    /// - Parameters:
    ///   - field: which of the six.
    ///   - register: energy, money or refund records.
    ///   - latest: 1 for the latest record to 10 for the oldest; anything else gives `nil`.
    public static func purchaseRecord(_ field: PurchaseField, in register: PurchaseRegister, latest: Int) -> DataIdentifier? {
        guard (1...10).contains(latest) else { return nil }
        return DataIdentifier(rawValue: UInt32(register.rawValue) << 16 | UInt32(field.rawValue) << 8 | UInt32(latest))
    }
}

/// The fields of a purchase record, by their DI1.
public enum PurchaseField: UInt8, Hashable, Sendable, CaseIterable {
    /// Date and time; dormitory meters do not write it.
    case date = 1
    /// Purchase count after the purchase.
    case count = 2
    /// Amount, with a mark on refunds.
    case amount = 3
    /// Balance before.
    case balanceBefore = 4
    /// Balance after.
    case balanceAfter = 5
    /// Total bought so far.
    case totalBought = 6
}

/// The registers of purchase records, by their DI3 and DI2.
public enum PurchaseRegister: UInt16, Hashable, Sendable, CaseIterable {
    /// Bought energy.
    case energy = 0x0332
    /// Bought money; dormitory meters record here in their own unit.
    case money = 0x0333
    /// Refunds.
    case refunds = 0x0334
}
