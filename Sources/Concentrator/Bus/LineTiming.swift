import Domain

/// How long a bus waits, rests and gives up. All times are milliseconds of the campus's clock.
public struct LineTiming: Hashable, Sendable {
    /// Wake-up bytes `FE` before a request; DL/T 645-2007 asks a master for 4.
    public var preamble = 4
    /// The longest time from the end of a request to the start of its answer; DL/T 645-2007 allows 500.
    public var meterDelay: Int64 = 500
    /// The same for an order, whose relay may move before the meter answers.
    public var orderDelay: Int64 = 3_000
    /// What the network and the machine may add to every answer.
    public var latency: Int64 = 200
    /// Rest between an answer and the next request; meters need 20 or more to turn around.
    public var gap: Int64 = 20
    /// A frame whose bytes stop for so long is given up; DL/T 645-2007 allows 500 between two bytes.
    public var silence: Int64 = 500
    /// How often a read is sent before the meter counts as not answering; an order is sent once.
    public var tries = 2
    /// After so many vain jobs in a row a meter is asked rarely.
    public var missesBeforeSilent = 2
    /// Pause of a silent meter; it doubles with every further miss.
    public var silentPause: Int64 = 60_000
    /// The longest pause of a silent meter.
    public var longestSilentPause: Int64 = 300_000
    /// After so many jobs in a row one poll of the round has its turn.
    public var jobsPerRoundPoll = 4
    /// A round of all meters does not start earlier than this after the start of the one before.
    public var shortestRound: Int64 = 5_000
    /// Mean pause before a lost line is tried again; it doubles with every further failure.
    public var reconnectPause: Int64 = 1_000
    /// By so much the mean pause grows at least with every line that is down, so that many lines do not return at once.
    public var reconnectSpread: Int64 = 10
    /// The longest pause before a line is tried again.
    public var longestReconnectPause: Int64 = 60_000

    /// The defaults for meters on RS-485 behind a local network.
    public init() {}

    /// The same times on a campus whose clock runs faster than life: what the network adds takes longer on that clock.
    public func stretched(speed: Int64) -> LineTiming {
        var timing = self
        timing.latency = latency * max(1, speed)
        return timing
    }

    /// The same with what a bus has that is unusual.
    func adapted(to settings: BusSettings) -> LineTiming {
        var timing = self
        timing.preamble = settings.preamble ?? preamble
        if let timeout = settings.timeout {
            timing.meterDelay = Int64(timeout)
            timing.orderDelay = max(orderDelay, Int64(timeout))
        }
        timing.silence = settings.gap.map(Int64.init) ?? silence
        timing.gap = settings.rest.map(Int64.init) ?? gap
        return timing
    }

    /// Time of so many bytes on the line, rounded up; a character is 11 bits: start, eight data, even parity, stop.
    static func airTime(bytes: Int, baud: Int) -> Int64 {
        let baud = Int64(max(1, baud))
        return (Int64(bytes) * 11_000 + baud - 1) / baud
    }

    /// How long after sending it an exchange is given up.
    func patience(_ exchange: Exchange, requestBytes: Int, baud: Int) -> Int64 {
        let answerBytes = Self.answerPreamble + Self.overhead + exchange.answerLength
        let bytes = Self.airTime(bytes: requestBytes + answerBytes, baud: baud)
        return bytes + (exchange.isOrder ? orderDelay : meterDelay) + latency
    }

    /// When a meter that missed so often in a row is asked again; nil while it is asked in every round.
    func pause(misses: Int) -> Int64? {
        guard misses >= missesBeforeSilent else { return nil }
        let doublings = min(20, misses - missesBeforeSilent)
        return min(longestSilentPause, silentPause << Int64(doublings))
    }

    /// Wake-up bytes that a meter may send before its answer.
    private static let answerPreamble = 4
    /// Bytes of a frame without its data.
    private static let overhead = 12
}
