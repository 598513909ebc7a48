/// Running status word 1: clocks, directions and self-checks. Source: DL/T 645-2007, status words; bits 8 to 15 are grid supplements.
public struct StatusWord1: OptionSet, Hashable, Sendable {
    /// The two bytes, low first.
    public let rawValue: UInt16
    /// Takes all sixteen bits.
    public init(rawValue: UInt16) { self.rawValue = rawValue }
    /// The external switch is driven by pulses, else by level.
    public static let externalSwitchPulse = StatusWord1(rawValue: 1 << 0)
    /// Demand is measured by interval, else sliding.
    public static let intervalDemand = StatusWord1(rawValue: 1 << 1)
    /// The battery of the clock is low.
    public static let clockBatteryLow = StatusWord1(rawValue: 1 << 2)
    /// The battery for reading during an outage is low.
    public static let readingBatteryLow = StatusWord1(rawValue: 1 << 3)
    /// Active power flows backwards.
    public static let activePowerReversed = StatusWord1(rawValue: 1 << 4)
    /// Reactive power flows backwards.
    public static let reactivePowerReversed = StatusWord1(rawValue: 1 << 5)
    /// The control loop has a fault.
    public static let controlLoopFault = StatusWord1(rawValue: 1 << 8)
    /// The security chip has a fault.
    public static let securityChipFault = StatusWord1(rawValue: 1 << 9)
    /// The program has a fault.
    public static let programFault = StatusWord1(rawValue: 1 << 12)
    /// The memory has a fault.
    public static let memoryFault = StatusWord1(rawValue: 1 << 13)
    /// The meter is in overdraft.
    public static let overdraft = StatusWord1(rawValue: 1 << 14)
    /// The clock has a fault.
    public static let clockFault = StatusWord1(rawValue: 1 << 15)
}

/// Running status word 2: directions of power by phase.
public struct StatusWord2: OptionSet, Hashable, Sendable {
    /// The two bytes, low first.
    public let rawValue: UInt16
    /// Takes all sixteen bits.
    public init(rawValue: UInt16) { self.rawValue = rawValue }
    /// Active power of phase A flows backwards.
    public static let activeReversedA = StatusWord2(rawValue: 1 << 0)
    /// Active power of phase B flows backwards.
    public static let activeReversedB = StatusWord2(rawValue: 1 << 1)
    /// Active power of phase C flows backwards.
    public static let activeReversedC = StatusWord2(rawValue: 1 << 2)
    /// Reactive power of phase A flows backwards.
    public static let reactiveReversedA = StatusWord2(rawValue: 1 << 4)
    /// Reactive power of phase B flows backwards.
    public static let reactiveReversedB = StatusWord2(rawValue: 1 << 5)
    /// Reactive power of phase C flows backwards.
    public static let reactiveReversedC = StatusWord2(rawValue: 1 << 6)
}

/// Running status word 3 of the standard: relay, tariff sets and prepayment. Dormitory meters use ``DormitoryStatusWord`` instead.
public struct StatusWord3: OptionSet, Hashable, Sendable {
    /// The two bytes, low first.
    public let rawValue: UInt16
    /// Takes all sixteen bits.
    public init(rawValue: UInt16) { self.rawValue = rawValue }
    /// The second set of day periods runs.
    public static let secondDayPeriods = StatusWord3(rawValue: 1 << 0)
    /// Programming is permitted.
    public static let programmingPermitted = StatusWord3(rawValue: 1 << 3)
    /// The relay is open.
    public static let relayOpen = StatusWord3(rawValue: 1 << 4)
    /// The second set of year zones runs.
    public static let secondYearZones = StatusWord3(rawValue: 1 << 5)
    /// The last relay command was to trip.
    public static let tripCommanded = StatusWord3(rawValue: 1 << 6)
    /// The meter warns before a trip.
    public static let preTripAlarm = StatusWord3(rawValue: 1 << 7)
    /// The second set of tariff prices runs.
    public static let secondTariffPrices = StatusWord3(rawValue: 1 << 10)
    /// The second set of step prices runs.
    public static let secondSteps = StatusWord3(rawValue: 1 << 11)
    /// Keep-power is on: no trip is obeyed.
    public static let keepPower = StatusWord3(rawValue: 1 << 12)
    /// The identity authentication is valid.
    public static let authenticated = StatusWord3(rawValue: 1 << 13)
    /// No local account is open.
    public static let localAccountClosed = StatusWord3(rawValue: 1 << 14)
    /// No remote account is open.
    public static let remoteAccountClosed = StatusWord3(rawValue: 1 << 15)

