import Domain
import Operations
import Phrases
import Terminal

/// A line of the preview: a building, or one of its rooms.
enum SubsidyLine: Hashable, Sendable {
    case building(String)
    case room(RoomID)
}

/// Which rooms of a preview are listed.
enum SubsidyChoice: CaseIterable, Sendable {
    /// Buildings, and the rooms of those that were opened.
    case buildings
    /// The rooms that somebody should look at.
    case marked
    /// The rooms that get nothing.
    case skipped
    /// Every room.
    case all
}

/// The free electricity of a month on its way from the preview to the meters.
struct SubsidyState: Sendable {
    /// How far it has come. Nothing is granted before the commit.
    enum Stage: Sendable {
        case nothing
        case planning
        case shown(SubsidyRun)
        case committing(SubsidyRun)
        /// It stands in the books; the orders go their way.
        case done(SubsidyRun, granted: Int, existed: Bool)
    }

    private(set) var month: Month?
    private(set) var stage = Stage.nothing
    private(set) var progress: SubsidyProgress?
    /// How many orders of the run stand where.
    var counts: [OrderState: Int] { progress?.counts ?? [:] }
    /// Why it does not go on, and what to do; empty when it does.
    private(set) var complaint: [String] = []
    private(set) var choice = SubsidyChoice.buildings
    var list = ListState<SubsidyLine>()
    /// The lines as they are listed.
    private(set) var order: [SubsidyLine] = []
    /// The sums of each building.
    private(set) var buildings: [String: SubsidySums] = [:]
    private(set) var sums = SubsidySums()

    private var rows: [RoomID: SubsidyRow] = [:]
    private var opened: Set<String> = []
    /// The rooms that a filter leaves; nil without one.
    private var wanted: Set<RoomID>?
    private var askedAt: Instant?
    private var isAsking = false

    /// The run on the screen.
    var run: SubsidyRun? {
        switch stage {
        case .nothing, .planning: nil
        case .shown(let run), .committing(let run), .done(let run, _, _): run
        }
    }

    subscript(room: RoomID) -> SubsidyRow? { rows[room] }

    func isOpened(_ building: String) -> Bool { choice != .buildings || opened.contains(building) }

    // MARK: Steps

    mutating func plan(_ month: Month) {
        (self.month, stage, progress, complaint) = (month, .planning, nil, [])
        order = []
    }

    /// Takes a plan; false when another month is wanted by now.
    mutating func take(_ run: SubsidyRun) -> Bool {
        guard case .planning = stage, run.month == month else { return false }
        stage = .shown(run)
        rows = Dictionary(run.rows.map { ($0.room, $0) }) { first, _ in first }
        sums = SubsidySums(run.rows)
        buildings = Dictionary(grouping: run.rows, by: \.building).mapValues(SubsidySums.init)
        if buildings.count == 1 { opened = Set(buildings.keys) }
        choice = .buildings
        arrange()
        return true
    }

    mutating func take(_ problem: Problem, planning month: Month) {
        guard case .planning = stage, month == self.month else { return }
        (stage, complaint) = (.nothing, problem.sentences)
    }

    mutating func commit() -> SubsidyRun? {
        guard case .shown(let run) = stage else { return nil }
        (stage, complaint) = (.committing(run), [])
        return run
    }

    /// Takes what came of a commit; false when nothing was granted by it.
    mutating func take(_ outcome: SubsidyOutcome, of run: SubsidyRun) -> Bool {
        guard case .committing(let mine) = stage, mine.plan.id == run.plan.id else { return false }
        switch outcome {
        case .committed(let rows): stage = .done(mine, granted: rows.count, existed: false)
        case .exists(let rows): stage = .done(mine, granted: rows.count, existed: true)
        case .stale, .rosterChanged, .policiesChanged, .grantedMeanwhile:
            (stage, complaint) = (
                .shown(mine), [phrase("Nothing was granted."), outcome.reason, phrase("r plans it anew; look at it again.")]
            )
            return false
        }
        return true
    }

    mutating func take(_ problem: Problem, committing run: SubsidyRun) {
        guard case .committing(let mine) = stage, mine.plan.id == run.plan.id else { return }
        (stage, complaint) = (.shown(mine), problem.sentences)
    }

    // MARK: Delivery

    private static let pause: Int64 = 2000

    /// The run whose orders are to be counted now; nil while an answer is awaited and when all came to their end.
    mutating func due(_ now: Instant) -> PlanID? {
        guard case .done(let run, _, _) = stage, !isAsking, progress == nil || counts.keys.contains(where: \.isOpen) else { return nil }
        guard askedAt.map({ now.hasPassed(Self.pause, since: $0) }) ?? true else { return nil }
        (isAsking, askedAt) = (true, now)
        return run.plan.id
    }

    mutating func take(_ progress: SubsidyProgress) {
        isAsking = false
        if case .done(let run, _, _) = stage, run.plan.id == progress.plan { self.progress = progress }
    }

    // MARK: The list

    mutating func toggle(_ building: String) {
        if opened.remove(building) == nil { opened.insert(building) }
        arrange()
    }

    mutating func choose(_ choice: SubsidyChoice) {
        self.choice = choice
        arrange()
    }

    /// Lists only these rooms, each as a line of its own; nil for what was chosen.
    mutating func show(only rooms: Set<RoomID>?) {
        guard rooms != wanted else { return }
        wanted = rooms
        arrange()
    }

    private mutating func arrange() {
        guard let run else { return order = [] }
        if let wanted { return order = run.rows.filter { wanted.contains($0.room) }.map { .room($0.room) } }
        switch choice {
        case .marked: order = run.rows.filter { $0.mark != nil }.map { .room($0.room) }
        case .skipped: order = run.rows.filter { $0.shares.isEmpty }.map { .room($0.room) }
        case .all: order = run.rows.map { .room($0.room) }
        case .buildings:
            order = []
            var building: String?
            for row in run.rows {
                if row.building != building { order.append(.building(row.building)) }
                building = row.building
                if opened.contains(row.building) { order.append(.room(row.room)) }
            }
        }
    }
}

/// What rooms get together.
struct SubsidySums: Hashable, Sendable {
    var rooms = 0
    var given = 0
    var marked = 0
    var energy = Energy.zero
    var lastMonth = Energy.zero

    init(_ rows: [SubsidyRow] = []) {
        for row in rows {
            rooms += 1
            given += row.shares.isEmpty ? 0 : 1
            marked += row.mark == nil ? 0 : 1
            energy += row.total
            lastMonth += row.lastMonth
        }
    }
}

extension SubsidyOutcome {
    /// Why nothing was granted.
    fileprivate var reason: String {
        switch self {
        case .committed, .exists: ""
        case .stale(let rooms):
            rooms.count == 1 ? phrase("A room changed since the preview.") : phrase("\(rooms.count) rooms changed since the preview.")
        case .rosterChanged: phrase("Residents came, went or moved since the preview.")
        case .policiesChanged: phrase("A policy was added since the preview.")
        case .grantedMeanwhile: phrase("Another run granted some of it since the preview.")
        }
    }
}
