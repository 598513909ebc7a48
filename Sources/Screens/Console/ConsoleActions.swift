import Domain
import Operations
import Phrases
import Terminal

extension Console {
    /// Does what a command says. Whether it can be used was asked before; without a key it came by its name.
    mutating func perform(_ id: Command.ID, _ key: Key?) -> [Effect] {
        switch id {
        case .help: overlay = .help(HelpState(screen: screen))
        case .screens: overlay = .chooser(.screens)
        case .sort: overlay = .chooser(.columns(rooms.sort))
        case .commandLine: overlay = .prompt(Prompt(kind: .command, field: TextField()))
        case .find: overlay = .prompt(Prompt(kind: .find(from: roomInHand), field: TextField(limit: 40)))
        case .filter: openFilter()
        case .saveFilter: overlay = .prompt(Prompt(kind: .command, field: TextField("save-filter ")))
        case .markMatching: overlay = .prompt(Prompt(kind: .markMatching, field: TextField(), message: FilterVocabulary.rooms.list))
        case .findNext: return findAgain(1)
        case .findPrevious: return findAgain(-1)
        case .jump: return key.map { typeDigit($0) } ?? []
        case .mark, .markAll, .unmarkAll, .invertMarks, .markRange: markOnScreen(id)
        case .grid, .gridAccept, .amount, .sameAsAbove, .fillMarked, .fillAll, .clearAmount, .formula, .release, .undoAmount, .loadFile,
            .retryGrid, .review:
            return performGrid(id, key)
        case .palette: overlay = .palette(PaletteState(self))
        case .explain: return explain()
        case .undo: return [.reverse(.lastOwn)]
        case .forward: return goForward()
        case .freeze: toggleFreeze()
        case .move, .sideways: return move(key)
        case .neighbour: return goToNeighbour(key == .left || key == .character("h") ? -1 : 1)
        case .nextBuilding: goToBuilding(1)
        case .previousBuilding: goToBuilding(-1)
        case .chart, .campusChart, .turnChart, .nextChart, .previousChart, .widenChart: return performChart(id, key)
        case .open where screen == .buildings: openBuilding()
        case .open: return roomInHand.map { openRoom($0) } ?? []
        case .escape: return escape()
        case .back: return back()
        case .read: return readNow()
        case .topUp where screen == .rooms && !rooms.list.marks.isEmpty: return sellToMarked()
        case .topUp: return roomInHand.map { openTopUp($0) } ?? []
        case .preview: return previewTopUp()
        case .post: return postTopUp()
        case .withdraw: if let order = orderInHand { overlay = .withdrawing(order) }
        case .void: return openVoid()
        case .moveCredit: return roomInHand.map { openCreditMove(from: $0) } ?? []
        case .moveResident: return openResidentMove()
        case .settle: if let order = orderInHand { overlay = .settling(SettleState(order)) }
        case .wall, .buildings, .rooms, .orders, .reconcile, .buses: return go(to: id)
        case .trace: return openTrace()
        case .takeCase, .noteCase, .closeCase, .takeOver: return workOnCase(id)
        case .papers, .receipt, .showPaper, .newPaper, .savePaper, .printPaper: return workOnPaper(id)
        case .turnPage: return move(key)
        case .subsidy, .replan, .turnMonth, .subsidyRows, .openSubsidyLine, .grant, .subsidyPaper: return workOnSubsidy(id, key)
        case .refunds, .openRun, .newRun, .freezeRooms, .refundRows, .showRefundRoom, .refundPapers, .estimateRefund, .approveRefund,
            .takeRefund, .openForRefund, .splitRefund, .payRefund, .closeRefund, .dropRefund, .unclaimed, .setAside:
            return workOnRefund(id)
        case .roster, .openKind, .loadRoster, .readRoster, .endGone, .acceptGood, .acceptRoster, .undoRoster, .undoImport:
            return workOnRoster(id)
        case .room, .theme, .language: overlay = .prompt(Prompt(kind: .command, field: TextField(id.rawValue + " ")))
        case .repaint: return [.repaint]
        case .suspend: return [.suspend]
        case .quit:
            if key == nil { return [.quit] }
            overlay = .leaving
        }
        return []
    }

