/// What somebody may do at the desk.
public enum Role: String, Hashable, Sendable, CaseIterable, Codable {
    /// Runs the residence: sells, grants, controls, closes the month.
    case manager
    /// Sells, and voids own sales of the shift.
    case cashier
    /// Approves what others made.
    case supervisor
    /// Meters and control.
    case engineer
    /// Reads and verifies.
    case auditor
    /// Operators and settings; sells nothing.
    case admin
    /// The program itself: daily use, expiry, delivery.
    case system

    /// Whether somebody in this role has a drawer: takes money for electricity and gives it back.
    public var hasDrawer: Bool {
        switch self {
        case .manager, .cashier, .supervisor: true
        case .engineer, .auditor, .admin, .system: false
        }
    }
}

/// Who did something, in what role, in which shift, at which console. Stands in every plan and every entry.
public struct Actor: Hashable, Sendable {
    /// The operator's short name, for example `chen`.
    public var name: String
    /// The role acted in.
    public var role: Role
    /// The shift, for example `2026-11-21/chen`.
    public var shift: String
    /// The console, for example `desk-1` or `ssh:4711`.
    public var console: String

    /// Makes an actor.
    public init(name: String, role: Role, shift: String, console: String) {
        self.name = name
        self.role = role
        self.shift = shift
        self.console = console
    }
}
