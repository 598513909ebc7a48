import Domain
import GRDB
import Operations
import Phrases

/// Reading and writing residents, stays and the log of their changes.
enum RosterRecords {
    static func version(_ database: Database) throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT coalesce(max(version), 0) FROM rosterChange") ?? 0
    }

    private static func nextStay(_ database: Database) throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT coalesce(max(nextStay), 1) FROM rosterChange") ?? 1
    }

    static func roster(_ database: Database) throws -> Roster {
        let residents = try Row.fetchCursor(database, sql: "SELECT id, name, class, cohort, contact FROM resident ORDER BY id").collect {
            Resident(
                id: ResidentID(try $0.text(0)), name: try $0.text(1), schoolClass: try $0.text(2), cohort: try $0.text(3),
                contact: try $0.text(4))
        }
        let stays = try Row.fetchCursor(database, sql: "SELECT id, resident, room, firstDay, lastDay FROM stay ORDER BY id").collect {
            Stay(
                id: try $0.integer(0), resident: ResidentID(try $0.text(1)), room: RoomID(try $0.text(2)), from: try $0.day(3),
                until: try $0.integerIfAny(4).map { Day(number: Int($0)) })
        }
        return Roster(
            version: try version(database), nextStay: try nextStay(database),
            residents: Dictionary(residents.map { ($0.id, $0) }) { first, _ in first },
            stays: Dictionary(stays.map { ($0.id, $0) }) { first, _ in first })
    }

    /// Stays that would be removed though credit was granted for them, in words: the same resident could be granted it again.
    static func grantedStays(_ change: RosterChange, in database: Database) throws -> [String] {
        let stays = "[" + change.removedStays.map(String.init).joined(separator: ",") + "]"
        return try Row.fetchCursor(
            database,
            sql: """
                SELECT DISTINCT stay.resident, stay.room FROM stay JOIN subsidyGrant ON subsidyGrant.stay = stay.id
                WHERE stay.id IN (SELECT value FROM json_each(?)) ORDER BY stay.resident LIMIT 10
                """, arguments: [stays]
        ).collect { phrase("free credit was granted for the stay of \(try $0.text(0)) in \(try $0.text(1)); end the stay instead") }
    }

    static func write(_ change: RosterChange, into database: Database) throws {
        for id in change.removedStays { try database.execute(sql: "DELETE FROM stay WHERE id = ?", arguments: [id]) }
        for id in change.removedResidents { try database.execute(sql: "DELETE FROM resident WHERE id = ?", arguments: [id.text]) }
        let resident = try database.makeStatement(
            sql: """
                INSERT INTO resident (id, name, class, cohort, contact) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, class = excluded.class, cohort = excluded.cohort,
                    contact = excluded.contact
                """)
        for person in change.residents {
            try resident.execute(arguments: [person.id.text, person.name, person.schoolClass, person.cohort, person.contact])
        }
        let stay = try database.makeStatement(
            sql: """
                INSERT INTO stay (id, resident, room, firstDay, lastDay) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET firstDay = excluded.firstDay, lastDay = excluded.lastDay
                """)
        for one in change.stays {
            try stay.execute(arguments: [one.id, one.resident.text, one.room.text, one.from.number, one.until?.number])
        }
    }

    /// The digest of everybody and every stay, kept with the change that led to it.
    static func digest(_ database: Database) throws -> [UInt8] {
        let roster = try roster(database)
        var writer = DigestWriter()
        for person in roster.residents.values.sorted(by: { $0.id < $1.id }) {
            for text in [person.id.text, person.name, person.schoolClass, person.cohort, person.contact] { writer.add(text) }
        }
        for stay in roster.stays.values.sorted(by: { $0.id < $1.id }) {
            writer.add(stay.id)
            writer.add(stay.resident.text)
            writer.add(stay.room.text)
            writer.add(Int64(stay.from.number))
            writer.add(stay.until.map { Int64($0.number) })
        }
        return writer.finish()
    }
}

/// One change of the roster as it is kept.
struct RosterLog {
    var version: Int64
    var at: Instant
    var actor: Actor
    var residents: Int
    var stays: Int
    var nextStay: Int64
    var note: String
    var result: [UInt8]

    static let columns = "version, at, operator, role, shift, console, residents, stays, nextStay, note, result, digest"

    init(_ change: RosterChange, after: Roster, at: Instant, actor: Actor, result: [UInt8]) {
        version = after.version
        nextStay = after.nextStay
        self.at = at
        self.actor = actor
        residents = change.residents.count + change.removedResidents.count
        stays = change.stays.count + change.removedStays.count
        note = change.note
        self.result = result
    }

    init(_ row: Row) throws {
        version = try row.integer(0)
        at = try row.instant(1)
        actor = try row.actor(2)
        residents = try row.small(6)
        stays = try row.small(7)
        nextStay = try row.integer(8)
        note = try row.text(9)
        result = try row.bytes(10)
    }

    func digest(after previous: [UInt8]) -> [UInt8] {
        var writer = DigestWriter()
        writer.add(bytes: previous)
        writer.add(version)
        writer.add(at.milliseconds)
        writer.add(actor)
        writer.add(Int64(residents))
        writer.add(Int64(stays))
        writer.add(nextStay)
        writer.add(note)
        writer.add(bytes: result)
        return writer.finish()
    }
}
