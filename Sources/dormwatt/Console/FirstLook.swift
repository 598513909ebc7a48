import Operations
import Phrases
import Screens
import Store
import Synchronization

/// A look of the feed: what is new, and how far it was told.
struct FeedLook: Sendable {
    let events: [ConsoleEvent]
    let state: FeedState

    init(after state: FeedState) async throws {
        var state = state
        events = try await state.look()
        self.state = state
    }
}

/// The feed's look at the stores before all others, under way while the terminal is still being opened: the first rooms wait for no screen.
final class FirstLook: Sendable {
    private let start: FeedStart
    private let underWay: Mutex<Task<FeedLook, any Error>?>

    init(session: CampusSession, office: Office, readings: SQLiteReadings) {
        let language = Language.current
        let start = FeedStart { try FeedState(session: session, office: office, readings: readings) }
        self.start = start
        underWay = Mutex(
            Task.detached { try await language.speaking(to: .console, during: { try await FeedLook(after: start.state()) }) })
    }

    /// Where a look from the start begins: the same again after one that failed, so that what came meanwhile is told.
    func begin() throws -> FeedState { try start.state() }

    /// What it found; once, so that nothing of it is kept here.
    func take() -> Task<FeedLook, any Error>? {
        underWay.withLock { task in
            defer { task = nil }
            return task
        }
    }
}

/// How far the feed had told when it began, made once.
private final class FeedStart: Sendable {
    private let make: @Sendable () throws -> FeedState
    private let made = Mutex<FeedState?>(nil)

    init(_ make: @escaping @Sendable () throws -> FeedState) { self.make = make }

    func state() throws -> FeedState {
        try made.withLock { made in
            if let made { return made }
            let state = try make()
            made = state
            return state
        }
    }
}
