import Curses
import Domain
import Operations
import Phrases
import Screens
import Settings
import Store
import Synchronization

/// Does what the console wants done and what waits for a disk or a meter; answers with events, in the order of the wishes.
final class DeskWorker: Sendable {
    private let session: CampusSession
    private let office: Office
    private let themes: ThemeWatch
    private let poster: Poster<HostMessage>
    private let nudge: @Sendable () -> Void
    private let wishes: AsyncStream<Effect>.Continuation
    private let work: Task<Void, Never>
    private let underWay: UnderWay
    private let charts: ChartWorker

    /// - Parameter nudge: called when an order or a read request was put into the books, so that a collector in this process looks at once.
    init(
        session: CampusSession, office: Office, themes: ThemeWatch, languages: LanguageWatch, poster: Poster<HostMessage>,
        nudge: @escaping @Sendable () -> Void
    ) {
        self.session = session
        self.office = office
        self.themes = themes
        self.poster = poster
        self.nudge = nudge
        let (stream, continuation) = AsyncStream.makeStream(of: Effect.self)
        wishes = continuation
        let underWay = UnderWay()
        self.underWay = underWay
        let desk = Desk(
            session: session, office: office, themes: themes, languages: languages, poster: poster, nudge: nudge, underWay: underWay)
        charts = ChartWorker(session: session, languages: languages, poster: poster)
        work = Task.detached {
            for await effect in stream {
                languages.language.speaking(to: .console) { desk.perform(effect) }
                underWay.count.withLock { $0 -= 1 }
            }
        }
    }

    /// Whether every wish has come to its end.
    var isIdle: Bool { underWay.count.withLock { $0 == 0 } && charts.isIdle }

    func want(_ effect: Effect) {
        if case .chart(let wish) = effect { return charts.want(wish) }
        underWay.count.withLock { $0 += 1 }
        wishes.yield(effect)
    }

    /// Lets what was wanted come to its end.
    func finish() async {
        wishes.finish()
        charts.stop()
        await work.value
        RoomsInView(session.folder).remove()
    }
}

/// How many wishes have not come to their end.
final class UnderWay: Sendable {
    let count = Mutex(0)

    /// One more goes on after its wish was answered to the queue.
    func begin() { count.withLock { $0 += 1 } }

    /// One of those has come to its end.
    func end() { count.withLock { $0 -= 1 } }
}

/// One wish after the other, on a background task.
private struct Desk {
    let session: CampusSession
    let office: Office
    let themes: ThemeWatch
    let languages: LanguageWatch
    let poster: Poster<HostMessage>
    let nudge: @Sendable () -> Void
    let underWay: UnderWay

    private var refunds: RefundWorker {
        RefundWorker(session: session, office: office, poster: poster, nudge: nudge, underWay: underWay)
    }

    func perform(_ effect: Effect) {
        do {
            switch effect {
            case .loadDetail(let room): poster.show { .detail(try office.roomDetail(room)) }
            case .explain(let subject):
                post(.explanation(subject, try ExplanationDesk(office: office, books: session.books).explain(subject)))
            case .loadOrders: poster.show { .orders(try recentOrders()) }
            case .loadReconciliation: post(.reconciliation(try reconciliation()))
            case .work(let id, let wish): try work(on: id, wish)
            case .paper(let wish): PaperWorker(session: session, poster: poster, underWay: underWay).perform(wish)
            case .subsidy(let wish): try SubsidyWorker(session: session, office: office, poster: poster, nudge: nudge).perform(wish)
            case .refund(let wish): refunds.perform(wish)
            case .roster(let wish): RosterWorker(session: session, office: office, poster: poster).perform(wish)
            case .readNow(let rooms): requestReads(rooms)
            case .show(let meters): try? RoomsInView(session.folder).write(meters)
            case .plan(let request): plan(request)
            case .commit(let plan): commit(plan)
            case .withdraw(let order):
                let withdrawn = try office.withdraw(order, actor: session.actor)
                post(.orders([withdrawn]))
                post(.notice(phrase("\(withdrawn.room): order \(order) withdrawn. Its money stands in the books.")))
                nudge()
            case .settle(let order, let settlement, let reason):
                let settled = try office.settle(order, as: settlement, reason: reason, actor: session.actor)
                post(.orders([settled]))
                post(.notice(phrase("\(settled.room): order \(order) settled as \(settled.state.spoken).")))
                nudge()
            case .grid(let wish): grid(wish)
            case .trace(let wish):
                try session.books.request(ReadRequest(id: session.ids.next(), meter: wish.request, at: session.clock.now()))
                nudge()
            case .saveFilters(let filters): try SavedFilterFile(session.folder).write(filters)
            case .reverse(let wish): try reversals.perform(wish)
            case .resident(let wish): reversals.perform(wish)
            case .theme(let name): try useTheme(name)
            case .language(let code): poster.post(try languages.use(code))
            case .chart, .flushInput, .repaint, .suspend, .bell, .quit: break
            }
        } catch {
            post(.problem(Problem(error, subject: .request)))
        }
    }

    private func post(_ event: ConsoleEvent) { poster.post(.event(event)) }

    private var reversals: ReversalWorker { ReversalWorker(session: session, office: office, poster: poster, nudge: nudge) }

