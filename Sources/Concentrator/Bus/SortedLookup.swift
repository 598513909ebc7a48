extension Array {
    /// How many elements, which stand in order of a key, come before one.
    ///
    /// Campuses keep what is looked up by address in sorted arrays: a dictionary holds up to four places for each that it needs.
    func countBefore<Key: Comparable>(_ key: Key, by keyOf: (Element) -> Key) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if keyOf(self[middle]) < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Where the element with a key stands.
    func place<Key: Comparable>(of key: Key, by keyOf: (Element) -> Key) -> Int? {
        let place = countBefore(key, by: keyOf)
        return place < count && keyOf(self[place]) == key ? place : nil
    }
}
