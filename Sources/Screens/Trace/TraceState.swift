import Domain
import Operations
import Terminal

/// The frames of one bus that came since somebody looks.
struct TraceState: Hashable, Sendable {
    let bus: BusID
    /// When the collector stops writing them down.
    var until: Instant
    private(set) var frames: [TracedFrame] = []
    /// How many have come in all.
    private(set) var count = 0
    /// Lines below the last one in view; 0 follows what comes.
    var scrolled = 0

    /// So many are kept; older ones give way.
    static let kept = 2_000
    /// How long a look lasts before it has to be renewed.
    static let seconds = 120

    init(_ bus: BusID, at now: Instant) {
        self.bus = bus
        until = now.adding(seconds: Int64(Self.seconds))
    }

    mutating func take(_ news: [TracedFrame]) {
        let own = news.filter { $0.bus == bus }
        count += own.count
        frames += own
        if frames.count > Self.kept { frames.removeFirst(frames.count - Self.kept) }
    }

    mutating func scroll(_ key: Key, height: Int) {
        switch key {
        case .up, .character("k"): scrolled += 1
        case .down, .character("j"): scrolled -= 1
        case .pageUp, .control("u"): scrolled += height
        case .pageDown, .control("d"): scrolled -= height
        case .home: scrolled = frames.count
        case .end: scrolled = 0
        default: break
        }
        scrolled = min(max(scrolled, 0), max(frames.count - 1, 0))
    }
}
