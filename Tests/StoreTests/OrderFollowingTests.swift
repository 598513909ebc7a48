// Protects: a console hears of every order that another process puts in line or moves, however many come at once and however late.
// How: books on disk with a commit of five thousand orders and with steps in between, and clocks that are late or set back.

import BooksContract
import Domain
import Operations
import Synchronization
import Testing

@testable import Store

struct OrderFollowingTests {
    private let evening = ContractCampus.evening

    /// A building of many rooms, all sold to in one commit.
    private func sell(_ count: Int, in books: SQLiteBooks) throws {
        let bus = BusID(concentrator: ConcentratorID("C1"), number: 1)
        let rooms = (0..<count).map { Room(id: RoomID("9-\($0)"), building: "9", floor: 1, number: "\($0)", beds: 4) }
        let meters = rooms.enumerated().map { number, room in
            MeterPoint(
                id: MeterID("0000001\(10_000 + number)"), place: .room(room.id, circuit: "main"), bus: bus, profile: .dorm645,
                baseline: Baseline(
                    count: 0, totalBought: ContractCampus.energy(0), remaining: ContractCampus.energy(0), register: .zero, at: evening))
        }
        let change = InventoryChange(version: try books.inventoryVersion(), rooms: rooms, meters: meters)
        try #require(try books.take(change, actor: ContractCampus.chen, at: evening) == .taken)
        let plan = try ContractCampus.plan(books, rooms.map { ($0.id, Money(fen: 50_00)) }, id: "month")
        _ = try books.commit(plan, at: evening)
        try #require(try books.committed(plan.id)?.compactMap(\.order).count == count)
    }

    /// What the looks tell until nothing more waits.
    private func follow(_ follower: inout OrderFollower, _ books: SQLiteBooks, now: Instant) throws -> [[Order]] {
        var looks: [[Order]] = []
        repeat { looks.append(try follower.look(at: books, now: now)) } while follower.isBehind && looks.count < 20
        return looks
    }

    /// All that the looks tell until nothing more waits.
    private func follow(_ follower: inout OrderFollower, stored books: any Books, now: Instant) throws -> [Order] {
        var told: [Order] = []
        repeat { told += try follower.look(at: books, now: now) } while follower.isBehind
        return told
    }

    @Test func aCommitOfThousandsIsToldWholeAndInParts() throws {
        let campus = try TemporaryCampus()
        let books = try campus.openedBooks()
        var follower = try OrderFollower(books, now: evening)
        try sell(5000, in: books)
        // The commit took so long that its instant has passed for good when it can be seen.
        let later = evening.adding(seconds: 20)
        let looks = try follow(&follower, books, now: later)
        #expect(looks.map(\.count) == [2000, 2000, 1000])
        let rooms = looks.joined().map(\.room)
        #expect(rooms.count == 5000 && Set(rooms).count == 5000, "every room once")
        #expect(looks.joined().allSatisfy { $0.state == .queued })
        #expect(try follow(&follower, books, now: later.adding(seconds: 1)) == [[]], "nothing is told again")
    }

    @Test func manyMovesAreToldWholeAndInParts() throws {
        let campus = try TemporaryCampus()
        let books = try campus.openedBooks()
        try sell(25, in: books)
        var follower = try OrderFollower(books, now: evening, atOnce: 10)
        let now = evening.adding(seconds: 60)
        let orders = try books.orders(.open)
        for order in orders { _ = try books.record(OrderStep(order: order.id, from: .queued, to: .withdrawn, at: now)) }
        let looks = try follow(&follower, books, now: now)
        #expect(looks.map(\.count) == [10, 10, 5])
        #expect(looks.joined().map(\.id) == orders.map(\.id))
        #expect(looks.joined().allSatisfy { $0.state == .withdrawn })
        #expect(try follow(&follower, books, now: now.adding(seconds: 1)).joined().isEmpty, "nothing is told again")
    }

