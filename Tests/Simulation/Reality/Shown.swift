// What the auditor is shown of the office: words and numbers, as they stand in the books.

/// Where an order stands, by the word on the screen.
package enum ShownWord: String, Hashable, Sendable, CaseIterable {
    case queued = "QUEUED"
    case sent = "SENT"
    case meter = "METER"
    case refused = "REFUSED"
    case unconfirmed = "UNCONF"
    case dispute = "DISPUTE"
    case expired = "EXPIRED"
    case withdrawn = "WITHDRAWN"

    /// Where it may go from here in one step; the auditor's own copy of the rule.
    var next: Set<ShownWord> {
        switch self {
        case .queued: [.sent, .meter, .dispute, .withdrawn, .expired]
        case .sent: [.meter, .refused, .unconfirmed, .dispute]
        case .unconfirmed: [.sent, .meter, .refused, .dispute]
        case .dispute: [.meter, .refused]
        case .meter, .refused, .expired, .withdrawn: []
        }
    }

    /// Whether something of it may be at the meter, and nobody knows.
    var isUnresolved: Bool { self == .sent || self == .unconfirmed || self == .dispute }
    /// Whether nothing ever moves it again.
    var isEnd: Bool { self == .meter || isNotDone }
    /// Whether it has ended and is not in its meter.
    var isNotDone: Bool { self == .refused || self == .expired || self == .withdrawn }
    /// Whether it still waits for something but a person.
    package var waits: Bool { self == .queued || self == .sent || self == .unconfirmed }
}

/// An order as the books show it.
package struct ShownOrder: Hashable, Sendable {
    /// Its name.
    package var id: String
    /// The plan that it came from: a sale, or the void of one.
    package var plan: String
    /// The number of the meter.
    package var meter: Int
    /// Hundredths of the meter's unit; below zero for what is taken out.
    package var amount: Int64
    /// The count under which it is or would be sent.
    package var count: Int
    /// How often it was sent.
    package var attempts: Int
    /// Where it stands.
    package var word: ShownWord
    /// Whether it goes by the meter's purse of free credit, under the count of that.
    package var isFree: Bool

    /// Makes an order.
    package init(
        id: String, plan: String, meter: Int, amount: Int64, count: Int, attempts: Int, word: ShownWord, isFree: Bool = false
    ) {
        self.isFree = isFree
        self.id = id
        self.plan = plan
        self.meter = meter
        self.amount = amount
        self.count = count
        self.attempts = attempts
        self.word = word
    }
}

extension ShownOrder: CustomStringConvertible {
    /// As a person would say it.
    package var description: String {
        "order \(id) (\(plan)) \(word.rawValue): \(amount) to \(isFree ? "the purse of " : "")meter \(meter) as \(count), "
            + "sent \(attempts) times"
    }
}

/// An entry of the journal as the books show it.
package struct ShownEntry: Hashable, Sendable {
    /// What kind of business.
    package enum Kind: Hashable, Sendable {
        /// Electricity was sold.
        case sale
        /// A sale was taken back.
        case void
        /// Money that was due was paid out.
        case payout
        /// What could not be taken out of a meter stands in its room again.
        case restoration
        /// Free credit was given.
        case grant
        /// Free credit has expired.
        case expiry
        /// No money of anybody goes in or out.
        case other
    }

    /// One line of it.
    package struct Line: Hashable, Sendable {
        /// The account.
        package var account: String
        /// What is counted.
        package var commodity: String
        /// So much, in the smallest unit.
        package var amount: Int64

        /// Makes a line.
        package init(account: String, commodity: String, amount: Int64) {
            self.account = account
            self.commodity = commodity
            self.amount = amount
        }
    }

    /// Its place, from 1.
    package var number: Int64
    /// What it came from.
    package var plan: String
    /// What kind it is.
    package var kind: Kind
    /// The entry that it makes up for.
    package var corrects: Int64?
    /// Its lines.
    package var lines: [Line]

    /// Makes an entry.
    package init(number: Int64, plan: String, kind: Kind, corrects: Int64?, lines: [Line]) {
        self.number = number
        self.plan = plan
        self.kind = kind
        self.corrects = corrects
        self.lines = lines
    }
}

/// What the auditor found wrong, in words.
package struct Finding: Error, CustomStringConvertible, Sendable {
    /// The words.
    package let description: String

    /// Makes a finding.
    package init(_ description: String) { self.description = description }
}
