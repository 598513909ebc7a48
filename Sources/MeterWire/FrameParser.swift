/// What a ``FrameParser`` found in the bytes of a bus.
public enum ParserEvent: Hashable, Sendable {
    /// A frame whose start bytes, address, length, checksum and end are right.
    case frame(Frame)
    /// Bytes in front of the next frame that belong to none, without wake-up bytes `FE`; at most
    /// ``FrameParser/longestNoise`` at a time, cut at the same places however the stream was cut.
    case noise([UInt8])
}

/// Finds the frames in a stream of bytes that may be cut anywhere and may hold noise.
///
/// A possible start is judged by its second start byte, its address, its end byte and its checksum, and found by its length. When it
/// is no frame the search goes on one byte later, so a false or shortened start never swallows the frame behind it. Every decision
/// depends on the stream alone, so any cutting of it gives the same events. Between calls at most ``longestPending`` bytes are kept.
public struct FrameParser: Sendable {
    /// The longest beginning of a frame that can wait for its rest.
    public static let longestPending = Frame.overhead + Frame.maximumDataLength - 1
    /// The longest piece in which noise is reported: a broken frame comes as a whole.
    public static let longestNoise = Frame.overhead + Frame.maximumDataLength

    /// What a bus has carried since the parser was made; a measure of its health.
    public struct Counters: Hashable, Sendable {
        /// Frames found.
        public internal(set) var frames = 0
        /// Bytes that belong to no frame, wake-up bytes not counted.
        public internal(set) var noiseBytes = 0
        /// Starts with the right shape and end, but a wrong sum.
        public internal(set) var checksumFailures = 0
        /// Starts with the right shape, but without the end byte where the length puts it.
        public internal(set) var missingEnds = 0
        /// Starts that silence cut off before their end.
        public internal(set) var truncatedFrames = 0

        /// All starts that looked like a frame and were none.
        public var brokenFrames: Int { checksumFailures + missingEnds + truncatedFrames }
    }

    /// What was found and skipped so far; ``reset()`` leaves it alone.
    public private(set) var counters = Counters()

    private var buffer: [UInt8] = []
    private var noise: [UInt8] = []

    /// Starts with an empty buffer.
    public init() {}

    /// How many bytes wait for the rest of a frame.
    public var pendingCount: Int { buffer.count }

    /// Takes the next bytes of the stream and returns what they complete, in the order of the stream.
    public mutating func receive(_ bytes: some Sequence<UInt8>) -> [ParserEvent] {
        var events: [ParserEvent] = []
        buffer.append(contentsOf: bytes)
        scan(afterSilence: false, into: &events)
        return events
    }

    /// Gives up on an incomplete start because the bus went silent or a time ran out, and searches what is behind it.
    ///
    /// A shortened frame whose length claims more than ever comes hides whole frames behind it; only the owner of the clock can
    /// know. Afterwards nothing is pending.
    public mutating func flushAfterSilence() -> [ParserEvent] {
        var events: [ParserEvent] = []
        scan(afterSilence: true, into: &events)
        reportNoise(into: &events)
        return events
    }

    /// Forgets what is pending, for a new connection; the counters stay.
    public mutating func reset() {
        buffer.removeAll()
        noise.removeAll()
    }

    private mutating func scan(afterSilence: Bool, into events: inout [ParserEvent]) {
        var head = 0
        search: while head < buffer.count {
            guard buffer[head] == FrameByte.start else {
                skip(buffer[head], into: &events)
                head += 1
                continue
            }
            switch candidate(at: head) {
            case .frame(let frame, let length):
                reportNoise(into: &events)
                counters.frames += 1
                events.append(.frame(frame))
                head += length
                continue search
            case .incomplete(let looksRight):
                guard afterSilence else { break search }
                if looksRight { counters.truncatedFrames += 1 }
            case .noFrame: break
            case .missingEnd: counters.missingEnds += 1
            case .wrongSum: counters.checksumFailures += 1
            }
            skip(buffer[head], into: &events)
            head += 1
        }
        discard(head)
    }

    private enum Candidate {
        case frame(Frame, length: Int)
        case incomplete(looksRight: Bool)
        case noFrame
        case missingEnd
        case wrongSum
    }

    /// Judges the start byte at `head` with the bytes at hand.
    private func candidate(at head: Int) -> Candidate {
        let available = buffer.count - head
        guard available >= 8 else { return .incomplete(looksRight: false) }
        guard buffer[head + 7] == FrameByte.start else { return .noFrame }
        var packed: UInt64 = 0
        for position in 0..<6 { packed |= UInt64(buffer[head + 1 + position]) << UInt64(8 * position) }
        guard let address = MeterAddress(packed: packed) else { return .noFrame }
        guard available >= 10 else { return .incomplete(looksRight: true) }
        let length = Frame.overhead + Int(buffer[head + 9])
        guard available >= length else { return .incomplete(looksRight: true) }
        guard buffer[head + length - 1] == FrameByte.end else { return .missingEnd }
        let sumPosition = head + length - 2
        var sum: UInt8 = 0
        for position in head..<sumPosition { sum &+= buffer[position] }
        guard sum == buffer[sumPosition] else { return .wrongSum }
        let data = buffer[(head + 10)..<sumPosition].map { $0 &- FrameByte.offset }
        let frame = Frame(address: address, control: ControlCode(rawValue: buffer[head + 8]), data: data)
        return .frame(frame, length: length)
    }

    private mutating func skip(_ byte: UInt8, into events: inout [ParserEvent]) {
        guard byte != FrameByte.wakeUp else { return }
        counters.noiseBytes += 1
        noise.append(byte)
        if noise.count == Self.longestNoise { reportNoise(into: &events) }
    }

    private mutating func reportNoise(into events: inout [ParserEvent]) {
        guard !noise.isEmpty else { return }
        events.append(.noise(noise))
        noise.removeAll(keepingCapacity: true)
    }

    /// Drops the bytes before `head`; a buffer that one large delivery has swollen is given back.
    private mutating func discard(_ head: Int) {
        if buffer.capacity > 65_536 {
            buffer = Array(buffer[head...])
        } else {
            buffer.removeSubrange(..<head)
        }
    }
}
