public import Domain
import Phrases

/// The report of a month's subsidy: who got what, by building and room, and by which way it went into the meter.
public enum SubsidyPaper {
    /// By which way free credit went into the meter of a room, as far as it had confirmed it when the paper was made.
    public enum Way: Hashable, Sendable, CaseIterable {
        /// By the meter's own purse of free credit.
        case purse
        /// As plain credit, beside what was bought.
        case plain
        /// A part by either.
        case both
        /// By none: the books keep the credit of the room.
        case books
        /// The meter has not confirmed all of it.
        case unconfirmed

        /// In a column of rooms.
        fileprivate var short: Phrase {
            switch self {
            case .purse: Phrase("purse", context: "way")
            case .plain: Phrase("plain", context: "way")
            case .both: Phrase("both", context: "way")
            case .books: Phrase("books", context: "way")
            case .unconfirmed: Phrase("open", context: "way")
            }
        }

        /// What that means.
        fileprivate var meaning: Phrase {
            switch self {
            case .purse: Phrase("into the meter's own purse of free credit")
            case .plain: Phrase("into the meter as plain credit")
            case .both: Phrase("a part into the purse, a part as plain credit")
            case .books: Phrase("kept by the books; the meter holds no credit")
            case .unconfirmed: Phrase("not confirmed by the meter when this was made")
            }
        }
    }

    /// What one room was granted.
    public struct Row: Hashable, Sendable {
        /// The building.
        public var building: String
        /// The room.
        public var room: RoomID
        /// To how many residents; 0 for a grant to the room.
        public var residents: Int
        /// How much.
        public var amount: Energy
        /// By which way; nil on a paper that was given out before papers said so.
        public var way: Way?

        /// Makes a row.
        public init(building: String, room: RoomID, residents: Int, amount: Energy, way: Way? = nil) {
            self.way = way
            self.building = building
            self.room = room
            self.residents = residents
            self.amount = amount
        }
    }

    private static let wayHeading = Phrase("By way into the meter")

    /// Whether a paper says by which way the credit went; those of the first version do not.
    public static func saysWays(_ document: Document) -> Bool { document.blocks.contains { $0.isHeading(wayHeading) } }

    /// The rooms whose meters had not confirmed all of it when a paper was made.
    public static func unconfirmed(_ document: Document) -> Set<RoomID> {
        let tables = document.blocks.compactMap { if case .table(let table) = $0 { table } else { nil } }
        let rows = tables.flatMap(\.rows).filter { $0.count == 5 && $0[4].english == Way.unconfirmed.short.english }
        return Set(rows.map { RoomID($0[1].english) })
    }

    /// What the paper says; rows in order of building and room, either all with their ways or none.
    public static func blocks(_ rows: [Row], month: Month, policies: [String]) -> [Block] {
        let buildings = Dictionary(grouping: rows, by: \.building).sorted { $0.key < $1.key }
        let summary = Table(
            columns: [.name(.words("Building")), .amount(.words("Rooms")), .amount(.words("Residents")), .amount("kWh")],
            rows: buildings.map { [.same($0.key)] + figures($0.value) }, totals: [[.words("Together")] + figures(rows)])
        let ways = ways(rows)
        var detail = Table(
            columns: [.fixed(.words("Building")), .fixed(.words("Room")), .amount(.words("Residents")), .amount("kWh")],
            rows: rows.map { row in
                [.same(row.building), "\(row.room)", row.residents == 0 ? .words("room") : "\(row.residents)", "\(row.amount)"]
                    + (row.way.map { [.words($0.short)] } ?? [])
            },
            totals: [["", .words("Together")] + figures(rows).dropFirst() + (ways.isEmpty ? [] : [""])])
        if !ways.isEmpty { detail.columns.append(.fixed(.words("Way"))) }
        return [
            .facts([Fact(.words("Month"), "\(month)")] + policies.map { Fact(.words("Policy"), .same($0)) }),
            .heading(.words("By building")), .table(summary),
        ] + ways
            + (rows.isEmpty ? [.paragraph(.words("Nothing was granted for this month."))] : [.heading(.words("By room")), .table(detail)])
            + [.signatures([.words("Property manager")])]
    }

    /// How much went by which way; empty where the rows do not say.
    private static func ways(_ rows: [Row]) -> [Block] {
        let groups = Dictionary(grouping: rows.filter { $0.way != nil }, by: \.way)
        let lines = Way.allCases.compactMap { way -> [Wording]? in
            guard let rows = groups[way] else { return nil }
            return [.words(way.short), .words(way.meaning), "\(rows.count)", "\(energy(rows))"]
        }
        guard !lines.isEmpty else { return [] }
        let columns: [Table.Column] = [.fixed(.words("Way")), .name(""), .amount(.words("Rooms")), .amount("kWh")]
        return [.heading(.words(wayHeading)), .table(Table(columns: columns, rows: lines))]
    }

    private static func figures(_ rows: [Row]) -> [Wording] {
        ["\(rows.count)", "\(rows.reduce(0) { $0 + $1.residents })", "\(energy(rows))"]
    }

    private static func energy(_ rows: [Row]) -> Energy { rows.reduce(.zero) { $0 + $1.amount } }
}
