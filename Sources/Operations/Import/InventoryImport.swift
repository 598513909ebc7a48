public import Domain
import Phrases

/// What kinds of files the inventory is made from.
public enum InventoryFile: String, Hashable, Sendable, CaseIterable {
    /// `concentrator,host,port,bus,baud`: one line a bus; the host may be a serial device or say that the concentrator dials in.
    case concentrators
    /// `room,building,floor,number,beds[,open]`.
    case rooms
    /// `meter,room,circuit,supply,concentrator,bus,profile,unit[,serial,phases,constant,ct,count,bought,remaining,register]`.
    case meters
}

/// A file held against the inventory: what taking it over would change, and what is wrong with it. Nothing has happened yet.
public struct InventoryReview: Hashable, Sendable {
    /// What would be written; empty of everything that stays as it is.
    public var change: InventoryChange
    /// Names that are not in the inventory yet.
    public var new: [String]
    /// Names whose line differs from the inventory.
    public var changed: [String]
    /// Names in the inventory that the file does not have; they are left as they are.
    public var gone: [String]
    /// Meters of the file that were replaced; their lines are passed over.
    public var replaced: [String]
    /// Lines that say the same as the inventory.
    public var same: Int
    /// What is wrong, with line and column; such lines are not part of the change.
    public var problems: [ImportProblem]

    init(version: Int64, problems: [ImportProblem], note: String) {
        change = InventoryChange(version: version, note: note)
        new = []
        changed = []
        gone = []
        replaced = []
        same = 0
        self.problems = problems
    }

    mutating func sort<Thing: Equatable>(
        _ thing: Thing, name: String, existing: Thing?, into list: WritableKeyPath<InventoryChange, [Thing]>
    ) {
        if existing == thing {
            same += 1
            return
        }
        if existing == nil { new.append(name) } else { changed.append(name) }
        change[keyPath: list].append(thing)
    }
}

/// Reads files of rooms, meters and concentrators as a reviewed difference.
public struct InventoryImport: Sendable {
    /// The inventory that the files are held against.
    public var inventory: Inventory
    /// Its version.
    public var version: Int64
    /// The time that baselines named in a file get.
    public var at: Instant

    /// Makes an import against an inventory.
    public init(inventory: Inventory, version: Int64, at: Instant) {
        self.inventory = inventory
        self.version = version
        self.at = at
    }

    /// Holds a file, in UTF-8, against the inventory.
    ///
    /// - Parameter note: the name of the file; a difference without one can not be taken back once it is taken.
    public func review(_ file: InventoryFile, _ bytes: some Collection<UInt8>, note: String = "") -> InventoryReview {
        let csv = CSV(bytes)
        var review = InventoryReview(version: version, problems: csv.problems, note: note)
        guard !csv.header.isEmpty else {
            if csv.problems.isEmpty { review.problems = [ImportProblem(line: 1, column: 1, text: phrase("the file is empty"))] }
            return review
        }
        switch csv.rows(needed: file.neededColumns, optional: file.optionalColumns) {
        case .failure(let problem): review.problems.append(problem)
        case .success(let rows):
            switch file {
            case .concentrators: reviewConcentrators(rows, &review)
            case .rooms: reviewRooms(rows, &review)
            case .meters: reviewMeters(rows, &review)
            }
        }
        review.problems.sort { ($0.line, $0.column) < ($1.line, $1.column) }
        return review
    }

    private func reviewRooms(_ rows: [CSVRow], _ review: inout InventoryReview) {
        var seen: [String: Int] = [:]
        for row in rows {
            do throws(ImportProblem) {
                let room = try row.room()
                try row.checkOnce(room.id.text, &seen, column: "room")
                review.sort(room, name: room.id.text, existing: inventory.rooms[room.id], into: \.rooms)
            } catch {
                review.problems.append(error)
            }
        }
        review.gone = inventory.rooms.keys.map(\.text).filter { seen[$0] == nil }.sorted()
    }

