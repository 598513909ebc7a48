import Domain
import Phrases

/// The lines of a file by concentrator. One is accepted with all of its lines or left out whole: of a part of them it would lose buses.
struct ConcentratorLines {
    /// What is wrong; a right line of a concentrator that is left out is told as well.
    private(set) var problems: [ImportProblem] = []

    /// In the order of the file, with their right lines.
    private var order: [String] = []
    private var made: [String: (concentrator: Concentrator, rows: [CSVRow])] = [:]
    /// Why a concentrator is left out, by its name.
    private var reasons: [String: String] = [:]
    /// The first wrong line that may be of any concentrator.
    private var stray: Int?

    /// - Parameter unread: what was found before there were columns.
    init(_ rows: [CSVRow], unread: [ImportProblem], against inventory: Inventory) {
        stray = unread.map(\.line).min()
        var seen: [String: Int] = [:]
        for row in rows {
            do throws(ImportProblem) {
                try add(row, &seen)
            } catch {
                refuse(try? row.name("concentrator"), error)
            }
        }
        checkBuses(inventory)
        checkEndpoints(inventory)
        holdBack()
    }

    /// Those that can be written, in the order of the file.
    var accepted: [Concentrator] { acceptedNames.compactMap { made[$0]?.concentrator } }

    /// Whether the file has a line of a concentrator, be it wrong.
    func names(_ name: String) -> Bool { made[name] != nil || reasons[name] != nil }

    private var acceptedNames: [String] { order.filter { reasons[$0] == nil } }

    private mutating func add(_ row: CSVRow, _ seen: inout [String: Int]) throws(ImportProblem) {
        let (concentrator, bus) = try row.concentrator()
        try row.checkOnce("\(bus.id)", &seen, column: "bus")
        let name = concentrator.id.text
        var (whole, rows) = made[name] ?? (concentrator, [])
        guard whole.host == concentrator.host, whole.port == concentrator.port else {
            throw row.problem("host", phrase("\(concentrator.id) has another host or port on an earlier line"))
        }
        guard whole.buses.isEmpty || !EndpointText.isDevice(whole.host) else {
            throw row.problem("bus", phrase("a serial device is one line; \(concentrator.id) has a bus on it already"))
        }
        whole.buses = (whole.buses + [bus]).sorted { $0.id < $1.id }
        if rows.isEmpty { order.append(name) }
        made[name] = (whole, rows + [row])
    }

    /// - Parameter name: the concentrator whose line is wrong; nil when the line does not tell.
    private mutating func refuse(_ name: String?, _ problem: ImportProblem) {
        problems.append(problem)
        guard let name else {
            stray = min(stray ?? problem.line, problem.line)
            return
        }
        if reasons[name] == nil { reasons[name] = phrase("\(name) is left out whole: line \(problem.line) is wrong") }
    }

    /// A bus does not go while meters hang on it, or while its line may be one that could not be read.
    private mutating func checkBuses(_ inventory: Inventory) {
        let hanging = Dictionary(inventory.standingMeters.map { ($0.bus, $0.id) }) { first, _ in first }
        for name in acceptedNames {
            guard let (concentrator, rows) = made[name], let row = rows.first else { continue }
            if let problem = row.settingOfNoBus(concentrator) {
                refuse(name, problem)
                continue
            }
            let stays = Set(concentrator.buses.map(\.id))
            let missing = inventory.concentrators[concentrator.id]?.buses.map(\.id).filter { !stays.contains($0) } ?? []
            if let bus = missing.first, let stray {
                reasons[name] = phrase("\(name) is left out whole: line \(stray) is wrong and may be that of its bus \(bus.number)")
            } else if let bus = missing.first(where: { hanging[$0] != nil }), let meter = hanging[bus] {
                refuse(name, row.problem("bus", phrase("bus \(bus) is missing, and meter \(meter) hangs on it; move its meters first")))
            }
        }
    }

    /// Whoever is left out keeps the endpoint that it has, which another one of the file may want: looked through until all agree.
    private mutating func checkEndpoints(_ inventory: Inventory) {
        var before = -1
        while reasons.count != before {
            before = reasons.count
            let names = acceptedNames
            var owners = EndpointOwners(inventory.concentrators.values, except: Set(names))
            for name in names {
                guard let (concentrator, rows) = made[name], let row = rows.first, let conflict = owners.add(concentrator) else { continue }
                refuse(name, row.problem("host", conflict))
            }
        }
    }

    private mutating func holdBack() {
        let told = Set(problems.map(\.line))
        for name in order {
            guard let reason = reasons[name], let rows = made[name]?.rows else { continue }
            problems += rows.filter { !told.contains($0.record.line) }.map { $0.problem("concentrator", reason) }
        }
    }
}

extension CSVRow {
    /// A host with settings of a bus that the file does not name is a slip of the pen.
    fileprivate func settingOfNoBus(_ concentrator: Concentrator) -> ImportProblem? {
        let known = Set(concentrator.buses.map(\.id.number))
        guard let named = try? concentrator.endpointText().busesWithSettings, let bus = named.subtracting(known).min() else { return nil }
        let buses = known.sorted().map(String.init).joined(separator: ", ")
        return problem(
            "host", phrase("there is a setting for bus \(bus), and \(concentrator.id) has no such bus in this file; it has \(buses)"))
    }
}
