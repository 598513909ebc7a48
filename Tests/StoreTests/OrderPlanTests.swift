// Protects: who asks for a few orders does not wait until all that there ever were are read, and a collector asks four times a second.
// How: SQLite tells what it was really asked, and its plan for each of those statements.

import BooksContract
import Domain
import GRDB
import Operations
import Testing

@testable import Store

struct OrderPlanTests {
    private let campus: TemporaryCampus
    private let books: SQLiteBooks
    private let evening = ContractCampus.evening

    init() throws {
        campus = try TemporaryCampus()
        books = try campus.livedInBooks()
    }

    /// What SQLite means to do for the questions about orders that a call asks.
    private func plans(_ call: () throws -> Void) throws -> [String] {
        var asked: [String] = []
        try books.queue.inDatabase { database in
            database.trace { event in
                if case .statement(let statement) = event { asked.append(statement.expandedSQL) }
            }
        }
        let outcome = Result { try call() }
        try books.queue.inDatabase { $0.trace(options: []) }
        try outcome.get()
        return try books.read { database in
            try asked.filter { $0.hasPrefix("SELECT") && $0.contains("meterOrder") }.map { sql in
                try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN " + sql).map { try $0.text(3) }.joined(separator: "\n")
            }
        }
    }

    private func plan(_ filter: OrderFilter) throws -> String {
        let plans = try plans { _ = try books.orders(filter) }
        #expect(plans.count == 1)
        return plans.joined()
    }

    /// Whether every order is looked at, or those that are found are sorted once more.
    private func isSlow(_ plan: String) -> Bool {
        plan.split(separator: "\n").contains { $0 == "SCAN meterOrder" } || plan.contains("TEMP B-TREE")
    }

    @Test(arguments: [
        .open, OrderFilter(states: [.queued], limit: 10_000), OrderFilter(states: [.queued, .sent, .unknown], plan: PlanID("P1")),
    ])
    func openOrdersAreFoundByTheirIndex(_ filter: OrderFilter) throws {
        let plan = try plan(filter)
        #expect(plan.contains("INDEX meterOrderOpen") && !isSlow(plan), "\(plan)")
    }

    @Test func unresolvedOrdersAreFoundBesideAnyNumberThatWaits() throws {
        let plan = try plan(OrderFilter(states: [.sent, .unknown, .disputed]))
        #expect(plan.contains("INDEX meterOrderUnresolved") && !isSlow(plan), "\(plan)")
    }

    @Test(arguments: [
        OrderFilter(changedSince: ContractCampus.evening, limit: 500),
        OrderFilter(states: [.refused, .expired, .withdrawn], changedSince: ContractCampus.evening),
    ])
    func lateChangesAreFoundByTheirIndex(_ filter: OrderFilter) throws {
        let plan = try plan(filter)
        #expect(plan.contains("COVERING INDEX meterOrderByChange (changedAt>?)") && !isSlow(plan), "\(plan)")
    }

    @Test func theOrdersOfARoomAreFoundByIt() throws {
        for states in [nil, OrderFilter.open.states, [.refused, .expired, .withdrawn]] as [Set<OrderState>?] {
            let plan = try plan(OrderFilter(states: states, room: ContractCampus.energyRoom, limit: 50))
            #expect(plan.contains("INDEX meterOrderByRoom (room=?)") && !plan.contains("meterOrderOpen") && !isSlow(plan), "\(plan)")
        }
    }

    @Test func roomsWithOpenOrdersAreFoundByTheIndexOverThose() throws {
        let plans = try plans { _ = try books.roomsWithOpenOrders() }
        #expect(plans.count == 1 && plans.allSatisfy { $0.contains("INDEX meterOrderOpen") && !isSlow($0) }, "\(plans)")
    }

    /// A look of the collector.
    @Test func whatMovedIsFoundByItsChange() throws {
        var (desk, watch) = (DeliveryDesk(rules: DeliveryRules()), DeliveryWatch())
        _ = try watch.look(books, &desk, now: evening)
        let plans = try plans { _ = try watch.look(books, &desk, now: evening.adding(seconds: 1)) }
        let moves = try #require(plans.first { $0.contains("UNION ALL") })
        #expect(moves.contains("INTEGER PRIMARY KEY (rowid>?)"), "\(moves)")
        #expect(moves.contains("INDEX meterOrderByChange (changedAt>? AND changedAt<?)"), "\(moves)")
        #expect(!moves.contains("rowid<?") && !isSlow(moves), "\(moves)")
    }

    /// A look of a console.
    @Test func whatIsFollowedIsFoundInItsOrder() throws {
        var follower = try OrderFollower(books, now: evening)
        let plans = try plans { _ = try follower.look(at: books, now: evening.adding(seconds: 1)) }
        #expect(plans.count == 2 && !plans.contains(where: isSlow), "\(plans)")
        #expect(plans.first?.contains("INTEGER PRIMARY KEY (rowid>?)") == true, "\(plans)")
        #expect(plans.last?.contains("INDEX meterOrderByChange (changedAt>? AND changedAt<?)") == true, "\(plans)")
    }
}
