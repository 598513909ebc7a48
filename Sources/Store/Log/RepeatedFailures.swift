public import Domain

/// Failures that come again and again, as on a disk that is full: each is written once, and then once a minute how often it came.
///
/// What fails is tried several times a second, and for days if nobody comes. The log lies on the disk that may be in trouble.
public struct RepeatedFailures: Sendable {
    private struct Known {
        /// When it was written last.
        var saidAt: Instant
        /// How often it came since.
        var again = 0
    }

    private var known: [String: Known] = [:]

    private static let minute: Int64 = 60_000
    /// So many are told apart; words with a changing number in them must not fill the memory instead of the disk.
    static let kinds = 100
    static let others = "failures in yet other words"

    /// Begins without any.
    public init() {}

    /// Whether these words are to be written now. If not, they are counted.
    public mutating func isNews(_ words: String, at now: Instant) -> Bool {
        if known[words] == nil {
            guard known.count >= Self.kinds else {
                known[words] = Known(saidAt: now)
                return true
            }
            known[Self.others, default: Known(saidAt: now)].again += 1
        } else {
            known[words]?.again += 1
        }
        return false
    }

    /// What is to be written of failures that came again: a line for each whose minute is over. One that did not come in its minute is
    /// forgotten, and news when it comes again.
    ///
    /// - Parameter atOnce: without waiting for the minute, before the log ends.
    public mutating func counts(at now: Instant, atOnce: Bool = false) -> [String] {
        var lines: [String] = []
        for (words, failure) in known {
            let passed = now.milliseconds(since: failure.saidAt)
            // The minute begins anew on a clock that was set back, or where who asks took the time before the failure came.
            if passed < 0 { known[words]?.saidAt = now }
            guard atOnce || passed >= Self.minute else { continue }
            known[words] = failure.again > 0 ? Known(saidAt: now) : nil
            if failure.again > 0 { lines.append("\(words) (\(failure.again) times more in \(max(0, passed) / 1000) s)") }
        }
        return lines.sorted()
    }
}
