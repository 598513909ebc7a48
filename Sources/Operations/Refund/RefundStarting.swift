public import Domain
import Phrases

/// What came of starting a run.
public struct RefundStarted: Hashable, Sendable {
    /// The run.
    public var run: RefundRun
    /// The rooms that are new in it.
    public var rooms: [RoomID]
    /// Rooms of the scope that were left out, and why.
    public var left: [RoomID: RefundLeftOut]
}

/// Why a room of the scope is not taken into a run.
public enum RefundLeftOut: Hashable, Sendable {
    /// There is no such room.
    case unknown
    /// It is closed.
    case closed
    /// It has no meter that was taken over.
    case noMeter
    /// Nobody who leaves lives there on the exit day.
    case nobody
    /// It is in another run.
    case otherRun(RefundRunID)

    /// The reason, as a sentence.
    public var text: String {
        switch self {
        case .unknown: phrase("There is no such room.")
        case .closed: phrase("It is closed.")
        case .noMeter: phrase("It has no meter that was taken over.")
        case .nobody: phrase("Nobody who leaves lives there on the exit day.")
        case .otherRun(let run): phrase("It is in run \(run).")
        }
    }
}

extension RefundDesk {
    /// What starting a run would do; nothing is written.
    ///
    /// - Parameter names: the rooms of a run over named rooms; left out for any other scope.
    public func planStart(
        _ id: String, scope: RefundScope, names: [RoomID] = [], exitDay: Day, shareOfLeavers: LeaverShare, actor: Actor
    ) throws -> RefundStarted {
        try RefundDesk.check(actor)
        guard RefundRun.isName(id) else { throw RefundRefusal.badName(id) }
        let run = RefundRun(
            id: RefundRunID(id), scope: scope, exitDay: exitDay, shareOfLeavers: shareOfLeavers, at: office.clock.now(), actor: actor)
        let inventory = try books.inventory()
        let census = RefundCensus(run, roster: try books.roster(), today: office.today)
        let frozen = try books.frozenRooms()
        let standings = try office.standings(of: Array(inventory.rooms.keys))
        var started = RefundStarted(run: run, rooms: [], left: [:])
        for room in RefundDesk.rooms(scope, names, inventory, census) {
            if let reason = RefundDesk.reason(room, standings[room], census, frozen[room], run.id) {
                started.left[room] = reason
            } else if frozen[room] == nil {
                started.rooms.append(room)
            }
        }
        if let known = try books.refundRuns().first(where: { $0.id == run.id }) {
            guard known.scope == scope, known.exitDay == exitDay, known.shareOfLeavers == shareOfLeavers else {
                throw RefundRefusal.otherRun(known)
            }
            started.run = known
            let rooms = try rooms(of: known.id)
            started.rooms.removeAll { rooms[$0] != nil }
        } else if started.rooms.isEmpty, started.left.isEmpty {
            throw RefundRefusal.noRooms(scope)
        }
        return started
    }

    /// Freezes the rooms, posts their use and estimates what would be paid.
    ///
    /// What can not be estimated now stays frozen and waits for `estimate`: an error after the freeze takes nothing of it back.
    public func start(_ started: RefundStarted, actor: Actor) throws -> RefundStart {
        let start = try books.start(started.run, rooms: started.rooms)
        if case .started = start { _ = try? estimate(started.run.id, rooms: nil, actor: actor) }
        return start
    }

    private static func rooms(_ scope: RefundScope, _ names: [RoomID], _ inventory: Inventory, _ census: RefundCensus) -> [RoomID] {
        switch scope {
        case .cohort: census.roomsLeft
        case .building(let building): inventory.rooms.values.filter { $0.building == building }.map(\.id).sorted()
        case .floor(let building, let floor):
            inventory.rooms.values.filter { $0.building == building && $0.floor == floor }.map(\.id).sorted()
        case .rooms: Set(names).sorted()
        }
    }

    private static func reason(
        _ room: RoomID, _ standing: RoomStanding?, _ census: RefundCensus, _ frozenBy: RefundRunID?, _ run: RefundRunID
    ) -> RefundLeftOut? {
        guard let standing else { return .unknown }
        if let frozenBy, frozenBy != run { return .otherRun(frozenBy) }
        guard standing.room.isOpen else { return .closed }
        guard standing.meter?.baseline != nil else { return .noMeter }
        return census[room].leaving.isEmpty ? .nobody : nil
    }

    /// Posts use and reckons anew what would be paid, of rooms from which nothing was taken yet.
    public func estimate(_ id: RefundRunID, rooms: [RoomID]?, actor: Actor) throws -> RefundProposal {
        try RefundDesk.check(actor)
        func plan() throws -> RefundProposal {
            let picture = try picture(of: id, postsUse: actor)
            var proposal = RefundProposal(run: id)
            var moves: [RefundMove] = []
            for room in try chosen(rooms, picture, at: [.frozen, .estimated]) {
                guard room.step == .frozen || room.step == .estimated else {
                    proposal.waits[room.room] = .otherStep(room.step)
                    continue
                }
                proposal.waits[room.room] = picture.planner.blocker(of: room.room)
                guard let figures = picture.planner.estimate(room.room), figures != room.figures else { continue }
                moves.append(RefundMove(room: room.room, after: room.lines, event: .estimated(figures)))
            }
            if !moves.isEmpty { proposal.changes = [RefundChange(run: id, moves: moves, actor: actor)] }
            return proposal
        }
        let first = try plan()
        var done = try commit(first, again: plan)
        done.waits.merge(first.waits) { new, _ in new }
        return done
    }

    /// What an approval would fix: for each room the most that may be paid, by the last reading. Nothing but use is written.
    public func planApproval(_ id: RefundRunID, rooms: [RoomID]?, approval: Approval) throws -> RefundProposal {
        let picture = try picture(of: id, postsUse: approval.maker)
        guard picture.run.actor.name != approval.approver.name else { throw ReversalRefusal.ownApproval(approval.approver.name) }
        var proposal = RefundProposal(run: id)
        var moves: [RefundMove] = []
        for room in try chosen(rooms, picture, at: [.frozen, .estimated]) {
            guard [.frozen, .estimated, .approved].contains(room.step) else {
                proposal.waits[room.room] = .otherStep(room.step)
                continue
            }
            if let blocker = picture.planner.blocker(of: room.room) {
                proposal.waits[room.room] = blocker
            } else if let figures = picture.planner.estimate(room.room) {
                var after = room.lines
                if figures != room.figures {
                    moves.append(RefundMove(room: room.room, after: after, event: .estimated(figures)))
                    after += 1
                }
                moves.append(
                    RefundMove(room: room.room, after: after, event: .approved(most: figures.money), approver: approval.approver))
            }
        }
        if !moves.isEmpty { proposal.changes = [RefundChange(run: id, moves: moves, actor: approval.maker)] }
        return proposal
    }

    /// Approves rooms, each up to what the last reading shows.
    public func approve(_ id: RefundRunID, rooms: [RoomID]?, approval: Approval) throws -> RefundProposal {
        func plan() throws -> RefundProposal { try planApproval(id, rooms: rooms, approval: approval) }
        return try commit(try plan(), again: plan)
    }
}
