// What every book of refunds promises: bodies of tests that run against any of them, each on a campus that was just opened.

public import Domain
public import Operations

/// One promise of the book of refunds, as a test body.
public struct RefundPromise: Sendable, CustomStringConvertible {
    /// What is promised, in words; the name of the test.
    public let name: String
    /// Tries it on books of the contract's campus without a run.
    public let check: @Sendable (any Books & JournalBook & RefundBook) throws -> Void

    init(_ name: String, _ check: @escaping @Sendable (any Books & JournalBook & RefundBook) throws -> Void) {
        self.name = name
        self.check = check
    }

    /// The name.
    public var description: String { name }
}

/// The promises of the book of refunds.
public enum RefundContract {
    private static let room = ContractCampus.energyRoom
    private static let later = ContractCampus.evening.adding(seconds: 600)

    /// A run over named rooms.
    public static func run(_ id: String = "graduation", day: Int = 30) -> RefundRun {
        RefundRun(
            id: RefundRunID(id), scope: .rooms, exitDay: Day(number: 20_600 + day), at: ContractCampus.evening,
            actor: ContractCampus.chen)
    }

    /// Figures of so many hundredths of a kWh for so many fen.
    public static func figures(_ credit: Int64, _ fen: Int64) -> RefundFigures {
        let zero = ContractCampus.energy(0)
        return RefundFigures(credit: ContractCampus.energy(credit), money: Money(fen: fen), subsidy: zero, unpaid: zero, debt: zero)
    }

    private static func move(_ after: Int, _ event: RefundEvent, approver: Actor? = nil) -> RefundMove {
        RefundMove(room: room, after: after, event: event, approver: approver)
    }

    private static func change(_ moves: [RefundMove], plan: Plan? = nil) -> RefundChange {
        RefundChange(run: RefundRunID("graduation"), moves: moves, plan: plan, actor: ContractCampus.chen)
    }

    private static func started(_ books: any Books & RefundBook) throws {
        try expect(try books.start(run(), rooms: [room]), is: .started([room]), "start")
    }

    private static func approved(_ books: any Books & RefundBook) throws {
        try started(books)
        let moves = [move(1, .estimated(figures(9090, 5000))), move(2, .approved(most: Money(fen: 5000)), approver: ContractCampus.li)]
        try expect(try books.commit(change(moves), at: later), is: .written([]), "approval")
    }

    /// The plan that takes all that was sold to the room out of its books again.
    private static func take(_ books: any Books & RefundBook, id: String = "refund-1") throws -> Plan {
        let standing = try ContractCampus.standing(books, room)
        let lot = try unwrap(standing.lots.last, "the room has a lot")
        let draw = Draw(lot: lot.id, wallet: .purchased, credit: lot.left, paid: lot.worth)
        let entry = RefundEntries.take(RefundRunID("graduation"), room: room, draws: [draw])
        let change = PlannedChange(
            room: room, version: standing.version, priceVersion: try books.price(on: Day(of: later, at: .china)).version,
            money: Money.zero - lot.worth, credit: ContractCampus.energy(-lot.left.hundredths), entry: entry)
        return Plan(
            id: PlanID(id), kind: .refund, madeAt: later, day: Day(of: later, at: .china), actor: ContractCampus.chen,
            approver: ContractCampus.li, rows: [PlanRow(room: room, money: change.money, decision: .change(change))])
    }

