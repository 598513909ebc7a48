import Domain
import Operations
import Phrases
import Screens

/// A run of the subsidy and its policies, for people.
enum SubsidyReport {
    /// Totals by building, then the rooms to look at; with `all` every room.
    static func text(_ run: SubsidyRun, all: Bool) -> String {
        var table = TextTable(
            .init(title: phrase("building")), .init(title: phrase("rooms"), isFigure: true), .init(title: "kWh", isFigure: true),
            .init(title: phrase("last month"), isFigure: true), .init(title: phrase("get nothing"), isFigure: true),
            .init(title: phrase("look at", context: "column"), isFigure: true)
        )
        for (building, rows) in Dictionary(grouping: run.rows, by: \.building).sorted(by: { $0.key < $1.key }) {
            add(building, rows, to: &table)
        }
        add(phrase("together"), run.rows, to: &table)
        var parts = [phrase("Subsidy of \(run.month)"), table.text]
        let shown = run.rows.filter { all || $0.mark != nil }
        if !shown.isEmpty {
            var rooms = TextTable(
                .init(title: phrase("room")), .init(title: "kWh", isFigure: true), .init(title: phrase("last month"), isFigure: true),
                .init(title: phrase("why")))
            for row in shown {
                let words = [row.mark, row.skip.map(DeskWords.text) ?? row.way.map(DeskWords.text)].compactMap { $0 }.joined(
                    separator: "; ")
                rooms.add(row.room.text, row.shares.isEmpty ? "-" : "\(row.total)", "\(row.lastMonth)", words)
            }
            parts.append(rooms.text)
        }
        let skips = Dictionary(grouping: run.rows.compactMap(\.skip).map(DeskWords.text)) { $0 }.mapValues(\.count)
        parts += skips.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { phrase("\($0.value) rooms: \($0.key)") }
        return (parts + ways(run)).joined(separator: "\n")
    }

    /// How the credit would go into the meters, as the last readings have it.
    private static func ways(_ run: SubsidyRun) -> [String] {
        let counts = Dictionary(grouping: run.rows.compactMap(\.way)) { $0 }.mapValues(\.count)
        guard !counts.isEmpty else { return [] }
        let lines = GrantWay.allCases.compactMap { way in counts[way].map { phrase("\($0) rooms: \(DeskWords.text(way))") } }
        return lines + [phrase("A meter's word at the first sending decides; dormwatt subsidy delivery \(run.month) tells how it went.")]
    }

    /// How what was granted for a month has reached the meters.
    static func text(_ orders: [Order], of month: Month, all: Bool) -> String {
        guard !orders.isEmpty else { return phrase("No meter was asked for anything for \(month).") }
        let groups = Dictionary(grouping: orders) { words($0) }.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        var parts = [phrase("Free credit of \(month) on its way into the meters")]
        parts += groups.map { phrase("\($0.value.count) rooms: \($0.key)") }
        guard all else { return parts.joined(separator: "\n") }
        var table = TextTable(
            .init(title: phrase("room")), .init(title: phrase("order")), .init(title: phrase("state")),
            .init(title: phrase("credit"), isFigure: true), .init(title: phrase("why")))
        for order in orders { table.add(order.room.text, order.id.text, order.state.spoken, "\(order.task.amount)", words(order)) }
        return (parts + [table.text]).joined(separator: "\n")
    }

    /// The way of one order and how far it is.
    private static func words(_ order: Order) -> String {
        guard let way = GrantWay(order) else { return phrase("not sent yet, \(order.state.spoken)") }
        return order.state == .confirmed ? DeskWords.text(way) : phrase("\(DeskWords.text(way)), \(order.state.spoken)")
    }

    private static func add(_ name: String, _ rows: [SubsidyRow], to table: inout TextTable) {
        let energy = rows.reduce(Energy.zero) { $0 + $1.total }
        let last = rows.reduce(Energy.zero) { $0 + $1.lastMonth }
        table.add(
            name, "\(rows.count { !$0.shares.isEmpty })", "\(energy)", "\(last)", "\(rows.count { $0.shares.isEmpty })",
            "\(rows.count { $0.mark != nil })")
    }

