import Domain
import Foundation
import GRDB
import Operations
import Phrases

/// Reading columns without ever trapping: a damaged file gives an error, not a crash.
extension Row {
    func integer(_ column: Int) throws -> Int64 { try Bounds.checked(try decode(Int64.self, atIndex: column)) }
    func integerIfAny(_ column: Int) throws -> Int64? { try decode(Int64?.self, atIndex: column).map(Bounds.checked) }
    func text(_ column: Int) throws -> String { try decode(String.self, atIndex: column) }
    func textIfAny(_ column: Int) throws -> String? { try decode(String?.self, atIndex: column) }
    func bytes(_ column: Int) throws -> [UInt8] { [UInt8](try decode(Data.self, atIndex: column)) }
    func instant(_ column: Int) throws -> Instant { Instant(milliseconds: try integer(column)) }
    func day(_ column: Int) throws -> Day { Day(number: try small(column)) }
    func money(_ column: Int) throws -> Money { Money(fen: try integer(column)) }

    /// A count, a day or a number of something.
    func small(_ column: Int) throws -> Int { Int(try integer(column)) }

    /// A word of a fixed list.
    func word<Word: RawRepresentable>(_ column: Int, as type: Word.Type = Word.self) throws -> Word where Word.RawValue == String {
        let text = try text(column)
        guard let word = Word(rawValue: text) else { throw BooksError.damaged(phrase("'\(text)' is no \(String(describing: Word.self))")) }
        return word
    }

    func credit(_ column: Int, unit: CreditUnit) throws -> Credit { Credit(unit, hundredths: try integer(column)) }

    /// Operator, role, shift and console from four columns in a row.
    func actor(_ column: Int) throws -> Actor {
        Actor(
            name: try text(column), role: try word(column + 1), shift: try text(column + 2), console: try text(column + 3))
    }

    /// The same where there may be nobody.
    func actorIfAny(_ column: Int) throws -> Actor? { try textIfAny(column) == nil ? nil : actor(column) }
}

/// How large a number of the books can be: a damaged one is an error where it is read, instead of an overflow later.
enum Bounds {
    /// Far above any sum of fen, watt-hours or milliseconds, far below what 64 bits hold.
    static let largest: Int64 = 1 << 54

    static func checked(_ number: Int64) throws -> Int64 {
        guard number.magnitude <= UInt64(largest) else { throw BooksError.damaged(phrase("the number \(number) is out of all bounds")) }
        return number
    }
}

extension Actor {
    /// The four columns that every journal table has for who did it.
    var columns: [any DatabaseValueConvertible] { [name, role.rawValue, shift, console] }
}

extension Actor? {
    /// The same four columns where there may be nobody.
    var columns: [(any DatabaseValueConvertible)?] { self?.columns ?? [nil, nil, nil, nil] }
}

/// A list of texts as one argument of a statement, for `json_each`: the same statement for any number of rooms.
func jsonList(_ texts: some Sequence<String>) throws -> String {
    let texts = Array(texts)
    // Names of rooms and meters have nothing to escape; encoding a thousand takes longer than SQLite needs to look them up.
    let isPlain = texts.allSatisfy { $0.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") } }
    guard isPlain, !texts.isEmpty else { return String(decoding: try JSONEncoder().encode(texts), as: UTF8.self) }
    return "[\"" + texts.joined(separator: "\",\"") + "\"]"
}

extension Row {
    /// Rows of a statement that is kept for the next time; no two cursors of the same statement may be open at once.
    static func fetchKept(_ database: Database, _ sql: String, _ arguments: StatementArguments) throws -> RowCursor {
        try fetchCursor(database.cachedStatement(sql: sql), arguments: arguments)
    }
}
