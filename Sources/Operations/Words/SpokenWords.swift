public import Domain
public import Phrases

// The words of the office's own terms, in the language that is spoken. The same terms in books, files and JSON are English and never change.

extension OrderState {
    /// The state in one short word.
    public var spoken: String { term.text }
}

extension ReconcileVerdict {
    /// The verdict in one short word.
    public var spoken: String {
        switch self {
        case .unexplained: phrase("OPEN")
        case .explained: phrase("EXPLAINED")
        case .notKnown: phrase("NOT KNOWN")
        case .equal: phrase("EQUAL")
        case .booksAlone: phrase("BOOKS", context: "state")
        }
    }
}

extension DifferenceKind {
    /// What differs.
    public var spoken: String {
        switch self {
        case .count: phrase("purchase count")
        case .total: phrase("total bought")
        case .remaining: phrase("remaining")
        case .register: phrase("register")
        }
    }
}

extension CaseOutcome {
    /// How a case ended.
    public var spoken: String {
        switch self {
        case .corrected: phrase("corrected")
        case .accepted: phrase("accepted")
        case .unfounded: phrase("unfounded")
        }
    }
}

extension RelayMove {
    /// What an order does to a relay, in the place of an amount.
    public var spoken: String {
        switch self {
        case .open: phrase("relay opens")
        case .close: phrase("relay closes")
        }
    }
}

extension RefundStep {
    /// How far a room of a run is, in one short word.
    public var spoken: String { term.text }
}

extension CreditUnit {
    /// What a meter of this unit keeps.
    var kept: String { self == .energy ? phrase("energy", context: "kept") : phrase("money", context: "kept") }

    /// The unit of figures.
    public var spoken: String { self == .energy ? "kWh" : phrase("yuan") }
}

extension Role {
    /// What somebody is at the desk.
    public var spoken: String { term.text }

    /// The same as a phrase.
    var term: Phrase {
        switch self {
        case .manager: Phrase("manager", context: "role")
        case .cashier: Phrase("cashier", context: "role")
        case .supervisor: Phrase("supervisor", context: "role")
        case .engineer: Phrase("engineer", context: "role")
        case .auditor: Phrase("auditor", context: "role")
        case .admin: Phrase("admin", context: "role")
        case .system: Phrase("system", context: "role")
        }
    }
}

extension Actor {
    /// The name for people: what goes on by itself is nobody's act.
    public var spokenName: String { Self.spoken(name: name) }

    /// A name of the books as it is shown.
    public static func spoken(name: String) -> String { name == Role.system.rawValue ? Role.system.spoken : name }
}

extension EntryKind {
    /// The kind of business as the journal has it.
    public var spoken: String {
        switch self {
        case .adoption: phrase("adoption", context: "entry")
        case .sale: phrase("sale", context: "entry")
        case .grant: phrase("grant", context: "entry")
        case .use: phrase("use", context: "entry")
        case .expiry: phrase("expiry", context: "entry")
        case .refund: phrase("refund", context: "entry")
        case .correction: phrase("correction", context: "entry")
        case .void: phrase("void", context: "entry")
        case .payout: phrase("payout", context: "entry")
        case .restoration: phrase("restoration", context: "entry")
        case .departure: phrase("departure", context: "entry")
        case .arrival: phrase("arrival", context: "entry")
        case .swap: phrase("swap", context: "entry")
        case .relay: phrase("relay", context: "entry")
        }
    }
}

extension MeterPoint {
    /// The circuit that it measures: the usual names in the language that is spoken, any other as it was given.
    public var spokenCircuit: String {
        switch circuit {
        case "main": phrase("main")
        case "sockets": phrase("sockets")
        case "lighting": phrase("lighting")
        case "aircon": phrase("aircon")
        default: circuit
        }
    }
}

extension BusHealth {
    /// Why its line does not stand, as it is shown.
    public var spokenTrouble: String { Language.current.recognising(reason: trouble) }
}

extension CopiesStanding.Place {
    /// What it is called, as it is shown.
    public var spokenName: String { [Self.copy, Self.secondPlace].first { $0.english == name }?.text ?? name }

    /// The first place of copies, beside the campus.
    public static let copy = Phrase("copy", context: "place")
    /// The second one, on another medium.
    public static let secondPlace = Phrase("second place", context: "place")

    /// What is wrong with it, as it is shown.
    public var spokenTrouble: String? { trouble.map { Language.current.recognising(reason: $0) } }
}

extension Order {
    /// Its note as it is shown: what the program wrote down, in the language that is spoken.
    public var spokenNote: String { DecisionNote.spoken(note) ?? Language.current.recognising(note) }
}
