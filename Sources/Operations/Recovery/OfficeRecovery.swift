public import Domain

/// What stood between the books and the meters, and what came of closing it.
public struct GapReport: Hashable, Sendable {
    /// Rooms whose meters were held against the books.
    public var rooms = 0
    /// What each meter proves beyond the books; rooms that agree are left out.
    public var gaps: [RoomID: MeterGap] = [:]
    /// What can not be explained. Nothing is written for these rooms.
    public var doubts: [RoomID: GapDoubt] = [:]

    /// Whether books and meters agree.
    public var isEmpty: Bool { gaps.isEmpty && doubts.isEmpty }
    /// Sales that the books have lost.
    public var lost: Int { gaps.values.reduce(0) { $0 + $1.lost.count } }
    /// Orders in line that meters have taken.
    public var taken: Int { gaps.values.reduce(0) { $0 + $1.taken.count } }

    /// The credit of all lost sales, of the meters that keep one unit.
    public func credit(_ unit: CreditUnit) -> Credit {
        gaps.values.flatMap(\.lost).reduce(.zero(unit)) { $1.credit.unit == unit ? $0 + $1.credit : $0 }
    }
}

/// What was written to close a gap.
public struct Recovery: Hashable, Sendable {
    /// Orders that stand as confirmed now.
    public var confirmed = 0
    /// Sales that stand in the books again.
    public var sales = 0
    /// Those among them of which nobody knows what was paid.
    public var unpriced = 0
    /// What was paid for the others, less what was paid out for take-backs.
    public var money = Money.zero
    /// Rooms that changed each time while their recovery was planned.
    public var changed: [RoomID] = []
    /// Take-backs that stand in the books again.
    public var takeBacks = 0
}

extension Office {
    /// The rooms whose meters keep credit and were taken over, with the count that the books expect of each.
    public func expectedCounts() throws -> [MeterID: Int] {
        var counts: [MeterID: Int] = [:]
        for standing in try standings(of: Array(books.inventory().rooms.keys)).values {
            if let meter = standing.meter, meter.profile.keepsCredit, meter.baseline != nil { counts[meter.id] = standing.expectedCount }
        }
        return counts
    }

    /// Holds what meters say against the books; nothing is written.
    ///
    /// - Parameters:
    ///   - pictures: of the meters whose count is not the one that the books expect, with their purchase records.
    ///   - silent: why meters could not be read.
    public func gap(_ pictures: [MeterID: CreditReading], silent: [MeterID: String] = [:]) throws -> GapReport {
        let planner = try recoveryPlanner(pictures, .restored)
        var report = GapReport()
        for (room, finding) in planner.findings() {
            switch finding {
            case .none: break
            case .gap(let gap): report.gaps[room] = gap
            case .doubt(let doubt): report.doubts[room] = doubt
            }
        }
        for (room, standing) in planner.standings {
            guard let meter = standing.meter, meter.profile.keepsCredit, meter.baseline != nil else { continue }
            report.rooms += 1
            if let why = silent[meter.id] { report.doubts[room] = .silent(why) }
        }
        return report
    }

    /// Writes what the meters prove was sold after the copy was made: confirms orders that they took, then books the sales that are lost.
    ///
    /// It may be stopped and called again at any time: what the books have by then is not written a second time.
    public func closeGap(
        _ pictures: [MeterID: CreditReading], cause: RecoveryCause = .restored, actor: Actor
    ) throws -> Recovery {
        var recovery = Recovery()
        var attempts: [RoomID: Int] = [:]
        var left = pictures
        while true {
            let planner = try recoveryPlanner(left, cause)
            let now = clock.now()
            let round = planner.round(actor: actor, now: now, day: today, id: PlanID("recovery-" + ids.next()))
            guard !round.isEmpty else { return recovery }
            for step in round.steps {
                _ = try books.record(step)
                recovery.confirmed += 1
            }
            guard !round.plan.rows.isEmpty else { continue }
            switch try books.commit(round.plan, at: now) {
            case .committed, .exists: recovery.add(round.plan)
            case .stale(let rows):
                for room in rows.keys.sorted() {
                    attempts[room, default: 0] += 1
                    guard attempts[room] == Office.mostAttempts, let meter = planner.standings[room]?.meter else { continue }
                    left[meter.id] = nil
                    recovery.changed.append(room)
                }
            }
        }
    }

    private static let mostAttempts = 3

    private func recoveryPlanner(_ pictures: [MeterID: CreditReading], _ cause: RecoveryCause) throws -> RecoveryPlanner {
        RecoveryPlanner(
            standings: try standings(of: Array(books.inventory().rooms.keys)), price: try books.price(on: today), pictures: pictures,
            cause: cause)
    }
}

extension Recovery {
    fileprivate mutating func add(_ plan: Plan) {
        for change in plan.changes {
            money = money + change.money
            guard change.credit.hundredths > 0 else {
                takeBacks += 1
                continue
            }
            sales += 1
            if change.money == .zero { unpriced += 1 }
        }
    }
}
