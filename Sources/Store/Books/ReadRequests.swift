public import Domain
import GRDB
public import Operations

extension SQLiteBooks {
    /// An answered request is kept so long for whoever asked, in milliseconds.
    static let keepAnswers: Int64 = 86_400_000

    /// Puts a request into the queue; the same id again changes nothing.
    public func request(_ request: ReadRequest) throws {
        try write { database in
            try database.execute(
                sql: "DELETE FROM readRequest WHERE answeredAt < ?", arguments: [request.at.milliseconds - SQLiteBooks.keepAnswers])
            try database.execute(
                sql: "INSERT INTO readRequest (id, meter, at) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
                arguments: [request.id, request.meter.text, request.at.milliseconds])
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
        try write { database in
            try database.execute(
                sql: "UPDATE readRequest SET result = ?, answeredAt = ? WHERE id = ? AND result IS NULL",
                arguments: [result, at.milliseconds, request])
        }
    }

    /// What was answered to a request; nil while it is open, when it was never asked, and a day after the answer.
    public func answer(to request: String) throws -> String? {
        try read { database in
            let row = try Row.fetchOne(database, sql: "SELECT result FROM readRequest WHERE id = ?", arguments: [request])
            return try row?.textIfAny(0)
        }
    }
}
