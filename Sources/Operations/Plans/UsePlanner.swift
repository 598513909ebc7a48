public import Domain

/// Why no use is posted for a room.
public enum UseOutcome: Hashable, Sendable {
    /// The register stands where it was posted to, or has not yet moved by the smallest unit of credit.
    case nothingNew
    /// The room has no meter that keeps its credit.
    case noMeter
    /// The meter has not been taken over yet, so nobody knows where its use begins.
    case noBaseline(MeterID)
    /// The meter never said its register.
    case noReading(MeterID)
    /// The register stands lower than use was posted to: a swapped or faulty meter. A person has to look.
    case wentBackwards(from: RegisterMark, to: Energy)
}

/// The use of some rooms as a plan, and the rooms that have none.
public struct UsePlan: Hashable, Sendable {
    /// One row for each room with use.
    public var plan: Plan
    /// Why the others have none.
    public var passed: [RoomID: UseOutcome]
}

/// Plans the posting of use up to what the meters said last. Pure; nothing happens.
///
/// Use is counted by the register alone, from the mark of the last posting or from the baseline, so that a day without readings is
/// made up for by the next. Subsidy is used first, then purchased lots, the oldest first; what no lot covers is borrowed.
public struct UsePlanner: Sendable {
    /// What the books say of the rooms.
    public var standings: [RoomID: RoomStanding]
    /// The price of the day, by which meters that keep money are charged.
    public var price: PriceStanding
    /// The last of everything that the meters said.
    public var readings: [MeterID: Reading]

    /// Makes a planner from what was read.
    public init(standings: [RoomID: RoomStanding], price: PriceStanding, readings: [MeterID: Reading]) {
        self.standings = standings
        self.price = price
        self.readings = readings
    }

    /// Plans the use of all rooms that the planner knows, in order of their names.
    public func plan(actor: Actor, now: Instant, day: Day, id: PlanID) -> UsePlan {
        var rows: [PlanRow] = []
        var passed: [RoomID: UseOutcome] = [:]
        for (room, standing) in standings.sorted(by: { $0.key < $1.key }) {
            switch use(of: standing) {
            case .success(let change): rows.append(PlanRow(room: room, money: .zero, decision: .change(change)))
            case .failure(let nothing): passed[room] = nothing.outcome
            }
        }
        return UsePlan(plan: Plan(id: id, kind: .use, madeAt: now, day: day, actor: actor, rows: rows), passed: passed)
    }

    private struct Nothing: Error { var outcome: UseOutcome }

    private func use(of standing: RoomStanding) -> Result<PlannedChange, Nothing> {
        guard let meter = standing.meter else { return .failure(Nothing(outcome: .noMeter)) }
        guard let from = meter.useMark(reached: standing.reached) else { return .failure(Nothing(outcome: .noBaseline(meter.id))) }
        guard let reading = readings[meter.id], let register = reading.register else {
            return .failure(Nothing(outcome: .noReading(meter.id)))
        }
        // Use was posted up to a newer reading than this one.
        if register < from.register, reading.at < from.at { return .failure(Nothing(outcome: .nothingNew)) }
        guard register >= from.register else { return .failure(Nothing(outcome: .wentBackwards(from: from, to: register))) }
        let used = meter.credit(used: from.register, to: register, at: price.price)
        guard used.hundredths > 0 else { return .failure(Nothing(outcome: .nothingNew)) }
        let mark = RegisterMark(meter: meter.id, register: register, at: max(reading.at, from.at))
        let balance = standing.balance(in: meter.unit)
        return .success(
            PlannedChange(
                room: standing.room.id, version: standing.version, priceVersion: price.version, money: .zero, credit: used,
                before: balance, beforeAt: from.at, after: balance - used,
                entry: UseEntry.draft(room: standing.room.id, used: used, lots: standing.lots, reaches: mark)))
    }
}

/// The entry of one posting of use.
public enum UseEntry {
    /// Writes the entry: the wallets by the draw-down rule, and the money that this earns.
    public static func draft(room: RoomID, used: Credit, lots: [Lot], reaches: RegisterMark) -> EntryDraft {
        let zero = Credit.zero(used.unit)
        let (draws, uncovered) = Lot.draw(used, from: lots)
        func sum(_ wallet: WalletKind) -> Credit { draws.filter { $0.wallet == wallet }.reduce(zero) { $0 + $1.credit } }
        let earned = draws.reduce(Money.zero) { $0 + $1.paid }
        var postings = [
            Posting(.wallet(.subsidy, of: room), zero - sum(.subsidy)),
            Posting(.wallet(.purchased, of: room), zero - sum(.purchased)),
            Posting(.wallet(.emergency, of: room), zero - uncovered),
            Posting(.used, used),
            Posting(.prepaid(room), earned),
            Posting(.income, Money.zero - earned),
        ]
        postings.removeAll { $0.amount == 0 }
        let moves = draws.map { LotMove.take($0.lot, credit: $0.credit, paid: $0.paid) }
        return EntryDraft(kind: .use, room: room, postings: postings, lots: moves, reaches: reaches)
    }
}

extension MeterPoint {
    /// Where use of this meter begins that is not posted yet: the last mark, or the baseline of a meter that has none of its own.
    func useMark(reached: RegisterMark?) -> RegisterMark? {
        if let reached, reached.meter == id { return reached }
        return baseline.map { RegisterMark(meter: id, register: $0.register, at: $0.at) }
    }

    /// The credit that the meter takes between two values of its register, in its own unit.
    ///
    /// It is the difference of two absolute values, each rounded down, so that the rests are carried on: however the way is cut into
    /// postings, their sum is the same as in one, and nothing is lost to rounding.
    func credit(used first: Energy, to last: Energy, at price: Price) -> Credit {
        Credit(unit, hundredths: absoluteCredit(last, at: price) - absoluteCredit(first, at: price))
    }

    private func absoluteCredit(_ register: Energy, at price: Price) -> Int64 {
        let energy = Energy(wattHours: register.wattHours * Int64(ctRatio))
        return unit == .energy ? energy.hundredths : price.cost(of: energy).fen
    }
}
