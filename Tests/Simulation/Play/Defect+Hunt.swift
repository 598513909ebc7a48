// The auditor is shown to bite: every planted defect is hunted with the same campuses in which the product is found to have none.

package import Operations

/// A defect that was found.
package struct Catch: Hashable, Sendable {
    /// The defect.
    package let defect: Defect
    /// In which of the campuses, from 1, and by what.
    package let campus: UInt64
    package let finding: String
}

extension Defect {
    /// Within so many campuses every defect must be found.
    package static let mostCampuses: UInt64 = 25

    /// Plays campuses with the defect until the auditor finds it; nil when it does not within `mostCampuses`.
    package func hunt(books: () throws -> any Books & JournalBook) throws -> Catch? {
        for seed in 1...Defect.mostCampuses {
            var player = try Player(.ofSeed(seed), books: try books(), defect: self)
            do { try player.play() } catch {
                return Catch(defect: self, campus: seed, finding: "\(error)")
            }
        }
        return nil
    }
}