    @Test func whatHappenedBeforeIsNotToldAndALateStepIs() throws {
        let campus = try TemporaryCampus()
        let books = try campus.openedBooks()
        let early = try #require(try ContractCampus.sell(books, ContractCampus.energyRoom, Money(fen: 50_00), id: "P1").order)
        let late = try #require(try ContractCampus.sell(books, ContractCampus.moneyRoom, Money(fen: 30_00), id: "P2").order)
        _ = try books.record(OrderStep(order: early, from: .queued, to: .sent, at: evening.adding(seconds: 1), isAttempt: true))
        var follower = try OrderFollower(books, now: evening.adding(seconds: 2))
        #expect(try follow(&follower, books, now: evening.adding(seconds: 7)) == [[]])
        // Decided before the look, and written behind it: the books were held by others for so long.
        _ = try books.record(OrderStep(order: late, from: .queued, to: .sent, at: evening.adding(seconds: 2), isAttempt: true))
        _ = try books.record(OrderStep(order: early, from: .sent, to: .unknown, at: evening.adding(seconds: 2)))
        let news = try follow(&follower, books, now: evening.adding(seconds: 8))
        #expect(news.map { $0.map(\.state) } == [[.unknown, .sent]])
        #expect(try follow(&follower, books, now: evening.adding(seconds: 8)) == [[]], "nothing is told again")
        // Two steps of one instant are two pieces of news.
        _ = try books.record(OrderStep(order: late, from: .sent, to: .unknown, at: evening.adding(seconds: 2)))
        // Behind the last look back, which is to come again first.
        #expect(try follow(&follower, books, now: evening.adding(seconds: 9)) == [[]])
        #expect(try follow(&follower, books, now: evening.adding(seconds: 9)).map { $0.map(\.state) } == [[.unknown]])
    }

