import Domain
import Operations

/// Finds rooms by the digits on their doors, as fast for a hundred thousand rooms as for ten.
struct RoomNumberIndex: Sendable {
    private struct Entry: Sendable {
        let digits: String
        let place: Int
    }

    private let entries: [Entry]

    /// Each room stands here by its number and by the digits of its whole name.
    init(_ table: RoomTable) {
        var entries: [Entry] = []
        entries.reserveCapacity(table.ids.count * 2)
        for (place, view) in table.views.enumerated() {
            let number = Self.compact(view.room.number)
            let name = Self.compact(view.id.text)
            entries.append(Entry(digits: number, place: place))
            if name != number { entries.append(Entry(digits: name, place: place)) }
        }
        self.entries = entries.sorted { ($0.digits, $0.place) < ($1.digits, $1.place) }
    }

    /// The places whose number or name begins with what was typed, and the one to go to first.
    ///
    /// The whole number in the building in view comes first, then the whole number elsewhere, then beginnings in the same order.
    func matches(_ typed: String, near building: Range<Int>?) -> (best: Int?, count: Int) {
        let wanted = Self.compact(typed)
        guard !wanted.isEmpty else { return (nil, 0) }
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].digits < wanted { low = middle + 1 } else { high = middle }
        }
        var best: (rank: Int, place: Int)?
        var count = 0
        var index = low
        while index < entries.count, entries[index].digits.hasPrefix(wanted) {
            let entry = entries[index]
            let isHere = building?.contains(entry.place) == true
            let rank = (entry.digits.utf8.count == wanted.utf8.count ? 0 : 2) + (isHere ? 0 : 1)
            if best.map({ (rank, entry.place) < $0 }) ?? true { best = (rank, entry.place) }
            count += 1
            index += 1
        }
        return (best?.place, count)
    }

    /// Letters and digits alone, without case: `3-418` as `3418`.
    private static func compact(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars where scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) {
            result += scalar.properties.lowercaseMapping
        }
        return result
    }
}
