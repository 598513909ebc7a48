import Curses
import Domain
import Operations
import Phrases
import Screens
import Settings
import Store

/// Refunds on graduation for the console, on a background task: what the runs have come to, and the next steps of their rooms.
struct RefundWorker: Sendable {
    let session: CampusSession
    let office: Office
    let poster: Poster<HostMessage>
    let nudge: @Sendable () -> Void
    /// Counts what goes on after `perform` has returned.
    let underWay: UnderWay

    private var desk: RefundDesk { RefundDesk(books: session.books, office: office) }

    func perform(_ wish: RefundWish) {
        switch wish {
        case .runs: loadRuns()
        case .unclaimed: loadUnclaimed()
        case .rooms(let run): loadRooms(of: run)
        case .planStart(let request): answer(request) { try planStart(request) }
        case .start(let started, let request): answer(request) { try start(started, request) }
        case .plan(let request): plan(request)
        case .commit(let proposal, let request): answer(request) { try commit(proposal, request) }
        }
    }

    private func tell(_ news: RefundNews) { poster.post(.event(.refund(news))) }

    private func loadRuns() {
        do {
            let runs = try session.books.refundRuns().reversed().map { run in
                RefundRunLine(run: run, sums: RefundSums(try desk.rooms(of: run.id).values))
            }
            tell(.runs(Array(runs)))
        } catch {
            poster.post(.event(.problem(Problem(error, subject: .request))))
        }
    }

    private func loadUnclaimed() {
        do { tell(.unclaimed(try desk.unclaimed())) } catch { poster.post(.event(.problem(Problem(error, subject: .request)))) }
    }

    /// What read-backs have shown meanwhile is taken into account first, as `refund show` does: by the program, and not by who looks.
    private func loadRooms(of run: RefundRunID) {
        do {
            if RefundDesk.mayCarryOut(session.actor) { _ = try desk.carryOn(run, actor: session.program) }
            let rows = try desk.rows(of: run)
            let people = rows.flatMap { $0.people.leaving + $0.people.staying }
            tell(.rooms(RefundOverview(run: try desk.run(run), rows: rows, names: try names(of: people))))
        } catch {
            tell(.notRead(run, Problem(error, subject: .background)))
        }
    }

    private func names(of stays: [Stay]) throws -> [ResidentID: String] {
        let residents = try session.books.roster().residents
        return Dictionary(stays.map { ($0.resident, residents[$0.resident]?.name ?? $0.resident.text) }) { first, _ in first }
    }

    // MARK: - A new run

    private func answer(_ request: RefundStartRequest, _ work: () throws -> RefundNews) {
        do { tell(try work()) } catch { tell(.startRefused(sentences(of: error), request)) }
    }

    private func planStart(_ request: RefundStartRequest) throws -> RefundNews {
        let started = try desk.planStart(
            request.name, scope: request.scope, names: request.rooms, exitDay: request.exitDay, shareOfLeavers: request.share,
            actor: session.actor)
        let census = RefundCensus(started.run, roster: try session.books.roster(), today: office.today)
        let people = Dictionary((started.rooms + started.left.keys).map { ($0, census[$0]) }) { first, _ in first }
        let names = try names(of: people.values.flatMap { $0.leaving + $0.staying })
        return .startPlanned(started, people: people, names: names, request)
    }

    private func start(_ started: RefundStarted, _ request: RefundStartRequest) throws -> RefundNews {
        switch try desk.start(started, actor: session.actor) {
        case .started(let rooms): return .started(started.run.id, rooms: rooms.count, request)
        case .otherRun(let other): throw RefundRefusal.otherRun(other)
        case .frozen(let rooms):
            let names = rooms.keys.sorted().prefix(3).map(\.text).joined(separator: ", ")
            throw CommandFailure(
                .refused, phrase("Another run took \(names) at the same moment."), unchanged: phrase("Nothing was frozen."),
                remedy: phrase("Esc goes back, and n looks again which rooms there are."))
        }
    }

    // MARK: - Steps

    private func answer(_ request: RefundRequest, _ work: () throws -> RefundNews) {
        do { tell(try work()) } catch { tell(.refused(sentences(of: error), request)) }
    }

