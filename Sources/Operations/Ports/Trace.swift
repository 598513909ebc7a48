public import Domain
public import Phrases

/// A frame, or bytes that are none, as they went over a line.
public struct TracedFrame: Hashable, Sendable {
    /// Which way.
    public enum Direction: String, Hashable, Sendable {
        /// From the office to the meters.
        case sent
        /// From the meters to the office.
        case received
    }

    /// What is special about it.
    public enum Mark: String, Hashable, Sendable, CaseIterable {
        /// Nothing: a request, or the answer to it.
        case plain
        /// A frame that is not the answer that was waited for.
        case unasked
        /// A frame of a meter that is not on this concentrator.
        case stranger
        /// A frame with a wrong checksum or without its end.
        case broken
        /// Bytes that are no frame.
        case noise
    }

    /// When.
    public var at: Instant
    /// On which bus; bytes without an address are put down to the one that waits for an answer.
    public var bus: BusID
    /// Which way.
    public var direction: Direction
    /// What is special about it.
    public var mark: Mark
    /// The bytes, without wake-up bytes.
    public var bytes: [UInt8]
    /// What they say, in words.
    public var words: Phrase

    /// Makes a frame of a trace.
    public init(at: Instant, bus: BusID, direction: Direction, mark: Mark, bytes: [UInt8], words: Phrase) {
        self.at = at
        self.bus = bus
        self.direction = direction
        self.mark = mark
        self.bytes = bytes
        self.words = words
    }
}

/// A wish to see the frames of a bus for a while, as a read request names it: with commas between, of which no name has any.
public struct TraceRequest: Hashable, Sendable {
    /// The bus.
    public var bus: BusID
    /// Only this meter's frames; nil for all.
    public var meter: MeterID?
    /// For so many seconds, at most ``longest``.
    public var seconds: Int

    /// Nobody forgets a trace for longer than this.
    public static let longest = 3_600
    /// So many frames at most are told of one trace.
    public static let mostFrames = 20_000

    /// Whether a frame is among those that are asked for: somebody else may look at another bus, or at more of this one.
    ///
    /// Bytes that are no frame carry no address and are told to everybody who looks at their bus.
    public func wants(_ frame: TracedFrame) -> Bool {
        frame.bus == bus && (meter == nil || frame.address == nil || frame.address == meter)
    }

    private static let word = "trace"

    /// Asks for the frames of a bus.
    public init(bus: BusID, meter: MeterID? = nil, seconds: Int) {
        self.bus = bus
        self.meter = meter
        self.seconds = min(max(1, seconds), Self.longest)
    }

    /// Reads the name of a request; nil for any other.
    public init?(_ request: MeterID) {
        let parts = request.text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, parts[0] == Self.word, let number = Int(parts[2]), let seconds = Int(parts[4]), parts[5] == "s"
        else { return nil }
        let meter = parts[3].isEmpty ? nil : MeterID(parts[3])
        self.init(bus: BusID(concentrator: ConcentratorID(parts[1]), number: number), meter: meter, seconds: seconds)
    }

    /// The name of the meter in a read request.
    public var request: MeterID { MeterID("\(Self.word),\(bus.concentrator),\(bus.number),\(meter?.text ?? ""),\(seconds),s") }
}

extension TracedFrame {
    /// The address of the meter, as a frame carries it: twelve digits, the last pair first; nil for what is no frame.
    var address: MeterID? {
        guard mark != .broken, mark != .noise, bytes.count > 7, bytes[0] == 0x68, bytes[7] == 0x68 else { return nil }
        return MeterID(bytes[1...6].reversed().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined())
    }

    /// The bytes in pairs of hexadecimal digits with a space between them.
    public var hexadecimal: String {
        bytes.map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return digits.utf8.count == 1 ? "0" + digits : digits
        }.joined(separator: " ")
    }
}
