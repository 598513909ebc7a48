extension Array where Element: Sendable {
    /// So many parts are read or wait to be taken over at a time: one from the books, one from the readings, one that is ready.
    private static var ahead: Int { 3 }

    /// Reads every element as a part of something, some parts beside each other, while those before them are taken over in order.
    ///
    /// An error ends it; what was taken over until then was whole.
    func readAhead<Part: Sendable>(_ read: @escaping @Sendable (Element) throws -> Part, take: (Part) throws -> Void) async throws {
        try await withThrowingTaskGroup(of: (number: Int, part: Part).self) { group in
            var (begun, taken) = (0, 0)
            var early: [Int: Part] = [:]
            while taken < count {
                while begun < count, begun - taken < Self.ahead {
                    let (number, element) = (begun, self[begun])
                    group.addTask { (number, try read(element)) }
                    begun += 1
                }
                if let done = try await group.next() { early[done.number] = done.part }
                while let part = early.removeValue(forKey: taken) {
                    try take(part)
                    taken += 1
                }
            }
        }
    }
}
