public import Domain
public import Operations

extension RoomTable: FilterSource {
    var rowCount: Int { ids.count }

    func figure(_ field: FilterField, at row: Int, now: Instant) -> Int64? {
        switch field {
        case .remaining: facts(at: row).left?.hundredths
        case .days: facts(at: row).daysTenths.map(Int64.init)
        case .floor: Int64(facts(at: row).floor)
        case .beds: Int64(facts(at: row).beds)
        case .load: facts(at: row).load.map { $0.watts / 10 }
        case .use: facts(at: row).use?.hundredths
        case .balance: facts(at: row).balance?.hundredths
        case .age: facts(at: row).readAt.map { now.milliseconds(since: $0) / 1000 }
        default: nil
        }
    }

    func words(_ field: FilterField, at row: Int) -> UInt64 {
        switch field {
        case .state:
            // In the order of the vocabulary: on low verylow cut nodata nometer; low takes the very low in.
            switch facts(at: row).supply {
            case .on: 1 << 0
            case .low: 1 << 1
            case .veryLow: 1 << 1 | 1 << 2
            case .cut: 1 << 3
            case .noData: 1 << 4
            case .noMeter: 1 << 5
            }
        case .order:
            // any none queued sent unconf dispute
            switch facts(at: row).order {
            case nil, .confirmed, .refused, .expired, .withdrawn: 1 << 1
            case .queued: 1 << 0 | 1 << 2
            case .sent: 1 << 0 | 1 << 3
            case .unknown: 1 << 0 | 1 << 4
            case .disputed: 1 << 0 | 1 << 5
            }
        default: 0
        }
    }

    func text(_ field: FilterField, at row: Int, matches part: [UInt8], wholly: Bool) -> Bool {
        column(field)?.matches(part, at: row, wholly: wholly) ?? false
    }

    func column(_ field: FilterField) -> TextColumn? {
        switch field {
        case .room: names
        case .building: buildingNames
        case .person: people
        default: nil
        }
    }
}

/// The filter language of the lists, for the command line.
public struct RoomMatch: Sendable {
    private let filter: Filter
    private let judgement: Judgement
    private let now: Instant

    /// Why a filter was not understood, and which characters of it.
    public struct Complaint: Error, Hashable, Sendable {
        /// What is wrong and what would be right.
        public let message: String
        /// The characters of the filter that are meant, from 0.
        public let range: Range<Int>
    }

    /// Reads a filter, for example `bld:3 rem<10 state:cut`; an empty one matches every room.
    ///
    /// - Parameter saved: filters that can be used by their names, as `@low`.
    public init(_ text: String, saved: [SavedFilter] = [], alarms: AlarmRules, price: Price, now: Instant) throws(Complaint) {
        do {
            filter = try Filter(text, for: .rooms, saved: saved)
        } catch {
            throw Complaint(message: error.message, range: error.range)
        }
        judgement = Judgement(alarms: alarms, price: price)
        self.now = now
    }

    /// The rooms that are meant, in the order in which people walk.
    public func rooms(of views: [RoomView], people: [Occupant] = []) -> [RoomView] {
        var table = RoomTable(views, judgement: judgement)
        table.take(People(people, of: table.ids))
        return filter.rows(of: table, now: now).map { table.view(at: $0) }
    }
}
