import Domain
import Phrases

/// How long ago something was, in at most six cells.
enum Age {
    /// `now`, `3 s`, `12 min`, `5 h`, `3 d`; nothing is older than its coarsest unit says.
    static func text(_ milliseconds: Int64) -> String {
        let seconds = max(milliseconds, 0) / 1000
        switch seconds {
        case 0: return phrase("now")
        case 1..<60: return phrase("\(seconds) s")
        case 60..<3600: return phrase("\(seconds / 60) min")
        case 3600..<172_800: return phrase("\(seconds / 3600) h")
        default: return phrase("\(min(seconds / 86_400, 9999)) d")
        }
    }

    /// The same between two instants.
    static func text(of instant: Instant, at now: Instant) -> String { text(now.milliseconds(since: instant)) }

    /// The same for a column of many rows, below a minute in steps of ten seconds: ages that tick row by row are most of what a list that
    /// stands still would send over a slow line.
    static func inList(_ milliseconds: Int64) -> String { text(milliseconds < 60_000 ? milliseconds / 10_000 * 10_000 : milliseconds) }

    /// The same as a word of its own: `now`, `3 s ago`.
    static func ago(_ milliseconds: Int64) -> String { milliseconds < 1000 ? phrase("now") : phrase("\(text(milliseconds)) ago") }

    /// Beyond this a reading is drawn as stale: fifteen rounds of a usual bus.
    static let stale: Int64 = 300_000
}
