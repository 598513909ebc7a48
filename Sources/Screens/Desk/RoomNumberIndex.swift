import Domain
import Operations

/// Finds rooms by the digits on their doors, as fast for a hundred thousand rooms as for ten.
///
/// Each room stands here by its number and by the digits of its whole name, in order of these; in a dozen bytes, where a text and a place
/// would be twice as many.
struct RoomNumberIndex: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [UInt32] = []
    private var places: [Int32] = []

    init(_ table: RoomTable) {
        var entries: [(digits: String, place: Int32)] = []
        entries.reserveCapacity(table.ids.count * 2)
        for (place, view) in table.views.enumerated() {
            let number = Self.compact(view.room.number)
            let name = Self.compact(view.id.text)
            entries.append((number, Int32(place)))
            if name != number { entries.append((name, Int32(place))) }
        }
        entries.sort { $0 < $1 }
        bytes.reserveCapacity(entries.reduce(0) { $0 + $1.digits.utf8.count })
        ends.reserveCapacity(entries.count)
        for entry in entries {
            bytes += entry.digits.utf8
            ends.append(UInt32(bytes.count))
        }
        places = entries.map(\.place)
    }

    private func digits(_ index: Int) -> String {
        String(decoding: bytes[(index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])], as: UTF8.self)
    }

    /// The places whose number or name begins with what was typed, and the one to go to first.
    ///
    /// The whole number in the building in view comes first, then the whole number elsewhere, then beginnings in the same order.
    func matches(_ typed: String, near building: Range<Int>?) -> (best: Int?, count: Int) {
        let wanted = Self.compact(typed)
        guard !wanted.isEmpty else { return (nil, 0) }
        var low = 0
        var high = places.count
        while low < high {
            let middle = (low + high) / 2
            if digits(middle) < wanted { low = middle + 1 } else { high = middle }
        }
        var best: (rank: Int, place: Int)?
        var count = 0
        for index in low..<places.count {
            let (found, place) = (digits(index), Int(places[index]))
            guard found.hasPrefix(wanted) else { break }
            let isHere = building?.contains(place) == true
            let rank = (found.utf8.count == wanted.utf8.count ? 0 : 2) + (isHere ? 0 : 1)
            if best.map({ (rank, place) < $0 }) ?? true { best = (rank, place) }
            count += 1
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
