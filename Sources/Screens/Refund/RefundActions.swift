import Domain
import Operations
import Phrases
import Terminal

extension Console {
    /// Goes to the runs, to one of them, or begins something with the rooms in hand.
    mutating func workOnRefund(_ id: Command.ID) -> [Effect] {
        switch id {
        case .refunds:
            visits.go(to: .refunds)
            refund.asked(at: desk.now)
            return [.refund(.runs)]
        case .unclaimed:
            visits.go(to: .unclaimed)
            refund.asked(at: desk.now)
            return [.refund(.unclaimed)]
        case .setAside:
            guard let share = refund.unclaimedInHand else { return [] }
            return plan(.setAside, of: RefundForm(.setAside, run: share.id.run, rooms: []))
        case .openRun: return refund.runList.cursor.map { openRun($0) } ?? []
        case .newRun: overlay = .chooser(.refundWays(marked: rooms.list.marks.count))
        case .freezeRooms:
            guard let plan = refund.start?.plan else { return [] }
            return ask(.startRefund(plan))
        case .refundRows: overlay = .chooser(.refundRows(refund))
        case .showRefundRoom:
            if let run = refund.overview?.run.id, let room = refund.list.cursor { visits.go(to: .refundRoom(run, room)) }
        case .refundPapers: if let run = refund.overview?.run.id { overlay = .chooser(.refundPapers(run, refundRoomInHand)) }
        default: return beginStep(id)
        }
        return []
    }

    /// Shows the rooms of a run.
    mutating func openRun(_ run: RefundRunID) -> [Effect] {
        refund.open(run)
        visits.go(to: .refund(run))
        refund.asked(at: desk.now)
        return [.refund(.rooms(run))]
    }

    /// The room before or after in the list of the run.
    mutating func goToNeighbour(_ step: Int, of room: RoomID, in run: RefundRunID) -> [Effect] {
        guard let index = refund.order.firstIndex(of: room), refund.order.indices.contains(index + step) else {
            return refuse(step > 0 ? phrase("This is the last room of the list.") : phrase("This is the first room of the list."))
        }
        visits.replace(with: .refundRoom(run, refund.order[index + step]))
        refund.list.move(to: index + step, in: refund.order)
        return []
    }

    // MARK: - A new run

    mutating func beginRun(_ way: RefundStartForm.Way) {
        overlay = .typingRefund(RefundStartForm(way, today: desk.wall(desk.now).day))
    }

    mutating func handle(_ key: Key, in form: RefundStartForm) -> [Effect] {
        if key == .control("c") {
            overlay = nil
            return []
        }
        var form = form
        let outcome = form.handle(key, today: desk.wall(desk.now).day)
        overlay = outcome == .left ? nil : .typingRefund(form)
        switch outcome {
        case .stays, .left: return []
        case .refused: return [.bell]
        case .accepted(let scope, let name, let exitDay):
            overlay = nil
            planNumber += 1
            var request = RefundStartRequest(number: planNumber, name: name, scope: scope, exitDay: exitDay)
            if case .cohort(let share) = form.way { request.share = share }
            if case .marked(let rooms) = form.way { request.rooms = rooms }
            refund.start = RefundStartState(request)
            refund.startList = ListState()
            visits.go(to: .refundStart)
            return [.refund(.planStart(request))]
        }
    }

    // MARK: - Steps

    /// The room of the screen, or under the cursor of the run's list.
    var refundRoomInHand: RoomID? {
        switch visits.current {
        case .refund: refund.list.cursor
        case .refundRoom(_, let room): room
        default: nil
        }
    }

    /// The rooms that a step is about: the marked ones, else the one in hand.
    var refundRowsChosen: [RefundRow] {
        if case .refundRoom(_, let room) = visits.current { return refund[room].map { [$0] } ?? [] }
        return refund.chosen(inHand: refund.list.cursor)
    }

    private mutating func beginStep(_ id: Command.ID) -> [Effect] {
        guard let run = refund.overview?.run.id else { return [] }
        let rows = refundRowsChosen
        switch id {
        case .estimateRefund:
            planNumber += 1
            let request = RefundRequest(number: planNumber, run: run, rooms: rows.map(\.id), act: .estimate)
            return [.refund(.commit(RefundProposal(run: run), request))]
        case .approveRefund: return begin(.approve, rows)
        case .takeRefund: return begin(.take, rows)
        case .openForRefund:
            guard rows.count == 1 else { return begin(.openRelay, rows) }
            overlay = .chooser(.refundOpening(rows[0]))
        case .splitRefund:
            guard rows.count == 1, rows[0].people.leaving.count > 1 else { return begin(.split(.equal), rows) }
            overlay = .chooser(.refundSplits(rows[0], refund.overview))
        case .payRefund: overlay = .chooser(.refundPayments(rows, refund.overview))
        case .closeRefund: return begin(.close, rows)
        case .dropRefund: return begin(.drop, rows)
        default: break
        }
        return []
    }

    /// Opens the form of a step; where nothing has to be typed the plan is wished for at once.
    mutating func begin(_ matter: RefundForm.Matter, _ rows: [RefundRow]) -> [Effect] {
        guard let overview = refund.overview, let first = rows.first else { return [] }
        let leaving = matter == .split(nil) ? first.people.leaving.map { ($0.resident, overview.name($0.resident)) } : []
        let form = RefundForm(matter, run: overview.run.id, rooms: rows.map(\.id), leaving: leaving)
        guard form.steps.isEmpty, let act = form.act else {
            overlay = .refunding(form)
            return []
        }
        return plan(act, of: form)
    }

