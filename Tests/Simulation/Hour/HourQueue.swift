// Protects nothing by itself: events in order of time.
// How: a binary heap in which equal times keep the order in which they were put in.

/// What is due at which moment, in order of time and then of arrival: a binary heap.
struct HourQueue<Event> {
    private var heap: [(at: Int64, number: Int, event: Event)] = []
    private var last = 0

    var nextAt: Int64? { heap.first?.at }

    mutating func add(_ event: Event, at moment: Int64) {
        last += 1
        heap.append((moment, last, event))
        var child = heap.count - 1
        while child > 0, isBefore(child, (child - 1) / 2) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func popFirst() -> Event? {
        guard let first = heap.first, let moved = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return first.event }
        heap[0] = moved
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && isBefore(child, least) { least = child }
            guard least != parent else { return first.event }
            heap.swapAt(parent, least)
            parent = least
        }
    }

    private func isBefore(_ left: Int, _ right: Int) -> Bool {
        (heap[left].at, heap[left].number) < (heap[right].at, heap[right].number)
    }
}
