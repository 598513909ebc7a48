import Curses
import Domain
import Operations
import Phrases
import Screens
import Settings
import Store

/// Follows the stores and tells the console what changed: the same for the console whose process reads the meters and for all others.
final class DeskFeed: Sendable {
    private let poster: Poster<HostMessage>
    private let collector: @Sendable () -> CollectorState
    private let themes: ThemeWatch
    private let languages: LanguageWatch
    private let start: @Sendable () throws -> FeedState

    init(
        session: CampusSession, office: Office, readings: SQLiteReadings, themes: ThemeWatch, languages: LanguageWatch,
        poster: Poster<HostMessage>,
        collector: @escaping @Sendable () -> CollectorState
    ) {
        self.poster = poster
        self.themes = themes
        self.languages = languages
        self.collector = collector
        start = { try FeedState(session: session, office: office, readings: readings) }
    }

    /// Looks four times a second until the task is cancelled. A store that can not be read is told once, and tried again.
    func run() async {
        var state: FeedState?
        var lastComplaint = ""
        var lastCollector: CollectorState?
        while !Task.isCancelled {
            let holder = collector()
            if holder != lastCollector { post(.collector(holder)) }
            lastCollector = holder
            lookAtFiles()
            do {
                state = try languages.language.speaking {
                    var current = try state ?? start()
                    for event in try current.look() { post(event) }
                    return current
                }
                lastComplaint = ""
            } catch {
                let problem = languages.language.speaking { Problem(error, subject: .background) }
                if problem.happened != lastComplaint { post(.problem(problem)) }
                lastComplaint = problem.happened
            }
            try? await Task.sleep(for: .milliseconds(250))
        }
    }

    /// Takes over a theme or a language whose file was edited.
    private func lookAtFiles() {
        languages.language.speaking {
            do {
                if let reading = try themes.reread() { poster.post(reading) }
                if let reading = try languages.reread() { poster.post(reading) }
            } catch {
                post(.problem(Problem(error, subject: .background)))
            }
        }
    }

    private func post(_ event: ConsoleEvent) { poster.post(.event(event)) }
}

extension Poster<HostMessage> {
    /// Shows a theme, and the first complaint about its file.
    func post(_ reading: ThemeReading) {
        post(.theme(reading.theme))
        complain(reading.problems, remedy: phrase("The rest of the theme is used."))
    }

    /// Speaks a language, and shows the first complaint about its file.
    func post(_ reading: LanguageReading) {
        post(.event(.language(reading.language)))
        complain(reading.problems, remedy: phrase("The rest of the language is used; what is missing stays English."))
    }

    private func complain(_ problems: [SettingsProblem], remedy: String) {
        guard let problem = problems.first else { return }
        post(.event(.problem(Problem(happened: "\(problem)", unchanged: "", remedy: remedy, subject: .request))))
    }
}

/// What the feed has told so far.
private struct FeedState {
    let session: CampusSession
    let office: Office
    let readings: SQLiteReadings

    private var views: [RoomID: RoomView] = [:]
    private var roomOfMeter: [MeterID: RoomID] = [:]
    private var inventoryVersion: Int64 = -1
    private var mark: Int64 = 0
    private var ordersSince: Instant
    private var silentSince: [MeterID: Instant] = [:]
    private var health: [BusHealth] = []
    private var framesMark: Int64?
    private var viewsMadeAt: Instant?

    init(session: CampusSession, office: Office, readings: SQLiteReadings) throws {
        self.session = session
        self.office = office
        self.readings = readings
        ordersSince = session.clock.now()
    }

    /// The mean use of rooms and the balances of the books move slowly; views are made from the ground that often.
    private static let renewalSeconds: Int64 = 600

    mutating func look() throws -> [ConsoleEvent] {
        var events: [ConsoleEvent] = []
        let now = session.clock.now()
        let version = try session.books.inventoryVersion()
        let isOld = viewsMadeAt.map { now.milliseconds(since: $0) > Self.renewalSeconds * 1000 } ?? true
        if version != inventoryVersion || isOld {
            try renew(at: now)
            inventoryVersion = version
            events.append(.price(try session.books.price(on: Day(of: now, at: session.rules.offset)).price))
            events.append(.roomsReplaced(views.values.sorted { $0.id < $1.id }))
            events.append(.people(try session.books.roster().occupants(on: Day(of: now, at: session.rules.offset))))
            events.append(.filters(SavedFilterFile(session.folder).read()))
        }
        var changed = try takeReadings()
        let (orders, rooms) = try takeOrders(at: now)
        changed.formUnion(rooms)
        if !orders.isEmpty { events.append(.orders(orders)) }
        changed.formUnion(try takeHealth(at: now, &events))
        let trace = try readings.frames(since: framesMark)
        framesMark = trace.mark
        if !trace.frames.isEmpty { events.append(.trace(trace.frames)) }
        if !changed.isEmpty { events.append(.rooms(changed.sorted().compactMap { views[$0] })) }
        return events
    }

    private mutating func renew(at now: Instant) throws {
        // From the start: what came while the views were made is told again, and nothing is missed.
        mark = 0
        let all = try office.roomViews()
        views = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }
        roomOfMeter = Dictionary(all.compactMap { view in view.meter.map { ($0.id, view.id) } }) { first, _ in first }
        for (meter, since) in silentSince { edit(meter) { $0.silentSince = since } }
        viewsMadeAt = now
    }

    private mutating func takeReadings() throws -> Set<RoomID> {
        let news = try readings.changes(since: mark)
        mark = news.mark
        var changed: Set<RoomID> = []
        for reading in news.readings {
            if let room = edit(reading.meter, { $0.reading = reading.filled(from: $0.reading) }) { changed.insert(room) }
        }
        return changed
    }

    private mutating func takeOrders(at now: Instant) throws -> (orders: [Order], rooms: Set<RoomID>) {
        // Instants of other processes may be a little behind; what was told twice does no harm.
        let moved = try session.books.orders(OrderFilter(changedSince: ordersSince.adding(seconds: -2), limit: 2000))
        ordersSince = now
        guard !moved.isEmpty else { return ([], []) }
        let open = Dictionary(grouping: try session.books.orders(.open), by: \.room)
        let rooms = Set(moved.map(\.room))
        for room in rooms {
            let waiting = open[room] ?? []
            views[room]?.order = waiting.first?.state
            views[room]?.underWay = waiting.isEmpty ? nil : waiting.dropFirst().reduce(waiting[0].task.change) { $0 + $1.task.change }
        }
        return (moved, rooms)
    }

    private mutating func takeHealth(at now: Instant, _ events: inout [ConsoleEvent]) throws -> Set<RoomID> {
        let latest = try readings.health()
        guard latest != health else { return [] }
        health = latest
        events.append(.buses(latest))
        let silent = Set(latest.flatMap(\.silent))
        var changed: Set<RoomID> = []
        for meter in silent where silentSince[meter] == nil {
            silentSince[meter] = now
            if let room = edit(meter, { $0.silentSince = now }) { changed.insert(room) }
        }
        for meter in silentSince.keys where !silent.contains(meter) {
            silentSince[meter] = nil
            if let room = edit(meter, { $0.silentSince = nil }) { changed.insert(room) }
        }
        return changed
    }

    @discardableResult
    private mutating func edit(_ meter: MeterID, _ change: (inout RoomView) -> Void) -> RoomID? {
        guard let room = roomOfMeter[meter], var view = views[room] else { return nil }
        change(&view)
        views[room] = view
        return room
    }
}
