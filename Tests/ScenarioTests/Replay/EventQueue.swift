// Protects nothing by itself: the events of a replay in order of time.
// How: a binary heap in which equal times keep the order in which they were put in.

/// Events in order of time, equal times in order of arrival.
struct EventQueue<Event> {
    private struct Waiting {
        let at: Int64
        let number: Int
        let event: Event

        func comesBefore(_ other: Waiting) -> Bool { (at, number) < (other.at, other.number) }
    }

    private var heap: [Waiting] = []
    private var lastNumber = 0

    var nextAt: Int64? { heap.first?.at }

    mutating func add(_ event: Event, at: Int64) {
        lastNumber += 1
        heap.append(Waiting(at: at, number: lastNumber, event: event))
        var child = heap.count - 1
        while child > 0, heap[child].comesBefore(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func popFirst() -> Event? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return first.event }
        heap[0] = last
        var parent = 0
        while let child = [2 * parent + 1, 2 * parent + 2].filter({ $0 < heap.count }).min(by: { heap[$0].comesBefore(heap[$1]) }),
            heap[child].comesBefore(heap[parent])
        {
            heap.swapAt(child, parent)
            parent = child
        }
        return first.event
    }
}
