import Domain
import Operations

/// What a paper is about, in words that stand in the books and from which it is written again.
enum PaperSubject: Hashable {
    case receipt(entry: Int64)
    case void(entry: Int64)
    case history(RoomID, from: Day, until: Day)
    case sales(from: Day, until: Day)
    case subsidy(Month)
    case month(Month)
    /// The statement of a room in a run, told line by line from a day on.
    case statement(RefundRunID, RoomID, from: Day)
    case payout(RefundRunID)

    var kind: PaperKind {
        switch self {
        case .receipt: .receipt
        case .void: .void
        case .history: .history
        case .sales: .sales
        case .subsidy: .subsidy
        case .month: .month
        case .statement: .statement
        case .payout: .payout
        }
    }

    /// For example `3-418 2026-09-01 2026-11-21`.
    var text: String {
        switch self {
        case .receipt(let entry), .void(let entry): "\(entry)"
        case .history(let room, let from, let until): "\(room) \(from) \(until)"
        case .sales(let from, let until): "\(from) \(until)"
        case .subsidy(let month), .month(let month): "\(month)"
        case .statement(let run, let room, let from): "\(run) \(room) \(from)"
        case .payout(let run): run.text
        }
    }

    /// Reads the words of a kind; nil when they are none.
    init?(_ kind: PaperKind, _ text: String) {
        let words = text.split(separator: " ").map(String.init)
        switch (kind, words.count) {
        case (.receipt, 1):
            guard let entry = Int64(words[0]) else { return nil }
            self = .receipt(entry: entry)
        case (.void, 1):
            guard let entry = Int64(words[0]) else { return nil }
            self = .void(entry: entry)
        case (.history, 3):
            guard let from = Day(words[1]), let until = Day(words[2]), from <= until else { return nil }
            self = .history(RoomID(words[0]), from: from, until: until)
        case (.sales, 2):
            guard let from = Day(words[0]), let until = Day(words[1]), from <= until else { return nil }
            self = .sales(from: from, until: until)
        case (.subsidy, 1):
            guard let month = Month(words[0]) else { return nil }
            self = .subsidy(month)
        case (.month, 1):
            guard let month = Month(words[0]) else { return nil }
            self = .month(month)
        case (.statement, 3):
            guard let from = Day(words[2]) else { return nil }
            self = .statement(RefundRunID(words[0]), RoomID(words[1]), from: from)
        case (.payout, 1): self = .payout(RefundRunID(words[0]))
        default: return nil
        }
    }
}