    /// Before credit is taken out the meters are read; nothing else waits for them.
    private func plan(_ request: RefundRequest) {
        guard case .take = request.act else { return answer(request) { .planned(try proposal(request), request) } }
        underWay.begin()
        // It speaks the language in which it was wished for.
        Task {
            defer { underWay.end() }
            do {
                try await read(request.rooms)
                tell(.planned(try proposal(request), request))
            } catch {
                tell(.refused(sentences(of: error), request))
            }
        }
    }

    private func proposal(_ request: RefundRequest) throws -> RefundProposal {
        let (run, rooms, actor) = (request.run, request.rooms, session.actor)
        switch request.act {
        case .estimate: return RefundProposal(run: run)
        case .approve(let name): return try desk.planApproval(run, rooms: rooms, approval: try approval(by: name))
        case .take: return try desk.planTake(run, rooms: rooms, actor: actor)
        case .openRelay: return try desk.planOpening(run, rooms: rooms, actor: actor)
        case .open(let register, let remaining, let reference):
            guard let room = rooms.first else { return RefundProposal(run: run) }
            return try desk.planOpen(run, room: room, register: register, remaining: remaining, reference: reference, actor: actor)
        case .split(let split): return try desk.planSplit(run, rooms: rooms, split: split, actor: actor)
        case .pay(let method, let resident):
            return try desk.planPayment(run, rooms: rooms, residents: resident.map { [$0] }, method: method, actor: actor)
        case .close: return try desk.planClosing(run, rooms: rooms, actor: actor)
        case .drop(let reason): return try desk.planDropping(run, rooms: rooms, reason: reason, actor: actor)
        case .setAside: return try desk.planSettingAside(run, actor: actor)
        }
    }

    /// Makes exactly what was seen; rooms that changed meanwhile are left out and say so.
    private func commit(_ seen: RefundProposal, _ request: RefundRequest) throws -> RefundNews {
        // Of what is cut off a part may stand.
        defer {
            nudge()
            loadRooms(of: request.run)
        }
        let done =
            switch request.act {
            case .estimate: try desk.estimate(request.run, rooms: request.rooms, actor: session.actor)
            case .close: try desk.close(seen: seen, actor: session.actor)
            case .approve, .take, .openRelay, .open, .split, .pay, .drop, .setAside: try desk.commit(seen: seen)
            }
        // What was opened and is in business again is not left dark; where that fails whoever collects asks it again.
        if case .drop = request.act { try? desk.closeRelays(actor: session.program) }
        return .done(done, request)
    }

    /// The second person by name, as `--as` names one on the command line.
    private func approval(by name: String) throws -> Approval {
        guard CampusSettings.isShortName(name) else {
            throw CommandFailure(
                .usage, phrase("\"\(name)\" is no operator."), unchanged: phrase("Nothing was approved."),
                remedy: phrase("Type a short name of small letters and digits."))
        }
        let actor = session.actor
        return try Approval(
            maker: actor,
            approver: Actor(name: name, role: .supervisor, shift: "\(office.today)/\(name)", console: actor.console))
    }

    /// Readings younger than this are not asked for again.
    private static let freshSeconds: Int64 = 60
    /// So long meters are waited for; one that is silent then waits with its room.
    private static let patience: Duration = .seconds(15)

    private func read(_ rooms: [RoomID]) async throws {
        let meters = try session.books.standings(of: rooms).values.compactMap(\.meter)
        let latest = try office.readings.latest(of: meters.map(\.id))
        let now = session.clock.now()
        let old = meters.filter { meter in latest[meter.id].map { now.milliseconds(since: $0.at) > Self.freshSeconds * 1000 } ?? true }
        let requests = old.map { ReadRequest(id: session.ids.next(), meter: $0.id, at: now) }
        for request in requests { try session.books.request(request) }
        if !requests.isEmpty { nudge() }
        let end = ContinuousClock.now + Self.patience
        var open = requests.map(\.id)
        while !open.isEmpty, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(200))
            open = try open.filter { try session.books.answer(to: $0) == nil }
        }
    }

    /// What is the matter, what was not changed, and what to do.
    private func sentences(of error: any Error) -> [String] { Problem(error, subject: .request).sentences }
}
