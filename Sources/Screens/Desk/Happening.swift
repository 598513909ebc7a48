import Domain
import Operations
import Phrases
import Terminal

/// Something that happened on the campus while the console was open, for the strip below the wall.
struct Happening: Hashable, Sendable {
    /// How much it matters.
    enum Weight: Hashable, Sendable {
        case critical, warning, info

        /// The sign in front of the text, so that colour is never alone.
        var sign: String {
            switch self {
            case .critical: "!!"
            case .warning: "! "
            case .info: ". "
            }
        }

        var role: Role {
            switch self {
            case .critical: .critical
            case .warning: .warning
            case .info: .info
            }
        }
    }

    var at: Instant
    var weight: Weight
    var room: RoomID?
    var text: String

    /// What a change of supply says; nil where it is not worth a line.
    init?(_ change: SupplyChange, at: Instant, figures: Figures) {
        self.at = at
        room = change.room
        switch (change.from, change.to) {
        case (_, .cut(let reason)): (weight, text) = (.critical, phrase("dark: \(reason.short)"))
        case (.cut, .on), (.cut, .low), (.cut, .veryLow): (weight, text) = (.info, phrase("has power again"))
        case (_, .noData): (weight, text) = (.warning, phrase("does not answer"))
        case (.noData, .on), (.noData, .low): (weight, text) = (.info, phrase("answers again"))
        case (.on, .low), (.on, .veryLow), (.low, .veryLow):
            (weight, text) = (.warning, phrase("low: \(figures.energy(change.left)) kWh left"))
        default: return nil
        }
    }

    /// What the move of an order says.
    init(_ order: Order, at: Instant, figures: Figures) {
        self.at = at
        room = order.room
        let what = order.task.relay?.spoken
        text = "\(what ?? "\(figures.change(order.task.change)) \(figures.unit(order.task.amount.unit))") \(order.state.spoken)"
        weight =
            switch order.state {
            case .refused, .disputed: .critical
            case .unknown, .expired: .warning
            case .queued, .sent, .confirmed, .withdrawn: .info
            }
    }

    /// Anything else.
    init(at: Instant, weight: Weight, text: String) {
        self.at = at
        self.weight = weight
        self.text = text
        room = nil
    }
}
