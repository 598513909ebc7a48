public import Domain
import Phrases

/// The report of a month's subsidy: who got what, by building and room.
public enum SubsidyPaper {
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

        /// Makes a row.
        public init(building: String, room: RoomID, residents: Int, amount: Energy) {
            self.building = building
            self.room = room
            self.residents = residents
            self.amount = amount
        }
    }

    /// What the paper says; rows in order of building and room.
    public static func blocks(_ rows: [Row], month: Month, policies: [String]) -> [Block] {
        let buildings = Dictionary(grouping: rows, by: \.building).sorted { $0.key < $1.key }
        let summary = Table(
            columns: [.name(.words("Building")), .amount(.words("Rooms")), .amount(.words("Residents")), .amount("kWh")],
            rows: buildings.map { [.same($0.key)] + figures($0.value) }, totals: [[.words("Together")] + figures(rows)])
        let detail = Table(
            columns: [.fixed(.words("Building")), .fixed(.words("Room")), .amount(.words("Residents")), .amount("kWh")],
            rows: rows.map { row in
                [.same(row.building), "\(row.room)", row.residents == 0 ? .words("room") : "\(row.residents)", "\(row.amount)"]
            },
            totals: [["", .words("Together")] + figures(rows).dropFirst()])
        return [
            .facts([Fact(.words("Month"), "\(month)")] + policies.map { Fact(.words("Policy"), .same($0)) }),
            .heading(.words("By building")), .table(summary),
        ]
            + (rows.isEmpty ? [.paragraph(.words("Nothing was granted for this month."))] : [.heading(.words("By room")), .table(detail)])
            + [.signatures([.words("Property manager")])]
    }

    private static func figures(_ rows: [Row]) -> [Wording] {
        let energy = rows.reduce(Energy.zero) { $0 + $1.amount }
        return ["\(rows.count)", "\(rows.reduce(0) { $0 + $1.residents })", "\(energy)"]
    }
}
