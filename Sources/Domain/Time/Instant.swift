/// A point in time: milliseconds since 1970-01-01T00:00:00Z. Nothing in Domain asks a clock; time is always handed in.
public struct Instant: Hashable, Comparable, Sendable {
    /// Milliseconds since the Unix epoch.
    public var milliseconds: Int64

    /// Makes a point in time from milliseconds since the Unix epoch.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Whether the left one comes first.
    public static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

    /// The instant so many milliseconds later.
    public func adding(milliseconds delta: Int64) -> Instant { Instant(milliseconds: milliseconds + delta) }

    /// The instant so many seconds later.
    public func adding(seconds: Int64) -> Instant { adding(milliseconds: seconds * 1000) }

    /// Milliseconds from an earlier instant to this one.
    public func milliseconds(since earlier: Instant) -> Int64 { milliseconds - earlier.milliseconds }
}

/// The one fixed offset from UTC of a campus, in minutes east.
public struct UTCOffset: Hashable, Sendable {
    /// Minutes east of Greenwich, -840 to 840.
    public var minutes: Int

    /// Makes an offset from minutes east of Greenwich.
    public init(minutes: Int) { self.minutes = minutes }

    /// Reads `+08:00`, `-03:30` or `Z`; nil for anything else.
    public init?(_ text: String) {
        if text == "Z" {
            self.init(minutes: 0)
            return
        }
        let bytes = Array(text.utf8)
        guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"), bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-"),
            ![bytes[1], bytes[4]].contains(where: { $0 < 0x30 || $0 > 0x39 }), let hours = Int(text.dropFirst().prefix(2)),
            let minutes = Int(text.suffix(2)), (0...14).contains(hours),
            (0...59).contains(minutes)
        else { return nil }
        self.init(minutes: (hours * 60 + minutes) * (bytes[0] == UInt8(ascii: "-") ? -1 : 1))
    }

    /// China's time, the default of a campus.
    public static let china = UTCOffset(minutes: 480)
}
