/// How long a lost line rests before it is tried again: doubling, with a seeded share of chance so that lines do not return in step.
struct ReconnectPause: Sendable {
    private var state: UInt64
    private var failures = 0

    init(seed: UInt64) { state = seed }

    /// The line has carried an answer.
    mutating func succeed() { failures = 0 }

    /// The next pause in milliseconds, between `first` and `longest`.
    mutating func next(first: Int64, longest: Int64) -> Int64 {
        let base = min(longest, first << Int64(min(failures, 20)))
        failures += 1
        // SplitMix64: small, and the same on every machine.
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        mixed ^= mixed >> 31
        return min(longest, base + Int64(mixed % UInt64(max(1, base / 2))))
    }
}
