// What a kill interrupted, told from what it left on the disk.

enum KillMoment: String, CaseIterable {
    case beforeCommit = "before the commit"
    case inCommit = "in the commit"
    case afterCommit = "after the commit with nothing under way"
    case whileSent = "while purchases were under way"
    case inStep = "while the step of an order was written"

    /// - Parameter isUnfinished: the kill left a transaction for the next start to take back.
    init(_ books: BooksPicture, isUnfinished: Bool) {
        if books.orders.isEmpty {
            self = isUnfinished ? .inCommit : .beforeCommit
        } else if isUnfinished {
            self = .inStep
        } else {
            self = books.orders.values.contains { $0.state == "sent" || $0.state == "unknown" } ? .whileSent : .afterCommit
        }
    }
}
