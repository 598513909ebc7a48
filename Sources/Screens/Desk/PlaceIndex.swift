/// Finds places in a list by the hash of what stands there: four bytes a slot, where a dictionary would keep every name once more.
struct PlaceIndex: Sendable {
    private var slots: [Int32]

    /// An index for so many places.
    init(count: Int) {
        var size = 16
        while size < count * 2 { size *= 2 }
        slots = [Int32](repeating: -1, count: size)
    }

    /// Adds a place that is not in it yet.
    mutating func add(_ place: Int, hash: Int) {
        var slot = hash & (slots.count - 1)
        while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = Int32(place)
    }

    /// The first place with this hash that is the one that is meant.
    func find(hash: Int, isMeant: (Int) -> Bool) -> Int? {
        var slot = hash & (slots.count - 1)
        while slots[slot] >= 0 {
            if isMeant(Int(slots[slot])) { return Int(slots[slot]) }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }
}
