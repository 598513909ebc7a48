import Domain
import Operations
import Screens
import Store

/// The filters with names of a campus: a line each, the name first.
struct SavedFilterFile: Sendable {
    private let file: KeptFile

    init(_ folder: CampusFolder) { file = KeptFile(path: folder.desk + "/filters.txt") }

    /// What is saved; nothing where nothing can be read.
    func read() -> [SavedFilter] {
        (file.read() ?? "").split(separator: "\n").compactMap { line in
            let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
            return parts.count == 2 ? SavedFilter(name: parts[0], text: parts[1]) : nil
        }
    }

    func write(_ filters: [SavedFilter]) throws { try file.write(filters.map { "\($0.name) \($0.text)\n" }.joined()) }
}

extension Roster {
    /// Who lives where on a day.
    func occupants(on day: Day) -> [Occupant] {
        stays(on: day).values.map { stay in
            Occupant(resident: stay.resident, name: residents[stay.resident]?.name ?? "", room: stay.room)
        }
    }
}
