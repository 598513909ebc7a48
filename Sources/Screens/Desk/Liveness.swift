import Domain
import Operations
import Phrases
import Terminal
import TextLayout

/// Whether what the rooms show is what their meters say now.
enum Liveness: Hashable, Sendable {
    /// This process reads, and values keep coming.
    case live
    /// Another process reads, and values keep coming.
    case following(String)
    /// Somebody reads, but nothing new has come for a while.
    case stale
    /// Nobody reads, or nothing was ever read.
    case noReads

    /// Beyond this the campus as a whole is no longer live: meters of all buses are read without a pause, so new values come every second.
    static let pause: Int64 = 120_000
}

extension Desk {
    /// How live the rooms are now.
    var liveness: Liveness {
        guard let age = newestAge else { return .noReads }
        let isOld = age > Liveness.pause || isCutOff
        switch collector {
        case .none: return .noReads
        case .holdsLease: return isOld ? .stale : .live
        case .follows(let other): return isOld ? .stale : .following(other.ofCollector)
        }
    }

    /// The age of the newest value of any room; nil when no meter was ever read.
    var newestAge: Int64? { live.newest.map { now.milliseconds(since: $0) } }

    /// What to do when the rooms are not live; nil when they are.
    var advice: String? {
        switch liveness {
        case .live, .following: return nil
        case .stale, .noReads: break
        }
        switch collector {
        case .none(let reason): return phrase("Nobody reads the meters: \(reason.firstLine.ofCollector).")
        case .follows(let other):
            return newestAge == nil
                ? phrase("\(other.ofCollector) reads the meters; no value has come yet.")
                : phrase("\(other.ofCollector) reads, but nothing new comes. \(linesAdvice)")
        case .holdsLease: return linesAdvice
        }
    }

    /// Whether no line to any concentrator stands.
    private var isCutOff: Bool { !buses.isEmpty && buses.allSatisfy { $0.isConnected == false } }

    private var linesAdvice: String {
        if isCutOff {
            return rules.isTest
                ? phrase("No concentrator answers. q leaves; dormwatt demo starts the demo's equipment.")
                : phrase("No concentrator answers (\(buses[0].spokenTrouble)). Look at power and network; g b shows the lines.")
        }
        if buses.contains(where: { $0.isConnected == true }) {
            return phrase("The lines stand, but no meter answers; g b shows the buses.")
        }
        return live.ids.isEmpty
            ? phrase("There are no meters yet; dormwatt import brings them.") : phrase("The lines are being opened; a moment.")
    }
}

extension Console {
    /// LIVE, FOLLOWING, STALE, NO READS or FROZEN, each with the age of the newest value. Never LIVE where values are old.
    ///
    /// - Parameter nameWidth: the most cells of the name of who reads.
    func livenessRuns(glyphs: Glyphs, nameWidth: Int) -> [Run] {
        let isFrozen = Command.with(.freeze)?.screens.contains(screen) ?? false
        if let frozen = desk.frozen, isFrozen { return [(phrase(" FROZEN \(Age.text(of: frozen.at, at: desk.now)) "), .frozen)] }
        let age = desk.newestAge.map { Age.text($0) }
        switch desk.liveness {
        case .live: return [(phrase("LIVE"), .live), (" \(age ?? "")", .dim)]
        case .following(let other):
            return [(phrase("FOLLOWING"), .live), (" \(other.clipped(to: nameWidth, ellipsis: glyphs.ellipsis)) \(age ?? "")", .dim)]
        case .stale: return [(phrase("STALE \(age ?? "")"), .warning)]
        case .noReads: return [(phrase("NO READS"), .critical), (age.map { " \($0)" } ?? phrase(" yet"), .warning)]
        }
    }
}

extension String {
    /// Its first line without a full stop at the end, to stand inside a sentence.
    fileprivate var firstLine: String {
        let line = prefix { $0 != "\n" }
        return String(line.last == "." ? line.dropLast() : line)
    }
}
