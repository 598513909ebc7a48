import Domain
import Logging
import Operations
import Store

/// Holds books and meters against each other all the time: a part of the rooms each minute, and now and then the total of a meter.
///
/// What it asks of the meters goes behind everything else that a bus has to do.
struct ReconcileKeeper {
    private let desk: ReconcileDesk
    private let log: Logger
    private var watch = CaseWatch()
    private var rest: [RoomID] = []
    private var sliceSize = ReconcileKeeper.leastSlice
    private var lookedAt: Instant?
    private var pictures: [MeterID: CreditReading] = [:]
    private var asked: [MeterID: Instant] = [:]

    /// A slice, so that a round of the largest campus takes half an hour.
    private static let slices = 30
    private static let leastSlice = 200
    /// One of so many rooms of a slice is asked for its total.
    private static let sampled = 20
    /// So many totals are kept at most, the newest; a campus of a hundred thousand rooms is sampled and not remembered.
    private static let mostPictures = 10_000
    private static let secondsBetween: Int64 = 60
    private static let secondsToAnswer: Int64 = 300

    init(session: CampusSession, office: Office, log: Logger) {
        desk = ReconcileDesk(office: office, cases: session.books)
        self.log = log
    }

    /// Does a minute's part when a minute is over, and answers what is to be asked of meters.
    mutating func look(now: Instant, actor: Actor) throws -> [MeterID: MeterTask] {
        let isDue = lookedAt.map { now < $0 || now.milliseconds(since: $0) >= Self.secondsBetween * 1000 } ?? true
        guard isDue else { return [:] }
        lookedAt = now
        let slice = try nextSlice()
        let rows = try desk.rows(of: Array(Set(slice).union(watch.waiting)), pictures: pictures)
        let moves = watch.look(rows, now: now)
        for new in try desk.follow(moves, actor: actor) {
            log.warning("case \(new.id) opened for room \(new.room), \(new.kind.word): \(new.finding?.text ?? "")")
        }
        return questions(moves, rows, now: now)
    }

    /// Takes what a meter said of its credit, for the next look at its room.
    mutating func take(_ report: MeterReport) {
        guard case .credit(let picture) = report.outcome else { return }
        pictures[report.meter] = picture
        guard pictures.count > Self.mostPictures else { return }
        let oldest = pictures.sorted { $0.value.at < $1.value.at }.prefix(Self.mostPictures / 2)
        for (meter, _) in oldest { pictures[meter] = nil }
    }

    private mutating func nextSlice() throws -> [RoomID] {
        if rest.isEmpty {
            rest = try desk.office.books.rooms(in: nil).map(\.id).sorted()
            sliceSize = max(Self.leastSlice, rest.count / Self.slices)
        }
        let slice = Array(rest.prefix(sliceSize))
        rest.removeFirst(slice.count)
        return slice
    }

    private mutating func questions(_ moves: [CaseMove], _ rows: [ReconcileRow], now: Instant) -> [MeterID: MeterTask] {
        asked = asked.filter { now >= $0.value && now.milliseconds(since: $0.value) < Self.secondsToAnswer * 1000 }
        var questions: [MeterID: MeterTask] = [:]
        for move in moves {
            if case .picture(let meter, let purchases) = move { questions[meter] = .purchases(purchases) }
        }
        // The totals that were seen longest ago, or never.
        let sample = rows.filter { $0.openOrders.isEmpty && $0.meter?.profile.keepsCredit == true && $0.meter?.baseline != nil }
            .compactMap { $0.meter?.id }
            .sorted { (seen($0), $0) < (seen($1), $1) }
        for meter in sample.prefix(rows.count / Self.sampled + 1) where questions[meter] == nil { questions[meter] = .credit }
        questions = questions.filter { asked[$0.key] == nil }
        for meter in questions.keys { asked[meter] = now }
        return questions
    }

    private func seen(_ meter: MeterID) -> Instant { pictures[meter]?.at ?? Instant(milliseconds: 0) }
}