    /// What feeds the meter, bits 1 and 2.
    public var supply: Supply { Supply(rawValue: UInt8(rawValue >> 1 & 0b11)) ?? .unknown }
    /// How the meter charges, bits 8 and 9.
    public var charging: Charging { Charging(rawValue: UInt8(rawValue >> 8 & 0b11)) ?? .unknown }

    /// What feeds a meter.
    public enum Supply: UInt8, Hashable, Sendable {
        /// The mains.
        case mains = 0
        /// An auxiliary supply.
        case auxiliary = 1
        /// Its battery.
        case battery = 2
        /// A value without a meaning.
        case unknown = 3
    }

    /// How a meter charges.
    public enum Charging: UInt8, Hashable, Sendable {
        /// No prepayment.
        case none = 0
        /// Prepaid energy.
        case energy = 1
        /// Prepaid money.
        case money = 2
        /// A value without a meaning.
        case unknown = 3
    }
}

/// Running status words 4, 5 and 6: faults of phase A, B and C.
public struct PhaseStatusWord: OptionSet, Hashable, Sendable {
    /// The two bytes, low first.
    public let rawValue: UInt16
    /// Takes all sixteen bits.
    public init(rawValue: UInt16) { self.rawValue = rawValue }
    /// The voltage is lost under load.
    public static let voltageLoss = PhaseStatusWord(rawValue: 1 << 0)
    /// The voltage is too low.
    public static let undervoltage = PhaseStatusWord(rawValue: 1 << 1)
    /// The voltage is too high.
    public static let overvoltage = PhaseStatusWord(rawValue: 1 << 2)
    /// The current is lost.
    public static let currentLoss = PhaseStatusWord(rawValue: 1 << 3)
    /// The current is too high.
    public static let overcurrent = PhaseStatusWord(rawValue: 1 << 4)
    /// The load is too high.
    public static let overload = PhaseStatusWord(rawValue: 1 << 5)
    /// Power flows backwards.
    public static let reverseFlow = PhaseStatusWord(rawValue: 1 << 6)
    /// The phase is broken.
    public static let phaseBreak = PhaseStatusWord(rawValue: 1 << 7)
    /// The current is broken.
    public static let currentBreak = PhaseStatusWord(rawValue: 1 << 8)
}

/// Running status word 7: faults of the whole supply.
public struct StatusWord7: OptionSet, Hashable, Sendable {
    /// The two bytes, low first.
    public let rawValue: UInt16
    /// Takes all sixteen bits.
    public init(rawValue: UInt16) { self.rawValue = rawValue }
    /// The voltages come in reverse sequence.
    public static let voltageReverseSequence = StatusWord7(rawValue: 1 << 0)
    /// The currents come in reverse sequence.
    public static let currentReverseSequence = StatusWord7(rawValue: 1 << 1)
    /// The voltages are unbalanced.
    public static let voltageUnbalance = StatusWord7(rawValue: 1 << 2)
    /// The currents are unbalanced.
    public static let currentUnbalance = StatusWord7(rawValue: 1 << 3)
    /// The auxiliary supply is lost.
    public static let auxiliaryLost = StatusWord7(rawValue: 1 << 4)
    /// The power is down.
    public static let powerDown = StatusWord7(rawValue: 1 << 5)
    /// The demand is exceeded.
    public static let demandExceeded = StatusWord7(rawValue: 1 << 6)
    /// The total power factor is below its limit.
    public static let lowPowerFactor = StatusWord7(rawValue: 1 << 7)
    /// The currents are severely unbalanced.
    public static let severeCurrentUnbalance = StatusWord7(rawValue: 1 << 8)
}
