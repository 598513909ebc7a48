import Curses
import Domain
import Operations
import Phrases
import Screens
import Settings
import Store

/// Voids sales, moves paid credit and moves residents for the console, on a background task.
struct ReversalWorker {
    let session: CampusSession
    let office: Office
    let poster: Poster<HostMessage>
    let nudge: @Sendable () -> Void

    private var moves: MoveDesk { MoveDesk(books: session.books, office: office) }
    private var reversals: ReversalDesk { moves.reversals }

    // MARK: - Credit

    func perform(_ wish: ReversalWish) throws {
        switch wish {
        case .plan(let request): answer(request) { .planned(try plan(request, PlanID(session.ids.next())), request) }
        case .commit(let preview, let request): answer(request) { try commit(preview, request) }
        case .settle(let plan, let justCommitted):
            try settle(plan, justCommitted)
            nudge()
            poster.show {
                .orders(try session.books.orders(OrderFilter(changedSince: session.clock.now().adding(seconds: -120), limit: 500)))
            }
        case .lastOwn: post(.lastOwn(try session.books.lastAct(of: session.actor)))
        }
    }

    private func settle(_ plan: PlanID, _ justCommitted: Bool) throws {
        let rows = try office.committed(plan) ?? []
        if rows.count > 1, let rooms = try reversals.settleAll(plan, justCommitted: justCommitted, actor: session.actor) {
            return post(.settledAll(plan, rooms))
        }
        post(.settled(plan, try reversals.settle(plan, justCommitted: justCommitted, actor: session.actor)))
    }

    private func post(_ news: ReversalNews) { poster.post(.event(.reversal(news))) }

    private func answer(_ request: ReversalRequest, _ work: () throws -> ReversalNews) {
        do {
            post(try work())
        } catch let refusal as ReversalRefusal {
            post(.refused([refusal.sentences, phrase("Nothing was changed.")], request))
        } catch {
            post(.refused(Problem(error, subject: .request).sentences, request))
        }
    }

    private func plan(_ request: ReversalRequest, _ id: PlanID) throws -> ReversalPreview {
        let approval = try approval(of: request)
        switch request.subject {
        case .void(let entry):
            return .void(try reversals.planVoid(entry, approval: approval, reason: request.reason, id: id))
        case .batch(let batch):
            return .batch(try reversals.planBatchVoid(batch, approval: approval, reason: request.reason, id: id))
        case .move(let from, let to, let amount):
            guard let most = amount.isEmpty ? .some(nil) : Decimals.parse(amount, decimals: 2, limit: 99_999_999).map(Optional.some)
            else { throw CommandFailure(.usage, phrase("\"\(amount)\" is no amount; 1.50 is."), unchanged: phrase("Nothing was moved.")) }
            try moves.check(from: from, to: to, most: most, approval: approval, reason: request.reason)
            try checkReadings(of: [from, to], since: request.readSince)
            try moves.postUse(of: [from, to], actor: session.actor)
            return .move(try moves.plan(from: from, to: to, most: most, approval: approval, reason: request.reason, id: id))
        }
    }

    /// The second person by name, as `--as` names one on the command line.
    private func approval(of request: ReversalRequest) throws -> Approval {
        guard CampusSettings.isShortName(request.approver) else {
            throw CommandFailure(
                .usage, phrase("\"\(request.approver)\" is no operator."), unchanged: phrase("Nothing was changed."),
                remedy: phrase("Type a short name of small letters and digits."))
        }
        let actor = session.actor
        return try Approval(
            maker: actor,
            approver: Actor(
                name: request.approver, role: .supervisor, shift: "\(office.today)/\(request.approver)", console: actor.console))
    }

    /// Both meters must have answered since the form was opened; the ones that have not are asked once more.
    private func checkReadings(of rooms: [RoomID], since: Instant) throws {
        let meters = try session.books.standings(of: rooms).values.compactMap(\.meter)
        let latest = try office.readings.latest(of: meters.map(\.id))
        let silent = meters.filter { meter in latest[meter.id].map { $0.at < since } ?? true }
        guard !silent.isEmpty else { return }
        for meter in silent {
            try session.books.request(ReadRequest(id: session.ids.next(), meter: meter.id, at: session.clock.now()))
        }
        nudge()
        let names = silent.compactMap(\.room).map(\.text).sorted().joined(separator: phrase(" and "))
        throw CommandFailure(
            .outOfReach, phrase("The meter of \(names) has not answered since this was begun."), unchanged: phrase("Nothing was moved."),
            remedy: phrase("It is being read now: Enter tries again."))
    }

    private func commit(_ preview: ReversalPreview, _ request: ReversalRequest) throws -> ReversalNews {
        // Its id is this dialog's own: where it stands already, an earlier answer was lost and nobody was told of its money.
        try reversals.commit(seen: preview.plan) { try plan(request, preview.plan.id).plan }
        nudge()
        poster.show { .orders(try session.books.orders(OrderFilter(plan: preview.plan.id))) }
        return .committed(preview, request)
    }

    // MARK: - Residents

    func perform(_ wish: ResidentWish) {
        switch wish {
        case .plan(let move): answer(move) { .planned(try plan(move), move) }
        case .take(let change, let move):
            answer(move) {
                try RosterTaking.take(change, session)
                return .taken(move)
            }
        }
    }

    private func answer(_ move: ResidentMove, _ work: () throws -> ResidentNews) {
        do {
            poster.post(.event(.resident(try work())))
        } catch {
            let words = CommandFailure(describing: error).text.split(separator: "\n").joined(separator: " ")
            poster.post(.event(.resident(.refused(words, move))))
        }
    }

    private func plan(_ move: ResidentMove) throws -> RosterChange {
        let (roster, rooms) = (try session.books.roster(), try session.books.inventory().rooms)
        do throws(RosterMove.Complaint) {
            return try RosterMove.plan(move.resident, to: move.to, from: office.today, roster: roster, rooms: rooms, today: office.today)
        } catch {
            throw CommandFailure(.refused, "\(error.text).", unchanged: phrase("Nobody was moved."))
        }
    }
}
