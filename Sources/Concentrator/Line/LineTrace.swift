import Domain
import MeterWire
import Operations

/// What is written down of the frames of one concentrator while somebody looks: bounded in time and in number, and nothing otherwise.
struct LineTrace: Sendable {
    private struct Look {
        var meter: MeterAddress?
        var until: Instant
        var left: Int
    }

    private var looks: [BusID: Look] = [:]
    private var frames: [TracedFrame] = []

    /// Whether anybody looks; else nothing is to be told.
    var isOn: Bool { !looks.isEmpty }

    /// Begins, or goes on for longer. Several may look at a bus at a time: then all that any of them wants is told.
    mutating func begin(_ request: TraceRequest, at now: Instant) {
        var look = Look(
            meter: request.meter.flatMap { MeterAddress($0.text) }, until: now.adding(seconds: Int64(request.seconds)),
            left: TraceRequest.mostFrames)
        if let other = looks[request.bus], now < other.until {
            if other.meter != look.meter { look.meter = nil }
            look.until = max(look.until, other.until)
        }
        looks[request.bus] = look
    }

    /// What was written down since it was taken last.
    mutating func take() -> [TracedFrame] {
        guard !frames.isEmpty else { return [] }
        defer { frames = [] }
        return frames
    }

    mutating func sent(_ bytes: [UInt8], on bus: BusID, at now: Instant) {
        guard isWanted(bus, at: now) else { return }
        let plain = Array(bytes.drop { $0 == 0xFE })
        var parser = FrameParser()
        guard case .frame(let frame) = parser.receive(plain).first else { return }
        add(frame.address, TracedFrame(at: now, bus: bus, direction: .sent, mark: .plain, bytes: plain, words: frame.words))
    }

    mutating func received(_ frame: Frame, _ mark: TracedFrame.Mark, on bus: BusID, at now: Instant) {
        guard isWanted(bus, at: now) else { return }
        add(
            frame.address,
            TracedFrame(at: now, bus: bus, direction: .received, mark: mark, bytes: frame.encoded(preamble: 0), words: frame.words))
    }

    /// - Parameter awaited: the meter whose answer is waited for.
    mutating func stray(_ bytes: [UInt8], awaiting awaited: MeterAddress?, on bus: BusID, at now: Instant) {
        guard isWanted(bus, at: now) else { return }
        let stray = StrayBytes(bytes)
        add(
            awaited,
            TracedFrame(
                at: now, bus: bus, direction: .received, mark: stray.isBrokenFrame ? .broken : .noise, bytes: bytes, words: stray.words))
    }

    private mutating func isWanted(_ bus: BusID, at now: Instant) -> Bool {
        guard let look = looks[bus] else { return false }
        guard now < look.until, look.left > 0 else {
            looks[bus] = nil
            return false
        }
        return true
    }

    private mutating func add(_ address: MeterAddress?, _ frame: TracedFrame) {
        guard let look = looks[frame.bus], look.meter == nil || look.meter == address else { return }
        looks[frame.bus]?.left -= 1
        frames.append(frame)
    }
}
