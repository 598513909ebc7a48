import Domain
import Operations
import Phrases
import Terminal

extension Console {
    /// Handles one event and answers what is to be done because of it, in order.
    public mutating func handle(_ event: ConsoleEvent) -> [Effect] {
        language.speaking(to: .console) {
            guard case .key(let key) = event else {
                let effects = take(event)
                reconcile()
                if case .rested = event { gate.rest() }
                if effects.contains(.flushInput) { gate.open() }
                return effects
            }
            if gate.drops(key) { return refuse(phrase("That was typed before this could be read: press it again.")) }
            let (before, place, told) = (watched, visits.current, toast)
            let effects = take(event)
            reconcile()
            if visits.current != place, let told, told.isRefusal, toast == told { toast = nil }
            gate.note(key, isWish: effects.contains { $0 != .bell })
            if watched != before { hasMoved = true }
            return effects
        }
    }

    private mutating func take(_ event: ConsoleEvent) -> [Effect] {
        switch event {
        case .key(let key): return handle(key)
        case .tick(let now): return tick(now)
        case .rested:
            hasMoved = false
            return refreshWatched() + askForCharts() + askForFortnights()
        case .campus(let prepared):
            // Whoever has moved meanwhile stays where he is.
            let isFirst = !desk.isWhole && prepared.isWhole && wall.place == 0
            desk.take(prepared)
            if isFirst { beginWithBuildings() }
            rooms.arrange(desk.shown, now: desk.now)
            arrangeFiltered()
        case .rooms(let views): takeRooms(views)
        case .readings(let readings):
            desk.take(readings)
            readingsCame { meter in readings.contains { $0.meter == meter } }
        case .silence(let silence):
            desk.take(silence)
            readingsCame { meter in silence[meter] != nil }
        case .people(let people):
            desk.take(people)
            rooms.peopleCame()
            arrangeFiltered()
        case .filters(let saved): filters.saved = saved
        case .grid(let news): return take(news)
        case .detail(let detail):
            desk.take(detail)
            seekEntry()
        case .explanation(let subject, let figures):
            if case .explaining(var state) = overlay, state.take(figures, about: subject) { overlay = .explaining(state) }
        case .orders(let orders):
            desk.take(orders)
            arrangeList(of: .orders)
            grid?.take(orders)
            if let watched, orders.contains(where: { $0.room == watched }) { isDetailOld = true }
            return followReversal(orders)
        case .buses(let health):
            desk.take(health)
            arrangeList(of: .buses)
        case .trace(let frames): trace?.take(frames)
        case .copies(let standing): desk.copies = standing
        case .reconciliation(let overview):
            reconciliation.take(overview)
            arrangeList(of: .reconcile)
            if let room = reconciliation.sought, reconciliation.list.select(room, in: reconciliation.order) { reconciliation.sought = nil }
        case .paper(let news): return take(news)
        case .subsidy(let news): return take(news)
        case .chart(let news): return take(news)
        case .refund(let news): return take(news)
        case .roster(let news): return take(news)
        case .collector(let state): desk.take(state)
        case .plan(let plan, let request):
            // What was typed while the plan was made was typed without seeing it.
            if topUp?.take(plan, for: request) == true { return [.flushInput] }
        case .committed(let plan, let outcome): return takeCommit(plan, outcome)
        case .reversal(let news): return take(news)
        case .resident(let news): return take(news)
        case .problem(let problem): return take(problem)
        case .notice(let text): say(text)
        case .language(let reading): return speak(reading)
        }
        return []
    }

    /// Goes on in another language: where the operator is, what is marked and what is half typed stay. Words in passing go.
    ///
    /// Papers are said anew, since their pages were made in the language before.
    private mutating func speak(_ other: Language) -> [Effect] {
        let isChanged = other.code != language.code
        language = other
        guard isChanged else { return [] }
        say(other.speaking { phrase("The language is \(other.name).") })
        return switch visits.current {
        case .paper(let source): [.paper(.list), .paper(.show(source))]
        case .papers: [.paper(.list)]
        default: []
        }
    }

    private mutating func takeRooms(_ views: [RoomView]) {
        desk.take(views)
        if desk.frozen == nil { rooms.readingsCame() }
        if let watched, views.contains(where: { $0.id == watched }) { isDetailOld = true }
    }

    private mutating func readingsCame(haveOf: (MeterID) -> Bool) {
        if desk.frozen == nil { rooms.readingsCame() }
        if let meter = watched.flatMap({ desk.live[$0]?.meter?.id }), haveOf(meter) { isDetailOld = true }
    }

    private mutating func takeCommit(_ plan: Plan, _ outcome: CommitOutcome) -> [Effect] {
        isDetailOld = true
        if let effects = takeInGrid(plan, outcome) { return effects }
        if topUp?.take(outcome, of: plan) == true {
            if case .stale = outcome { return [.bell] }
            return [.loadOrders]
        }
        if case .stale = outcome { return refuse(phrase("Nothing was sold: something changed since the preview.")) }
        say(phrase("\(plan.rows.first?.room.text ?? ""): \(plan.total) yuan posted"))
        return [.loadOrders]
    }

