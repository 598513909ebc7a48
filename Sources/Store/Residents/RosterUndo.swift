import Domain
import Foundation
import GRDB
import Operations
import Phrases

/// The change that would undo the last one, kept as JSON until the next change takes its place.
enum RosterUndo {
    static func write(_ change: RosterChange, into database: Database) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = String(decoding: try encoder.encode(StoredChange(change)), as: UTF8.self)
        try database.execute(
            sql: "INSERT OR REPLACE INTO rosterUndo (one, change, digest) VALUES (1, ?, ?)", arguments: [text, Data(digest(text))])
    }

    static func read(_ database: Database) throws -> RosterChange? {
        guard let row = try Row.fetchOne(database, sql: "SELECT change, digest FROM rosterUndo") else { return nil }
        let text = try row.text(0)
        guard try digest(text) == row.bytes(1), let stored = try? JSONDecoder().decode(StoredChange.self, from: Data(text.utf8)) else {
            throw BooksError.damaged(phrase("what would undo the last change of the roster was changed"))
        }
        return stored.change
    }

    private static func digest(_ text: String) -> [UInt8] {
        var writer = DigestWriter()
        writer.add(text)
        return writer.finish()
    }
}

private struct StoredChange: Codable {
    struct Person: Codable {
        var id, name, schoolClass, cohort, contact: String
    }
    struct Place: Codable {
        var id: Int64
        var resident, room: String
        var from: Int
        var until: Int?
    }

    var version: Int64
    var residents: [Person]
    var stays: [Place]
    var removedResidents: [String]
    var removedStays: [Int64]
    var note: String

    init(_ change: RosterChange) {
        version = change.version
        residents = change.residents.map {
            Person(id: $0.id.text, name: $0.name, schoolClass: $0.schoolClass, cohort: $0.cohort, contact: $0.contact)
        }
        stays = change.stays.map {
            Place(id: $0.id, resident: $0.resident.text, room: $0.room.text, from: $0.from.number, until: $0.until?.number)
        }
        removedResidents = change.removedResidents.map(\.text)
        removedStays = change.removedStays
        note = change.note
    }

    var change: RosterChange {
        RosterChange(
            version: version,
            residents: residents.map {
                Resident(id: ResidentID($0.id), name: $0.name, schoolClass: $0.schoolClass, cohort: $0.cohort, contact: $0.contact)
            },
            stays: stays.map {
                Stay(
                    id: $0.id, resident: ResidentID($0.resident), room: RoomID($0.room), from: Day(number: $0.from),
                    until: $0.until.map(Day.init(number:)))
            }, removedResidents: removedResidents.map { ResidentID($0) }, removedStays: removedStays, note: note)
    }
}
