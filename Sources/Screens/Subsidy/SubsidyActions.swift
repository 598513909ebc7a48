import Domain
import Operations
import Phrases
import Terminal

extension Console {
    /// Whether a command of the subsidy can be used now.
    func subsidyAvailability(_ id: Command.ID) -> Availability {
        switch (id, subsidy.stage) {
        case (_, .committing): .disabled(phrase("It is being written into the books; a moment."))
        case (.grant, .nothing), (.grant, .planning): .disabled(phrase("There is no preview yet."))
        case (.grant, .done): .disabled(phrase("It was granted: r plans what came due since."))
        case (.grant, .shown(let run)) where run.plan.rows.isEmpty: .disabled(phrase("Nothing is due that was not granted."))
        case (.subsidyRows, _) where subsidy.run == nil: .disabled(phrase("There is no preview yet."))
        case (.openSubsidyLine, _) where subsidy.list.cursor == nil: .disabled(phrase("There is nothing here to open."))
        default: .available
        }
    }

    /// Shows, plans and grants the free electricity of a month.
    mutating func workOnSubsidy(_ id: Command.ID, _ key: Key?) -> [Effect] {
        switch id {
        case .subsidy:
            visits.go(to: .subsidy)
            if case .nothing = subsidy.stage { return plan(subsidy.month ?? thisMonth) }
        case .replan: return plan(subsidy.month ?? thisMonth)
        case .turnMonth: return turnMonth(key == .left || key == .character("h") ? -1 : 1)
        case .subsidyRows: overlay = .chooser(.subsidyRows(subsidy))
        case .openSubsidyLine:
            switch subsidy.list.cursor {
            case .building(let building): subsidy.toggle(building)
            case .room(let room): return openRoom(room)
            case nil: break
            }
        case .grant:
            guard let run = subsidy.run else { return [] }
            overlay = .granting(GrantGate(run))
            // What was typed before the question was typed without seeing it.
            return [.flushInput]
        case .subsidyPaper: return subsidy.month.map { show(.new(.subsidy($0))) } ?? []
        default: break
        }
        return []
    }

    /// Takes what is told about the subsidy.
    mutating func take(_ news: SubsidyNews) -> [Effect] {
        switch news {
        case .planned(let run):
            guard subsidy.take(run) else { break }
            arrangeLists()
            return screen == .subsidy ? [.flushInput] : []
        case .notPlanned(let month, let problem): subsidy.take(problem, planning: month)
        case .committed(let run, let outcome):
            guard subsidy.take(outcome, of: run) else {
                if screen != .subsidy { say(phrase("The subsidy of \(run.month) was not granted."), .warning) }
                return [.bell]
            }
            if screen != .subsidy { say(phrase("The subsidy of \(run.month) is granted.")) }
        case .failed(let run, let problem):
            subsidy.take(problem, committing: run)
            return [.bell]
        case .progress(let progress): subsidy.take(progress)
        }
        return []
    }

    /// Asks how far the orders of a run have come, as long as somebody looks.
    mutating func followSubsidy() -> [Effect] {
        guard screen == .subsidy, let plan = subsidy.due(desk.now) else { return [] }
        return [.subsidy(.progress(plan))]
    }

    /// A key for the count before the commit.
    mutating func handle(_ key: Key, in gate: GrantGate) -> [Effect] {
        var gate = gate
        switch gate.handle(key) {
        case .stays: overlay = .granting(gate)
        case .left: overlay = nil
        case .refused:
            overlay = .granting(gate)
            return [.bell]
        case .passed:
            overlay = nil
            return subsidy.commit().map { [.subsidy(.commit($0))] } ?? []
        }
        return []
    }

    private var thisMonth: Month { Month(of: desk.wall(desk.now).day) }

    private mutating func plan(_ month: Month) -> [Effect] {
        subsidy.plan(month)
        return [.subsidy(.plan(month))]
    }

    private mutating func turnMonth(_ step: Int) -> [Effect] {
        let month = (subsidy.month ?? thisMonth).advanced(by: step)
        if month > thisMonth { return refuse(phrase("\(month) has not begun: its run is made on its first day or later.")) }
        return plan(month)
    }
}

/// The gate before free credit for many rooms: how many rooms get it has to be typed.
struct GrantGate: Hashable, Sendable {
    let month: Month
    let rooms: Int
    let energy: Energy
    var field = TextField(kind: .digits, limit: 6)
    var isWrong = false

    init(_ run: SubsidyRun) {
        month = run.month
        rooms = run.plan.rows.count
        energy = run.total
    }

    enum Outcome: Hashable {
        case stays, refused, left, passed
    }

    mutating func handle(_ key: Key) -> Outcome {
        if [.escape, .function(10), .function(12), .control("c")].contains(key) { return .left }
        if key == .enter {
            isWrong = Int(field.text) != rooms
            return isWrong ? .refused : .passed
        }
        isWrong = false
        return field.handle(key.folded) == .taken ? .stays : .refused
    }

    var dialog: Dialog {
        Dialog(
            question: phrase("Give the free electricity of \(month)?"),
            text: [rooms == 1 ? phrase("1 room gets \(energy) kWh.") : phrase("\(rooms) rooms get \(energy) kWh together.")],
            input: Dialog.Input(label: phrase("type how many rooms"), field: field, width: 8, isWrong: isWrong),
            notes: [
                isWrong ? phrase("That is not how many rooms get something.") : phrase("The books are written at once; the meters follow."),
                phrase("It is never given twice, by whichever console."),
            ], keys: [KeyHint("Enter", phrase("give")), KeyHint("Esc", phrase("leave it"))])
    }
}

extension Chooser {
    static func subsidyRows(_ state: SubsidyState) -> Chooser {
        let sums = state.sums
        return Chooser(
            question: phrase("List which rooms"),
            options: [
                Option(letter: "b", label: phrase("Buildings"), note: phrase("Enter opens one"), choice: .subsidyRows(.buildings)),
                Option(letter: "l", label: phrase("To look at"), note: phrase("\(sums.marked) rooms"), choice: .subsidyRows(.marked)),
                Option(
                    letter: "n", label: phrase("Get nothing"), note: phrase("\(sums.rooms - sums.given) rooms"),
                    choice: .subsidyRows(.skipped)),
                Option(letter: "a", label: phrase("All"), note: phrase("\(sums.rooms) rooms"), choice: .subsidyRows(.all)),
            ], index: SubsidyChoice.allCases.firstIndex(of: state.choice) ?? 0)
    }
}