    private mutating func go(to id: Command.ID) -> [Effect] {
        let room = roomInHand
        leaveForm()
        switch id {
        case .wall:
            visits.go(to: .wall)
            if let room { show(room) }
        case .buildings: goToBuildings()
        case .rooms:
            visits.go(to: .rooms)
            if let room, rooms.list.cursor != room, rooms.filter.isEmpty { show(room) }
        case .orders:
            visits.go(to: .orders)
            arrangeList(of: .orders)
            // What has come meanwhile stands above: the list begins at its beginning, unless one is meant.
            orderList.move(to: 0, in: filters.orderRows)
            if let room, let order = filters.orderRows.first(where: { desk.orders[$0]?.room == room }) {
                _ = orderList.select(order, in: filters.orderRows)
            }
            return [.loadOrders]
        case .reconcile:
            visits.go(to: .reconcile)
            return loadReconciliation()
        case .buses:
            visits.go(to: .buses)
            arrangeList(of: .buses)
            busList.move(to: 0, in: filters.busRows)
        default: break
        }
        return []
    }

    mutating func openRoom(_ id: RoomID) -> [Effect] {
        guard desk.live[id] != nil else { return refuse(phrase("Room \(id) is no longer on the campus.")) }
        leaveForm()
        room = RoomScreenState()
        visits.go(to: .room(id))
        return loadDetail(id)
    }

    private mutating func move(_ key: Key?) -> [Effect] {
        guard let key else { return [] }
        switch visits.current {
        case .wall: moveOnWall(key)
        case .rooms:
            if rooms.list.handle(key, in: rooms.order) { rooms.moved(at: desk.now) }
            rooms.extendRange()
        case .buildings: _ = buildings.list.handle(key, in: buildings.names)
        case .orders: _ = orderList.handle(key, in: filters.orderRows)
        case .reconcile: _ = reconciliation.list.handle(key, in: reconciliation.order)
        case .grid: if let rows = grid?.rowIDs { _ = grid?.list.handle(key, in: rows) }
        case .buses: _ = busList.handle(key, in: filters.busRows)
        case .trace:
            let height = traceHeight / 2
            trace?.scroll(key, height: height)
        case .room(let id): scrollJournal(key, of: id)
        case .papers: _ = papers.list.handle(key, in: papers.order ?? [])
        case .paper: papers.scroll(key, height: paperHeight)
        case .subsidy: _ = subsidy.list.handle(key, in: subsidy.order)
        case .refunds: _ = refund.runList.handle(key, in: refund.runs?.map(\.id) ?? [])
        case .refundStart: _ = refund.startList.handle(key, in: refund.start?.order ?? [])
        case .refund: _ = refund.list.handle(key, in: refund.order)
        case .unclaimed: _ = refund.unclaimedList.handle(key, in: refund.unclaimed?.map(\.id) ?? [])
        case .roster: _ = roster.list.handle(key, in: roster.order)
        case .topUp, .refundRoom, .chart: break
        }
        return []
    }

    private mutating func markOnScreen(_ id: Command.ID) {
        switch screen {
        case .grid: markInGrid(id)
        case .refund: refund.mark(id)
        default: mark(id)
        }
    }

    private mutating func scrollJournal(_ key: Key, of id: RoomID) {
        let entries = desk.detail(of: id)?.entries.count ?? 0
        let most = max(entries - journalHeight, 0)
        switch key {
        case .up, .character("k"): room.scrolled -= 1
        case .down, .character("j"): room.scrolled += 1
        case .pageUp, .control("u"): room.scrolled -= journalHeight
        case .pageDown, .control("d"): room.scrolled += journalHeight
        case .home: room.scrolled = 0
        case .end: room.scrolled = most
        default: break
        }
        room.scrolled = min(max(room.scrolled, 0), most)
    }

