// Protects nothing by itself: chance from a seed, and the events of a replay in order of time.
// How: SplitMix64; a binary heap in which equal times keep the order in which they were put in.

/// Chance from a seed; the same seed gives the same on every machine.
struct Chance {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }

    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(max(1, limit))) }

    mutating func within(_ range: ClosedRange<Int64>) -> Int64 {
        range.lowerBound + Int64(next() % UInt64(range.upperBound - range.lowerBound + 1))
    }

    mutating func isHit(perTenThousand: Int) -> Bool { below(10_000) < perTenThousand }

    mutating func pick<Element>(_ elements: [Element]) -> Element? { elements.isEmpty ? nil : elements[below(elements.count)] }
}

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
