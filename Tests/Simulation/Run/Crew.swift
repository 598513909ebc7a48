// Work on every core: independent pieces, taken up in order.

import Foundation

enum Crew {
    /// Does every piece, so many at once as the machine has cores; the first that fails ends it.
    static func work<Piece: Sendable, Value: Sendable>(
        on pieces: [Piece], _ work: @escaping @Sendable (Piece) throws -> Value, take: (Value) -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Value.self) { group in
            var rest = pieces[...]
            for piece in rest.prefix(max(1, ProcessInfo.processInfo.activeProcessorCount)) {
                group.addTask { try work(piece) }
                rest.removeFirst()
            }
            while let value = try await group.next() {
                take(value)
                if let piece = rest.popFirst() { group.addTask { try work(piece) } }
            }
        }
    }
}
