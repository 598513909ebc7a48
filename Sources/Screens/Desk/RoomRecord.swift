import Domain
import Operations

/// A room as the table keeps it: its view and what was judged of it in about 150 bytes, nothing of it on the heap, because a campus has
/// a hundred thousand rooms. Name, building and bus are kept by the table.
struct RoomRecord: Sendable {
    // From large to small, so that nothing is lost between them.
    private let number: String
    private let meter: MeterID
    private let readAt: Sparse<Int64>
    private let register: Sparse<Int64>
    private let silentSince: Sparse<Int64>
    private let changedAt: Sparse<Int64>
    private let voltages: Phases
    private let currents: Phases
    /// Where the meter's bus stands among those of the table.
    let bus: Int32
    private let ctRatio: Int32
    private let remaining: Sparse<Int32>
    private let overdraft: Sparse<Int32>
    private let subsidy: Sparse<Int32>
    private let load: Sparse<Int32>
    private let balance: Sparse<Int32>
    private let underWay: Sparse<Int32>
    private let meanUse: Sparse<Int32>
    private let left: Sparse<Int32>
    private let daysTenths: Sparse<Int32>
    private let floor: Int16
    private let powerFactor: Sparse<Int16>
    private let count: Sparse<Int16>
    private let flags: Flags
    private let supply: SupplyState
    private(set) var heat: Heat
    private let beds: Int8
    private let isOpen: Bool
    private let hasMeter: Bool
    private let profile: MeterProfile
    private let unit: CreditUnit
    private let readUnit: CreditUnit
    private let relayClosed: Bool?
    private let order: OrderState?

    /// Keeps a view; nil for one with a number that is larger than any meter can say. The table keeps such a view as it is.
    init?(_ view: RoomView, _ facts: RoomFacts, bus: Int32) {
        let (room, reading) = (view.room, view.reading)
        let unit = view.meter?.unit ?? .energy
        let readUnit = (reading?.remaining ?? reading?.overdraft ?? reading?.subsidy)?.unit ?? unit
        guard [reading?.remaining, reading?.overdraft, reading?.subsidy].allSatisfy({ $0.map { $0.unit == readUnit } ?? true }),
            [view.balance, view.underWay].allSatisfy({ $0.map { $0.unit == unit } ?? true }),
            reading.map({ $0.meter == view.meter?.id }) ?? true,
            let floor = Int16(exactly: room.floor), let beds = Int8(exactly: room.beds),
            let ctRatio = Int32(exactly: view.meter?.ctRatio ?? 1),
            let readAt = Sparse<Int64>(reading?.at.milliseconds), let register = Sparse<Int64>(reading?.register?.wattHours),
            let silentSince = Sparse<Int64>(view.silentSince?.milliseconds), let changedAt = Sparse<Int64>(facts.changedAt?.milliseconds),
            let voltages = Phases(reading?.voltages ?? []), let currents = Phases(reading?.currents ?? []),
            let remaining = Sparse<Int32>(reading?.remaining?.hundredths), let overdraft = Sparse<Int32>(reading?.overdraft?.hundredths),
            let subsidy = Sparse<Int32>(reading?.subsidy?.hundredths), let load = Sparse<Int32>(reading?.load?.watts),
            let balance = Sparse<Int32>(view.balance?.hundredths), let underWay = Sparse<Int32>(view.underWay?.hundredths),
            let meanUse = Sparse<Int32>(view.meanUse?.wattHours), let left = Sparse<Int32>(facts.left?.wattHours),
            let daysTenths = Sparse<Int32>(facts.daysTenths.map(Int64.init)),
            let powerFactor = Sparse<Int16>(reading?.powerFactor.map(Int64.init)),
            let count = Sparse<Int16>(reading?.count.map(Int64.init))
        else { return nil }
        (number, isOpen, self.floor, self.beds) = (room.number, room.isOpen, floor, beds)
        (meter, hasMeter, self.bus, self.ctRatio) = (view.meter?.id ?? MeterID(""), view.meter != nil, bus, ctRatio)
        (profile, self.unit, self.readUnit) = (view.meter?.profile ?? .plain645, unit, readUnit)
        (self.readAt, self.register, self.silentSince, self.changedAt) = (readAt, register, silentSince, changedAt)
        (self.voltages, self.currents, self.load, self.powerFactor) = (voltages, currents, load, powerFactor)
        (self.remaining, self.overdraft, self.subsidy, self.count) = (remaining, overdraft, subsidy, count)
        (self.balance, self.underWay, self.meanUse, order) = (balance, underWay, meanUse, view.order)
        (self.left, self.daysTenths, supply, heat) = (left, daysTenths, facts.supply, facts.heat)
        (relayClosed, flags) = (reading?.relayClosed, Flags(reading?.flags))
    }

