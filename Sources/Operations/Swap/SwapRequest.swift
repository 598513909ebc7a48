public import Domain

/// What is asked for when a meter is replaced.
public struct SwapRequest: Hashable, Sendable {
    /// The room.
    public var room: RoomID
    /// Which of its meters goes; the one that keeps its credit if nil.
    public var meter: MeterID?
    /// The last word of the meter that goes.
    public var last: LastReading
    /// The meter that comes.
    public var new: NewMeter
    /// What the new meter says of its credit; nil when it was not read.
    public var picture: CreditReading?
    /// Why it is replaced, and where a typed register was read. Never a name of a resident.
    public var note: String

    /// Makes a request.
    public init(
        room: RoomID, meter: MeterID? = nil, last: LastReading, new: NewMeter, picture: CreditReading? = nil, note: String = ""
    ) {
        self.room = room
        self.meter = meter
        self.last = last
        self.new = new
        self.picture = picture
        self.note = note
    }
}

/// The last word of a meter that goes.
public struct LastReading: Hashable, Sendable {
    /// Its energy register, before the CT ratio.
    public var register: Energy
    /// When it was read.
    public var at: Instant
    /// What it said is left; nil when it was not read.
    public var remaining: Credit?
    /// Whether a person typed the register because the meter could not be read.
    public var isTyped: Bool

    /// Makes a reading.
    public init(register: Energy, at: Instant, remaining: Credit? = nil, isTyped: Bool = false) {
        self.register = register
        self.at = at
        self.remaining = remaining
        self.isTyped = isTyped
    }
}

/// A meter that comes. What is nil is as it was with the meter that goes.
public struct NewMeter: Hashable, Sendable {
    /// Its communication address.
    public var address: String
    /// The number on its plate.
    public var serialNumber: String
    /// Its energy register when it was put in, before the CT ratio.
    public var initial: Energy
    /// The bus that it hangs on.
    public var bus: BusID?
    /// How it is spoken to.
    public var profile: MeterProfile?
    /// What it keeps as its balance.
    public var unit: CreditUnit?
    /// 1 or 3.
    public var phases: Int?
    /// Pulses per kWh, as on its plate.
    public var constant: Int?
    /// Current transformer ratio.
    public var ctRatio: Int?

    /// Makes a meter that comes.
    public init(
        address: String, serialNumber: String, initial: Energy, bus: BusID? = nil, profile: MeterProfile? = nil, unit: CreditUnit? = nil,
        phases: Int? = nil, constant: Int? = nil, ctRatio: Int? = nil
    ) {
        self.address = address
        self.serialNumber = serialNumber
        self.initial = initial
        self.bus = bus
        self.profile = profile
        self.unit = unit
        self.phases = phases
        self.constant = constant
        self.ctRatio = ctRatio
    }

    /// The meter in the place of another one, without a baseline.
    public func point(inPlaceOf old: MeterPoint) -> MeterPoint {
        MeterPoint(
            id: MeterID(address), place: old.place, bus: bus ?? old.bus, profile: profile ?? old.profile, unit: unit ?? old.unit,
            serialNumber: serialNumber, phases: phases ?? old.phases, constant: constant ?? old.constant, ctRatio: ctRatio ?? old.ctRatio)
    }
}
