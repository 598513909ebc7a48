public import Domain

/// Judges the rooms of a run and reckons what is taken out and what is paid. Pure; nothing happens.
///
/// Use goes on until the credit is out. The order takes what the meter has at a fresh reading, less a reserve: what the load of that moment
/// would use in ten minutes. Free credit and the credit of those who stay count for the reserve. What is used beyond what was left is set
/// off against what was taken, the oldest lot first, so that the amount is fixed by the read-back and never by the order.
public struct RefundPlanner: Sendable {
    /// The run.
    public var run: RefundRun
    /// Who leaves and who stays.
    public var census: RefundCensus
    /// What the books say of the rooms.
    public var standings: [RoomID: RoomStanding]
    /// The price of the day.
    public var price: PriceStanding
    /// The last of everything that the meters said.
    public var readings: [MeterID: Reading]
    /// The orders that take credit out, of rooms from which it is being taken or was refused, as far as they are known.
    public var takeBacks: [RoomID: Order]
    /// The rules of the campus.
    public var rules: DeskRules
    /// The time.
    public var now: Instant

    /// Minutes for which a reserve is left in a meter that is in use.
    public static let reserveMinutes: Int64 = 10
    /// What books and meter may differ by, in hundredths: the rounding of both, and one step of the register.
    static let tolerance: Int64 = 5

    /// Makes a planner from what was read.
    public init(
        run: RefundRun, census: RefundCensus, standings: [RoomID: RoomStanding], price: PriceStanding, readings: [MeterID: Reading],
        takeBacks: [RoomID: Order], rules: DeskRules, now: Instant
    ) {
        self.run = run
        self.census = census
        self.standings = standings
        self.price = price
        self.readings = readings
        self.takeBacks = takeBacks
        self.rules = rules
        self.now = now
    }

    /// A room as lists show it.
    public func row(_ state: RefundRoom) -> RefundRow {
        var row = RefundRow(state: state, standing: standings[state.room], people: census[state.room], wait: nil, next: nil)
        switch state.step {
        case .frozen, .estimated:
            row.next = state.step == .frozen ? .estimate : .approve
            row.wait = blocker(of: state.room) ?? (state.step == .estimated ? .approval : nil)
        case .approved:
            row.next = .take
            if let order = takeBacks[state.room] { row.wait = RefundPlanner.failure(of: order) }
            if case .failure(let wait) = take(state) { row.wait = wait }
            if row.wait?.leadsToOpening == true, case .success = opening(state) { row.next = .open }
        case .taking: row.wait = takeBacks[state.room].flatMap(RefundPlanner.wait)
        case .opening:
            row.wait = takeBacks[state.room].flatMap(RefundPlanner.wait) ?? blocker(of: state.room, passesRelay: true)
        case .fixed:
            row.next = .split
            if census[state.room].leaving.isEmpty { row.wait = .nobody }
        case .split, .paid, .closed:
            if state.step != .closed { row.next = .close }
            if !state.unpaid.isEmpty {
                row.next = state.step == .split ? .pay : row.next
                row.wait = .payees(state.unpaid.count, state.due)
            }
        case .dropped: break
        }
        return row
    }

    /// What an order that takes credit out waits for; nil when it has ended.
    static func wait(for order: Order) -> RefundWait? {
        switch TakeBackEnd(order) {
        case .waits: order.state == .disputed ? .disputed(order.id) : .openOrder(order.id, order.state)
        case .out, .stillIn: nil
        }
    }

    /// Why an order that has ended left the room where it stood; nil for one that did what it should.
    private static func failure(of order: Order) -> RefundWait? {
        guard !order.state.isOpen, order.state != .confirmed else { return nil }
        if order.task.relay != nil { return .notOpened(order.id, order.note) }
        return order.state == .refused ? .refusedByMeter(order.id, order.note) : nil
    }

    /// What stands in the way of any step before the credit is out.
    ///
    /// - Parameter passesRelay: whether an order to the relay is no hindrance, as for a reading that a person took.
    public func blocker(of room: RoomID, passesRelay: Bool = false) -> RefundWait? {
        guard let standing = standings[room], let meter = standing.meter else { return .noMeter }
        guard let baseline = meter.baseline, baseline.totalBought.unit == meter.unit else { return .notTakenOver(meter.id) }
        if let order = standing.openOrders.first(where: { $0.state == .disputed }) { return .disputed(order.id) }
        let waiting = standing.openOrders.first { !passesRelay || $0.task.relay == nil }
        if let waiting { return .openOrder(waiting.id, waiting.state) }
        if standing.emergency.hundredths > 0 { return .debt(standing.emergency) }
        return census[room].leaving.isEmpty ? .nobody : nil
    }

    /// What would be paid if everything came out that the books have; use is posted up to the last reading, so that no more can come of it.
    public func estimate(_ room: RoomID) -> RefundFigures? {
        guard let standing = standings[room], let meter = standing.meter else { return nil }
        return reckon(standing, meter, remaining: nil, reserve: .zero(meter.unit)).figures
    }

