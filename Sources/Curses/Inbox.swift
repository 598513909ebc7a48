import Synchronization

/// Hands messages from background work to the console's application; the same handle serves any number of tasks.
public struct Poster<Message: Sendable>: Sendable {
    let inbox: Inbox<Message>

    /// Posts a message, and wakes the loop. From any thread, in order for each caller.
    ///
    /// Returns false, and the message is not kept, when the box is full (``ConsoleLoop/inboxCapacity``) or the console has ended:
    /// what may come faster than 30 times a second is to be gathered by its sender.
    @discardableResult
    public func post(_ message: Message) -> Bool { inbox.post(message) }

    /// How many messages wait for the loop, whoever posted them.
    public var waiting: Int { inbox.waiting }
}

/// Messages that wait for the loop.
final class Inbox<Message: Sendable>: Sendable {
    private let capacity: Int
    private let messages = Mutex<[Message]>([])
    private let wake: @Sendable () -> Void

    init(capacity: Int, wake: @escaping @Sendable () -> Void) {
        self.capacity = capacity
        self.wake = wake
    }

    func post(_ message: Message) -> Bool {
        let kept = messages.withLock { messages in
            guard messages.count < capacity else { return false }
            messages.append(message)
            return true
        }
        if kept { wake() }
        return kept
    }

    var waiting: Int { messages.withLock { $0.count } }

    func takeAll() -> [Message] {
        messages.withLock { messages in
            let all = messages
            messages.removeAll(keepingCapacity: all.count < 256)
            return all
        }
    }
}
