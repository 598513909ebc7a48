import Concentrator
import Domain
import Foundation
import Operations
import Store

/// Which meters the collector asks more often than the others: those that run out soon or are dark, and those that a console shows.
struct Attending {
    private let session: CampusSession
    private let rooms: RoomsInView
    private var low: Set<MeterID> = []
    private var inView: Set<MeterID> = []
    private var price: Price?
    private var lookedAt: Instant?
    private var isChanged = false

    /// Consoles move through rooms quickly; it is looked so often what they show, in milliseconds.
    private static let pause: Int64 = 1_000
    /// More than that are no exception any more, and the round is quicker.
    private static let mostLow = 20_000

    init(session: CampusSession) {
        self.session = session
        rooms = RoomsInView(session.folder)
    }

    mutating func take(_ reading: Reading) {
        guard let price, let remaining = reading.remaining else { return }
        let isLow = remaining.energy(at: price) <= session.rules.alarms.first || reading.relayClosed == false
        if isLow, low.count < Self.mostLow {
            if low.insert(reading.meter).inserted { isChanged = true }
        } else if !isLow, low.remove(reading.meter) != nil {
            isChanged = true
        }
    }

    /// Whether a console showed the meter at the last look.
    func isInView(_ meter: MeterID) -> Bool { inView.contains(meter) }

    /// What is wanted now, when that is something else than before.
    mutating func look(now: Instant) throws -> Attention? {
        if let lookedAt, (0..<Self.pause).contains(now.milliseconds(since: lookedAt)) { return nil }
        lookedAt = now
        price = try session.price()
        let seen = rooms.read()
        guard isChanged || seen != inView else { return nil }
        (inView, isChanged) = (seen, false)
        return Attention(inView: inView, low: low)
    }
}

/// What consoles show just now: a small file of each under `desk/in-view`, so that whoever holds the lease learns of it, and the books are
/// not written to because somebody moved a cursor. A console that was killed leaves a file that is soon too old to count.
struct RoomsInView: Sendable {
    private let folder: String

    /// A console writes again before so many seconds have passed, and counts as gone after four times as many.
    static let refresh: TimeInterval = 15

    init(_ campus: CampusFolder) { folder = campus.desk + "/in-view" }

    private var own: KeptFile { KeptFile(path: "\(folder)/\(getpid())") }

    /// Says what this process shows.
    func write(_ meters: [MeterID]) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(meters.map(\.text).joined(separator: "\n").utf8).write(to: URL(filePath: own.path), options: .atomic)
    }

    /// Takes back what this process said.
    func remove() { try? own.remove() }

    /// What all consoles show. What can not be read is passed over: it only makes polling less clever.
    func read() -> Set<MeterID> {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        var meters: Set<MeterID> = []
        for file in files {
            let path = "\(folder)/\(file)"
            var facts = stat()
            guard stat(path, &facts) == 0 else { continue }
            let age = Date().timeIntervalSince1970 - TimeInterval(facts.st_mtim.tv_sec)
            guard age < Self.refresh * 4 else {
                unlink(path)
                continue
            }
            meters.formUnion((KeptFile(path: path).read() ?? "").split(separator: "\n").prefix(Self.most).map { MeterID(String($0)) })
        }
        return meters
    }

    /// As many tiles as the largest terminal shows.
    private static let most = 2_000
}
