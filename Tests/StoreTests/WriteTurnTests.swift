// Protects the turns at the write lock: who waits has it soon after it is free however long that took, gives up in the end with nothing
// written, and reads on as patiently as before.
// How: a clock that goes on only by what SQLite was allowed to try; then a lock of another connection, let go at a question of the clock.

import BooksContract
import Domain
import GRDB
import Operations
import Synchronization
import Testing

@testable import Store

struct WriteTurnTests {
    /// A clock that the tries themselves move, and what was tried.
    private final class Tries: Sendable {
        let start = ContinuousClock.now
        let waits = Mutex([Int]())

        func turns(patience: Double) -> WriteTurns { WriteTurns(patience: patience) { self.start + .milliseconds(self.passed) } }
        var passed: Int { waits.withLock { $0.reduce(0, +) } }

        /// SQLite's answer when the lock comes free after so long.
        func ask(for milliseconds: Int, free: Int) throws {
            let began = passed
            waits.withLock { $0.append(milliseconds) }
            if began + milliseconds < free { throw DatabaseError(resultCode: .SQLITE_BUSY) }
        }
    }

    @Test(arguments: [0, 1, 32, 33, 34, 500, 4_000, 4_990])
    func aLockThatComesFreeIsHadInTheSameTry(free: Int) throws {
        let tries = Tries()
        let answer = try tries.turns(patience: 5).run { milliseconds, hasTurn in
            try tries.ask(for: milliseconds, free: free)
            hasTurn = true
            return "written"
        }
        #expect(answer == "written")
        #expect(tries.passed < free + 34, "no nap of SQLite is longer than a short while: \(tries.waits.withLock { $0 })")
        #expect(tries.waits.withLock { $0.allSatisfy { $0 <= 33 } })
    }

    /// Patience in seconds, and how often it is asked for so long.
    static let patiences: [(Double, Int)] = [(0, 1), (0.25, 8), (0.5, 16), (5, 152)]

    @Test(arguments: patiences)
    func aLockThatStaysIsGivenUpAfterThePatience(patience: Double, attempts: Int) {
        let tries = Tries()
        let error = #expect(throws: DatabaseError.self) {
            try tries.turns(patience: patience).run { milliseconds, _ in try tries.ask(for: milliseconds, free: .max) }
        }
        #expect(error?.resultCode == .SQLITE_BUSY)
        #expect(tries.waits.withLock { $0.count } == attempts)
    }

    @Test func whatGoesWrongWithTheLockInHandIsNotTriedAgain() {
        for (code, holds) in [(ResultCode.SQLITE_BUSY, true), (.SQLITE_FULL, true), (.SQLITE_READONLY, false)] {
            let asked = Mutex(0)
            #expect(throws: DatabaseError.self) {
                try WriteTurns(patience: 5).run { _, hasTurn in
                    asked.withLock { $0 += 1 }
                    hasTurn = holds
                    throw DatabaseError(resultCode: code)
                }
            }
            #expect(asked.withLock { $0 } == 1, "\(code)")
        }
    }

    // MARK: - With SQLite

    /// A connection that holds the write lock until the clock was asked so often.
    private final class Holder: Sendable {
        let other: DatabaseQueue
        let left: Mutex<Int>

        init(_ campus: TemporaryCampus, questions: Int) throws {
            var configuration = Configuration()
            // The lock is held from one call to the next.
            configuration.allowsUnsafeTransactions = true
            other = try DatabaseQueue(path: campus.folder.books, configuration: configuration)
            left = Mutex(questions)
            try other.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
        }

        func wasAsked() {
            let isOver = left.withLock { left in
                left -= 1
                return left == 0
            }
            if isOver { try? other.inDatabase { try $0.execute(sql: "ROLLBACK") } }
        }
    }

    private func books(_ campus: TemporaryCampus, patience: Double, now: @escaping @Sendable () -> ContinuousClock.Instant) throws
        -> SQLiteBooks
    {
        let queue = try BooksConnection.open(campus.folder.books, readOnly: false, patience: patience)
        return try SQLiteBooks(queue: queue, path: campus.folder.books, offset: .china, turns: WriteTurns(patience: patience, now: now))
    }

    @Test func theBooksWriteInTheFirstTryAfterTheLockIsFree() throws {
        let campus = try TemporaryCampus()
        _ = try campus.openedBooks()
        // Opened before the lock is held; the first question begins the waiting, each further one follows a try in vain.
        let holder = Mutex(Holder?.none)
        let start = ContinuousClock.now
        let books = try books(campus, patience: 5) {
            holder.withLock { $0 }?.wasAsked()
            return start
        }
        let held = try Holder(campus, questions: 4)
        holder.withLock { $0 = held }
        try ContractCampus.sell(books, ContractCampus.energyRoom, Money(fen: 50_00), id: "P1")
        #expect(held.left.withLock { $0 } == 0, "three tries in vain, and none after the lock was free")
        #expect(try books.verify().findings == [])
    }

    @Test func theBooksGiveUpWithNothingWrittenAndReadAsPatientlyAsBefore() throws {
        let campus = try TemporaryCampus()
        _ = try campus.openedBooks()
        let start = ContinuousClock.now
        let asked = Mutex(0)
        let books = try books(campus, patience: 5) {
            start
                + .seconds(
                    asked.withLock { asked in
                        asked += 1
                        return asked * 2
                    })
        }
        let before = try campus.dump()
        let plan = try ContractCampus.plan(books, [(ContractCampus.energyRoom, Money(fen: 50_00))], id: "P1")
        let held = try Holder(campus, questions: .max)
        #expect(throws: BooksError.busy) { try books.commit(plan, at: ContractCampus.evening) }
        #expect(asked.withLock { $0 } == 4, "one question at the beginning, then one a try until five seconds are over")
        #expect(try books.queue.inDatabase { try Int.fetchOne($0, sql: "PRAGMA busy_timeout") } == 5_000)
        #expect(try campus.dump() == before)
        try held.other.inDatabase { try $0.execute(sql: "ROLLBACK") }
        guard case .committed = try books.commit(plan, at: ContractCampus.evening) else {
            Issue.record("not committed after the lock was gone")
            return
        }
        #expect(try books.queue.inDatabase { try Int.fetchOne($0, sql: "PRAGMA busy_timeout") } == 5_000)
    }
}
