import Dispatch
import Synchronization

/// Work that is begun at once on another core, and waited for.
final class Beside<Value: Sendable>: Sendable {
    private let work: @Sendable () -> Value
    private let found = Mutex<Value?>(nil)
    private let group = DispatchGroup()

    init(_ work: @escaping @Sendable () -> Value) {
        self.work = work
        DispatchQueue.global(qos: .userInitiated).async(group: group) { [self] in
            let value = work()
            found.withLock { $0 = value }
        }
    }

    /// Waits for the end of the work and answers what came of it.
    func value() -> Value {
        group.wait()
        return found.withLock { $0 } ?? work()
    }
}
