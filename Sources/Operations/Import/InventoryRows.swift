import Domain
import Phrases

extension InventoryFile {
    var neededColumns: [String] {
        switch self {
        case .concentrators: ["concentrator", "host", "port", "bus", "baud"]
        case .rooms: ["room", "building", "floor", "number", "beds"]
        case .meters: ["meter", "room", "circuit", "concentrator", "bus", "profile"]
        }
    }

    var optionalColumns: [String] {
        switch self {
        case .concentrators: []
        case .rooms: ["open"]
        case .meters: ["supply", "unit", "serial", "phases", "constant", "ct", "count", "bought", "remaining", "register"]
        }
    }
}

extension CSVRow {
    func checkOnce(_ name: String, _ seen: inout [String: Int], column: String) throws(ImportProblem) {
        if let line = seen[name] { throw problem(column, phrase("\(name) stands on line \(line) already")) }
        seen[name] = record.line
    }

    func room() throws(ImportProblem) -> Room {
        let open = text("open").lowercased()
        guard ["", "yes", "no"].contains(open) else { throw problem("open", phrase("\"\(open)\" is neither yes nor no")) }
        return Room(
            id: RoomID(try name("room")), building: try name("building"), floor: try number("floor", in: -9...199),
            number: try name("number"), beds: try number("beds", in: 0...99), isOpen: open != "no")
    }

    func concentrator() throws(ImportProblem) -> (Concentrator, Bus) {
        let id = ConcentratorID(try name("concentrator"))
        let bus = Bus(id: BusID(concentrator: id, number: try number("bus", in: 1...99)), baud: try number("baud", in: 600...115_200))
        let host = try required("host")
        let port = EndpointText.isDevice(host) ? Concentrator.noPort : try number("port", in: 1...65_535)
        guard case .device = try endpoint(host, port).endpoint else {
            return (Concentrator(id: id, host: host, port: port, buses: []), bus)
        }
        guard text("port").isEmpty else { throw problem("port", phrase("a serial device has no port; leave this field empty")) }
        guard Bus.deviceRates.contains(bus.baud) else {
            let rates = Bus.deviceRates.map(String.init).joined(separator: ", ")
            throw problem("baud", phrase("a serial device has no \(bus.baud) bits per second; it has \(rates)"))
        }
        return (Concentrator(id: id, host: host, port: port, buses: []), bus)
    }

    private func endpoint(_ host: String, _ port: Int) throws(ImportProblem) -> EndpointText {
        let text: EndpointText
        do throws(EndpointProblem) { text = try EndpointText(host: host, port: port) } catch { throw problem("host", error.text) }
        // A campus that has such a line already goes on with it.
        if let name = text.repeated { throw problem("host", phrase("\(name) stands there twice; write it once")) }
        return text
    }

    func meter(at instant: Instant) throws(ImportProblem) -> MeterPoint {
        let address = try required("meter")
        guard MeterPoint.isAddress(address) else {
            throw problem("meter", phrase("\"\(address)\" is no meter address; twelve digits are, not all nines"))
        }
        let concentrator = ConcentratorID(try name("concentrator"))
        let profileText = try required("profile")
        guard let profile = MeterProfile(rawValue: profileText) else {
            let known = MeterProfile.allCases.map(\.rawValue).joined(separator: ", ")
            throw problem("profile", phrase("\"\(profileText)\" is no meter profile; known are \(known)"))
        }
        let unitText = text("unit").isEmpty ? CreditUnit.energy.rawValue : text("unit")
        guard let unit = CreditUnit(rawValue: unitText) else {
            throw problem("unit", phrase("\"\(unitText)\" is no unit; energy and money are"))
        }
        let phases = try number("phases", in: 1...3, default: 1)
        guard phases != 2 else { throw problem("phases", phrase("a meter has 1 or 3 phases")) }
        return MeterPoint(
            id: MeterID(address), place: try place(), bus: BusID(concentrator: concentrator, number: try number("bus", in: 1...99)),
            profile: profile, unit: unit, serialNumber: text("serial"), phases: phases,
            constant: try number("constant", in: 1...1_000_000, default: 1600), ctRatio: try number("ct", in: 1...20_000, default: 1),
            baseline: try baseline(unit, at: instant))
    }

    private func place() throws(ImportProblem) -> MeterPlace {
        switch (text("room"), text("supply")) {
        case ("", ""): throw problem("room", phrase("neither a room nor a supply is named"))
        case ("", let supply): return .supply(supply)
        case (let room, ""): return .room(RoomID(room), circuit: text("circuit").isEmpty ? "main" : try name("circuit"))
        default: throw problem("supply", phrase("a meter measures a room or a supply, not both"))
        }
    }

    private func baseline(_ unit: CreditUnit, at instant: Instant) throws(ImportProblem) -> Baseline? {
        let names = ["count", "bought", "remaining", "register"]
        let given = names.filter { !text($0).isEmpty }
        guard let first = given.first else { return nil }
        guard given.count == names.count else {
            throw problem(first, phrase("a baseline needs all of \(names.joined(separator: ", "))"))
        }
        let remainingText = text("remaining")
        let isOverdrawn = remainingText.hasPrefix("-")
        let remaining = try hundredths("remaining", isOverdrawn ? String(remainingText.dropFirst()) : remainingText)
        return Baseline(
            count: try number("count", in: 0...9999), totalBought: Credit(unit, hundredths: try hundredths("bought", text("bought"))),
            remaining: Credit(unit, hundredths: isOverdrawn ? -remaining : remaining),
            register: Energy(hundredths: try hundredths("register", text("register"))), at: instant)
    }

    private func hundredths(_ name: String, _ text: String) throws(ImportProblem) -> Int64 {
        guard let number = Decimals.parse(text, decimals: 2, limit: 99_999_999) else {
            throw problem(name, phrase("\"\(text)\" is no \(name); a number with at most two decimals, up to 999999.99, is"))
        }
        return number
    }

    /// A name that may stand in an account: no control characters, no colon, no spaces.
    func name(_ column: String) throws(ImportProblem) -> String {
        let text = try required(column)
        let isClean = text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F && $0 != ":" && $0 != "," }
        guard isClean, text.count <= 32 else {
            throw problem(column, phrase("\"\(text)\" can not be a name: at most 32 characters, without spaces, colons or commas"))
        }
        return text
    }
}