    /// The room before or after, in the order of the list that led here.
    private mutating func goToNeighbour(_ step: Int) -> [Effect] {
        if case .refundRoom(let run, let id) = visits.current { return goToNeighbour(step, of: id, in: run) }
        guard case .room(let id) = visits.current else { return [] }
        let all = visits.list == .rooms ? rooms.order : desk.shown.ids
        let index = visits.list == .rooms && rooms.list.cursor == id ? rooms.list.index : all.firstIndex(of: id)
        guard let index, all.indices.contains(index + step) else {
            return refuse(step > 0 ? phrase("This is the last room of the list.") : phrase("This is the first room of the list."))
        }
        let next = all[index + step]
        visits.replace(with: .room(next))
        room = RoomScreenState()
        if visits.list == .rooms { rooms.list.move(to: index + step, in: rooms.order) } else { wall.cursor = next }
        return loadDetail(next)
    }

    private mutating func findAgain(_ step: Int) -> [Effect] {
        if screen == .wall, rooms.search.isEmpty { return goToNextMeant(step) }
        guard let room = search(rooms.search, from: roomInHand, step: step, including: false) else {
            return refuse(phrase("No room has \"\(rooms.search)\" in its name."))
        }
        show(room)
        return []
    }

    private mutating func openFilter() {
        let filter = filter(of: screen)
        let message = filter.isEmpty ? FilterVocabulary.of(screen)?.list ?? "" : ""
        overlay = .prompt(Prompt(kind: .filter(on: screen, before: filter), field: TextField(filter.text), message: message))
    }

    private mutating func toggleFreeze() {
        if desk.frozen == nil {
            desk.freeze()
        } else {
            desk.unfreeze()
            rooms.arrange(desk.shown, now: desk.now)
        }
        arrangeWall()
    }

    /// Reads the marked rooms, else the one in hand. Marks on rooms that are gone are told, not passed over.
    private mutating func readNow() -> [Effect] {
        let marks = screen == .rooms ? rooms.list.marks.sorted() : screen == .refund ? refund.list.marks.sorted() : []
        let wanted = marks.isEmpty ? roomInHand.map { [$0] } ?? [] : marks
        let readable = wanted.filter { desk.live[$0]?.meter != nil }
        let left = wanted.filter { desk.live[$0]?.meter == nil }
        var text = readable.count == 1 ? phrase("Reading \(readable[0])") : phrase("Reading \(readable.count) rooms")
        if !left.isEmpty {
            text +=
                phrase("; not there or without meter: ") + left.prefix(5).map(\.text).joined(separator: ", ")
                + (left.count > 5 ? " ..." : "")
        }
        say(text)
        return readable.isEmpty ? [.bell] : [.readNow(readable)]
    }

    /// Esc: the filter when it is asked for twice, else back.
    private mutating func escape() -> [Effect] {
        if case .topUp = visits.current { return leaveTopUp() }
        if case .grid = visits.current { return leaveGrid() }
        if rooms.range != nil, screen == .rooms {
            rooms.endRange(keeping: false)
            return []
        }
        if !filter(of: screen).isEmpty {
            if clearsFilterUntil != nil {
                clearsFilterUntil = nil
                toast = nil
                show(.none, on: screen)
            } else {
                clearsFilterUntil = desk.now.adding(seconds: 3)
                say(phrase("Esc once more takes the filter away"))
            }
            return []
        }
        if visits.earlier.isEmpty {
            say(phrase("This is the first screen; q leaves"))
            return []
        }
        return goBack()
    }

    /// F10 and q: back; on the first screen the question whether to leave.
    private mutating func back() -> [Effect] {
        if case .committing = topUp?.stage { return refuse(phrase("The sale is being written; a moment.")) }
        if case .grid = visits.current { return leaveGrid() }
        if visits.earlier.isEmpty {
            overlay = .leaving
            return []
        }
        return goBack()
    }

    private mutating func goForward() -> [Effect] {
        leaveForm()
        _ = visits.forward()
        return (visits.current.room.map { loadDetail($0) } ?? []) + askForCharts()
    }

    mutating func goBack() -> [Effect] {
        leaveForm()
        _ = visits.back()
        if case .room(let id) = visits.current { return loadDetail(id) }
        return askForCharts()
    }

    mutating func leaveForm() {
        if case .topUp = visits.current { topUp = nil }
    }
}
