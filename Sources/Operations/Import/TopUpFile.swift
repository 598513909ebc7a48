public import Domain
import Phrases

/// A file of top-ups, `room,amount`: what it asks for and what is wrong with it.
public struct TopUpFile: Hashable, Sendable {
    /// Room and amount of each line that could be read, as typed.
    public var lines: [Line]
    /// What could not be read, with line and column.
    public var problems: [ImportProblem]

    /// One line as typed.
    public struct Line: Hashable, Sendable {
        /// The line in the file, from 1.
        public var line: Int
        /// The room.
        public var room: RoomID
        /// The amount in yuan, as typed.
        public var amount: String

        /// Makes a line.
        public init(line: Int, room: RoomID, amount: String) {
            self.line = line
            self.room = room
            self.amount = amount
        }
    }

    /// Reads a file; a spreadsheet's export will do.
    public init(_ bytes: some Collection<UInt8>) {
        let csv = CSV(bytes)
        lines = []
        problems = csv.problems
        guard !csv.header.isEmpty else {
            if problems.isEmpty { problems = [ImportProblem(line: 1, column: 1, text: phrase("the file is empty"))] }
            return
        }
        switch csv.rows(needed: ["room", "amount"], optional: ["note"]) {
        case .failure(let problem): problems.append(problem)
        case .success(let rows):
            for row in rows {
                do throws(ImportProblem) {
                    lines.append(Line(line: row.record.line, room: RoomID(try row.required("room")), amount: try row.required("amount")))
                } catch {
                    problems.append(error)
                }
            }
        }
    }
}