    private mutating func take(_ problem: Problem) -> [Effect] {
        if topUp?.take(problem) == true || takeInGrid(problem) { return [.bell] }
        // What could not be explained is said in its place.
        if problem.subject == .request, case .explaining(let state) = overlay, state.figures == nil { overlay = nil }
        if problem.subject == .request, overlay == nil {
            overlay = .problem(problem)
            return [.bell]
        }
        desk.remember(Happening(at: desk.now, weight: .critical, text: problem.happened))
        say(problem.sentences.joined(separator: " "), .critical)
        return []
    }

    private mutating func tick(_ now: Instant) -> [Effect] {
        desk.now = now
        desk.ageReadings()
        return tickScreens(now) + tellShown()
    }

    private mutating func tickScreens(_ now: Instant) -> [Effect] {
        if let until = toast?.until, now >= until { toast = nil }
        if let until = clearsFilterUntil, now >= until { clearsFilterUntil = nil }
        if !jump.digits.isEmpty, now.milliseconds(since: jump.typedAt) >= 3000 { jump = Jump() }
        if desk.frozen == nil, overlay == nil { rooms.arrangeIfDue(desk.shown, now: now) }
        arrangeShownIfDue()
        let kept = tickGrid()
        // A key held down asks for nothing on its way.
        defer { hasMoved = false }
        if !kept.isEmpty { return kept + refreshWatched() }
        if screen == .reconcile, reconciliation.isDue(now) { return loadReconciliation() }
        return refreshWatched() + followPrintings() + followSubsidy() + followBatch() + followRefund() + followCharts()
            + askForFortnights()
    }

    /// The room whose detail is on the screen.
    var watched: RoomID? {
        switch visits.current {
        case .room(let room), .topUp(let room): room
        case .rooms where showsRoomBeside: rooms.list.cursor
        case .wall where showsRoomBeside: wall.cursor
        case .wall, .buildings, .rooms, .grid, .orders, .reconcile, .buses, .trace, .papers, .paper, .subsidy, .chart: nil
        case .refunds, .refundStart, .refund, .refundRoom, .unclaimed, .roster: nil
        }
    }

    /// Whether the list or the wall has the room under its cursor beside it.
    var showsRoomBeside: Bool { screen == .wall ? wallWidth < size.columns - 1 : size.columns >= 132 }

    /// Keeps the detail of the room on the screen fresh, and has it read more often than the others.
    private mutating func refreshWatched() -> [Effect] {
        guard let watched, desk.frozen == nil else { return [] }
        var effects: [Effect] = []
        let isOther = detailAsked?.room != watched
        if isOther && !hasMoved || isDetailOld && desk.now.hasPassed(3000, since: detailAsked?.at ?? desk.now) {
            effects += loadDetail(watched)
        }
        let isDue = autoRead.map { $0.room != watched || desk.now.hasPassed(10_000, since: $0.at) } ?? true
        if isDue, visits.current.room != nil, desk.live[watched]?.meter != nil, availability(.read).isAvailable {
            autoRead = (watched, desk.now)
            effects.append(.readNow([watched]))
        }
        return effects
    }

    mutating func loadDetail(_ room: RoomID) -> [Effect] {
        detailAsked = (room, desk.now)
        isDetailOld = false
        return [.loadDetail(room)]
    }

    /// Brings every cursor onto something that exists and into view.
    mutating func reconcile() {
        let table = desk.shown
        shapeWall()
        wall.reconcile(with: table, width: wallWidth + 1, height: wallRows.tiles)
        buildings.reconcile(with: table, height: buildingsHeight)
        rooms.list.reconcile(with: rooms.order, height: roomsHeight)
        let gridRows = (grid?.rowIDs ?? [], gridHeight)
        grid?.list.reconcile(with: gridRows.0, height: gridRows.1)
        orderList.reconcile(with: filters.orderRows, height: ordersHeight)
        busList.reconcile(with: filters.busRows, height: busesHeight)
        reconciliation.list.reconcile(with: reconciliation.order, height: reconcileHeight)
        papers.list.reconcile(with: papers.order ?? [], height: papersHeight)
        subsidy.list.reconcile(with: subsidy.order, height: subsidyHeight)
        refund.runList.reconcile(with: refund.runs?.map(\.id) ?? [], height: refundRunsHeight)
        refund.startList.reconcile(with: refund.start?.order ?? [], height: refundStartHeight)
        refund.list.reconcile(with: refund.order, height: refundHeight)
        refund.unclaimedList.reconcile(with: refund.unclaimed?.map(\.id) ?? [], height: unclaimedHeight)
        roster.list.reconcile(with: roster.order, height: rosterHeight)
        if case .palette(var palette) = overlay {
            palette.list.reconcile(with: palette.items, height: paletteHeight)
            overlay = .palette(palette)
        }
        if case .help(var help) = overlay {
            help.list.reconcile(with: help.commands.map(\.id), height: helpHeight)
            overlay = .help(help)
        }
    }
}
