import Domain
import Phrases

/// The buses that a file of concentrators names, also on lines with something else wrong: settings of others are a slip of the pen.
struct FileBuses {
    private var numbers: [String: Set<Int>] = [:]

    init(_ rows: [CSVRow]) {
        for row in rows { if let number = Int(row.text("bus")) { numbers[row.text("concentrator"), default: []].insert(number) } }
    }

    /// What is wrong with the settings of a concentrator; its host stands on this line.
    func problem(_ concentrator: Concentrator, _ row: CSVRow) -> ImportProblem? {
        let known = numbers[concentrator.id.text] ?? []
        guard let named = try? concentrator.endpointText().busesWithSettings, let bus = named.subtracting(known).min() else { return nil }
        let buses = known.sorted().map(String.init).joined(separator: ", ")
        return row.problem(
            "host", phrase("there is a setting for bus \(bus), and \(concentrator.id) has no such bus in this file; it has \(buses)"))
    }
}
