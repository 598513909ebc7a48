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
            if !filters.subsidy.isEmpty { arrangeList(of: .subsidy) }
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
            return ask(.grant(run))
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
            arrangeList(of: .subsidy)
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

extension CountGate.Words {
    /// Before the free electricity of a month is given.
    init(granting run: SubsidyRun) {
        let rooms = run.plan.rows.count
        self.init(
            question: phrase("Give the free electricity of \(run.month)?"),
            text: [rooms == 1 ? phrase("1 room gets \(run.total) kWh.") : phrase("\(rooms) rooms get \(run.total) kWh together.")],
            label: phrase("type how many rooms"), note: phrase("The books are written at once; the meters follow."),
            wrong: phrase("That is not how many rooms get something."),
            more: [phrase("It is never given twice, by whichever console.")], act: phrase("give"))
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
