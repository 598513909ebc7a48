/// Randomness that can be asked at any place: a number that depends on a seed and on what is asked, and on nothing else.
///
/// The mixing function is the finaliser of SplitMix64.
struct SeededHash: Hashable, Sendable, Codable {
    let seed: UInt64

    init(_ seed: UInt64) {
        self.seed = seed
    }

    /// A generator of its own for one part of the world.
    func branch(_ salt: UInt64) -> SeededHash {
        SeededHash(bits(salt))
    }

    func bits(_ question: UInt64) -> UInt64 {
        var mixed = seed &+ (question &+ 1) &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number in a closed range.
    func number(_ question: UInt64, in range: ClosedRange<Int>) -> Int {
        let width = UInt64(range.upperBound - range.lowerBound + 1)
        return range.lowerBound + Int(bits(question) % width)
    }

    /// True with a chance of so many in a million.
    func chance(_ question: UInt64, perMillion: Int) -> Bool {
        Int(bits(question) % 1_000_000) < perMillion
    }

    /// True with a chance of so many in a hundred.
    func chance(_ question: UInt64, percent: Int) -> Bool {
        chance(question, perMillion: percent * 10_000)
    }
}
