/// What a cell is for; a theme says how it looks.
///
/// The raw value is the name in theme files, dotted from the general to the special, `state.cut`. A theme that does not set a
/// property of a role takes it from the parent (`state`), and at last from `text`.
public enum Role: String, Sendable, Hashable, CaseIterable {
    // Ink
    case text
    case dim = "text.dim"
    case strong = "text.strong"
    case accent
    case title
    case header
    case unit

    // The first lines
    case tab
    case currentTab = "tab.current"
    case context
    case live = "context.live"
    case frozen = "context.frozen"
    case test = "context.test"

    // Rules, boxes, and where the operator is
    case border
    case focusedBorder = "border.focus"
    case cursor
    case inactiveCursor = "cursor.inactive"
    case mark
    case match

    // Fields and keys
    case field
    case focusedField = "field.focus"
    case wrongField = "field.error"
    case key
    case keyLabel = "key.label"
    case disabledKey = "key.disabled"

    // Rooms
    case state
    case stateOn = "state.on"
    case stateLow = "state.low"
    case stateCut = "state.cut"
    case stateScheduled = "state.scheduled"
    case stateNoData = "state.nodata"
    case stateSuspect = "state.suspect"

    // Events, money, ages
    case severity
    case critical = "severity.critical"
    case warning = "severity.warning"
    case info = "severity.info"
    case amount
    case amountIn = "amount.in"
    case amountOut = "amount.out"
    case stale
    case changed

    // Drawn figures
    case bar
    case lowBar = "bar.low"
    case emptyBar = "bar.empty"
    case spark
    case gauge
    case gaugeOver = "gauge.over"

    // The sequential ramp, from nothing left to plenty
    case heat
    case heat1 = "heat.1"
    case heat2 = "heat.2"
    case heat3 = "heat.3"
    case heat4 = "heat.4"
    case heat5 = "heat.5"
    case heatUnknown = "heat.none"
    /// A room without power, whatever is left.
    case heatCut = "heat.cut"

    // Dialogs
    case dialog
    case dangerDialog = "dialog.danger"
    case toast

    /// The role that this one falls back to: the name without its last part; `text` for a name of one part, nil for `text`.
    public var parent: Role? {
        guard self != .text else { return nil }
        guard let dot = rawValue.lastIndex(of: ".") else { return .text }
        return Role(rawValue: String(rawValue[..<dot])) ?? .text
    }

    /// The step of the sequential ramp, 1 (nothing left) to 5 (plenty); steps outside are taken as the nearest end.
    public static func heat(_ step: Int) -> Role { [.heat1, .heat2, .heat3, .heat4, .heat5][min(max(step, 1), 5) - 1] }
}
