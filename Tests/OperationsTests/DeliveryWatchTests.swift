// Protects: every open order gets into line, however many there are, and what the desk moves itself is not read again.
// How: a watch over books that count which rooms are read, on the small campus and on one of many rooms that are made up.

import BooksContract
import Domain
import Operations
import Synchronization
import Testing

struct DeliveryWatchTests {
    private static let now = ContractCampus.evening

    /// Books that remember whose standings were read, and can fail.
    private final class CountedBooks: BooksInFront {
        let memory = MemoryBooks()
        var behind: any Books { memory }
        private let state = Mutex((read: [RoomID](), fails: false))
        private let moves = Mutex(0)

        func orderMoves(after entry: Int64, within time: ClosedRange<Instant>) throws -> [OrderMove] {
            let found = try behind.orderMoves(after: entry, within: time)
            moves.withLock { $0 += found.count }
            return found
        }

        /// How many moves were read since this was asked last.
        func takeMoves() -> Int {
            moves.withLock { count in
                defer { count = 0 }
                return count
            }
        }

        func standings(of rooms: [RoomID]) throws -> [RoomID: RoomStanding] {
            try state.withLock { state in
                if state.fails { throw BooksError.busy }
                state.read += rooms
            }
            return try behind.standings(of: rooms)
        }

        func fail(_ fails: Bool) { state.withLock { $0.fails = fails } }

        /// The rooms that were read since this was asked last.
        func read() -> [RoomID] {
            state.withLock { state in
                defer { state.read = [] }
                return state.read
            }
        }
    }

    private struct Bench {
        let books = CountedBooks()
        var desk = DeliveryDesk(rules: DeliveryRules())
        var watch = DeliveryWatch()

        init() throws { try ContractCampus.open(in: books) }

        mutating func look(after seconds: Int64 = 0) throws -> [MeterJob] {
            try watch.look(books, &desk, now: now.adding(seconds: seconds)).compactMap { action in
                if case .submit(let job) = action { job } else { nil }
            }
        }

        /// The meter does not answer, however often it is asked.
        mutating func giveUp(_ first: MeterJob?) {
            var job = first
            while let asked = job {
                let next = desk.report(MeterReport(job: asked.id, meter: asked.meter, at: now, outcome: .noAnswer("timeout")))
                job = if case .submit(let again)? = next.first { again } else { nil }
            }
        }
    }

    @Test func whatOthersSellIsFoundAtTheNextLookAndOnlyThat() throws {
        var bench = try Bench()
        #expect(try bench.look().isEmpty && bench.books.read().isEmpty)
        try ContractCampus.sell(bench.books.memory, ContractCampus.energyRoom, Money(fen: 50_00), id: "P1")
        #expect(try bench.look(after: 1).map(\.meter) == [ContractCampus.energyMeter.id])
        #expect(bench.books.read() == [ContractCampus.energyRoom])
        #expect(try bench.look(after: 1).isEmpty && bench.books.read().isEmpty, "it is known already")
        try ContractCampus.sell(bench.books.memory, ContractCampus.moneyRoom, Money(fen: 50_00), id: "P2")
        #expect(try bench.look(after: 1).map(\.meter) == [ContractCampus.moneyMeter.id])
        #expect(bench.books.read() == [ContractCampus.moneyRoom], "the other room was not read again")
        #expect(bench.desk.meters.count == 2)
    }

    @Test func whatTheDeskMovesItselfIsNotReadAgain() throws {
        var bench = try Bench()
        try ContractCampus.sell(bench.books.memory, ContractCampus.energyRoom, Money(fen: 50_00), id: "P1")
        let job = try #require(try bench.look().first)
        _ = bench.books.read()
        let actions = bench.desk.report(MeterReport(job: job.id, meter: job.meter, at: Self.now, outcome: .credit(Picture.before)))
        guard case .record(let step)? = actions.first else {
            Issue.record("\(actions)")
            return
        }
        _ = bench.desk.recorded(try bench.books.record(step), now: Self.now)
        #expect(try bench.look(after: 1).isEmpty && bench.books.read().isEmpty)
    }

    @Test func whatAnotherProcessWithdrewLeavesTheLine() throws {
        var bench = try Bench()
        try ContractCampus.sell(bench.books.memory, ContractCampus.energyRoom, Money(fen: 50_00), id: "P1")
        bench.giveUp(try bench.look().first)
        let order = try #require(try bench.books.orders(.open).first)
        _ = try bench.books.record(OrderStep(order: order.id, from: .queued, to: .withdrawn, at: Self.now))
        #expect(bench.desk.meters.count == 1)
        #expect(try bench.look(after: 1).isEmpty)
        #expect(bench.desk.meters.isEmpty && bench.desk.wakeAt == nil)
    }

    @Test func whatTookLongToCommitIsFoundByItsEntry() throws {
        var bench = try Bench()
        #expect(try bench.look().isEmpty)
        #expect(try bench.look(after: 4).isEmpty)
        // The sale carries an instant that is four seconds old.
        try ContractCampus.sell(bench.books.memory, ContractCampus.energyRoom, Money(fen: 50_00), id: "P1")
        #expect(try bench.look(after: 4).map(\.meter) == [ContractCampus.energyMeter.id])
    }

