import Foundation

/// Measures what the project promises, beside a peer in the same run where there is one, and prints ratios: absolute times mean nothing on
/// shared machines. Nothing is written but the table.
///
///     Benchmarks [--markdown] [decoding] [reads] [sweep] [commit] [verify] [month] [graduation] [filtering] [news] [imports] [keys]
///                [growth] [deliveries] [allocations] [memory] [terminals]
@main
struct Benchmarks {
    private static let parts: [(name: String, measure: @Sendable () async throws -> [Figure])] = [
        ("decoding", Decoding.measure), ("reads", Reads.measure), ("sweep", Sweep.measure), ("commit", Commit.measure),
        ("verify", Verify.measure), ("month", MonthEnd.measure), ("graduation", Graduation.measure), ("filtering", Filtering.measure),
        ("news", News.measure), ("imports", Imports.measure), ("keys", KeyWork.measure), ("growth", Growth.measure),
        ("deliveries", Deliveries.measure), ("allocations", Allocations.measure), ("memory", LiveMemory.measure),
        ("terminals", Terminals.measure),
    ]

    static func main() async {
        if CommandLine.arguments.dropFirst() == [Allocations.argument] { return attempt(Allocations.printCounts) }
        var wanted = Set(CommandLine.arguments.dropFirst())
        let table = Table(isMarkdown: wanted.remove("--markdown") != nil)
        let names = parts.map(\.name)
        guard wanted.isSubset(of: names) else {
            complain("usage: Benchmarks [--markdown] [\(names.joined(separator: "] ["))]")
            exit(2)
        }
        table.begin()
        do {
            for part in parts where wanted.isEmpty || wanted.contains(part.name) {
                for figure in try await part.measure() { table.add(figure) }
            }
        } catch {
            complain("\(error)")
            exit(1)
        }
    }

    private static func attempt(_ work: () throws -> Void) {
        do {
            try work()
        } catch {
            complain("\(error)")
            exit(1)
        }
    }

    private static func complain(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}