    /// What can be taken out of a room now, with its final reading where no meter has to give anything back; or what it waits for.
    public func take(_ state: RefundRoom) -> Result<(take: RefundTake, order: OrderDraft?, final: RefundFinal?), RefundWait> {
        guard state.step == .approved, let most = state.most else {
            return .failure(state.step == .frozen || state.step == .estimated ? .approval : .otherStep(state.step))
        }
        if let blocker = blocker(of: state.room) { return .failure(blocker) }
        guard let standing = standings[state.room], let meter = standing.meter else { return .failure(.noMeter) }
        let keeps = meter.profile.keepsCredit
        // A lower count than the books expect is a reading from before the last order.
        guard let reading = readings[meter.id], let register = reading.register, isFresh(reading),
            !keeps || reading.count.map({ $0 >= standing.expectedCount }) ?? true
        else { return .failure(.silent(since: readings[meter.id]?.at)) }
        var remaining: Credit?
        if keeps {
            guard let left = reading.remaining, left.unit == meter.unit else { return .failure(.silent(since: reading.at)) }
            let books = standing.balance(in: meter.unit) - unposted(standing, meter, register)
            guard books.hundredths - left.hundredths <= RefundPlanner.tolerance else {
                return .failure(.difference(books: books, meter: left))
            }
            remaining = left
        }
        let purse = reading.subsidy.flatMap { keeps && $0.unit == meter.unit ? $0 : nil } ?? .zero(meter.unit)
        var reserve = keeps ? self.reserve(meter, reading) : .zero(meter.unit)
        // What is used meanwhile comes out of the purse; one step of what was bought keeps the relay closed.
        if reserve.hundredths > 0, purse.hundredths >= reserve.hundredths { reserve = Credit(meter.unit, hundredths: 1) }
        let taken = reckon(standing, meter, remaining: remaining, reserve: reserve, inPurse: purse)
        guard taken.figures.money <= most else { return .failure(.moreApproval(taken.figures.money, most: most)) }
        if keeps, !taken.draws.isEmpty {
            guard standing.nextCount <= MeterPoint.lastCount else { return .failure(.countUsedUp(meter.id)) }
            return .success((taken, standing.takeBack(taken.figures.credit, from: meter), nil))
        }
        let final = RefundFinal(
            meter: meter.id, register: register, remaining: remaining, at: reading.at, source: .reading, credit: taken.figures.credit,
            money: taken.figures.money, setOff: .zero(meter.unit))
        return .success((taken, nil, final))
    }

    /// The order that opens the relay of a room; or what it waits for. Nobody may be left in the dark who stays.
    public func opening(_ state: RefundRoom) -> Result<OrderDraft, RefundWait> {
        guard state.step == .approved else { return .failure(.otherStep(state.step)) }
        if let blocker = blocker(of: state.room) { return .failure(blocker) }
        let staying = census[state.room].staying.count + census[state.room].arrived.count
        guard staying == 0 else { return .failure(.othersStay(staying)) }
        guard let standing = standings[state.room], let meter = standing.meter else { return .failure(.noMeter) }
        return .success(standing.order(.open, at: meter))
    }

    /// An order to open a room that may still be sent, or sent again, while nobody expects it any more, were the room dropped now. Once its
    /// term is over, one without answer is made up for when its meter answers.
    func opensSoon(_ room: RoomID) -> RefundWait? {
        guard let order = takeBacks[room] else { return nil }
        let isSent = order.state == .unknown && !RelayTerm.isOver(order, at: now)
        guard isSent || order.state == .queued || order.state == .sent else { return nil }
        return .openOrder(order.id, order.state)
    }

    /// What a meter shows once nothing is used any more.
    struct LastReading {
        var meter: MeterID
        var register: Energy
        /// What is left in it; of no meaning for a meter that keeps no credit.
        var remaining: Credit
        /// What of it is in its purse of free credit; nil where nobody read that.
        var inPurse: Credit?
        var at: Instant
        var source: RefundFinal.Source
    }

