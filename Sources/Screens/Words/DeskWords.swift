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
