// Protects that a month is granted once by any path: by a second run, by two consoles at once, after a crash, and when residents or policies
// change between preview and commit; and that policies and grants changed behind the program's back are found.
// How: real files, a desk on each of two connections; every column changed once and the books verified.

import BooksContract
import Domain
import GRDB
import Operations
import Testing

@testable import Store

@Suite("Subsidy on disk")
struct SubsidyStoreTests {
    private static let november = Month(of: Day(of: ContractCampus.evening, at: .china))
    private static let policy = SubsidyPolicy(name: "basic", from: november.advanced(by: -1), pauses: [])

    private struct Fixture {
        let campus: TemporaryCampus
        let books: SQLiteBooks
        let desk: SubsidyDesk

        init() throws {
            campus = try TemporaryCampus()
            books = try campus.openedBooks()
            let september = SubsidyStoreTests.november.advanced(by: -2).first
            let people = (1...3).map { Resident(id: ResidentID("S\($0)"), name: "Li \($0)") }
            let rooms = [ContractCampus.energyRoom, ContractCampus.energyRoom, ContractCampus.moneyRoom]
            let stays = zip(people, rooms).enumerated().map {
                Stay(id: Int64($0.offset + 1), resident: $0.element.0.id, room: $0.element.1, from: september)
            }
            #expect(
                try books.take(
                    RosterChange(version: 0, residents: people, stays: stays), actor: ContractCampus.chen, at: ContractCampus.evening)
                    == .taken)
            #expect(try books.add(SubsidyStoreTests.policy, after: 0, actor: ContractCampus.chen, at: ContractCampus.evening))
            desk = try SubsidyStoreTests.desk(books)
        }
    }

    private struct FixedClock: OfficeClock {
        var at = ContractCampus.evening
        func now() -> Instant { at }
    }

    private static func desk(_ books: SQLiteBooks, at: Instant = ContractCampus.evening, usesPurse: Bool = true) throws -> SubsidyDesk {
        let clock = FixedClock(at: at)
        var rules = DeskRules()
        rules.usesPurse = usesPurse
        return SubsidyDesk(
            books: books,
            office: Office(
                books: books, readings: MemoryReadings(), clock: clock, ids: RandomIDs(clock: clock), seal: SHA256Seal(),
                rules: rules))
    }

    private static func isCommitted(_ outcome: SubsidyOutcome) -> Bool { if case .committed = outcome { true } else { false } }

    @Test("a month is granted once, and the books know to whom")
    func once() throws {
        let fixture = try Fixture()
        let run = try fixture.desk.plan(Self.november, actor: ContractCampus.chen)
        #expect(run.total == Energy(hundredths: 15_00))
        #expect(Self.isCommitted(try fixture.desk.commit(run)))
        guard case .exists = try fixture.desk.commit(run) else {
            Issue.record("the same run was committed twice")
            return
        }
        #expect(try fixture.desk.plan(Self.november, actor: ContractCampus.chen).shares == [])
        #expect(try fixture.books.granted(for: Self.november...Self.november).count == 3)
        #expect(try fixture.books.account(of: ContractCampus.energyRoom).subsidy == ContractCampus.energy(10_00))
        #expect(try fixture.books.account(of: ContractCampus.moneyRoom).subsidy == Credit(.money, hundredths: 2_75), "5 kWh at 0.55 yuan")
        #expect(try fixture.books.verify().findings == [])
    }

    @Test("of two consoles that run the same month one is told")
    func twoConsoles() throws {
        let fixture = try Fixture()
        let other = try Self.desk(try SQLiteBooks.open(in: fixture.campus.folder))
        let mine = try fixture.desk.plan(Self.november, actor: ContractCampus.chen)
        let theirs = try other.plan(Self.november, actor: ContractCampus.chen)
        #expect(Self.isCommitted(try fixture.desk.commit(mine)))
        #expect(try other.commit(theirs) == .grantedMeanwhile)
        #expect(try fixture.books.account(of: ContractCampus.energyRoom).subsidy == ContractCampus.energy(10_00))
    }

    @Test("who moves, and a new policy, between preview and commit are said and nothing is granted")
    func changedBetween() throws {
        let fixture = try Fixture()
        let run = try fixture.desk.plan(Self.november, actor: ContractCampus.chen)
        let before = try fixture.books.trialBalance()
        let today = Day(of: ContractCampus.evening, at: .china)
        let rooms = try fixture.books.inventory().rooms
        let move = try RosterMove.plan(
            ResidentID("S1"), to: ContractCampus.moneyRoom, from: today, roster: try fixture.books.roster(), rooms: rooms, today: today)
        #expect(try fixture.books.take(move, actor: ContractCampus.chen, at: ContractCampus.evening) == .taken)
        #expect(try fixture.desk.commit(run) == .rosterChanged)
        let second = try fixture.desk.plan(Self.november, actor: ContractCampus.chen)
        var more = Self.policy
        more.from = Self.november
        more.amount = Energy(hundredths: 8_00)
        #expect(try fixture.books.add(more, after: 1, actor: ContractCampus.chen, at: ContractCampus.evening))
        #expect(try !fixture.books.add(more, after: 1, actor: ContractCampus.chen, at: ContractCampus.evening))
        #expect(try fixture.desk.commit(second) == .policiesChanged)
        #expect(try fixture.books.trialBalance() == before)
    }

    @Test("a room that was sold to between preview and commit is granted what was seen")
    func soldBetween() throws {
        let fixture = try Fixture()
        let run = try fixture.desk.plan(Self.november, actor: ContractCampus.chen)
        try ContractCampus.sell(fixture.books, ContractCampus.energyRoom, Money(fen: 50_00), id: "P1")
        #expect(Self.isCommitted(try fixture.desk.commit(run)))
        #expect(try fixture.books.account(of: ContractCampus.energyRoom).subsidy == ContractCampus.energy(10_00))
        #expect(try fixture.books.verify().findings == [])
    }

    @Test("a stay for which credit was granted can not be undone away")
    func grantedStay() throws {
        let fixture = try Fixture()
        #expect(Self.isCommitted(try fixture.desk.commit(try fixture.desk.plan(Self.november, actor: ContractCampus.chen))))
        let undo = try #require(try fixture.books.rosterUndo())
        guard case .contradicted(let reasons) = try fixture.books.take(undo, actor: ContractCampus.chen, at: ContractCampus.evening) else {
            Issue.record("the stay was removed")
            return
        }
        #expect(reasons.first == "free credit was granted for the stay of S1 in 3-418; end the stay instead")
    }

    @Test("free credit that is left after its last day expires once, and the books balance")
    func expires() throws {
        let fixture = try Fixture()
        #expect(Self.isCommitted(try fixture.desk.commit(try fixture.desk.plan(Self.november, actor: ContractCampus.chen))))
        #expect(try fixture.desk.expire(actor: ContractCampus.chen).changes.isEmpty, "the last day has not passed")
        let spring = try #require(Day("2027-02-01")).start(at: .china)
        let later = try Self.desk(fixture.books, at: spring)
        #expect(try later.expire(actor: ContractCampus.chen).changes.map(\.room).count == 2)
        #expect(try fixture.books.account(of: ContractCampus.energyRoom).subsidy == ContractCampus.energy(0))
        let orders = try fixture.books.orders(OrderFilter(room: ContractCampus.energyRoom)).map(\.task)
        #expect(orders.suffix(1) == [.takeBack(ContractCampus.energy(10_00))])
        #expect(try later.expire(actor: ContractCampus.chen).changes.isEmpty)
        #expect(try fixture.books.verify().findings == [])
    }

    private static let purseChanges = [
        "UPDATE meterOrder SET offersPurse = 0, usesPurse = 0", "UPDATE meterOrder SET usesPurse = 0", "UPDATE orderStep SET usesPurse = 0",
        "UPDATE orderStep SET usesPurse = NULL", "UPDATE meterBook SET purseCount = 5", "UPDATE meterBook SET purseCount = NULL",
        "UPDATE meterOrder SET after = replace(after, '\"purseCount\":4', '\"purseCount\":5')",
    ]

    /// A grant that went into the purse of a meter, which shows the count 4 since.
    private static func grantedByPurse() throws -> Fixture {
        let fixture = try Fixture()
        let desk = try Self.desk(fixture.books)
        #expect(isCommitted(try desk.commit(try desk.plan(november, actor: ContractCampus.chen))))
        let order = try #require(try fixture.books.orders(.open).first { $0.room == ContractCampus.energyRoom })
        #expect(order.offersPurse)
        let zero = ContractCampus.energy(0)
        var picture = CreditReading(
            at: ContractCampus.evening, count: 6, lastAmount: zero, totalBought: nil, remaining: zero, subsidy: zero, register: .zero,
            registerAfter: .zero, purse: PurseReading(count: 3, lastAmount: zero))
        _ = try fixture.books.record(
            OrderStep(
                order: order.id, from: .queued, to: .sent, at: ContractCampus.evening, count: 4, totalAfter: zero, usesPurse: true,
                before: picture, isAttempt: true))
        picture.purse?.count = 4
        _ = try fixture.books.record(
            OrderStep(order: order.id, from: .sent, to: .confirmed, at: ContractCampus.evening, after: picture))
        return fixture
    }

    @Test("books that kept the highest count of a purse instead of the last are put right when they are opened", arguments: ["9", "NULL"])
    func highestCount(kept: String) throws {
        let fixture = try Self.grantedByPurse()
        try fixture.campus.tamper {
            try $0.execute(sql: "UPDATE meterBook SET purseCount = \(kept) WHERE purseCount IS NOT NULL")
            try $0.execute(sql: "DELETE FROM grdb_migrations WHERE identifier = '17 purse counts'")
        }
        #expect(try fixture.books.verify().findings != [])
        #expect(try SQLiteBooks.open(in: fixture.campus.folder).verify().findings == [])
    }

    @Test("whatever is changed about a purse behind the program's back is found", arguments: purseChanges)
    func purseTampering(change: String) throws {
        let fixture = try Self.grantedByPurse()
        #expect(try fixture.books.verify().findings == [])
        try fixture.campus.tamper { try $0.execute(sql: change) }
        #expect(try fixture.books.verify().findings != [])
    }

    @Test(
        "every column that is changed behind the program's back is found",
        arguments: [
            ("subsidyPolicy", "version", ["version", "rule", "at", "operator", "role", "shift", "console", "digest"]),
            ("subsidyGrant", "stay", ["policy", "month", "room", "stay", "ordinal", "entry", "line", "wattHours"]),
        ])
    func tampering(table: String, key: String, columns: [String]) throws {
        for column in columns {
            let fixture = try Fixture()
            #expect(Self.isCommitted(try fixture.desk.commit(try fixture.desk.plan(Self.november, actor: ContractCampus.chen))))
            let new = """
                CASE typeof(\(column)) WHEN 'integer' THEN \(column) + 7 WHEN 'text' THEN \(column) || 'x' ELSE zeroblob(32) END
                """
            try fixture.campus.tamper {
                try $0.execute(sql: "UPDATE \(table) SET \(column) = \(new) WHERE \(key) = (SELECT max(\(key)) FROM \(table))")
            }
            #expect(try fixture.books.verify().findings != [], "\(table).\(column)")
        }
    }

    @Test("a grant that is taken out of the list is found")
    func missingGrant() throws {
        let fixture = try Fixture()
        #expect(Self.isCommitted(try fixture.desk.commit(try fixture.desk.plan(Self.november, actor: ContractCampus.chen))))
        try fixture.campus.tamper { try $0.execute(sql: "DELETE FROM subsidyGrant WHERE stay = 3") }
        #expect(try fixture.books.verify().findings.count == 1)
    }
}
