/// What the meter measured last and what it makes of it: the over-power counter and the watch for forbidden loads.
///
/// Power is measured every five seconds. Between two samples everything is computed from the sample before.
struct LoadWatch: Hashable, Sendable, Codable {
    /// One measurement: 0.1 W and 0.1 VA.
    struct Sample: Hashable, Sendable, Codable {
        var power: Int64 = 0
        var apparent: Int64 = 0

        init() {}

        init(_ load: Load) {
            power = Int64(load.watts) * 10
            apparent = Int64(load.voltAmperes) * 10
        }
    }

    static let interval: Milliseconds = 5_000
    private static let ringLength = 8
    private static let hitsNeeded = 5

    /// Oldest first.
    private var ring = [Sample](repeating: Sample(), count: ringLength)
    /// When the newest sample was taken.
    private(set) var sampledAt: Milliseconds = .min
    /// True when all samples of the ring are equal; then samples of the same load change nothing and need not be taken.
    private var isSettled = true

    /// The newest sample.
    private(set) var measured = Sample()
    /// Since when the measured power is over the limit; nil when it is not.
    var overSince: Milliseconds?

    /// Whether a sample of this load would change anything.
    func needsSample(of load: Load) -> Bool {
        !isSettled || measured != Sample(load)
    }

    /// Measures.
    ///
    /// - Returns: true when the samples look like a forbidden load: at least five of the seven newer ones are a nearly resistive
    ///   step above the oldest.
    mutating func sample(_ load: Load, at now: Milliseconds, parameters: Parameters, watching: Bool) -> Bool {
        sampledAt = now
        measured = Sample(load)
        let lowest = ring.lazy.map(\.power).min() ?? 0
        guard watching, parameters.watchesForbiddenLoad, measured.power - lowest > parameters.powerStep else {
            // No sample of the ring can be a base for a hit, so the ring is set at once.
            settle(on: measured)
            return false
        }
        ring.removeFirst()
        ring.append(measured)
        isSettled = ring.allSatisfy { $0 == measured }
        let base = ring[0]
        let hits = ring.dropFirst().count { Self.isResistiveStep(from: base, to: $0, parameters) }
        return hits >= Self.hitsNeeded
    }

    /// Forgets the samples after a trip for a forbidden load: a load that is still connected is then a step from zero.
    mutating func clearRing() {
        settle(on: Sample())
    }

    private mutating func settle(on sample: Sample) {
        ring = [Sample](repeating: sample, count: Self.ringLength)
        isSettled = true
        measured = sample
    }

    private static func isResistiveStep(from base: Sample, to sample: Sample, _ parameters: Parameters) -> Bool {
        let power = sample.power - base.power
        guard power > parameters.powerStep else { return false }
        let apparent = abs(sample.apparent - base.apparent)
        let factor = apparent == 0 ? 1_000 : min(1_000, power * 1_000 / apparent)
        return factor > parameters.powerFactorLimit
    }
}