    /// All of them.
    public static let all: [RefundPromise] = [
        RefundPromise("a run is kept with its scope, day and rule, and its rooms are frozen") { books in
            try started(books)
            try expect(try books.refundRuns(), is: [run()], "runs")
            try expect(try books.frozenRooms(), is: [room: RefundRunID("graduation")], "frozen rooms")
            try expect(try ContractCampus.standing(books, room).frozenBy, is: RefundRunID("graduation"), "what planning reads")
            let record = RefundRecord(
                run: RefundRunID("graduation"), room: room, line: 1, event: .frozen, at: ContractCampus.evening,
                actor: ContractCampus.chen)
            try expect(try books.refundRecords(of: RefundRunID("graduation")), is: [record], "records")
        },
        RefundPromise("a sale that was planned before the room was frozen is refused, and so is one that is planned after") { books in
            let before = try ContractCampus.plan(books, [(room, Money(fen: 5000))], id: "sale")
            try started(books)
            try expect(try books.commit(before, at: later), is: .stale([room: .changedSincePlan]), "the older plan")
            let after = try ContractCampus.plan(books, [(room, Money(fen: 5000))], id: "sale-2")
            try expect(after.refusals.map(\.refusal), is: [.frozen(RefundRunID("graduation"))], "the newer plan")
        },
        RefundPromise("the same run again adds rooms, another under its name is told") { books in
            try started(books)
            try expect(
                try books.start(run(), rooms: [room, ContractCampus.moneyRoom]), is: .started([ContractCampus.moneyRoom]), "more rooms")
            try expect(try books.start(run(day: 29), rooms: [room]), is: .otherRun(run()), "another day")
            try expect(try books.refundRuns().count, is: 1, "runs")
        },
        RefundPromise("a room is in one run at a time") { books in
            try started(books)
            let other = try books.start(run("other"), rooms: [room, ContractCampus.moneyRoom])
            try expect(other, is: .frozen([room: RefundRunID("graduation")]), "the other run")
            try expect(try books.frozenRooms().count, is: 1, "nothing of it was written")
            try expect(try books.commit(change([move(1, .dropped(reason: "a mistake"))]), at: later), is: .written([]), "drop")
            try expect(try books.start(run("other"), rooms: [room]), is: .started([room]), "then the other run has it")
            try expect(try ContractCampus.standing(books, room).frozenBy, is: RefundRunID("other"), "what planning reads")
        },
        RefundPromise("a change is written where it was made for, and nowhere else") { books in
            try started(books)
            let first = change([move(1, .estimated(figures(9090, 5000)))])
            try expect(try books.commit(first, at: later), is: .written([]), "the first")
            try expect(try books.commit(first, at: later), is: .moved([room]), "the same again")
            try expect(
                try books.commit(
                    RefundChange(run: RefundRunID("none"), moves: [move(1, .restored)], actor: ContractCampus.chen), at: later),
                is: .moved([room]), "another run")
            let error = try expectThrown("an event that can not follow") {
                _ = try books.commit(change([move(2, .closed(handedOver: false))]), at: later)
            }
            try expect(error is BooksError, "it is an error of the books")
            try expect(try books.refundRecords(of: RefundRunID("graduation")).count, is: 2, "records")
        },
        RefundPromise("what is taken out stands in the journal and in the run, or in neither") { books in
            try ContractCampus.sell(books, room, Money(fen: 5000), id: "sale")
            try approved(books)
            let old = try take(books)
            try ContractCampus.use(books, ContractCampus.energyMeter, upTo: Energy(hundredths: 1235_56), id: "use")
            let stale = change([move(3, .taken(figures(9090, 5000)))], plan: old)
            try expect(try books.commit(stale, at: later), is: .stale([room: .changedSincePlan]), "an old plan")
            try expect(try books.refundRecords(of: RefundRunID("graduation")).count, is: 3, "records after the old plan")
            let fresh = try take(books, id: "refund-2")
            let outcome = try books.commit(change([move(3, .taken(figures(9090, 5000)))], plan: fresh), at: later)
            guard case .written(let rows) = outcome, let row = rows.first else {
                throw BrokenPromise(description: "it is not written: \(outcome)")
            }
            let record = try unwrap(try books.refundRecords(of: RefundRunID("graduation")).last, "a record")
            try expect(record.entry, is: row.entry, "the entry that the event names")
            let entry = try unwrap(try books.entry(row.entry), "the entry")
            try expect(entry.draft.kind, is: .refund, "its kind")
            try expect(entry.approver, is: ContractCampus.li, "who approved it")
            try expect(try books.verify().findings, is: [], "findings")
        },
        RefundPromise("a plan that can not be written takes its events back with it") { books in
            try ContractCampus.sell(books, room, Money(fen: 5000), id: "sale")
            try started(books)
            let plan = try take(books)
            _ = try expectThrown("an event too early") {
                _ = try books.commit(change([move(1, .taken(figures(9090, 5000)))], plan: plan), at: later)
            }
            try expect(try books.committed(plan.id), is: nil, "the plan")
            try expect(try books.refundRecords(of: RefundRunID("graduation")).count, is: 1, "records")
        },
    ]
}