    private mutating func plan(_ act: RefundAct, of form: RefundForm) -> [Effect] {
        var form = form
        planNumber += 1
        let request = RefundRequest(number: planNumber, run: form.run, rooms: form.rooms, act: act)
        if case .approve(let name) = act, name == desk.actor.name {
            form.complaint = [phrase("Who makes it can not approve it too: somebody else does.")]
            overlay = .refunding(form)
            return [.bell]
        }
        (form.stage, form.complaint) = (.planning(request), [])
        overlay = .refunding(form)
        return [.refund(.plan(request))]
    }

    mutating func handle(_ key: Key, in form: RefundForm) -> [Effect] {
        if key == .control("c"), !form.isCommitting {
            overlay = nil
            return []
        }
        var form = form
        let outcome = form.handle(key)
        overlay = outcome == .left ? nil : .refunding(form)
        switch outcome {
        case .stays, .left: return []
        case .refused: return [.bell]
        case .accepted(let act): return plan(act, of: form)
        case .again(let request): return plan(request.act, of: form)
        case .passed(let proposal, let request): return [.refund(.commit(proposal, request))]
        }
    }

    // MARK: - Answers

    /// Takes what is told about refunds.
    mutating func take(_ news: RefundNews) -> [Effect] {
        switch news {
        case .runs(let runs):
            refund.answered(at: desk.now)
            refund.take(runs)
        case .unclaimed(let shares):
            refund.answered(at: desk.now)
            refund.take(shares)
        case .rooms(let overview):
            // Also when another run is on the screen by now.
            refund.answered(at: desk.now)
            guard shownRun == overview.run.id else { return [] }
            refund.take(overview)
        case .notRead(let run, let problem):
            refund.answered(at: desk.now)
            if shownRun == run { refund.take(problem) }
        case .startPlanned(let plan, let people, let names, let request):
            guard refund.start?.request == request else { return [] }
            refund.start?.take(plan, people: people, names: names)
            return screen == .refundStart ? [.flushInput] : []
        case .started(let run, let count, let request):
            say(count == 1 ? phrase("Run \(run): 1 room is frozen.") : phrase("Run \(run): \(count) rooms are frozen."))
            guard refund.start?.request == request else { return [] }
            refund.start = nil
            guard screen == .refundStart else { return [] }
            _ = visits.back()
            return openRun(run)
        case .startRefused(let sentences, let request):
            if refund.start?.request == request { refund.start?.refuse(sentences) }
            return [.bell]
        case .planned, .done, .refused: return takeStep(news)
        }
        return []
    }

    /// The run on the screen.
    var shownRun: RefundRunID? {
        switch visits.current {
        case .refund(let run), .refundRoom(let run, _): run
        default: nil
        }
    }

    private mutating func takeStep(_ news: RefundNews) -> [Effect] {
        guard case .refunding(var form) = overlay, form.take(news) else { return tell(news) }
        if case .planned(let proposal, _) = news {
            form.most = proposal.rooms.reduce(.zero) { $0 + (refund[$1]?.state.most ?? .zero) }
        }
        overlay = .refunding(form)
        switch news {
        // What was typed while the plan was made was typed without seeing it.
        case .planned: return [.flushInput]
        case .done(let proposal, let request):
            if proposal.waits.isEmpty {
                overlay = nil
                // What is set aside is no matter of the rooms that are marked.
                if request.act != .setAside { refund.list.unmarkAll() }
                return tell(news)
            }
            return [.loadOrders]
        default: return [.bell]
        }
    }

    /// Says in passing what came of a step whose form is closed.
    private mutating func tell(_ news: RefundNews) -> [Effect] {
        switch news {
        case .done(let proposal, let request):
            guard !proposal.rooms.isEmpty || !proposal.waits.isEmpty else {
                say(phrase("Nothing changed: every room stands as it did."))
                return []
            }
            let rooms = proposal.rooms.count == 1 ? phrase("room \(proposal.rooms[0])") : phrase("\(proposal.rooms.count) rooms")
            let waits = proposal.waits.isEmpty ? "" : phrase("; \(proposal.waits.count) wait, the list says for what")
            say("\(rooms) \(request.act.done)\(waits)", proposal.waits.isEmpty ? .toast : .warning)
            return [.loadOrders]
        case .refused(let sentences, _): return refuse(sentences.joined(separator: " "))
        default: return []
        }
    }

    /// Asks what the books say of the run on the screen, as long as somebody looks: another console may go on with it.
    mutating func followRefund() -> [Effect] {
        if screen == .refunds, refund.isDue(desk.now) { return [.refund(.runs)] }
        if screen == .unclaimed, refund.isDue(desk.now) { return [.refund(.unclaimed)] }
        guard let run = shownRun, refund.isDue(desk.now) else { return [] }
        return [.refund(.rooms(run))]
    }
}

extension RefundAct {
    /// What was done, behind the rooms.
    fileprivate var done: String {
        switch self {
        case .estimate: phrase("estimated anew")
        case .approve(let name): phrase("approved by \(name)")
        case .take: phrase("ordered out of the meters")
        case .openRelay: phrase("to be opened; the read-back fixes the amount")
        case .open: phrase("fixed by a typed reading")
        case .split: phrase("divided")
        case .pay(let method, _): method == .cash ? phrase("paid in cash") : phrase("paid through the bank")
        case .close: phrase("closed")
        case .drop: phrase("out of the run")
        case .setAside: phrase("set aside")
        }
    }
}