    /// Turns grey when it was read last before an instant.
    mutating func age(readBefore limit: Int64) {
        if let at = readAt.value, at < limit { heat = heat.aged }
    }

    /// What was judged of the room.
    var facts: RoomFacts {
        RoomFacts(
            supply: supply, left: left.value.map(Energy.init(wattHours:)), daysTenths: daysTenths.value.map { Int($0) }, heat: heat,
            changedAt: changedAt.value.map(Instant.init(milliseconds:)), floor: Int(floor), beds: Int(beds),
            load: load.value.map(Power.init(watts:)), use: meanUse.value.map(Energy.init(wattHours:)),
            balance: balance.value.map { Credit(unit, hundredths: $0) }, readAt: readAt.value.map(Instant.init(milliseconds:)),
            order: order)
    }

    /// The view that was kept.
    func view(_ id: RoomID, building: String, bus: BusID) -> RoomView {
        let room = Room(id: id, building: building, floor: Int(floor), number: number, beds: Int(beds), isOpen: isOpen)
        var view = RoomView(room: room, meter: nil)
        if hasMeter { view.meter = RoomMeter(id: meter, bus: bus, profile: profile, unit: unit, ctRatio: Int(ctRatio)) }
        view.reading = reading
        view.silentSince = silentSince.value.map(Instant.init(milliseconds:))
        view.balance = balance.value.map { Credit(unit, hundredths: $0) }
        view.underWay = underWay.value.map { Credit(unit, hundredths: $0) }
        view.order = order
        view.meanUse = meanUse.value.map(Energy.init(wattHours:))
        return view
    }

    /// The meter of the room, as its address.
    var meterID: MeterID? { hasMeter ? meter : nil }

    private var reading: Reading? {
        guard let at = readAt.value else { return nil }
        var reading = Reading(meter: meter, at: Instant(milliseconds: at))
        reading.remaining = remaining.value.map { Credit(readUnit, hundredths: $0) }
        reading.overdraft = overdraft.value.map { Credit(readUnit, hundredths: $0) }
        reading.subsidy = subsidy.value.map { Credit(readUnit, hundredths: $0) }
        reading.register = register.value.map(Energy.init(wattHours:))
        reading.load = load.value.map(Power.init(watts:))
        reading.voltages = voltages.numbers
        reading.currents = currents.numbers
        reading.powerFactor = powerFactor.value.map { Int($0) }
        reading.count = count.value.map { Int($0) }
        reading.relayClosed = relayClosed
        reading.flags = flags.set
        return reading
    }
}

/// A number that may be missing, without a byte more for that: the smallest one stands for it.
private struct Sparse<Number: FixedWidthInteger & SignedInteger & Sendable>: Sendable {
    private let number: Number

    /// Nil for a number that does not fit.
    init?(_ value: Int64?) {
        guard let value else {
            number = .min
            return
        }
        guard let exact = Number(exactly: value), exact != .min else { return nil }
        number = exact
    }

    var value: Int64? { number == .min ? nil : Int64(number) }
}

/// A figure for each of up to three phases.
private struct Phases: Sendable {
    private var first: Int32 = 0
    private var second: Int32 = 0
    private var third: Int32 = 0
    private let count: Int8

    init?(_ numbers: [Int]) {
        guard numbers.count <= 3, numbers.allSatisfy({ Int32(exactly: $0) != nil }) else { return nil }
        count = Int8(numbers.count)
        if numbers.count > 0 { first = Int32(numbers[0]) }
        if numbers.count > 1 { second = Int32(numbers[1]) }
        if numbers.count > 2 { third = Int32(numbers[2]) }
    }

    var numbers: [Int] {
        switch count {
        case 0: []
        case 1: [Int(first)]
        case 2: [Int(first), Int(second)]
        default: [Int(first), Int(second), Int(third)]
        }
    }
}

/// The conditions of a status word as bits, in their order.
private struct Flags: Sendable {
    private static let unknown: UInt16 = 1 << 15
    private let bits: UInt16

    init(_ flags: Set<MeterFlag>?) {
        bits =
            flags.map { flags in
                MeterFlag.allCases.indices.reduce(0) { $0 | (flags.contains(MeterFlag.allCases[$1]) ? 1 << UInt16($1) : 0) }
            } ?? Self.unknown
    }

    var set: Set<MeterFlag>? {
        if bits == Self.unknown { return nil }
        if bits == 0 { return [] }
        return Set(MeterFlag.allCases.indices.filter { bits & 1 << UInt16($0) != 0 }.map { MeterFlag.allCases[$0] })
    }
}