    private var reconcileDesk: ReconcileDesk { ReconcileDesk(office: office, cases: session.books) }

    private func reconciliation() throws -> ReconcileOverview { ReconcileOverview(try reconcileDesk.rows()) }

    private func work(on id: CaseID, _ wish: CaseWish) throws {
        do {
            switch wish {
            case .take: _ = try reconcileDesk.give(id, to: session.actor.name, actor: session.actor)
            case .note(let text): _ = try reconcileDesk.note(text, in: id, actor: session.actor)
            case .close(let outcome, let text): _ = try reconcileDesk.close(id, as: outcome, reason: text, actor: session.actor)
            case .takeOver: return takeOver(id)
            }
        } catch let refusal as CaseRefusal {
            throw CommandFailure(.refused, refusal.words, unchanged: phrase("Nothing was changed."))
        }
        poster.show { .reconciliation(try reconciliation()) }
    }

    /// The meter may be slow: nothing else waits for it.
    private func takeOver(_ id: CaseID) {
        underWay.begin()
        Task {
            defer { underWay.end() }
            do {
                let done = try await TakeOverWork(session: session, desk: reconcileDesk).follow(id, seconds: 60, nudge: nudge)
                post(.notice("\(done.ended.room): \(done.sentence)"))
                poster.show { .reconciliation(try reconciliation()) }
            } catch {
                post(.problem(Problem(TakeOverWork.failure(error), subject: .request)))
            }
        }
    }

    private static let waitingShown = 10_000

    private func recentOrders() throws -> [Order] {
        let days = session.clock.now().adding(seconds: -3 * 86_400)
        let recent = try session.books.orders(OrderFilter(changedSince: days, limit: 500))
        // Of those that wait in line the newest are enough; each of those that are under way or need a person is shown.
        let waiting = try session.books.orders(OrderFilter(states: [.queued], limit: Self.waitingShown))
        let unresolved = try session.books.orders(OrderFilter(states: OrderFilter.open.states?.subtracting([.queued])))
        let open = unresolved + waiting
        let known = Set(open.map(\.id))
        return open + recent.filter { !known.contains($0.id) }
    }

    /// The room on the screen is read by itself every few seconds: what is the matter is said in passing and takes no keys.
    private func requestReads(_ rooms: [RoomID]) {
        do {
            for meter in try session.books.standings(of: rooms).values.compactMap(\.meter) {
                try session.books.request(ReadRequest(id: session.ids.next(), meter: meter.id, at: session.clock.now()))
            }
            nudge()
        } catch {
            post(.problem(Problem(error, subject: .background)))
        }
    }

    private func grid(_ wish: GridWish) {
        do {
            if let news = try GridDesk(session: session, office: office).perform(wish) { post(.grid(news)) }
        } catch {
            let subject: Problem.Subject =
                switch wish {
                case .plan(let request): .gridPlanning(request.number)
                case .file: .request
                case .sales, .keep, .drop, .findDraft: .background
                }
            post(.problem(Problem(error, subject: subject)))
        }
    }

    private func plan(_ request: PlanRequest) {
        do {
            let line = TopUpLine(room: request.room.text, amount: request.amount)
            post(.plan(try office.planTopUp([line], actor: session.actor), request))
        } catch {
            post(.problem(Problem(error, subject: .planning(request))))
        }
    }

    private func commit(_ plan: Plan) {
        do {
            let outcome = try office.commit(plan)
            post(.committed(plan, outcome))
            nudge()
            poster.show { .orders(try session.books.orders(OrderFilter(plan: plan.id))) }
        } catch {
            post(.problem(Problem(error, subject: .commit(plan.id))))
        }
    }

    private func useTheme(_ name: String) throws {
        let reading = try themes.use(name)
        poster.post(reading)
        if reading.problems.isEmpty { post(.notice(phrase("theme \(name)"))) }
    }
}

extension Problem {
    /// The sentences for an error of the desk.
    init(_ error: any Error, subject: Subject) {
        if let error = error as? BooksError {
            let words = error.words
            // A look at the books was to write nothing: said in passing it would deny the sale before it.
            let unchanged = subject == .background ? "" : words.unchanged
            self.init(happened: words.happened, unchanged: unchanged, remedy: words.remedy, subject: subject)
        } else if let error = error as? OfficeError {
            self.init(happened: error.words, unchanged: phrase("Nothing was changed."), remedy: error.remedy, subject: subject)
        } else {
            // A failure says in its lines what happened, what was not changed, what to do.
            let lines = CommandFailure(describing: error).text.split(separator: "\n").map(String.init)
            self.init(
                happened: lines.first ?? "", unchanged: lines.count > 1 ? lines[1] : "", remedy: lines.dropFirst(2).joined(separator: " "),
                subject: subject)
        }
    }
}

extension OfficeError {
    /// What to do at a console after a refusal of the desk.
    fileprivate var remedy: String {
        switch self {
        case .notAllowed: phrase("Somebody with the right for it has to: dormwatt console --as NAME --role supervisor.")
        case .noSuchRoom, .noSuchOrder, .notQueued, .notDisputed, .reasonMissing: ""
        }
    }
}
