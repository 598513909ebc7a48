/// Damages texts that a reader knows, so that it gets past its first field before it meets what it does not expect.
public struct Damage: Sendable {
    /// Pieces that mean something in the format; they are put where they do not belong.
    public var pieces: [[UInt8]]

    /// Makes damage of a format.
    public init(pieces: [String]) { self.pieces = pieces.map { Array($0.utf8) } }

    /// Changes a text in one to six places: bytes flipped, pieces put in, parts left out, doubled, or cut off.
    public func damaged(_ text: [UInt8], using random: inout SeededRandom) -> [UInt8] {
        var bytes = text
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let place = Int.random(in: 0...bytes.count, using: &random)
            let end = min(bytes.count, place + Int.random(in: 0...40, using: &random))
            switch Int.random(in: 0..<6, using: &random) {
            case 0 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: place)
            case 2: bytes.removeSubrange(place..<end)
            case 3: bytes.insert(contentsOf: Array(bytes[place..<end]), at: place)
            case 4: bytes.insert(contentsOf: random.bytes(3), at: place)
            default: if Int.random(in: 0..<8, using: &random) == 0 { bytes.removeSubrange(place...) }
            }
        }
        return bytes
    }
}
