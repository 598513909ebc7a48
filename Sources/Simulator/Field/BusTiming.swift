/// How long things take on a half-duplex RS-485 line.
public struct BusTiming: Hashable, Sendable {
    /// Bits per second; a character is 11 bits: start, eight data, even parity, stop.
    public let baud: Int

    /// Makes the timing of a line.
    ///
    /// - Parameter baud: at least 1.
    public init(baud: Int) {
        self.baud = max(1, baud)
    }

    /// From the end of a request to the start of its answer.
    public static let meterDelay: Milliseconds = 24
    /// More for an answer after the relay of the meter moved.
    public static let relayDelay: Milliseconds = 160
    /// More for an answer after an external relay moved; three-phase meters have one.
    public static let externalRelayDelay: Milliseconds = 1_600
    /// Rest between an answer and the next request.
    public static let gap: Milliseconds = 10
    /// How long the concentrator listens in vain before it sends the next request; the longest delay that DL/T 645-2007 allows.
    public static let silence: Milliseconds = 500

    /// Time on the line of so many bytes, milliseconds, rounded up.
    public func airTime(bytes: Int) -> Milliseconds {
        (Milliseconds(bytes) * 11_000 + Milliseconds(baud) - 1) / Milliseconds(baud)
    }

    /// Time of a whole exchange without relay movement, the gap behind it included.
    public func exchange(requestBytes: Int, answerBytes: Int) -> Milliseconds {
        airTime(bytes: requestBytes) + Self.meterDelay + airTime(bytes: answerBytes) + Self.gap
    }
}
