import Domain
public import Operations
import Phrases
import Terminal
import TextLayout

/// The columns of the preview of a month.
enum SubsidyColumn: Hashable, Sendable {
    case name, gets, month, before, state, words
}

extension Console {
    /// Lines of buildings and rooms in view.
    var subsidyHeight: Int { max(size.rows - 10, 1) }

    private static var plan: [Column<SubsidyColumn>] {
        [
            Column(.name, title: phrase("room"), width: 8...14), Column(.gets, title: phrase("gets"), width: 9, placement: .decimal(2)),
            Column(.month, title: phrase("month", context: "this one"), width: 9, placement: .decimal(2), priority: 10),
            Column(.before, title: phrase("last month"), shortTitle: phrase("before"), width: 10, placement: .decimal(2), priority: 70),
            Column(.state, title: phrase("state"), width: 9, priority: 80),
            Column(.words, title: phrase("why"), width: 26...100, priority: 60),
        ]
    }

    /// Draws what the run of a month gives, by building and room, and how far it has come.
    func drawSubsidy(in frame: inout Frame) {
        let title = subsidy.month.map { phrase("Subsidy of \($0)") } ?? phrase("Subsidy")
        guard let run = subsidy.run else {
            frame.line([(title, .title)], [], row: 1)
            let isPlanning = if case .planning = subsidy.stage { true } else { false }
            let words =
                isPlanning
                ? [phrase("It is being worked out for every room."), phrase("A moment. Nothing is given by it.")] : subsidy.complaint
            return frame.emptyState(words.flatMap { $0.wrapped(to: size.columns - 6) }, row: 4)
        }
        drawSums(title, in: &frame)
        let columns = Self.plan.filter { $0.id != .state || subsidy.progress != nil }
        let plan = ColumnPlan(columns, width: size.columns - 4, gap: 2)
        frame.tableHeader(plan, at: Point(column: 3, row: 2), width: size.columns - 4)
        frame.horizontalRule(at: Point(column: 1, row: 3), width: size.columns - 2)
        if subsidy.order.isEmpty, !filters.subsidy.isEmpty {
            frame.emptyState(
                [phrase("No room fits the filter \(filters.subsidy.text)."), phrase("Esc twice takes it away; \\ changes it.")], row: 5)
        } else if subsidy.order.isEmpty {
            frame.emptyState([subsidy.choice.nothing, phrase("v lists other rooms.")], row: 5)
        }
        for index in subsidy.list.visible {
            draw(subsidy.order[index], row: 4 + index - subsidy.list.top, plan, in: &frame)
        }
        drawSubsidyFoot(run, in: &frame)
    }

    private func drawSums(_ title: String, in frame: inout Frame) {
        let figures = Figures(glyphs: frame.glyphs)
        let sums = subsidy.sums
        var runs: [Run] = [
            (title, .title), ("   \(figures.count(sums.given))", .strong),
            (sums.given == 1 ? phrase(" room gets ") : phrase(" rooms get "), .dim),
        ]
        runs += [(figures.energy(sums.energy), .strong), (" kWh", .unit)]
        runs += [("   \(figures.count(sums.rooms - sums.given))", .text), (phrase(" get nothing"), .dim)]
        if sums.marked > 0 { runs += [("   \(figures.count(sums.marked))", .stateLow), (phrase(" to look at"), .dim)] }
        let filtered = filterRuns(subsidy.order.count, of: sums.rooms, figures)
        frame.line(filtered.isEmpty ? runs : filtered, frame.position(in: subsidy.list), row: 1)
    }

    private func draw(_ line: SubsidyLine, row: Int, _ plan: ColumnPlan<SubsidyColumn>, in frame: inout Frame) {
        let figures = Figures(glyphs: frame.glyphs)
        let at = Point(column: 3, row: row)
        let isHere = subsidy.list.cursor == line
        if isHere { frame.text(frame.glyphs.pointer, 0, row, .accent) }
        switch line {
        case .building(let name):
            let sums = subsidy.buildings[name] ?? SubsidySums()
            frame.tableCell(phrase("building \(name)"), in: .name, of: plan, at: at, role: .header)
            frame.tableCell(figures.energy(sums.energy), in: .gets, of: plan, at: at, role: .strong)
            frame.tableCell(figures.energy(sums.lastMonth), in: .before, of: plan, at: at, role: .dim)
            frame.tableCell(sums.words, in: .words, of: plan, at: at, role: sums.marked > 0 ? .stateLow : .dim)
        case .room(let room):
            guard let found = subsidy[room] else { break }
            let gets = found.shares.isEmpty ? frame.glyphs.nothing : figures.energy(found.total)
            frame.tableCell(room.text, in: .name, of: plan, at: at)
            frame.tableCell(gets, in: .gets, of: plan, at: at, role: found.shares.isEmpty ? .dim : .amountIn)
            frame.tableCell(figures.energy(found.thisMonth), in: .month, of: plan, at: at, role: .dim)
            frame.tableCell(figures.energy(found.lastMonth), in: .before, of: plan, at: at, role: .dim)
            if let state = subsidy.progress?.states[room] {
                frame.tableCell(state.spoken, in: .state, of: plan, at: at, role: state.role)
            }
            frame.tableCell(found.words, in: .words, of: plan, at: at, role: found.mark == nil ? .dim : .stateLow)
        }
        if isHere {
            frame.highlight(Rect(column: 0, row: row, columns: size.columns, rows: 1), role: .cursor)
            frame.park(0, row)
        }
    }

