public import Domain

/// What the watch over the cases wants done.
public enum CaseMove: Hashable, Sendable {
    /// Open a case: something was found twice, by two readings, and nothing explains it.
    case open(CaseDraft)
    /// Write into a case that its difference went or came back.
    case observe(CaseID, isThere: Bool)
    /// Ask the meter for a picture of its credit with so many purchase records, after everything else that the bus has to do.
    case picture(MeterID, purchases: Int)
}

/// Decides when an unexplained difference becomes a case. Pure: rows in, moves out.
///
/// One look proves nothing: an order may be confirmed between the look at the books and the look at the readings. A difference has to be
/// found again by a later reading, and the meter is asked for its total and purchase records first; a meter that does not tell them is
/// waited for ten minutes.
public struct CaseWatch: Sendable {
    private var first: [Subject: Sight] = [:]

    private struct Subject: Hashable {
        var room: RoomID
        var kind: DifferenceKind
    }

    private struct Sight: Hashable {
        var reading: Instant
        var since: Instant
        /// Whether it is the difference that was seen, or that one of a case is gone.
        var isThere: Bool
    }

    private static let patience: Int64 = 600_000
    private static let records = 5

    /// Makes a watch that has seen nothing.
    public init() {}

    /// The rooms that were seen once and wait for a second look.
    public var waiting: Set<RoomID> { Set(first.keys.map(\.room)) }

    /// Looks at rows and answers what is to be done.
    public mutating func look(_ rows: [ReconcileRow], now: Instant) -> [CaseMove] { rows.flatMap { look($0, now: now) } }

    private mutating func look(_ row: ReconcileRow, now: Instant) -> [CaseMove] {
        guard let meter = row.meter, let reading = row.reading, row.verdict != .notKnown else { return [] }
        var moves: [CaseMove] = []
        for kind in DifferenceKind.allCases {
            let difference = row.unexplained.first { $0.kind == kind }
            let open = row.openCases.last { $0.kind == kind }
            let subject = Subject(room: row.id, kind: kind)
            let isNews = difference != nil ? open.map { !$0.isThere } ?? true : open?.isThere ?? false
            guard isNews else {
                first[subject] = nil
                continue
            }
            guard let seen = first[subject], seen.isThere == (difference != nil) else {
                first[subject] = Sight(reading: reading.at, since: now, isThere: difference != nil)
                if difference != nil, open == nil, !moves.contains(where: \.isPicture) {
                    moves.append(.picture(meter.id, purchases: Self.records))
                }
                continue
            }
            guard reading.at > seen.reading else { continue }
            if let open {
                moves.append(.observe(open.id, isThere: difference != nil))
            } else if let difference {
                let hasPicture = row.picture.map { $0.at >= seen.reading } ?? false
                guard hasPicture || now.milliseconds(since: seen.since) >= Self.patience else { continue }
                moves.append(
                    .open(CaseDraft(room: row.id, meter: meter.id, kind: kind, finding: .found(difference, in: row))))
            }
            first[subject] = nil
        }
        return moves
    }
}

extension CaseMove {
    fileprivate var isPicture: Bool { if case .picture = self { true } else { false } }
}