    /// Five seconds for the turn to write, five for a reader at the end, and the writing itself.
    @Test func aStepThatWaitedTwiceForTheBooksIsTold() throws {
        let campus = try TemporaryCampus()
        let books = try campus.openedBooks()
        let order = try #require(try ContractCampus.sell(books, ContractCampus.energyRoom, Money(fen: 50_00), id: "P1").order)
        var follower = try OrderFollower(books, now: evening)
        for second in 1...11 { #expect(try follow(&follower, books, now: evening.adding(seconds: Int64(second))) == [[]]) }
        _ = try books.record(OrderStep(order: order, from: .queued, to: .withdrawn, at: evening))
        let told = try (11...13).flatMap { try follow(&follower, stored: books, now: evening.adding(seconds: Int64($0))) }
        #expect(told.map(\.state) == [.withdrawn])
    }

    @Test func whatMovedWhileNobodyLookedIsToldOnce() throws {
        let campus = try TemporaryCampus()
        let books = try campus.openedBooks()
        try sell(25, in: books)
        let orders = try books.orders(.open)
        var follower = try OrderFollower(books, now: evening, atOnce: 10)
        _ = try follow(&follower, books, now: evening.adding(seconds: 1))
        // A terminal took no output for an hour; one step is older than the look before that.
        for (number, order) in orders.enumerated() {
            let at = number == 0 ? evening : evening.adding(seconds: Int64(number * 100))
            _ = try books.record(OrderStep(order: order.id, from: .queued, to: .withdrawn, at: at))
        }
        let later = evening.adding(seconds: 3_600)
        let looks = try follow(&follower, books, now: later) + follow(&follower, books, now: later.adding(seconds: 1))
        #expect(Set(looks.joined().map(\.id)) == Set(orders.map(\.id)) && looks.joined().count == 25)
    }

    @Test func aClockThatWasSetBackHidesNoMove() throws {
        let campus = try TemporaryCampus()
        let books = try campus.openedBooks()
        let order = try #require(try ContractCampus.sell(books, ContractCampus.energyRoom, Money(fen: 50_00), id: "P1").order)
        _ = try books.record(OrderStep(order: order, from: .queued, to: .sent, at: evening.adding(seconds: 3_600), isAttempt: true))
        var follower = try OrderFollower(books, now: evening.adding(seconds: 3_600))
        _ = try follow(&follower, books, now: evening.adding(seconds: 3_601))
        _ = try books.record(OrderStep(order: order, from: .sent, to: .confirmed, at: evening.adding(seconds: 5)))
        let looks = try (5...6).flatMap { try follow(&follower, books, now: evening.adding(seconds: Int64($0))) }
        #expect(looks.joined().map(\.state) == [.confirmed])
    }

    /// After a large run a console would read the run again and again until the clock gets there.
    @Test func whatLiesAheadOfAClockThatWasSetBackIsNotReadAgain() throws {
        let campus = try TemporaryCampus()
        let stored = try campus.openedBooks()
        try sell(60, in: stored)
        let orders = try stored.orders(.open)
        for (number, order) in orders.enumerated() {
            let at = evening.adding(seconds: Int64(number * 60))
            _ = try stored.record(OrderStep(order: order.id, from: .queued, to: .withdrawn, at: at))
        }
        let books = CountedBooks(behind: stored)
        var follower = try OrderFollower(books, now: evening.adding(seconds: 3_600), atOnce: 10)
        _ = try follow(&follower, stored: books, now: evening.adding(seconds: 3_600))
        _ = books.takeCount()
        let told = try (600..<660).flatMap { try follow(&follower, stored: books, now: evening.adding(seconds: Int64($0))) }
        #expect(told.map(\.id) == orders[10...11].map(\.id), "as the clock gets there")
        #expect(books.takeCount() < 40, "two of the run lie in the time that is looked at again, and not the fifty behind them")
    }

    /// Who waited for the books when the clock was set back writes an instant that is not to come for an hour.
    @Test func whatWasDecidedBeforeAClockWasSetBackIsTold() throws {
        let campus = try TemporaryCampus()
        let books = try campus.openedBooks()
        try sell(25, in: books)
        let orders = try books.orders(.open)
        var follower = try OrderFollower(books, now: evening.adding(seconds: 3_600), atOnce: 10)
        func withdraw(_ orders: some Sequence<Order>, at second: Int64) throws {
            for order in orders {
                _ = try books.record(OrderStep(order: order.id, from: .queued, to: .withdrawn, at: evening.adding(seconds: second)))
            }
        }
        func told(at second: Int64) throws -> [OrderID] {
            try follow(&follower, stored: books, now: evening.adding(seconds: second)).map(\.id)
        }
        #expect(try told(at: 3_601) == [])
        // Written behind the last look, and then the clock is set back.
        try withdraw(orders[..<12], at: 3_600)
        #expect(try told(at: 5) + told(at: 5) == orders[..<12].map(\.id))
        // Written after that, by one who had asked for the time before.
        try withdraw(orders[12..<14], at: 3_601)
        try withdraw(orders[14..<16], at: 6)
        #expect(try Set((6...9).flatMap { try told(at: $0) }) == Set(orders[12..<16].map(\.id)))
        // And once more before all of those were seen.
        try withdraw(orders[16..<18], at: 3_602)
        try withdraw(orders[18..<20], at: 9)
        #expect(try Set((-100 ... -90).flatMap { try told(at: $0) }).isSuperset(of: orders[16..<20].map(\.id)))
        try withdraw(orders[20...], at: -89)
        #expect(try told(at: -89) == orders[20...].map(\.id))
        #expect(try told(at: 60) == [], "nothing is told again")
    }
}

/// Books that count the orders that are read.
private final class CountedBooks: BooksInFront {
    let behind: any Books
    private let read = Mutex(0)

    init(behind: any Books) { self.behind = behind }

    func orders(_ filter: OrderFilter) throws -> [Order] {
        let found = try behind.orders(filter)
        read.withLock { $0 += found.count }
        return found
    }

    /// How many were read since this was asked last.
    func takeCount() -> Int {
        read.withLock { count in
            defer { count = 0 }
            return count
        }
    }
}
