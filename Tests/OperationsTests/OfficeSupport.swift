// Protects nothing by itself: a desk over books and readings in memory, with a clock that stands and ids that count.
// How: everything that an office is given, small enough to be read at a glance.

import BooksContract
import Domain
import Operations
import Synchronization

struct StandingClock: OfficeClock {
    var instant = ContractCampus.evening
    func now() -> Instant { instant }
}

final class CountingIDs: IDSource {
    private let last = Mutex(0)
    func next() -> String {
        last.withLock { last in
            last += 1
            return "T-\(last)"
        }
    }
}

/// Books between which and their callers something may happen: other processes, full disks, answers that get lost.
final class InterruptedBooks: BooksInFront {
    typealias Committing = @Sendable (MemoryBooks, Plan, Instant) throws -> CommitOutcome
    typealias Recording = @Sendable (MemoryBooks, OrderStep) throws -> Order

    let books: MemoryBooks
    var behind: any Books { books }
    private let committing: Committing
    private let recording: Recording

    init(
        _ books: MemoryBooks, committing: @escaping Committing = { try $0.commit($1, at: $2) },
        recording: @escaping Recording = { try $0.record($1) }
    ) {
        self.books = books
        self.committing = committing
        self.recording = recording
    }

    func commit(_ plan: Plan, at: Instant) throws -> CommitOutcome { try committing(books, plan, at) }
    func record(_ step: OrderStep) throws -> Order { try recording(books, step) }
}

/// A desk on the small campus.
struct OfficeBench {
    let books = MemoryBooks()
    let readings = MemoryReadings()
    var clock = StandingClock()
    let ids = CountingIDs()

    init() throws { try ContractCampus.open(in: books) }

    var office: Office { office(over: books) }

    func office(over books: any Books) -> Office {
        Office(books: books, readings: readings, clock: clock, ids: ids, seal: PlainSeal(), rules: DeskRules())
    }

    func read(_ meter: MeterPoint, register: Int64, left: Credit? = nil, daysAgo: Int = 0) throws {
        var reading = Reading(meter: meter.id, at: clock.instant.adding(seconds: Int64(-daysAgo) * 86_400))
        reading.register = Energy(hundredths: register)
        reading.remaining = left
        try readings.record([reading])
    }
}
