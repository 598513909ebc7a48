import Domain
import Operations
import Store

/// What time alone brings: use is posted once a day, old readings are dropped.
struct Housekeeping {
    let session: CampusSession
    let office: Office
    let readings: SQLiteReadings
    private var usePostedOn: Day?
    private var prunedAt: Instant?

    init(session: CampusSession, office: Office, readings: SQLiteReadings) {
        self.session = session
        self.office = office
        self.readings = readings
    }

    /// The program itself, as it stands in entries.
    var actor: Actor {
        let day = Day(of: session.clock.now(), at: session.rules.offset)
        return Actor(name: "system", role: .system, shift: "\(day)", console: "collector")
    }

    mutating func look(now: Instant) throws {
        let today = Day(of: now, at: session.rules.offset)
        if usePostedOn != today {
            if try lastPosting() != today { _ = try office.postUse(actor: actor) }
            usePostedOn = today
        }
        if prunedAt.map({ now.milliseconds(since: $0) > 3_600_000 }) ?? true {
            try readings.prune(now: now)
            prunedAt = now
        }
    }

    /// The day up to which use was posted last, in any room; the books know it better than this process.
    private func lastPosting() throws -> Day? {
        let rooms = try session.books.inventory().rooms.keys.sorted()
        var last: Instant?
        for start in stride(from: 0, to: rooms.count, by: 1000) {
            let part = Array(rooms[start..<min(start + 1000, rooms.count)])
            for standing in try session.books.standings(of: part).values {
                if let at = standing.reached?.at, last.map({ at > $0 }) ?? true { last = at }
            }
        }
        return last.map { Day(of: $0, at: session.rules.offset) }
    }
}
