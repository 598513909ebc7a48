import Domain
import Operations
import Terminal

/// Which rooms of a run are listed.
enum RefundChoice: Hashable, Sendable {
    case all
    /// Those that wait for something that a person does.
    case waiting
    case step(RefundStep)
}

/// A new run on its way from the preview to the books.
struct RefundStartState: Sendable {
    enum Stage: Sendable {
        case planning
        case shown(RefundStarted)
        case starting(RefundStarted)
        /// It can not be started; the sentences say why.
        case refused
    }

    let request: RefundStartRequest
    var stage = Stage.planning
    var complaint: [String] = []
    /// The rooms as they are listed: those that are left out first.
    private(set) var order: [RoomID] = []
    private(set) var people: [RoomID: RefundCensus.People] = [:]
    private(set) var names: [ResidentID: String] = [:]
    /// How many residents leave the rooms that are taken.
    private(set) var leaving = 0

    init(_ request: RefundStartRequest) { self.request = request }

    /// What would be started.
    var plan: RefundStarted? {
        switch stage {
        case .planning, .refused: nil
        case .shown(let plan), .starting(let plan): plan
        }
    }

    mutating func take(_ plan: RefundStarted, people: [RoomID: RefundCensus.People], names: [ResidentID: String]) {
        stage = .shown(plan)
        order = plan.left.keys.sorted() + plan.rooms
        (self.people, self.names) = (people, names)
        leaving = plan.rooms.reduce(0) { $0 + (people[$1]?.leaving.count ?? 0) }
    }

    /// It is refused: the look-up of the rooms, or the start itself, after which they stay on the screen.
    mutating func refuse(_ sentences: [String]) {
        complaint = sentences
        if case .starting(let plan) = stage { stage = .shown(plan) } else { stage = .refused }
    }
}

/// Refunds on graduation: the runs, the rooms of one of them, and a new one.
struct RefundState: Sendable {
    /// The runs, the newest first; nil before they are known.
    private(set) var runs: [RefundRunLine]?
    var runList = ListState<RefundRunID>()

    /// What nobody has fetched, the longest due first; nil before it is known.
    private(set) var unclaimed: [UnclaimedShare]?
    var unclaimedList = ListState<UnclaimedShare.ID>()
    /// The share under the cursor.
    var unclaimedInHand: UnclaimedShare? { unclaimed?.first { $0.id == unclaimedList.cursor } }

    private(set) var overview: RefundOverview?
    private(set) var sums = RefundSums([])
    private(set) var choice = RefundChoice.all
    var list = ListState<RoomID>()
    /// The rooms as they are listed.
    private(set) var order: [RoomID] = []
    /// Why a run can not be shown; empty when it can.
    private(set) var complaint: [String] = []

    var start: RefundStartState?
    var startList = ListState<RoomID>()

    private var rows: [RoomID: RefundRow] = [:]
    private var askedAt: Instant?
    private var isAsking = false
    private var pause = Self.shortest

    subscript(room: RoomID) -> RefundRow? { rows[room] }

    subscript(run: RefundRunID) -> RefundRunLine? { runs?.first { $0.id == run } }

    mutating func take(_ lines: [RefundRunLine]) { runs = lines }

    mutating func take(_ shares: [UnclaimedShare]) { unclaimed = shares }

    // MARK: One run

    /// Another run is to be shown: nothing of the one before stays.
    mutating func open(_ run: RefundRunID) {
        guard overview?.run.id != run else { return }
        (overview, sums, rows, order, complaint) = (nil, RefundSums([]), [:], [], [])
        (list, choice) = (ListState(), .all)
    }

    mutating func take(_ overview: RefundOverview) {
        self.overview = overview
        rows = Dictionary(overview.rows.map { ($0.id, $0) }) { first, _ in first }
        sums = RefundSums(overview.rows.lazy.map(\.state))
        complaint = []
        arrange()
    }

    mutating func take(_ problem: Problem) { complaint = problem.sentences }

    mutating func choose(_ choice: RefundChoice) {
        self.choice = choice
        arrange()
    }

    private mutating func arrange() {
        let all = overview?.rows ?? []
        switch choice {
        case .all: order = all.map(\.id)
        case .waiting: order = all.filter(\.wantsSomebody).map(\.id)
        case .step(let step): order = all.filter { $0.state.step == step }.map(\.id)
        }
    }

    func count(_ choice: RefundChoice) -> Int {
        switch choice {
        case .all: sums.rooms
        case .waiting: overview?.rows.count(where: \.wantsSomebody) ?? 0
        case .step(let step): sums.steps[step] ?? 0
        }
    }

    /// The rooms that a step is about: the marked ones in the order of the run, else the one in hand.
    func chosen(inHand: RoomID?) -> [RefundRow] {
        let marked = overview?.rows.filter { list.marks.contains($0.id) } ?? []
        return marked.isEmpty ? inHand.flatMap { rows[$0] }.map { [$0] } ?? [] : marked
    }

    // MARK: Following the books

    private static let (shortest, longest): (Int64, Int64) = (2000, 15_000)
    /// An answer that does not come is not waited for longer than that.
    private static let patience: Int64 = 30_000

    /// Whether it is time to look again what the books say; others may go on with the run.
    mutating func isDue(_ now: Instant) -> Bool {
        let pause = isAsking ? Self.patience : pause
        guard askedAt.map({ now.hasPassed(pause, since: $0) }) ?? true else { return false }
        asked(at: now)
        return true
    }

    mutating func asked(at now: Instant) { (isAsking, askedAt) = (true, now) }

    /// An answer came. A run that takes long to read is looked at less often, so that it stays a small share of the time.
    mutating func answered(at now: Instant) {
        isAsking = false
        let took = askedAt.map { now.milliseconds(since: $0) } ?? 0
        pause = min(max(Self.shortest, took * 5), Self.longest)
    }
}

extension RefundRow {
    /// Whether it waits for something that does not come by itself, or for the next step.
    var wantsSomebody: Bool {
        switch wait {
        case .openOrder: false
        case nil: next != nil
        default: true
        }
    }
}

extension RefundState {
    /// Goes to the first room of the run with these digits on its door, or in its name; answers how many there are.
    mutating func jump(to digits: String, in table: RoomTable) -> Int {
        let found = order.filter { room in
            room.text.filter(\.isNumber).hasPrefix(digits) || table[room]?.room.number.hasPrefix(digits) ?? false
        }
        if let first = found.first { list.select(first, in: order) }
        return found.count
    }

    /// Marks by a command; marks hold rooms and stay when other steps are listed.
    mutating func mark(_ id: Command.ID) {
        switch id {
        case .mark:
            list.toggleMark()
            list.move(by: 1, in: order)
        case .markAll: list.mark(order)
        case .invertMarks: list.invertMarks(of: order)
        default: list.unmarkAll()
        }
    }
}
