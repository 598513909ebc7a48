// A small, quiet campus is played again and again, each time with another write failing: the first, the second, the third, and so on to
// the last, in each of the ways in which a write can fail; then every two of them.

package import Operations

/// Campuses in which chosen writes fail.
package enum FailingWrites {
    /// One such campus.
    package struct Case: Hashable, Sendable {
        /// The writes, counted from the first, and how they fail.
        package let writes: [Int: DiskFault]

        /// Makes a case.
        package init(writes: [Int: DiskFault]) { self.writes = writes }
    }

    /// Nothing goes wrong here by chance.
    private static func script(_ seed: UInt64) -> CampusScript {
        var script = CampusScript(seed: seed)
        script.rooms = 3
        script.deliveries = 8
        script.quieten()
        if seed.isMultiple(of: 2) { (script.purses, script.grants) = (1000, 400) }
        return script
    }

    /// Plays the campus of a seed with some writes failing, and answers its figures and how many writes there were.
    ///
    /// Throws `Failure`.
    package static func play(
        _ failing: Case, seed: UInt64, books: @Sendable () throws -> any Books & JournalBook
    ) throws -> (figures: Figures, writes: Int) {
        let replay = "writes \(failing.writes.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }) of the quiet campus \(seed)"
        let player = try Player.played(script(seed), writes: failing.writes, replay: replay, books: books)
        return (Figures(player.world), player.world.writes)
    }

    /// Every single write of a campus with so many, and every way to fail.
    package static func singles(of writes: Int) -> [Case] {
        (1...max(1, writes)).flatMap { number in DiskFault.allCases.map { Case(writes: [number: $0]) } }
    }

    /// Every two of them.
    package static func pairs(of writes: Int) -> [Case] {
        (1..<max(2, writes)).flatMap { first in
            (first + 1...max(2, writes)).flatMap { second in
                DiskFault.allCases.flatMap { fault in DiskFault.allCases.map { Case(writes: [first: fault, second: $0]) } }
            }
        }
    }
}