    private func reviewConcentrators(_ rows: [CSVRow], _ review: inout InventoryReview) {
        var made: [String: Concentrator] = [:]
        var order: [(name: String, row: CSVRow)] = []
        var seen: [String: Int] = [:]
        var ways = EndpointOwners(inventory.concentrators.values, except: Set(rows.map { $0.text("concentrator") }))
        for row in rows {
            do throws(ImportProblem) {
                let (concentrator, bus) = try row.concentrator()
                try row.checkOnce("\(bus.id)", &seen, column: "bus")
                try ways.check(concentrator, row)
                if made[concentrator.id.text] == nil { order.append((concentrator.id.text, row)) }
                var whole = made[concentrator.id.text] ?? concentrator
                guard whole.host == concentrator.host, whole.port == concentrator.port else {
                    throw row.problem("host", phrase("\(concentrator.id) has another host or port on an earlier line"))
                }
                guard whole.buses.isEmpty || !EndpointText.isDevice(whole.host) else {
                    throw row.problem("bus", phrase("a serial device is one line; \(concentrator.id) has a bus on it already"))
                }
                whole.buses = (whole.buses + [bus]).sorted { $0.id < $1.id }
                made[concentrator.id.text] = whole
            } catch {
                review.problems.append(error)
            }
        }
        let buses = FileBuses(rows)
        let hanging = Dictionary(inventory.standingMeters.map { ($0.bus, $0.id) }) { first, _ in first }
        for (name, row) in order {
            guard let concentrator = made[name] else { continue }
            if let problem = buses.problem(concentrator, row) {
                review.problems.append(problem)
                continue
            }
            let existing = inventory.concentrators[concentrator.id]
            if let bus = existing?.buses.map(\.id).first(where: { hanging[$0] != nil && !concentrator.buses.map(\.id).contains($0) }),
                let meter = hanging[bus]
            {
                review.problems.append(
                    row.problem("bus", phrase("bus \(bus) is missing, and meter \(meter) hangs on it; move its meters first")))
                continue
            }
            review.sort(concentrator, name: name, existing: existing, into: \.concentrators)
        }
        review.gone = inventory.concentrators.keys.map(\.text).filter { made[$0] == nil }.sorted()
    }

    private func reviewMeters(_ rows: [CSVRow], _ review: inout InventoryReview) {
        var seen: [String: Int] = [:]
        var places: [MeterPlace: String] = [:]
        let owners = Dictionary(inventory.standingMeters.map { ($0.place, $0.id) }) { first, _ in first }
        for row in rows {
            do throws(ImportProblem) {
                var meter = try row.meter(at: at)
                try row.checkOnce(meter.id.text, &seen, column: "meter")
                // A file from before a swap does not bring the old meter back, whatever else it says of it.
                if inventory.meters[meter.id]?.retirement != nil {
                    review.replaced.append(meter.id.text)
                    continue
                }
                try check(meter, row)
                if let other = owners[meter.place], other != meter.id {
                    throw row.problem("meter", phrase("meter \(other) stands there; a change of meters is a swap, not an import"))
                }
                if let other = places.updateValue(meter.id.text, forKey: meter.place) {
                    throw row.problem("room", phrase("meter \(other) stands at the same place on an earlier line"))
                }
                let existing = inventory.meters[meter.id]
                // A baseline is written once, when the meter is taken over; a later file can not move it.
                if let existing, let baseline = existing.baseline {
                    guard existing.unit == meter.unit else {
                        throw row.problem("unit", phrase("meter \(meter.id) was taken over in \(existing.unit.rawValue); its unit stays"))
                    }
                    meter.baseline = baseline
                }
                review.sort(meter, name: meter.id.text, existing: existing, into: \.meters)
            } catch {
                review.problems.append(error)
            }
        }
        review.gone = inventory.standingMeters.map(\.id.text).filter { seen[$0] == nil }
    }

    private func check(_ meter: MeterPoint, _ row: CSVRow) throws(ImportProblem) {
        if let room = meter.room, inventory.rooms[room] == nil {
            throw row.problem("room", phrase("there is no room \(room); import the rooms first"))
        }
        guard let concentrator = inventory.concentrators[meter.bus.concentrator] else {
            throw row.problem("concentrator", phrase("there is no concentrator \(meter.bus.concentrator); import the concentrators first"))
        }
        guard concentrator.buses.contains(where: { $0.id == meter.bus }) else {
            throw row.problem("bus", phrase("concentrator \(concentrator.id) has no bus \(meter.bus.number)"))
        }
    }
}