    @Test func whatMovedLateIsFoundWhenAllIsReadAgain() throws {
        var bench = try Bench()
        try ContractCampus.sell(bench.books.memory, ContractCampus.energyRoom, Money(fen: 50_00), id: "P1")
        bench.giveUp(try bench.look().first)
        _ = try bench.look(after: 4)
        let order = try #require(try bench.books.orders(.open).first)
        _ = try bench.books.record(OrderStep(order: order.id, from: .queued, to: .withdrawn, at: Self.now))
        _ = try bench.look(after: 4)
        #expect(bench.desk.meters.count == 1, "the withdrawal says that it is four seconds old")
        _ = try bench.look(after: 6)
        #expect(bench.desk.meters.isEmpty)
    }

    @Test func aClockThatIsSetBackHidesNothing() throws {
        var bench = try Bench()
        try ContractCampus.sell(bench.books.memory, ContractCampus.energyRoom, Money(fen: 50_00), id: "P1")
        bench.giveUp(try bench.look(after: 100).first)
        let order = try #require(try bench.books.orders(.open).first)
        _ = try bench.books.record(OrderStep(order: order.id, from: .queued, to: .withdrawn, at: Self.now.adding(seconds: 3)))
        #expect(bench.desk.meters.count == 1)
        _ = try bench.look(after: 3)
        #expect(bench.desk.meters.isEmpty)
    }

    /// The collector would read all of a large run at each look until the clock gets there.
    @Test func whatLiesAheadOfAClockThatWasSetBackIsNotReadAtEachLook() throws {
        var bench = try Bench()
        for number in 0..<3 {
            try ContractCampus.sell(bench.books.memory, ContractCampus.energyRoom, Money(fen: 10_00), id: "P\(number)")
        }
        for order in try bench.books.orders(.open) {
            let later = Self.now.adding(seconds: 100)
            _ = try bench.books.record(OrderStep(order: order.id, from: .queued, to: .withdrawn, at: later))
        }
        _ = try bench.look(after: 101)
        _ = try bench.look(after: 1)
        #expect(bench.books.takeMoves() == 0)
        for second in 2...4 { _ = try bench.look(after: Int64(second)) }
        #expect(bench.books.takeMoves() == 0)
    }

    @Test func booksThatCannotBeReadChangeNothingAndAreReadAgain() throws {
        var bench = try Bench()
        try ContractCampus.sell(bench.books.memory, ContractCampus.energyRoom, Money(fen: 50_00), id: "P1")
        bench.books.fail(true)
        #expect(throws: BooksError.busy) { try bench.look() }
        #expect(bench.desk.meters.isEmpty)
        bench.books.fail(false)
        #expect(try bench.look(after: 1).count == 1)
        bench.books.fail(true)
        try ContractCampus.sell(bench.books.memory, ContractCampus.moneyRoom, Money(fen: 50_00), id: "P2")
        #expect(throws: BooksError.busy) { try bench.look(after: 1) }
        bench.books.fail(false)
        #expect(try bench.look(after: 1).map(\.meter) == [ContractCampus.moneyMeter.id], "and nothing begins twice")
    }

    // MARK: Many

    /// A campus of rooms that each wait for a top-up; the parts that are read are counted, and one of them can fail.
    private final class ManyOpenOrders: BooksInFront {
        let behind: any Books = MemoryBooks()
        private let rooms: Int
        private let state: Mutex<(parts: [Int], failing: Int?)>

        init(rooms: Int, failing: Int? = nil) {
            self.rooms = rooms
            state = Mutex(([], failing))
        }

        var parts: [Int] { state.withLock { $0.parts } }

        func roomsWithOpenOrders() throws -> Set<RoomID> { Set((0..<rooms).map { RoomID("R\($0)") }) }

        func standings(of rooms: [RoomID]) throws -> [RoomID: RoomStanding] {
            try state.withLock { state in
                if state.parts.count == state.failing {
                    state.failing = nil
                    throw BooksError.busy
                }
                state.parts.append(rooms.count)
            }
            return Dictionary(uniqueKeysWithValues: rooms.map { ($0, Self.standing($0)) })
        }

        private static func standing(_ room: RoomID) -> RoomStanding {
            var meter = ContractCampus.energyMeter
            meter.id = MeterID("M" + room.text)
            var order = Desk.order(.queued)
            (order.id, order.room, order.meter) = (OrderID("O" + room.text), room, meter.id)
            let place = Room(id: room, building: "B", floor: 1, number: "1", beds: 4)
            return RoomStanding(
                room: place, version: 1, meter: meter, lots: [], emergency: .zero(.energy), expectedCount: 6, expectedTotal: .zero(.energy),
                openOrders: [order])
        }
    }

    @Test func moreThanTenThousandOpenOrdersAreAllInLine() throws {
        let books = ManyOpenOrders(rooms: 12_345)
        var (desk, watch) = (DeliveryDesk(rules: DeliveryRules()), DeliveryWatch())
        let actions = try watch.look(books, &desk, now: Self.now)
        #expect(actions.count == 12_345 && desk.meters.count == 12_345)
        #expect(books.parts.count == 13 && books.parts.allSatisfy { $0 <= 1000 }, "not all of them are in memory at once")
    }

    @Test func whoAsksForOrdersGetsAllUnlessHeSaysHowMany() {
        #expect(OrderFilter().limit == .max && OrderFilter.open.limit == .max)
    }

    @Test func anErrorInTheMiddleLosesNoneAndBeginsNoneTwice() throws {
        let books = ManyOpenOrders(rooms: 3_000, failing: 2)
        var (desk, watch) = (DeliveryDesk(rules: DeliveryRules()), DeliveryWatch())
        let first = try watch.look(books, &desk, now: Self.now)
        #expect(first.count == 2_000)
        let second = try watch.look(books, &desk, now: Self.now)
        #expect(second.count == 1_000 && desk.meters.count == 3_000)
    }
}
