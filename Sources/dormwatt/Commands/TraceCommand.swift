import ArgumentParser
import Domain
import Operations
import Phrases
import Screens
import Store

/// The frames of a bus as they go over the line.
struct TraceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace", abstract: "Show the frames of a bus, or of one room's meter, for a while, decoded.",
        discussion: """
            Each frame with its time, its direction (> sent, < received), what it says, and its bytes. Marks: UNASKED not the answer that was
            waited for; STRANGER a meter that is not on this concentrator; BROKEN wrong checksum or no end; NOISE no frame.

            Whoever collects writes the frames down: an open console, dormwatt collect, or with none of them this command for its own run.
            Nothing more is sent for it, and it ends by itself.
            """)

    @Argument(help: "A bus such as C1/2, or a room such as 3-418.") var target: String
    @Option(help: "Seconds, 1 to 3600.") var seconds = 30
    @Option(help: "At most so many frames.") var frames = 1_000
    @OptionGroup var campus: CampusOptions
    @Flag(help: "Print JSON, at the end.") var json = false

    func validate() throws {
        guard (1...TraceRequest.longest).contains(seconds) else { throw ValidationError(phrase("--seconds takes 1 to 3600.")) }
        guard (1...TraceRequest.mostFrames).contains(frames) else { throw ValidationError(phrase("--frames takes 1 to 20000.")) }
    }

    func run() throws {
        let session = try campus.open()
        let trace = try request(session)
        let readings = try session.openReadings()
        let mark = try readings.frames(since: nil).mark
        let wish = ReadRequest(id: session.ids.next(), meter: trace.request, at: session.clock.now())
        try session.books.request(wish)
        let watch = TraceWatch(session: session, readings: readings, trace: trace, wish: wish.id)
        let (isPrinted, offset, most) = (!json, session.rules.offset, frames)
        let seen = try Blocking.run {
            try await watch.run(from: mark, most: most) { frame in
                if isPrinted { print(TracedLine(frame, offset).text) }
            }
        }
        if json { return try JSONOutput.print(seen.map { TracedLine($0, offset) }) }
        if seen.isEmpty {
            Complaint.print(phrase("No frame went over \(trace.bus) in \(seconds) s. Does its line stand? dormwatt buses tells."))
        }
    }

    private func request(_ session: CampusSession) throws -> TraceRequest {
        let inventory = try session.books.inventory()
        if let bus = inventory.concentrators.values.flatMap(\.buses).first(where: { $0.id.description == target }) {
            return TraceRequest(bus: bus.id, seconds: seconds)
        }
        guard let standing = try session.books.standings(of: [RoomID(target)])[RoomID(target)] else {
            throw CommandFailure(
                .refused, phrase("There is no bus and no room \(target)."), unchanged: phrase("Nothing was traced."),
                remedy: phrase("dormwatt buses lists the buses."))
        }
        guard let meter = standing.meter else {
            throw CommandFailure(
                .refused, phrase("Room \(target) has no meter."), unchanged: phrase("Nothing was traced."), remedy: phrase("Name a bus."))
        }
        return TraceRequest(bus: meter.bus, meter: meter.id, seconds: seconds)
    }
}

/// Follows the frames that some collector writes down.
private struct TraceWatch {
    let session: CampusSession
    let readings: SQLiteReadings
    let trace: TraceRequest
    let wish: String

    /// A collector looks into the books four times a second; more is somebody who does not.
    private static let patience = Duration.seconds(15)

    /// - Returns: the frames that were told.
    func run(from first: Int64, most: Int, tell: @escaping @Sendable (TracedFrame) -> Void) async throws -> [TracedFrame] {
        let keeper = CollectorKeeper(session: session)
        keeper.start()
        do {
            try await begin(keeper)
            let seen = try await follow(from: first, most: most, tell)
            await keeper.stop()
            return seen
        } catch {
            await keeper.stop()
            throw error
        }
    }

    private func begin(_ keeper: CollectorKeeper) async throws {
        let end = ContinuousClock.now + Self.patience
        while ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(100))
            guard let answer = try session.books.answer(to: wish) else { continue }
            guard answer == ReadResult.read else {
                let words = Language.current.recognising(reason: answer)
                throw CommandFailure(
                    .refused, words, unchanged: phrase("Nothing was traced."), remedy: phrase("dormwatt buses lists the buses."))
            }
            if case .follows(let other) = keeper.state {
                Complaint.print(
                    phrase("\(Language.current.recognising(reason: other)) reads the meters; the frames come through its readings."))
            }
            return
        }
        var holder = phrase("The collector of this command")
        if case .follows(let other) = keeper.state { holder = Language.current.recognising(reason: other) }
        throw CommandFailure(
            .outOfReach, phrase("\(holder) holds the lines to the meters and does not answer."), unchanged: phrase("Nothing was traced."),
            remedy: phrase("End that program, or look at its log, and ask again; without it this command opens the lines itself."))
    }

    private func follow(from first: Int64, most: Int, _ tell: (TracedFrame) -> Void) async throws -> [TracedFrame] {
        var mark = first
        var seen: [TracedFrame] = []
        let end = ContinuousClock.now + .seconds(trace.seconds)
        while ContinuousClock.now < end, seen.count < most {
            try await Task.sleep(for: .milliseconds(100))
            let news = try readings.frames(since: mark)
            mark = news.mark
            for frame in news.frames where trace.wants(frame) && seen.count < most {
                seen.append(frame)
                tell(frame)
            }
        }
        return seen
    }
}

/// A frame as it is printed.
struct TracedLine: Encodable {
    let at: String
    let bus: String
    let direction: String
    let mark: String
    let words: String
    let bytes: String

    init(_ frame: TracedFrame, _ offset: UTCOffset) {
        let fraction = Decimals.padded(Int(frame.at.milliseconds % 1000), 3)
        at = WallTime(frame.at, at: offset).description + "." + fraction
        bus = frame.bus.description
        direction = frame.direction.rawValue
        mark = frame.mark.rawValue
        words = frame.words.text
        bytes = frame.hexadecimal
    }

    var text: String {
        let time = at.split(separator: " ").last ?? ""
        let note = TracedFrame.Mark(rawValue: mark)?.word.map { "  \($0)" } ?? ""
        return "\(time) \(direction == "sent" ? ">" : "<") \(words)\(note)\n               \(bytes)"
    }
}
