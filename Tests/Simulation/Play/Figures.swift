// What many campuses were, in figures, and how one of them is played.

package import Operations
package import Reality

/// What was played.
package struct Figures: Hashable, Sendable {
    /// Campuses, and what was delivered, done and looked at in them.
    package var campuses = 0
    package var deliveries = 0
    package var steps = 0
    package var looks = 0
    package var tally = FaultTally()
    package var ended: [ShownWord: Int] = [:]
    package var paidBack = 0
    /// Orders that went by purses of free credit.
    package var fills = 0

    /// Nothing yet.
    package init() {}

    /// The figures of one campus.
    package init(_ world: World) {
        campuses = 1
        deliveries = world.auditor.deliveries
        steps = world.steps
        looks = world.auditor.looks
        tally = world.tally
        ended = world.auditor.ended
        paidBack = world.auditor.paidBack
        fills = world.auditor.fills
    }

    /// Adds others.
    package mutating func add(_ other: Figures) {
        campuses += other.campuses
        deliveries += other.deliveries
        steps += other.steps
        looks += other.looks
        tally.add(other.tally)
        ended.merge(other.ended, uniquingKeysWith: +)
        paidBack += other.paidBack
        fills += other.fills
    }
}

/// A campus in which the auditor has found something.
package struct Failure: Error, CustomStringConvertible {
    /// How to play it again.
    package let replay: String
    /// What was found.
    package let finding: String
    /// The last of what happened before.
    package let tail: [String]

    /// Writes a finding down.
    package init(replay: String, finding: String, tail: [String] = []) {
        self.replay = replay
        self.finding = finding
        self.tail = tail
    }

    /// For people.
    package var description: String { "\(replay): \(finding)" }
}

extension Player {
    /// Plays a campus in books of its own, and once more with a trace when something is found.
    ///
    /// Throws `Failure` with so many of the last lines of the trace.
    package static func played(
        _ script: CampusScript, writes: [Int: DiskFault] = [:], defect: Defect? = nil, replay: String, tail: Int = 60,
        books: () throws -> any Books & JournalBook
    ) throws -> Player {
        var player = try Player(script, books: try books(), writes: writes, defect: defect)
        do {
            try player.play()
            return player
        } catch {
            var again = try Player(script, books: try books(), writes: writes, defect: defect, keepsTrace: true)
            do { try again.play() } catch {
                throw Failure(replay: replay, finding: "\(error)", tail: again.world.trace.suffix(tail))
            }
            throw Failure(replay: replay, finding: "\(error) - but not when it was played again")
        }
    }
}
