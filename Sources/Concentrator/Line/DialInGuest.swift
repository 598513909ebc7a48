import Domain
import MeterWire

/// Who is expected to dial in to a port, and by what each is known.
struct DialInRoster: Hashable, Sendable {
    /// One concentrator that dials in.
    struct Entry: Hashable, Sendable {
        let id: ConcentratorID
        /// What it says first; empty when it says nothing that could tell it from others.
        let registration: [UInt8]
        /// Its meters, whose heartbeats tell it from others as well.
        let meters: Set<MeterAddress>
    }

    /// No registration is part of another's.
    let entries: [Entry]

    init(_ entries: [Entry]) { self.entries = entries }

    /// The only one, when it says nothing by which it could be known: the port alone tells who it is.
    var sole: ConcentratorID? {
        guard entries.count == 1, let only = entries.first, only.registration.isEmpty else { return nil }
        return only.id
    }
}

/// A connection that was dialled in, until it is known whose it is: a value that is told what it says.
struct DialInGuest: Sendable {
    /// Who it is.
    enum Verdict: Hashable, Sendable {
        case known(ConcentratorID)
        /// It has not said enough.
        case unknown
        /// It has said enough, and it is nobody who is expected.
        case stranger
    }

    /// So many bytes are listened to; longer than the longest registration with some heartbeats before it.
    static let longestIntroduction = 512
    /// So long an introduction is waited for, in milliseconds: devices send heartbeats every few seconds to minutes.
    static let patience: Int64 = 120_000

    /// When nobody waits any more.
    let deadline: Instant
    /// What it has said.
    private(set) var heard: [UInt8] = []

    init(at now: Instant) { deadline = now.adding(milliseconds: Self.patience) }

    /// Takes bytes in any pieces, none of them for a first look.
    mutating func hear(_ bytes: [UInt8], _ roster: DialInRoster) -> Verdict {
        heard += bytes.prefix(Self.longestIntroduction - heard.count)
        if let sole = roster.sole { return .known(sole) }
        for entry in roster.entries where !entry.registration.isEmpty && contains(entry.registration) { return .known(entry.id) }
        var parser = FrameParser()
        for case .frame(let frame) in parser.receive(heard) {
            for entry in roster.entries where entry.registration.isEmpty && entry.meters.contains(frame.address) { return .known(entry.id) }
        }
        return heard.count < Self.longestIntroduction ? .unknown : .stranger
    }

    private func contains(_ text: [UInt8]) -> Bool {
        guard heard.count >= text.count else { return false }
        return (0...(heard.count - text.count)).contains { heard[$0...].starts(with: text) }
    }
}
