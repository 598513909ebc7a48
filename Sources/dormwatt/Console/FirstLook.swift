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
    /// Where a look from the start begins.
    let begin: @Sendable () throws -> FeedState
    private let underWay: Mutex<Task<FeedLook, any Error>?>

    init(session: CampusSession, office: Office, readings: SQLiteReadings) {
        let language = Language.current
        let begin: @Sendable () throws -> FeedState = { try FeedState(session: session, office: office, readings: readings) }
        self.begin = begin
        underWay = Mutex(Task.detached { try await language.speaking(to: .console, during: { try await FeedLook(after: begin()) }) })
    }

    /// What it found; once, so that nothing of it is kept here.
    func take() -> Task<FeedLook, any Error>? {
        underWay.withLock { task in
            defer { task = nil }
            return task
        }
    }
}
