/// How long a lost line rests before it is tried again: doubling, and anywhere within half a mean to one and a half by a seeded chance, so
/// that lines that broke together do not return together.
struct ReconnectPause: Sendable {
    private var state: UInt64
    private var failures = 0

    /// After so many doublings every pause is the longest.
    private static let doublings = 20

    init(seed: UInt64) { state = seed }

    /// The line has carried an answer.
    mutating func succeed() { failures = 0 }

    /// The line does harm while it stands: it rests as long as one can that never worked.
    mutating func exhaust() { failures = Self.doublings }

    /// The next pause in milliseconds.
    ///
    /// - Parameters:
    ///   - first: the mean of the first pause.
    ///   - longest: what no pause is longer than.
    mutating func next(first: Int64, longest: Int64) -> Int64 {
        let mean = min(longest * 2 / 3, first << Int64(failures))
        failures = min(Self.doublings, failures + 1)
        // SplitMix64: small, and the same on every machine.
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        mixed ^= mixed >> 31
        return mean / 2 + Int64(mixed % UInt64(max(1, mean)))
    }
}
