public import Domain
public import Operations

/// The words of the desk for the command line, so that screen and command say the same.
public enum DeskWords {
    /// What is refused and what to do instead.
    public static func text(_ refusal: Refusal) -> String { refusal.sentences.joined(separator: " ") }

    /// What is refused, without what to do at the console about it.
    public static func happened(_ refusal: Refusal) -> String { refusal.sentences.first ?? "" }

    /// What to look at before committing.
    public static func text(_ warning: PlanWarning, now: Instant, offset: UTCOffset) -> String {
        warning.sentence(now: now, offset: offset)
    }

    /// How a room is supplied, in the word of the lists.
    public static func word(_ state: SupplyState) -> String { state.word }

    /// Why a room has no power; nil when it has.
    public static func reason(_ state: SupplyState) -> String? {
        if case .cut(let reason) = state { reason.sentence } else { nil }
    }
}

/// The filter language of the lists, for the command line.
public struct RoomMatch: Sendable {
    private let filter: RoomFilter
    private let judgement: Judgement
    private let now: Instant

    /// Why a filter was not understood.
    public struct Complaint: Error, Hashable, Sendable {
        /// What is wrong and what would be right.
        public let message: String
    }

    /// Reads a filter, for example `bld:3 rem<10 state:cut`; an empty one matches every room.
    public init(_ text: String, alarms: AlarmRules, price: Price, now: Instant) throws(Complaint) {
        do {
            filter = try RoomFilter(text)
        } catch {
            throw Complaint(message: error.message)
        }
        judgement = Judgement(alarms: alarms, price: price)
        self.now = now
    }

    /// Whether a room is one of those meant.
    public func includes(_ view: RoomView) -> Bool { filter.matches(view, judgement.facts(of: view), now: now) }
}