    /// What is to be said of the run, and of the room under the cursor.
    private func drawSubsidyFoot(_ run: SubsidyRun, in frame: inout Frame) {
        let width = size.columns - 2
        let row = size.rows - 5
        frame.horizontalRule(at: Point(column: 1, row: row - 1), width: width)
        drawStep(run, row: row, in: &frame)
        guard subsidy.complaint.isEmpty, case .room(let room)? = subsidy.list.cursor, let found = subsidy[room] else { return }
        let way = (subsidy.progress?.ways[room] ?? found.way).map(DeskWords.text)
        let words = [found.words, way].compactMap { $0 }.joined(separator: "; ")
        for (index, text) in "\(room): \(words)".wrapped(to: width).prefix(2).enumerated() {
            frame.text(text, 1, row + 1 + index, found.mark == nil ? .dim : .warning, width: width)
        }
    }

    private func drawStep(_ run: SubsidyRun, row: Int, in frame: inout Frame) {
        let width = size.columns - 2
        if !subsidy.complaint.isEmpty {
            let lines = subsidy.complaint.flatMap { $0.wrapped(to: width) }
            for (index, text) in lines.prefix(3).enumerated() { frame.text(text, 1, row + index, index == 0 ? .critical : .text) }
            return
        }
        switch subsidy.stage {
        case .nothing, .planning: break
        case .shown where run.plan.rows.isEmpty:
            frame.text(phrase("Nothing is due that was not granted: a second run gives nothing."), 1, row, .strong, width: width)
        case .shown:
            frame.runs(
                [("+", .key), (phrase(" gives it, after the count of rooms was typed. Nothing is given yet."), .text)], 1, row, width: width
            )
        case .committing: frame.text(phrase("Writing it into the books."), 1, row, .strong, width: width)
        case .done(_, let granted, let existed):
            let words = existed ? phrase("It stood in the books already: ") : phrase("Given, and it stands in the books: ")
            let rooms = granted == 1 ? phrase("1 room.") : phrase("\(granted) rooms.")
            frame.runs([(words + rooms, .strong)] + progressRuns, 1, row, width: width)
        }
    }

    /// How many orders stand where: what is at the meters, what is on its way, what wants a person.
    private var progressRuns: [Run] {
        guard let progress = subsidy.progress else { return [(phrase("  The meters are told in their turn."), .dim)] }
        if progress.states.isEmpty { return [(phrase("  No meter has to be told."), .dim)] }
        var runs: [Run] = []
        for state in OrderState.allCases {
            if let count = subsidy.counts[state] { runs += [("  \(state.spoken) ", state.role), ("\(count)", .text)] }
        }
        return runs
    }

    /// What can be done on the screen of the subsidy.
    var subsidyHint: String {
        switch subsidy.stage {
        case .nothing: phrase("r tries again; Left goes to the month before.")
        case .planning: ""
        case .shown: phrase("Enter opens a building or a room; Left and Right go to other months.")
        case .committing: phrase("It goes on by itself, also when you leave.")
        case .done: phrase("The meters are told by themselves, also when you leave; p shows the report.")
        }
    }
}

extension SubsidyChoice {
    /// What is said when no room is of this kind.
    fileprivate var nothing: String {
        switch self {
        case .buildings, .all: phrase("There are no rooms yet.")
        case .marked: phrase("There is nothing to look at: every room is like the others.")
        case .skipped: phrase("Every room gets something.")
        }
    }
}

extension SubsidySums {
    fileprivate var words: String {
        let look = marked > 0 ? phrase(", \(marked) to look at") : ""
        return phrase("\(given) of \(rooms)\(look)")
    }
}

extension SubsidyRow {
    /// Why it gets nothing, or to how many residents; what to look at first.
    fileprivate var words: String {
        let residents = shares.count { $0.share.key.stay != 0 }
        let whom =
            shares.isEmpty
            ? nil : residents == 0 ? phrase("to the room") : residents == 1 ? phrase("1 resident") : phrase("\(residents) residents")
        return [mark, skip.map(DeskWords.text) ?? (mark == nil ? whom : nil)].compactMap { $0 }.joined(separator: "; ")
    }
}

extension DeskWords {
    /// Why a room gets no free electricity.
    public static func text(_ skip: SkipReason) -> String {
        switch skip {
        case .rule(.noPolicy): phrase("no policy holds for its building")
        case .rule(.pause): phrase("the policy pauses in this month")
        case .rule(.roomClosed): phrase("the room is closed")
        case .rule(.empty): phrase("nobody lives there")
        case .rule(.granted): phrase("everything was granted before")
        case .rule(.nothingDue): phrase("the part of the month is too short")
        case .refused(let refusal): text(refusal)
        case .meterFull: phrase("the meter can not hold so much more")
        case .unknownInPurse(let credit):
            Reader.advice(
                console: phrase("the meter's purse holds \(credit) of free credit of which the books know nothing; look at g c"),
                commandLine: phrase(
                    "the meter's purse holds \(credit) of free credit of which the books know nothing; look at dormwatt reconcile"))
        }
    }

    /// By which of its purses free credit goes into a meter, and why not by its own.
    public static func text(_ way: GrantWay) -> String {
        switch way {
        case .purse: phrase("by the meter's own purse")
        case .littleBought: phrase("as plain credit: hardly any bought credit is left, the purse alone gives no light")
        case .noPurse: phrase("as plain credit: the meter does not tell of a purse")
        case .switchedOff: phrase("as plain credit: campus.toml switches purses off")
        }
    }
}
