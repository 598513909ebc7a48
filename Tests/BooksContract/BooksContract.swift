// What every kind of books promises: bodies of tests that run against any of them, each on books that were just opened and are empty.
// They speak only through the port, so that a second implementation is held to the same words as the first.

public import Operations

/// One promise of the books, as a test body.
public struct BooksPromise: Sendable, CustomStringConvertible {
    /// What is promised, in words; the name of the test.
    public let name: String
    /// Tries it on empty books; throws `BrokenPromise`, or what the books themselves throw.
    public let check: @Sendable (any Books) throws -> Void

    init(_ name: String, _ check: @escaping @Sendable (any Books) throws -> Void) {
        self.name = name
        self.check = check
    }

    /// The name.
    public var description: String { name }
}

/// A promise that was not kept, in words.
public struct BrokenPromise: Error, CustomStringConvertible {
    /// What was found, and what should have been.
    public let description: String
}

/// The promises of the books.
public enum BooksContract {
    /// All of them.
    public static let all: [BooksPromise] = inventory + commits + approvals + moves + swaps + orders + purses + money + requests
}

func expect(_ isTrue: Bool, _ words: @autoclosure () -> String) throws {
    if !isTrue { throw BrokenPromise(description: words()) }
}

func expect<Value: Equatable>(_ found: Value, is wanted: Value, _ words: @autoclosure () -> String) throws {
    if found != wanted { throw BrokenPromise(description: "\(words()): found \(found), not \(wanted)") }
}

func expectThrown(_ words: @autoclosure () -> String, _ body: () throws -> Void) throws -> any Error {
    do {
        try body()
    } catch {
        return error
    }
    throw BrokenPromise(description: "\(words()): nothing was thrown")
}

func unwrap<Value>(_ value: Value?, _ words: @autoclosure () -> String) throws -> Value {
    guard let value else { throw BrokenPromise(description: words()) }
    return value
}
