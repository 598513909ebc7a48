import Domain
import MeterWire
import Operations

/// One request, and what is needed to wait for its answer.
struct Exchange: Hashable, Sendable {
    /// What is sent.
    var request: Frame
    /// Data bytes of the longest answer, for the time that it takes on the line.
    var answerLength: Int
    /// Whether credit or the relay may move with it: it is sent once, its relay needs time, and nothing late is taken for its answer.
    var isOrder: Bool

    /// A read of one item.
    static func read(_ identifier: DataIdentifier, from address: MeterAddress) -> Exchange {
        let length = DataItem(identifier)?.expectedLength ?? 4
        return Exchange(request: .read(identifier, from: address), answerLength: 4 + length, isOrder: false)
    }

    /// An order to move credit or the relay.
    static func order(_ request: Frame) -> Exchange {
        Exchange(request: request, answerLength: DormitoryAnswer.length, isOrder: true)
    }
}

/// Where a session stands.
enum SessionStep: Hashable, Sendable {
    /// This is to be sent next, or waits for its answer.
    case ask(Exchange)
    /// The job has its outcome.
    case done(MeterOutcome)
}

/// What a profile still needs; thrown out of its straight description of a job, which is run again when the answer is there.
enum Need: Error {
    /// An item; `again` for its second reading within one job.
    case item(DataIdentifier, again: Bool)
    /// The answer to an order.
    case order(Frame)
    /// Everything once more, because the meter moved while it was being read.
    case startOver
    /// Nothing more: the job ends here without what it wanted.
    case end(MeterOutcome)
}

extension DataIdentifier {
    /// Customer number of a dormitory meter.
    static let customerNumber: DataIdentifier = 0x0450_000D
    /// All that was ever bought, as it stands in the latest purchase record of a dormitory meter.
    static let totalBought: DataIdentifier = 0x0333_0601
    /// The count of the last command to the purse of free credit.
    static let subsidyCount: DataIdentifier = 0x0335_0201
    /// Its amount: what was added, or what the purse was set to.
    static let subsidyAmount: DataIdentifier = 0x0335_0301
    /// The price by which a meter charges now.
    static let presentPrice: DataIdentifier = 0x0280_0020
}
