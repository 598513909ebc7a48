extension Theme {
    /// The theme without any colour, compiled in: bold, underline and reverse say what colour says elsewhere.
    ///
    /// Used when NO_COLOR is set, when a terminal has no colours, and when theme files are missing.
    public static let mono: Theme = resolving(
        name: "mono", description: "No colour: bold, underline and reverse", palette: [:],
        roles: monoAttributes.mapValues { RoleSpec(attributes: $0) }
    ).theme

    /// Which attributes each role has without colour; `themes/mono.toml` says the same.
    static let monoAttributes: [String: [String]] = [
        "text.dim": ["dim"], "text.strong": ["bold"], "accent": ["bold"], "title": ["bold"], "header": ["bold"], "unit": ["dim"],
        "tab": ["dim"], "tab.current": ["bold", "underline"],
        "context.live": ["bold"], "context.frozen": ["reverse"], "context.test": ["bold", "reverse"],
        "border": ["dim"], "border.focus": ["bold"],
        "cursor": ["reverse"], "cursor.inactive": ["underline"], "mark": ["bold"], "match": ["underline"],
        "field": ["underline"], "field.focus": ["reverse"], "field.error": ["bold", "underline"],
        "key": ["bold"], "key.label": [], "key.disabled": ["dim"],
        "state.low": ["bold"], "state.cut": ["bold", "underline"], "state.scheduled": ["underline"], "state.nodata": ["dim"],
        "state.suspect": ["bold", "reverse"],
        "severity.critical": ["bold", "reverse"], "severity.warning": ["bold"],
        "amount.in": ["bold"], "stale": ["dim"], "changed": ["bold"],
        "bar.low": ["bold"], "bar.empty": ["dim"], "gauge.over": ["bold", "reverse"], "spark": [],
        "heat.1": ["bold", "reverse"], "heat.2": ["bold", "underline"], "heat.3": ["bold"], "heat.4": ["underline"], "heat.5": [],
        "heat.none": ["dim"], "heat.cut": ["bold", "underline", "reverse"],
        "dialog.danger": ["bold"], "toast": ["reverse"],
    ]
}
