import CCurses
import Synchronization

/// The isolation of everything that touches the screen: its work runs on the process's main thread, between two waits of
/// ``ConsoleLoop``.
///
/// On Linux the main actor does not run on the main thread of a program that waits there by itself, therefore this actor.
@globalActor
public actor ScreenLoop {
    /// The one loop of the process.
    public static let shared = ScreenLoop()

    nonisolated let executor = LoopExecutor()

    /// The queue that the console's loop works off.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
}

/// Work that waits for the console's loop, and the descriptor that wakes the loop when some arrives.
final class LoopExecutor: SerialExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var descriptor: Int32 = -1
        /// Whether the loop waits, so that only a write to the descriptor makes it look again.
        var isAsleep = false
        var isWoken = false
    }

    private let state = Mutex(State())

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.withLock { state in
            state.jobs.append(job)
            Self.rouse(&state)
        }
    }

    /// Makes the loop take a step. From any thread, as often as one likes.
    func wake() {
        state.withLock { state in
            state.isWoken = true
            Self.rouse(&state)
        }
    }

    // The write stands inside the lock, so that the descriptor cannot be closed and given to another file in between.
    private static func rouse(_ state: inout State) {
        if state.isAsleep, state.descriptor >= 0 { terminal_wake(state.descriptor) }
        state.isAsleep = false
    }

    /// Sets the descriptor that wakes the loop; -1 when there is no loop.
    func attach(_ descriptor: Int32) { state.withLock { $0.descriptor = descriptor } }

    /// Runs what waits, and what that brings, until nothing is left. On the loop's thread only.
    func drain() {
        while true {
            let jobs = state.withLock { state in
                let jobs = state.jobs
                state.jobs = []
                return jobs
            }
            if jobs.isEmpty { return }
            for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
        }
    }

    /// Notes that the loop is about to wait; false when it must not, because something arrived since the last time.
    func fallAsleep() -> Bool {
        state.withLock { state in
            defer { state.isWoken = false }
            state.isAsleep = !state.isWoken && state.jobs.isEmpty
            return state.isAsleep
        }
    }

    /// Notes that the loop no longer waits.
    func wakeUp() { state.withLock { $0.isAsleep = false } }
}
