public import Domain
import GRDB
public import Operations

extension SQLiteBooks {
    /// An answered request is kept so long for whoever asked, in milliseconds.
    static let keepAnswers: Int64 = 86_400_000

    /// Puts a request into the queue; the same id again changes nothing.
    public func request(_ request: ReadRequest) throws { try self.request([request]) }

    /// The same for many in one transaction: a thousand single ones wait a thousand times for the disk.
    public func request(_ requests: [ReadRequest]) throws {
        guard let newest = requests.map(\.at.milliseconds).max() else { return }
        try write { database in
            try database.execute(
                sql: "DELETE FROM readRequest WHERE answeredAt < ?", arguments: [newest - SQLiteBooks.keepAnswers])
            let statement = try database.makeStatement(
                sql: "INSERT INTO readRequest (id, meter, at) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING")
            for request in requests { try statement.execute(arguments: [request.id, request.meter.text, request.at.milliseconds]) }
        }
    }

    /// Requests that nobody has answered yet, oldest first.
    public func openRequests() throws -> [ReadRequest] {
        try read { database in
            try Row.fetchCursor(database, sql: "SELECT id, meter, at FROM readRequest WHERE result IS NULL ORDER BY at, id").collect {
                ReadRequest(id: try $0.text(0), meter: MeterID(try $0.text(1)), at: try $0.instant(2))
            }
        }
    }

    /// Marks a request as answered; the first answer stands, and a request that nobody knows is passed over.
    public func answer(_ request: String, result: String, at: Instant) throws {
        try answer([ReadAnswer(request: request, result: result, at: at)])
    }

    /// The same for many in one transaction.
    public func answer(_ answers: [ReadAnswer]) throws {
        guard !answers.isEmpty else { return }
        try write { database in
            let statement = try database.makeStatement(
                sql: "UPDATE readRequest SET result = ?, answeredAt = ? WHERE id = ? AND result IS NULL")
            for answer in answers { try statement.execute(arguments: [answer.result, answer.at.milliseconds, answer.request]) }
        }
    }

    /// What was answered to a request; nil while it is open, when it was never asked, and a day after the answer.
    public func answer(to request: String) throws -> String? { try answers(to: [request])[request] }

    /// The answers to those of some requests that have one, by request.
    public func answers(to requests: [String]) throws -> [String: String] {
        try read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: "SELECT id, result FROM readRequest WHERE result IS NOT NULL AND id IN (SELECT value FROM json_each(?))",
                arguments: [try jsonList(requests)])
            var found: [String: String] = [:]
            while let row = try rows.next() { found[try row.text(0)] = try row.text(1) }
            return found
        }
    }
}

/// An answer to a request for a reading.
public struct ReadAnswer: Hashable, Sendable {
    /// The request.
    public var request: String
    /// What came of it.
    public var result: String
    /// When.
    public var at: Instant

    /// Makes an answer.
    public init(request: String, result: String, at: Instant) {
        self.request = request
        self.result = result
        self.at = at
    }
}
