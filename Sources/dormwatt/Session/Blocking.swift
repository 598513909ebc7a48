import Dispatch
import Synchronization

/// Runs asynchronous work from a command and waits for it.
///
/// Commands are synchronous, because the console's loop needs the process's main thread, which an asynchronous `main` gives away.
enum Blocking {
    static func run<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) throws -> Value {
        let outcome = Mutex<Result<Value, any Error>?>(nil)
        let shared = Shared(outcome: outcome)
        let done = DispatchSemaphore(value: 0)
        // It speaks the language of who waits for it.
        Task {
            let result: Result<Value, any Error>
            do { result = .success(try await work()) } catch { result = .failure(error) }
            shared.outcome.withLock { $0 = result }
            done.signal()
        }
        done.wait()
        guard let result = shared.outcome.withLock({ $0 }) else { preconditionFailure("the work signalled without an outcome") }
        return try result.get()
    }

    private final class Shared<Value: Sendable>: Sendable {
        let outcome: Mutex<Result<Value, any Error>?>
        init(outcome: consuming Mutex<Result<Value, any Error>?>) { self.outcome = outcome }
    }
}
