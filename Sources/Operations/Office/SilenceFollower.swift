public import Domain

/// Follows which meters do not answer, and tells it a part at a time: when lines fall, a hundred thousand meters are silent at once.
public struct SilenceFollower: Sendable {
    /// Since when each meter is silent that was told to be.
    public private(set) var since: [MeterID: Instant] = [:]
    /// Whether more waits than is told at a time.
    public var isBehind: Bool { !untold.isEmpty }
    private let atOnce: Int
    /// Meters that fell silent or answer again and were not told yet, the next one last.
    private var untold: [MeterID] = []

    /// Begins with meters that all answer.
    ///
    /// - Parameter atOnce: how many meters are told at a time.
    public init(atOnce: Int = 2000) { self.atOnce = atOnce }

    /// Takes over which meters are silent now; all others answer.
    public mutating func take(_ silent: [MeterID]) {
        var now: Set<MeterID> = []
        let new = silent.filter { now.insert($0).inserted && since[$0] == nil }
        untold = (new + since.keys.filter { !now.contains($0) }.sorted()).reversed()
    }

    /// The next part of what was not told yet: since when meters are silent, nil for one that answers again.
    ///
    /// - Parameter lastWords: when meters were read last. A meter is silent since its last word, not since this was noticed.
    public mutating func next(at now: Instant, lastWords: ([MeterID]) throws -> [MeterID: Instant]) rethrows -> [MeterID: Instant?] {
        let part = untold.suffix(atOnce)
        let words = try lastWords(part.filter { since[$0] == nil })
        untold.removeLast(part.count)
        var changed: [MeterID: Instant?] = [:]
        for meter in part {
            let began: Instant? = since[meter] == nil ? words[meter] ?? now : nil
            since[meter] = began
            changed[meter] = .some(began)
        }
        return changed
    }
}
