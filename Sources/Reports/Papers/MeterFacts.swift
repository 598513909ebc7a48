public import Domain
import Phrases

/// What the meters of a group of rooms counted in a period, beside what the books say was used there.
public struct MeterFacts: Hashable, Sendable {
    /// A meter that said nothing at the end of the period.
    public struct Silent: Hashable, Sendable {
        /// Its room.
        public var room: RoomID
        /// The meter.
        public var meter: MeterID
        /// The last day of which there is a reading; nil when there is none in the period.
        public var last: Day?

        /// Names a silent meter.
        public init(room: RoomID, meter: MeterID, last: Day?) {
            self.room = room
            self.meter = meter
            self.last = last
        }
    }

    /// The differences of the registers, after the CT ratio.
    public var energy = Energy.zero
    /// The meters that said nothing at the end; their use is counted up to their last reading.
    public var silent: [Silent] = []

    /// Starts a group with nothing.
    public init() {}
}

/// The part of a period's report that holds the books beside the meters.
///
/// It comes from readings, which may be lost without loss of money: it is not written again from the books, but kept as it was.
public enum MeterSection {
    /// Its heading.
    static let heading = Phrase("Books beside meters")

    /// What it says: sold, given and used by the books, and what the registers counted.
    public static func blocks(_ groups: [PeriodFacts], meters: [String: MeterFacts]) -> [Block] {
        func row(_ name: Wording, _ movements: Movements, _ counted: MeterFacts) -> [Wording] {
            func sum(_ movement: Movement) -> Int64 {
                movements.moved.reduce(0) { $1.key.commodity == .kWh ? $0 + ($1.value[movement] ?? 0) : $0 }
            }
            let used = -sum(.used)
            let figures = [sum(.bought), sum(.granted), used, counted.energy.wattHours, counted.energy.wattHours - used]
            return [name] + figures.map { .same(PaperText.amount($0, .kWh)) } + ["\(counted.silent.count)"]
        }
        let all = groups.reduce(into: (Movements(), MeterFacts())) { sums, group in
            sums.0.add(group.movements)
            sums.1.energy += meters[group.name]?.energy ?? .zero
            sums.1.silent += meters[group.name]?.silent ?? []
        }
        var blocks: [Block] = [
            .heading(.words(heading)),
            .table(
                Table(
                    columns: [
                        .name(.words("kWh of building")), .amount(.words("Sold")), .amount(.words("Given")), .amount(.words("Used")),
                        .amount(.words("Registers")),
                        .amount(.words("Differs")), .amount(.words("Silent")),
                    ], rows: groups.map { row(.same($0.name), $0.movements, meters[$0.name] ?? MeterFacts()) },
                    totals: [row(.words("Together"), all.0, all.1)])),
            .paragraph(.words("Use is booked with its day, up to the last reading of that day; what a silent meter counts follows later.")),
            .paragraph(.words("A difference is use that was booked within a day, before a refund or an expiry, and what follows later.")),
        ]
        if !all.1.silent.isEmpty {
            let rows = all.1.silent.map { silent -> [Wording] in
                ["\(silent.room)", "\(silent.meter)", silent.last.map { "\($0)" } ?? .words("none")]
            }
            blocks.append(
                .table(
                    Table(columns: [.fixed(.words("Silent in room")), .fixed(.words("Meter")), .fixed(.words("Last reading"))], rows: rows))
            )
        }
        return blocks
    }

    /// The same part of a paper that was given out; empty for one that was made before papers had it.
    public static func kept(in document: Document) -> [Block] {
        guard let start = document.blocks.firstIndex(where: { $0.isHeading(heading) }) else { return [] }
        let rest = document.blocks[(start + 1)...].prefix { if case .heading = $0 { false } else { true } }
        return [document.blocks[start]] + rest
    }
}
