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

    /// The figure of a room with this name; nil when there is none.
    public static func figure(named title: String) -> RoomFigure? { RoomFigure(title: title) }

    /// The names of the figures that can be explained.
    public static var figures: [String] { RoomFigure.allCases.map(\.title) }

    /// The name of a figure.
    public static func name(_ figure: RoomFigure) -> String { figure.title }

    /// What an explanation says.
    public static func text(_ fact: ExplanationFact, offset: UTCOffset) -> String { ExplanationWords(offset: offset).sentence(fact) }

    /// How a step of an explanation is known.
    public static func known(_ evidence: Evidence, offset: UTCOffset) -> String { ExplanationWords(offset: offset).known(evidence) }

    /// How a room is supplied, in the word of the lists.
    public static func word(_ state: SupplyState) -> String { state.word }

    /// Why a room has no power; nil when it has.
    public static func reason(_ state: SupplyState) -> String? {
        if case .cut(let reason) = state { reason.sentence } else { nil }
    }
}
