/// What can go wrong with one request, by the name that it has on the command line. `docs/faults.md` says of each what it models.
public enum FaultKind: String, CaseIterable, Hashable, Sendable {
    /// A request is lost before it reaches the meter.
    case dropRequest = "drop-request"
    /// A request is obeyed and its answer lost.
    case dropAnswer = "drop-answer"
    /// An answer comes late; the line waits for it.
    case delay
    /// An answer is kept back and comes in front of whatever the next request brings.
    case late
    /// One bit of an answer is turned over, or noise stands before it.
    case corrupt
    /// An answer comes twice.
    case duplicate
    /// An answer comes in two pieces with a pause between them.
    case split
    /// An answer waits for the next one of its connection, and both leave as one piece.
    case glue
    /// Before the answer a meter of the line sends its status block, for which nobody asked.
    case push
    /// Before the answer a meter of the line sends a keep-alive.
    case heartbeat
    /// The connection is cut instead of the answer; half of the time the request was obeyed before.
    case cut
    /// Instead of forwarding the request the gateway says in words that its port is taken, and hangs up.
    case gatewayText = "gateway-text"
    /// An answer is a few bytes too short or too long; its checksum is right.
    case wrongLength = "wrong-length"
    /// An answer carries the address of another meter.
    case foreignAddress = "foreign-address"
    /// A command is obeyed and answered with an error.
    case refuseApplied = "refuse-applied"
    /// A command is obeyed and nothing is said.
    case silentApplied = "silent-applied"
    /// The meter loses power while it writes a purchase down: a part of it is kept, and nothing is said.
    case partialWrite = "partial-write"
    /// The clock of the meter that is asked moves.
    case drift

    /// What decides whether it strikes; equal for ever, so that a seed keeps its meaning.
    var question: UInt64 {
        switch self {
        case .dropRequest: 0
        case .dropAnswer: 1
        case .delay: 2
        case .corrupt: 3
        case .cut: 4
        case .late: 20
        case .duplicate: 21
        case .split: 22
        case .glue: 23
        case .push: 24
        case .heartbeat: 25
        case .gatewayText: 26
        case .wrongLength: 27
        case .foreignAddress: 28
        case .refuseApplied: 29
        case .silentApplied: 30
        case .partialWrite: 31
        case .drift: 32
        }
    }
}

/// Which part of a purchase a meter kept when it lost power in the middle of writing it down.
public enum TornWrite: String, CaseIterable, Hashable, Sendable {
    /// The count and the amount, not the credit.
    case countAlone = "count"
    /// The credit, the total and the record, not the count.
    case creditAlone = "credit"
    /// What is left, and nothing that tells of the purchase.
    case balanceAlone = "balance"
}
