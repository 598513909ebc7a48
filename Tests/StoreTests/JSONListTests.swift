// Protects: that a statement is asked for exactly the names that it was given, whatever stands in them.
// How: names with all that JSON writes in its own way go through SQLite's json_each and must come back.

import GRDB
import Testing

@testable import Store

@Suite struct JSONListTests {
    private static let lists: [[String]] = [
        [], [""], ["3-418"], ["3-418", "3-419", ""], ["a\"b"], ["a\\b", "c"], ["\",\""], ["line\nbreak", "tab\t"], ["\u{1}\u{1f}"],
        ["\u{7f}"],
        ["\u{65b0}\u{6821}\u{533a} 1\u{53f7}\u{697c}-101", "e\u{301}", "\u{1f50c}"], ["]", "[", "null", "1"],
    ]

    @Test(arguments: lists) func everyNameComesBack(_ names: [String]) throws {
        let found = try DatabaseQueue().read { database in
            try String.fetchAll(database, sql: "SELECT value FROM json_each(?) ORDER BY key", arguments: [try jsonList(names)])
        }
        #expect(found.map { Array($0.utf8) } == names.map { Array($0.utf8) })
    }
}
