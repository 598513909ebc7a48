public import Domain

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
            columns: [.name("Building"), .amount("Rooms"), .amount("Residents"), .amount("kWh")],
            rows: buildings.map { [$0.key] + figures($0.value) }, totals: [["Together"] + figures(rows)])
        let detail = Table(
            columns: [.fixed("Building"), .fixed("Room"), .amount("Residents"), .amount("kWh")],
            rows: rows.map { [$0.building, $0.room.text, $0.residents == 0 ? "room" : "\($0.residents)", "\($0.amount)"] },
            totals: [["", "Together"] + figures(rows).dropFirst()])
        return [.facts([Fact("Month", "\(month)")] + policies.map { Fact("Policy", $0) }), .heading("By building"), .table(summary)]
            + (rows.isEmpty ? [.paragraph("Nothing was granted for this month.")] : [.heading("By room"), .table(detail)])
            + [.signatures(["Property manager"])]
    }

    private static func figures(_ rows: [Row]) -> [String] {
        let energy = rows.reduce(Energy.zero) { $0 + $1.amount }
        return ["\(rows.count)", "\(rows.reduce(0) { $0 + $1.residents })", "\(energy)"]
    }
}