    /// A policy in one line.
    static func text(_ policy: SubsidyPolicy) -> String {
        func months(_ set: Set<Int>) -> String { set.isEmpty ? phrase("none") : set.sorted().map(String.init).joined(separator: ",") }
        let classes = policy.classAmounts.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        let place =
            policy.buildings.isEmpty ? phrase("all buildings") : phrase("buildings ") + policy.buildings.sorted().joined(separator: ",")
        let until = policy.until.map { phrase(" until \($0)") } ?? ""
        let carried = policy.carriedMonths.map { phrase("\($0) months") } ?? phrase("without end")
        return [
            phrase("\(policy.name) from \(policy.from)\(until): \(policy.amount) kWh a \(policy.basis.spoken)\(classes)"), place,
            phrase("part of a month \(policy.partMonth.spoken)"), phrase("pauses \(months(policy.pauses))"),
            phrase("carried \(carried)"), phrase("terms end \(months(policy.termEnds))"),
        ].joined(separator: ", ")
    }
}

extension SubsidyPolicy.Basis {
    /// Whom an amount is for, in one word.
    fileprivate var spoken: String {
        switch self {
        case .resident: phrase("resident", context: "basis")
        case .room: phrase("room", context: "basis")
        case .bed: phrase("bed", context: "basis")
        case .schoolClass: phrase("schoolClass", context: "basis")
        }
    }
}

extension SubsidyPolicy.PartMonth {
    /// What a part of a month gives, in one word.
    fileprivate var spoken: String {
        switch self {
        case .proRata: phrase("proRata", context: "part")
        case .full: phrase("full", context: "part")
        case .none: phrase("none", context: "part")
        }
    }
}

struct SubsidyOutput: Encodable {
    struct Row: Encodable {
        let room, building, kWh, lastMonth: String
        let skipped, mark, way: String?
    }

    let month, plan, totalKWh: String
    let committed: Bool
    let rows: [Row]

    init(_ run: SubsidyRun, committed: Bool) {
        month = run.month.description
        plan = run.plan.id.text
        totalKWh = run.total.description
        self.committed = committed
        rows = run.rows.map {
            Row(
                room: $0.room.text, building: $0.building, kWh: "\($0.total)", lastMonth: "\($0.lastMonth)",
                skipped: $0.skip.map(DeskWords.text), mark: $0.mark, way: $0.way?.rawValue)
        }
    }
}

struct GrantOrderOutput: Encodable {
    let room, order, state, credit: String
    let way: String?

    init(_ order: Order) {
        room = order.room.text
        self.order = order.id.text
        state = order.state.spoken
        credit = order.task.amount.description
        way = GrantWay(order)?.rawValue
    }
}

struct PolicyOutput: Encodable {
    let name, from: String
    let until: String?
    let basis, kWh, partMonth: String
    let classes: [String: String]
    let pauses, termEnds: [Int]
    let carriedMonths: Int?
    let buildings: [String]

    init(_ policy: SubsidyPolicy) {
        name = policy.name
        from = policy.from.description
        until = policy.until?.description
        basis = policy.basis.rawValue
        kWh = policy.amount.description
        partMonth = policy.partMonth.rawValue
        classes = policy.classAmounts.mapValues(\.description)
        pauses = policy.pauses.sorted()
        termEnds = policy.termEnds.sorted()
        carriedMonths = policy.carriedMonths
        buildings = policy.buildings.sorted()
    }
}

struct BackTestOutput: Encodable {
    let month: String
    let rooms: Int
    let kWh, yuan: String

    init(_ test: SubsidyBackTest) {
        month = test.month.description
        rooms = test.rooms
        kWh = test.energy.description
        yuan = test.worth.description
    }
}
