import Domain

/// Whether a line brings more than it can have been asked for: a bucket of bytes that time and requests fill and that what comes empties.
///
/// The buses behind a line can bring no more than their rates allow, and an answer to a request is shorter than its share here, so that
/// neither a busy line nor echoes, heartbeats and repeated answers empty it; a line that sends without end does within a second.
struct FloodGuard: Sendable {
    /// So many bytes may come at once; what a network may have kept back.
    static let burst: Int64 = 65_536
    /// For each request: about three of the longest frames.
    static let perRequest: Int64 = 1_024

    /// In elevenths of a thousandth of a byte, so that nothing is lost of short times.
    private var left = Self.burst * Self.fineness
    private var filledAt: Instant

    /// Bits of a byte on the line by milliseconds of a second.
    private static let fineness: Int64 = 11_000

    init(at now: Instant) { filledAt = now }

    mutating func asked() { fill(Self.perRequest * Self.fineness) }

    /// Takes so many bytes out.
    ///
    /// - Parameter rate: bits per second of all buses together.
    /// - Returns: false when there were not as many.
    mutating func take(_ bytes: Int, rate: Int, at now: Instant) -> Bool {
        // A clock that was set back brings nothing; one that jumped ahead no more than the bucket holds.
        fill(min(max(0, now.milliseconds(since: filledAt)), 600_000) * Int64(rate))
        filledAt = now
        left -= Int64(bytes) * Self.fineness
        return left >= 0
    }

    private mutating func fill(_ amount: Int64) { left = min(Self.burst * Self.fineness, left + amount) }
}
