import Domain
import Foundation
import GRDB
public import Operations
import Phrases

extension SQLiteReadings {
    /// So many frames are kept, of all traces together.
    static let keptFrames = 20_000

    /// Writes frames down behind those that came before; the oldest give way.
    public func record(_ frames: [TracedFrame]) throws {
        try write { database in
            let statement = try database.cachedStatement(
                sql: "INSERT INTO trace (concentrator, bus, at, direction, mark, bytes, words) VALUES (?, ?, ?, ?, ?, ?, ?)")
            for frame in frames {
                try statement.execute(arguments: [
                    frame.bus.concentrator.text, frame.bus.number, frame.at.milliseconds, frame.direction.rawValue, frame.mark.rawValue,
                    Data(frame.bytes), try Self.stored(frame.words),
                ])
            }
            try database.execute(
                sql: "DELETE FROM trace WHERE number <= (SELECT max(number) FROM trace) - ?", arguments: [Self.keptFrames])
        }
    }

    /// Frames that came since a mark, oldest first, and the next mark.
    ///
    /// - Parameters:
    ///   - mark: nil asks for the mark alone, for whoever wants to see what comes from now on.
    ///   - limit: not more than so many.
    public func frames(since mark: Int64?, limit: Int = 1_000) throws -> (frames: [TracedFrame], mark: Int64) {
        try read(empty: ([], 0)) { database in
            guard try database.tableExists("trace") else { return ([], 0) }
            guard let mark else {
                return ([], try Int64.fetchOne(database, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'trace'") ?? 0)
            }
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT number, concentrator, bus, at, direction, mark, bytes, words FROM trace WHERE number > ? ORDER BY number LIMIT ?
                    """, arguments: [mark, limit])
            var last = mark
            let frames = try rows.collect { row in
                last = try row.integer(0)
                return TracedFrame(
                    at: try row.instant(3), bus: BusID(concentrator: ConcentratorID(try row.text(1)), number: try row.small(2)),
                    direction: TracedFrame.Direction(rawValue: try row.text(4)) ?? .received,
                    mark: TracedFrame.Mark(rawValue: try row.text(5)) ?? .noise,
                    bytes: Array(try row.decode(Data.self, atIndex: 6)), words: Self.words(try row.text(7)))
            }
            return (frames, last)
        }
    }

    /// In a form from which it can be said in any language.
    private static func stored(_ words: Phrase) throws -> String { String(decoding: try JSONEncoder().encode(words), as: UTF8.self) }

    /// Frames that an earlier version wrote down say what they say in English.
    private static func words(_ stored: String) -> Phrase {
        (try? JSONDecoder().decode(Phrase.self, from: Data(stored.utf8))) ?? Phrase(verbatim: stored)
    }
}