    /// What a reading fixes, for a room that was opened: the credit stays in the meter. Use up to it is reckoned and not posted yet.
    func open(_ state: RefundRoom, by reading: LastReading) -> Result<Opened, RefundWait> {
        guard [.approved, .opening].contains(state.step), let most = state.most else { return .failure(.approval) }
        if let blocker = blocker(of: state.room, passesRelay: true) { return .failure(blocker) }
        guard let standing = standings[state.room], let meter = standing.meter, meter.id == reading.meter else { return .failure(.noMeter) }
        if let mark = meter.useMark(reached: standing.reached), mark.register > reading.register {
            return .failure(.registerBack(mark.register))
        }
        let used = unposted(standing, meter, reading.register)
        let rest = standing.using(used)
        guard rest.emergency.hundredths <= 0 else { return .failure(.usedMore(used, had: standing.balance(in: meter.unit))) }
        let left = meter.profile.keepsCredit ? reading.remaining : nil
        let purse = reading.inPurse.flatMap { left != nil && $0.unit == meter.unit ? $0 : nil }
        let taken = reckon(rest, meter, remaining: left, reserve: .zero(meter.unit), inPurse: purse)
        guard taken.figures.money <= most else { return .failure(.moreApproval(taken.figures.money, most: most)) }
        let final = RefundFinal(
            meter: meter.id, register: reading.register, remaining: left, at: reading.at, source: reading.source,
            credit: taken.figures.credit, money: taken.figures.money, setOff: .zero(meter.unit))
        guard used.hundredths > 0 else { return .success(Opened(take: taken, final: final)) }
        let mark = RegisterMark(meter: meter.id, register: reading.register, at: max(reading.at, standing.reached?.at ?? reading.at))
        let use = UseEntry.draft(room: state.room, used: used, lots: standing.lots, reaches: mark)
        return .success(Opened(take: taken, final: final, use: PlannedEntry(credit: used, entry: use)))
    }

    /// What a room that was opened comes to.
    struct Opened {
        var take: RefundTake
        var final: RefundFinal
        /// The use up to the last reading, posted by the same commit; nil when there was none.
        var use: PlannedEntry?
    }

    /// The final reading that a read-back gives, with the amount: what was taken less what was used beyond what was left.
    ///
    /// - Parameters:
    ///   - takeBack: the entry that took the credit out.
    ///   - picture: what the meter said when the credit was out; use is posted up to it.
    public func fix(_ room: RoomID, takeBack: Entry, order: Order, picture: CreditReading) -> (final: RefundFinal, earned: Money) {
        let draws = Lot.taken(by: takeBack)
        let unit = order.task.amount.unit
        let owed = standings[room].map { $0.emergency.unit == unit ? $0.emergency.hundredths : 0 } ?? 0
        let refund = RefundEstimate(lots: draws, debt: Credit(unit, hundredths: owed), unit: unit)
        let paid = draws.reduce(Money.zero) { $0 + $1.paid }
        let final = RefundFinal(
            meter: order.meter, register: picture.registerAfter, remaining: picture.remaining, at: picture.at,
            source: .readBack(order.id), credit: refund.credit, money: refund.money, setOff: order.task.amount - refund.credit)
        return (final, paid - refund.money)
    }

    /// What was used since the last posting; a list is made without posting first.
    private func unposted(_ standing: RoomStanding, _ meter: MeterPoint, _ register: Energy) -> Credit {
        guard let mark = meter.useMark(reached: standing.reached), register > mark.register else { return .zero(meter.unit) }
        return meter.credit(used: mark.register, to: register, at: price.price)
    }

    private func isFresh(_ reading: Reading) -> Bool {
        now.milliseconds(since: reading.at) <= Int64(rules.sales.oldReadingMinutes) * 60_000
    }

    private func reckon(_ standing: RoomStanding, _ meter: MeterPoint, remaining: Credit?, reserve: Credit, inPurse: Credit? = nil)
        -> RefundTake
    {
        let people = census[standing.room.id]
        let pays = people.staying.isEmpty || run.shareOfLeavers == .paidOut
        return RefundTake(
            lots: standing.lots, debt: standing.emergency, unit: meter.unit, remaining: remaining, reserve: reserve, inPurse: inPurse,
            leaving: pays ? people.leaving.count : 0, living: people.count)
    }

    /// What must stay in a meter that is in use; nothing in one without load.
    private func reserve(_ meter: MeterPoint, _ reading: Reading) -> Credit {
        // A meter that does not say its load may be in use like any other.
        let watts = reading.load?.watts ?? RefundPlanner.unknownLoad
        guard watts > 0 else { return .zero(meter.unit) }
        let energy = Energy(wattHours: (Int64(watts) * Int64(meter.ctRatio) * RefundPlanner.reserveMinutes + 59) / 60)
        let hundredths = (energy.wattHours + 9) / 10 + 1
        switch meter.unit {
        case .energy: return Credit(.energy, hundredths: hundredths)
        case .money: return Credit(.money, hundredths: price.price.cost(of: Energy(hundredths: hundredths)).fen + 1)
        }
    }

    /// Watts, where a meter does not say its load.
    private static let unknownLoad: Int64 = 300
}

extension RoomStanding {
    /// The room as it stands once so much was used, by the rule of drawing down.
    fileprivate func using(_ used: Credit) -> RoomStanding {
        let (draws, uncovered) = Lot.draw(used, from: lots)
        let taken = Dictionary(draws.map { ($0.lot, $0.credit) }) { $0 + $1 }
        var standing = self
        for index in lots.indices { if let credit = taken[lots[index].id] { standing.lots[index].left = lots[index].left - credit } }
        standing.lots.removeAll { $0.left.hundredths <= 0 }
        standing.emergency = emergency + uncovered
        return standing
    }
}
