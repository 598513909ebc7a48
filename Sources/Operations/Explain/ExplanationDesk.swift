public import Domain

/// What became of orders, step by step. Calls block on the disk and throw `BooksError`.
public protocol StepBook: Sendable {
    /// Every step of an order, oldest first; empty for an order that is not known or has taken none.
    func steps(of order: OrderID) throws -> [OrderStep]
}

/// Explaining as a verb of the desk. Every call blocks on the disk and is made from background work; nothing is written.
public struct ExplanationDesk: Sendable {
    /// The books with all that explains them.
    public typealias ExplainedBooks = Books & JournalBook & StepBook & CaseBook & SubsidyBook

    /// The desk whose readings and clock are used.
    public let office: Office
    /// The books.
    public let books: any ExplainedBooks

    /// Opens the desk.
    public init(office: Office, books: any ExplainedBooks) {
        self.office = office
        self.books = books
    }

    /// Explains every figure of a room or a bus. Throws `OfficeError.noSuchRoom`; a bus that nobody watches has one figure that says so.
    public func explain(_ subject: ExplanationSubject) throws -> [FigureExplanation] {
        switch subject {
        case .room(let room, let order): return Explainer(try facts(of: room, order: order)).all
        case .bus(let id):
            guard let bus = try office.readings.health().first(where: { $0.id == id }) else {
                return [FigureExplanation(.bus, .busNotWatched)]
            }
            return [Explainer.explain(bus)]
        }
    }

    /// All that is known of a room, read for its explanation. Throws `OfficeError.noSuchRoom`.
    public func facts(of room: RoomID, order wanted: OrderID?) throws -> ExplanationFacts {
        guard let standing = try books.standings(of: [room])[room] else { throw OfficeError.noSuchRoom(room) }
        let today = office.today
        var facts = ExplanationFacts(
            view: try office.roomView(room), standing: standing, price: try books.price(on: today).price, alarms: office.rules.alarms,
            today: today)
        facts.account = try books.account(of: room)
        facts.orders = try books.orders(OrderFilter(room: room, limit: Office.listedRows)).reversed()
        let asked = try wanted.flatMap { try books.orders(OrderFilter(id: $0, room: room)).first }
        facts.order = asked ?? facts.orders.first { $0.state.isOpen } ?? facts.orders.first
        facts.steps = try facts.order.map { try books.steps(of: $0.id) } ?? []
        facts.policies = try books.subsidyPolicies().policies
        if let meter = standing.meter {
            facts.days = try office.readings.daily(of: meter.id, from: today.advanced(by: -UseHistory.meanDays - 1))
            facts.hours = try office.readings.hourly(of: meter.id, since: office.clock.now().adding(seconds: -Self.hoursBack * 3600))
            facts.bus = try office.readings.health().first { $0.id == meter.bus }
        }
        facts.row = try ReconcileDesk(office: office, cases: books).rows(of: [room]).first
        facts.origins = try origins(facts)
        return facts
    }

    /// So far the standstill of a register is followed back.
    private static let hoursBack: Int64 = 7 * 24

    private func origins(_ facts: ExplanationFacts) throws -> [Int64: Entry] {
        var wanted = Set((facts.account?.lots ?? []).map(\.id.entry))
        if let order = facts.order { wanted.insert(order.entry) }
        let listed = try books.entries(of: facts.view.id, limit: Office.listedRows)
        var found = Dictionary(listed.map { ($0.sequence, $0) }) { first, _ in first }
        for sequence in wanted where found[sequence] == nil { found[sequence] = try books.entry(sequence) }
        return found
    }
}
