/// How the rooms of a campus stand, for a screen: what wants a person first.
public struct ReconcileOverview: Hashable, Sendable {
    /// Rooms with something unexplained or an open case first, then those that differ, then the others; each in campus order.
    public var rows: [ReconcileRow]
    /// How many rooms stand in each way, those among them that are not listed.
    public var counts: [ReconcileVerdict: Int]

    /// So many rooms that agree are listed.
    private static let mostEqual = 1000

    /// Makes an overview of rows in campus order.
    public init(_ all: [ReconcileRow]) {
        counts = Dictionary(all.map { ($0.verdict, 1) }, uniquingKeysWith: +)
        func rank(_ row: ReconcileRow) -> Int { row.openCases.isEmpty ? row.verdict.rank : 0 }
        let sorted = all.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }.map(\.element)
        let first = sorted.firstIndex { rank($0) >= ReconcileVerdict.equal.rank } ?? sorted.count
        rows = Array(sorted.prefix(first + Self.mostEqual))
    }

    /// Cases that wait for somebody.
    public var openCases: Int { rows.reduce(0) { $0 + $1.openCases.count } }
}
