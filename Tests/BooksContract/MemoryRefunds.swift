// The runs of refunds without a disk: the same promises as the real ones.

public import Domain
public import Operations
import Synchronization

/// What the books in memory hold of refunds.
struct MemoryRefunds: Sendable {
    var runs: [RefundRun] = []
    var records: [RefundRunID: [RefundRecord]] = [:]
    var frozen: [RoomID: RefundRunID] = [:]

    func lines(of run: RefundRunID) -> [RoomID: Int] {
        Dictionary((records[run] ?? []).map { ($0.room, $0.line) }) { max($0, $1) }
    }
}

extension MemoryBooks: RefundBook {
    /// See the `RefundBook` port.
    public func refundRuns() throws -> [RefundRun] { state.withLock { $0.refunds.runs } }

    /// See the `RefundBook` port.
    public func refundRecords(of run: RefundRunID) throws -> [RefundRecord] {
        state.withLock { ($0.refunds.records[run] ?? []).sorted { ($0.room, $0.line) < ($1.room, $1.line) } }
    }

    /// See the `RefundBook` port.
    public func frozenRooms() throws -> [RoomID: RefundRunID] { state.withLock { $0.refunds.frozen } }

    /// See the `RefundBook` port.
    public func start(_ run: RefundRun, rooms: [RoomID]) throws -> RefundStart {
        try state.withLock { try $0.start(run, rooms: rooms) }
    }

    /// See the `RefundBook` port.
    public func commit(_ change: RefundChange, at: Instant) throws -> RefundOutcome {
        try state.withLock { try $0.commit(change, at: at) }
    }
}

extension MemoryState {
    mutating func start(_ run: RefundRun, rooms: [RoomID]) throws -> RefundStart {
        let known = refunds.runs.first { $0.id == run.id }
        if let known, known.scope != run.scope || known.exitDay != run.exitDay || known.shareOfLeavers != run.shareOfLeavers {
            return .otherRun(known)
        }
        let taken = refunds.frozen.filter { rooms.contains($0.key) && $0.value != run.id }
        guard taken.isEmpty else { return .frozen(taken) }
        if known == nil { refunds.runs.append(run) }
        let lines = refunds.lines(of: run.id)
        let new = Set(rooms).filter { lines[$0] == nil }.sorted()
        for room in new {
            append(RefundRecord(run: run.id, room: room, line: 1, event: .frozen, at: run.at, actor: run.actor))
        }
        return .started(new)
    }

    mutating func commit(_ change: RefundChange, at: Instant) throws -> RefundOutcome {
        var lines = refunds.lines(of: change.run)
        var moved: Set<RoomID> = []
        for move in change.moves {
            if lines[move.room] != move.after { moved.insert(move.room) }
            lines[move.room] = move.after + 1
        }
        guard moved.isEmpty else { return .moved(moved.sorted()) }
        let before = self
        var rows: [CommittedRow] = []
        if let plan = change.plan {
            switch try commit(plan, at: at) {
            case .stale(let refusals): return .stale(refusals)
            case .exists: return .moved(change.moves.map(\.room))
            case .committed(let committed): rows = committed
            }
        }
        var rooms = RefundRoom.folding(refunds.records[change.run] ?? [])
        let entries = change.entries(of: rows)
        for move in change.moves {
            let entry = move.event.namesEntry ? entries[move.room] : nil
            let record = RefundRecord(
                run: change.run, room: move.room, line: move.after + 1, event: move.event, entry: entry, at: at, actor: change.actor,
                approver: move.approver)
            guard let next = rooms[move.room]??.adding(record) else {
                self = before
                throw BooksError.other("room \(move.room) can not go on so in run \(change.run); nothing was written")
            }
            rooms[move.room] = .some(next)
            append(record)
        }
        return .written(rows)
    }

    private mutating func append(_ record: RefundRecord) {
        refunds.records[record.run, default: []].append(record)
        switch record.event {
        case .frozen: refunds.frozen[record.room] = record.run
        case .closed, .dropped: refunds.frozen[record.room] = nil
        default: return
        }
        versions[record.room, default: 0] += 1
    }
}
