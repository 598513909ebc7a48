import Domain
import Operations
import Phrases

/// How the lines of a reviewed file are said.
protocol ReviewWords: Sendable {
    /// What stands beside the number, name or address.
    func title(_ name: String) -> String
    /// What becomes of it.
    func words(_ kind: RosterKind, _ name: String, arrow: String) -> String
}

/// Residents: who they are, where they live, and what changes.
struct RosterWords: ReviewWords {
    private let endsGone: Bool
    private let known: [ResidentID: Resident]
    private let residents: [ResidentID: Resident]
    private let stays: [ResidentID: [Stay]]
    private let moves: [ResidentID: RosterReview.Move]
    private let current: [ResidentID: Stay]

    init(_ file: RosterFile) {
        endsGone = file.endsGone
        known = file.roster.residents
        (residents, stays, moves, current) = (file.residents, file.stays, file.moves, file.current)
    }

    /// The name of somebody as it would be, else as it is.
    func title(_ name: String) -> String { (residents[ResidentID(name)] ?? known[ResidentID(name)])?.name ?? "" }

    func words(_ kind: RosterKind, _ name: String, arrow: String) -> String {
        let id = ResidentID(name)
        switch kind {
        case .problem, .replaced: return ""
        case .new: return newWords(id)
        case .gone:
            let room = current[id].map { phrase("lives in \($0.room)") } ?? ""
            return endsGone ? phrase("\(room); the stay ends") : phrase("\(room); is left as it is")
        case .moved:
            let from = stays[id]?.map(\.from).max().map { phrase(" from \($0) on") } ?? ""
            return moves[id].map { "\($0.from) \(arrow) \($0.to)\(from)" } ?? ""
        case .changed: return changes(of: id, arrow: arrow).joined(separator: ", ")
        }
    }

    private func newWords(_ id: ResidentID) -> String {
        let stay = stays[id]?.max { $0.from < $1.from }
        let room = stay.map { phrase("room \($0.room) from \($0.from)") } ?? phrase("lives elsewhere")
        let person = residents[id]
        let rest = [person?.schoolClass, person?.cohort].compactMap { $0 }.filter { !$0.isEmpty }
        return ([room] + rest).joined(separator: ", ")
    }

    private func changes(of id: ResidentID, arrow: String) -> [String] {
        var words: [String] = []
        if let old = known[id], let new = residents[id] {
            words += [
                (phrase("name"), old.name, new.name), (phrase("class"), old.schoolClass, new.schoolClass),
                (phrase("cohort"), old.cohort, new.cohort), (phrase("contact"), old.contact, new.contact),
            ].compactMap { Self.change($0, $1, $2, arrow) }
        }
        for stay in (stays[id] ?? []).sorted(by: { $0.id < $1.id }) {
            words.append(phrase("\(stay.room) from \(stay.from)") + (stay.until.map { phrase(" until \($0)") } ?? ""))
        }
        return words
    }
}

extension ReviewWords {
    /// A value that differs; nil for one that is the same.
    static func change(_ label: String, _ before: String, _ after: String, _ arrow: String) -> String? {
        before == after ? nil : "\(label) \(before.isEmpty ? "-" : before) \(arrow) \(after.isEmpty ? "-" : after)"
    }
}

/// Rooms, meters and concentrators: what they are, and which of their columns change.
struct InventoryWords: ReviewWords {
    /// The columns by name, before and after.
    private let before: [String: [(label: String, value: String)]]
    private let after: [String: [(label: String, value: String)]]

    init(_ file: ReviewedInventory) {
        before = Self.columns(file.before)
        after = Self.columns(file.review.change)
    }

    func title(_ name: String) -> String { (after[name] ?? before[name])?.first?.value ?? "" }

    func words(_ kind: RosterKind, _ name: String, arrow: String) -> String {
        switch kind {
        case .problem, .moved: return ""
        case .gone: return phrase("is left as it is")
        case .replaced: return phrase("was replaced; its line is passed over")
        case .new:
            return (after[name] ?? []).dropFirst().filter { !$0.value.isEmpty }.map { "\($0.label) \($0.value)" }.joined(separator: ", ")
        case .changed:
            return zip(before[name] ?? [], after[name] ?? []).compactMap { Self.change($0.label, $0.value, $1.value, arrow) }
                .joined(separator: ", ")
        }
    }

    private static func columns(_ change: InventoryChange) -> [String: [(label: String, value: String)]] {
        var found: [String: [(label: String, value: String)]] = [:]
        for concentrator in change.concentrators {
            let buses = concentrator.buses.map { "\($0.id.number):\($0.baud)" }.joined(separator: " ")
            let port = concentrator.port == Concentrator.noPort ? "" : ":\(concentrator.port)"
            found[concentrator.id.text] = [(phrase("host"), concentrator.host + port), (phrase("buses"), buses)]
        }
        for room in change.rooms {
            found[room.id.text] = [
                (phrase("place"), phrase("building \(room.building)")), (phrase("floor"), "\(room.floor)"), (phrase("number"), room.number),
                (phrase("beds"), "\(room.beds)"), (phrase("open", context: "room"), room.isOpen ? phrase("yes") : phrase("no")),
            ]
        }
        for meter in change.meters { found[meter.id.text] = columns(of: meter) }
        return found
    }

    private static func columns(of meter: MeterPoint) -> [(label: String, value: String)] {
        let place =
            switch meter.place {
            case .room(let room, let circuit): "\(room) \(circuit)"
            case .supply(let name): name
            }
        return [
            (phrase("place"), place), (phrase("bus"), "\(meter.bus)"), (phrase("profile"), meter.profile.rawValue),
            (phrase("unit"), meter.unit.rawValue), (phrase("serial"), meter.serialNumber), (phrase("phases"), "\(meter.phases)"),
            (phrase("constant"), "\(meter.constant)"), (phrase("ct"), "\(meter.ctRatio)"),
            (phrase("baseline"), meter.baseline.map { "\($0.count) \($0.remaining)" } ?? ""),
        ]
    }
}
