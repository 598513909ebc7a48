import Domain
import Operations
import Phrases
import Terminal

/// What a new run is about, typed field by field. Esc goes one step back; nothing happens before the preview.
struct RefundStartForm: Sendable {
    /// In which way rooms are chosen.
    enum Way: Hashable, Sendable {
        case cohort(LeaverShare)
        case building, floor
        case marked([RoomID])
    }

    enum Step: Hashable, Sendable {
        case cohort, building, floor, name, exitDay
    }

    let way: Way
    let steps: [Step]
    private(set) var index = 0
    private(set) var fields: [TextField]
    private(set) var complaint = ""

    init(_ way: Way, today: Day) {
        self.way = way
        steps =
            switch way {
            case .cohort: [.cohort, .name, .exitDay]
            case .building: [.building, .name, .exitDay]
            case .floor: [.building, .floor, .name, .exitDay]
            case .marked: [.name, .exitDay]
            }
        fields = steps.map { step in
            switch step {
            case .cohort, .building: TextField(limit: 24)
            case .floor: TextField(limit: 4)
            case .name: TextField(limit: 40)
            case .exitDay: TextField("\(today)", limit: 10)
            }
        }
        suggestName(today)
    }

    var step: Step { steps[index] }

    private func text(_ step: Step) -> String { steps.firstIndex(of: step).map { fields[$0].text.trimmed } ?? "" }

    /// A name that says what the run is; what somebody typed stays.
    private mutating func suggestName(_ today: Day) {
        guard let place = steps.firstIndex(of: .name), fields[place].text.isEmpty else { return }
        let name =
            switch way {
            case .cohort: text(.cohort).isEmpty ? "" : "graduation-\(text(.cohort))"
            case .building: text(.building).isEmpty ? "" : "building-\(text(.building))-\(today)"
            case .floor: text(.floor).isEmpty ? "" : "building-\(text(.building))-floor-\(text(.floor))-\(today)"
            case .marked: "rooms-\(today)"
            }
        if RefundRun.isName(name) { fields[place].replace(with: name) }
    }

    enum Outcome: Hashable {
        case stays, refused, left
        case accepted(scope: RefundScope, name: String, exitDay: Day)
    }

    mutating func handle(_ key: Key, today: Day) -> Outcome {
        complaint = ""
        if [.escape, .function(10), .function(12)].contains(key) {
            guard index > 0 else { return .left }
            index -= 1
            return .stays
        }
        guard key == .enter else { return fields[index].handle(key) == .taken ? .stays : .refused }
        complaint = problem ?? ""
        guard complaint.isEmpty else { return .refused }
        if index + 1 < steps.count {
            index += 1
            suggestName(today)
            return .stays
        }
        return Day(text(.exitDay)).map { .accepted(scope: scope, name: text(.name), exitDay: $0) } ?? .refused
    }

    private var problem: String? {
        let text = fields[index].text.trimmed
        switch step {
        case .cohort: return text.isEmpty ? phrase("Which cohort? As it stands in the roster, such as 2027.") : nil
        case .building: return text.isEmpty ? phrase("Which building? Such as 3.") : nil
        case .floor: return Int(text) == nil ? phrase("Which floor? A number.") : nil
        case .name:
            return RefundRun.isName(text) ? nil : phrase("Letters, digits, - and _, without blanks, for example graduation-2027.")
        case .exitDay: return Day(text) == nil ? phrase("\"\(text)\" is no day; 2027-06-30 is.") : nil
        }
    }

    private var scope: RefundScope {
        switch way {
        case .cohort: .cohort(text(.cohort))
        case .building: .building(text(.building))
        case .floor: .floor(building: text(.building), Int(text(.floor)) ?? 0)
        case .marked: .rooms
        }
    }

    func dialog(width: Int) -> Dialog {
        let (label, note) =
            switch step {
            case .cohort: (phrase("cohort"), phrase("Every room in which somebody of it lives; only the cohort leaves."))
            case .building: (phrase("building"), phrase("Everybody who lives there leaves."))
            case .floor: (phrase("floor"), phrase("Everybody who lives there leaves."))
            case .name: (phrase("name of the run"), phrase("Without blanks. It stands in the books and on the papers."))
            case .exitDay:
                (
                    phrase("last day"),
                    phrase("The last day of those who leave. Those who live there then share the refund. Enter shows the rooms.")
                )
            }
        let input = Dialog.Input(label: label, field: fields[index], width: max(min(40, width - 30), 12), isWrong: !complaint.isEmpty)
        return Dialog(
            question: phrase("A new run of refunds"), text: [text], input: input, notes: [complaint.isEmpty ? note : complaint],
            keys: [
                KeyHint("Enter", index + 1 < steps.count ? phrase("goes on") : phrase("shows the rooms")),
                KeyHint("Esc", index == 0 ? phrase("leave it") : phrase("back")),
            ])
    }

    private var text: String {
        switch way {
        case .cohort(.paidOut): phrase("A cohort leaves. Where others stay its share is taken out and paid.")
        case .cohort(.staysInRoom): phrase("A cohort leaves. Where others stay its share stays in the room; nothing is paid.")
        case .building: phrase("A whole building is left.")
        case .floor: phrase("A floor of a building is left.")
        case .marked(let rooms): rooms.count == 1 ? phrase("Room \(rooms[0]) is left.") : phrase("\(rooms.count) marked rooms are left.")
        }
    }
}

extension CountGate.Words {
    /// Before a run of refunds is started.
    init(starting plan: RefundStarted) {
        let count = plan.rooms.count
        self.init(
            question: phrase("Start run \(plan.run.id)?"),
            text: [
                count == 1
                    ? phrase("1 room is held back from sales and free credit from now on, until it is closed.")
                    : phrase("\(count) rooms are held back from sales and free credit from now on, until they are closed.")
            ],
            label: phrase("type how many rooms"), note: phrase("What would be paid is estimated then. Nothing leaves a meter yet."),
            wrong: phrase("That is not how many rooms it takes."), act: phrase("starts"))
    }
}
