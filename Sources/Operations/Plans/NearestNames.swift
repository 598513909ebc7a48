import Domain

/// Finds the names that somebody may have meant.
struct NearestNames {
    private let names: [(id: RoomID, letters: [Character])]

    init(_ names: some Sequence<RoomID>) {
        self.names = names.sorted().map { ($0, Array($0.text)) }
    }

    /// At most `limit` names, nearest first: those that end in the text, then by the letters to be changed, at most half of them.
    func nearest(to name: RoomID, limit: Int = 3) -> [RoomID] {
        let wanted = Array(name.text)
        guard !wanted.isEmpty else { return [] }
        let most = max(1, wanted.count / 2)
        var found: [(distance: Int, id: RoomID)] = []
        for (id, letters) in names {
            if letters.count > wanted.count, letters.suffix(wanted.count).elementsEqual(wanted) {
                found.append((0, id))
            } else if abs(letters.count - wanted.count) <= most {
                let distance = NearestNames.distance(wanted, letters)
                if distance <= most { found.append((distance, id)) }
            }
        }
        return found.sorted { ($0.distance, $0.id) < ($1.distance, $1.id) }.prefix(limit).map(\.id)
    }

    /// How many letters must be put in, taken out or changed to make one name of the other (Levenshtein).
    static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var row = Array(0...right.count)
        for (line, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for (column, other) in right.enumerated() {
                let change = diagonal + (letter == other ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(change, diagonal + 1, row[column] + 1)
            }
        }
        return row[right.count]
    }
}
