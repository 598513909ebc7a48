import ArgumentParser
import Domain
import Operations
import Phrases
import Store

/// Replaces the meter of a room.
struct SwapCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "swap", abstract: "Replace a room's meter: post its last use, retire it, bring what is left into the new one.",
        discussion: """
            The old meter is read now; for one that is dead type its last register with --final, and with --note where it was read.
            The new meter is read too, on its bus and under its own address. What it lacks of what the room has left is brought into
            it by an order, as a sale is: nothing counts as done before the read-back. See docs/swap.md.

            A second person approves it: --as NAME.
            """)

    @Argument(help: "The room, for example 3-418.") var room: String
    @Option(help: "The communication address of the new meter, twelve digits.") var address: String
    @Option(help: "The number on the plate of the new meter.") var serial: String
    @Option(help: "The register of the new meter when it was put in, in kWh.", transform: Self.register) var initial: Energy
    @Option(help: "The last register of the old meter in kWh, when it can not be read.", transform: Self.register) var final: Energy?
    @Option(help: "Why it is replaced, and where a typed register was read.") var note = ""
    @Option(help: "Which of the room's meters goes; else the one that keeps its credit.") var meter: String?
    @Option(help: "The bus of the new meter, for example C1/2; else that of the old one.", transform: Self.bus) var bus: BusID?
    @Option(help: "The profile of the new meter; else that of the old one.") var profile: String?
    @Option(help: "What the new meter keeps, energy or money; else what the old one does.") var unit: String?
    @Option(help: "Pulses per kWh of the new meter; else as the old one.") var constant: Int?
    @Option(help: "The current transformer ratio of the new meter; else that of the old one.") var ct: Int?
    @Flag(help: "The new meter comes new and empty and is put in later; it is not read now.") var unread = false
    @OptionGroup var approval: ApprovalOptions

    func validate() throws {
        guard constant.map({ (1...1_000_000).contains($0) }) ?? true else {
            throw ValidationError(phrase("--constant takes 1 to 1000000."))
        }
        guard ct.map({ (1...20_000).contains($0) }) ?? true else { throw ValidationError(phrase("--ct takes 1 to 20000.")) }
        guard profile.map({ MeterProfile(rawValue: $0) != nil }) ?? true else {
            throw ValidationError(phrase("--profile takes \(MeterProfile.allCases.map(\.rawValue).joined(separator: phrase(" or ")))."))
        }
        guard unit.map({ CreditUnit(rawValue: $0) != nil }) ?? true else { throw ValidationError(phrase("--unit takes energy or money.")) }
        guard serial.utf8.count <= 32, serial.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
            throw ValidationError(phrase("--serial takes at most 32 characters of one line."))
        }
    }

    func run() throws {
        let session = try approval.open()
        let office = session.office(try session.openReadings())
        let desk = SwapDesk(books: session.books, office: office)
        let report = SwapReport(session: session, json: approval.json)
        let id = PlanID(approval.id ?? session.ids.next())
        if try office.committed(id) != nil {
            report.say(phrase("Plan \(id) exists: it was committed before. Nothing was replaced now."))
            return try report.follow(id, nil, wait: approval.wait)
        }
        let people = try approval.approval(session)
        let old = try desk.old(meter.map { MeterID($0) }, in: RoomID(room))
        let request = try look(at: old, session: session, office: office)
        func plan() throws -> Plan { try desk.plan(request, approval: people, id: id) }
        let first = try plan()
        report.show(first)
        if approval.dryRun { return try report.finish(first, orders: nil) }
        _ = try ReversalDesk(books: session.books, office: office).commit(first, again: plan)
        try report.follow(id, first, wait: approval.wait)
    }

    /// Reads both meters and answers what is asked for.
    private func look(at old: MeterPoint, session: CampusSession, office: Office) throws -> SwapRequest {
        let new = NewMeter(
            address: address, serialNumber: serial, initial: initial, bus: bus, profile: profile.flatMap { MeterProfile(rawValue: $0) },
            unit: unit.flatMap { CreditUnit(rawValue: $0) }, constant: constant, ctRatio: ct)
        let words = [approval.reason, note].filter { $0.contains { !$0.isWhitespace } }.joined(separator: " ")
        var request = SwapRequest(
            room: RoomID(room), meter: old.id, last: LastReading(register: final ?? .zero, at: session.clock.now(), isTyped: true),
            new: new,
            note: words)
        let point = new.point(inPlaceOf: old)
        let isLooked = !unread && point.profile.keepsCredit && MeterPoint.isAddress(address)
        let answers = try SwapLook(session: session).read(
            old: final == nil ? old : nil, candidate: isLooked ? point : nil, seconds: max(10, min(approval.wait, 60)))
        if final == nil {
            guard answers.old == ReadResult.read, let reading = try office.readings.latest(of: [old.id])[old.id],
                let register = reading.register
            else { throw SwapRefusal.lastReadingMissing(old.id, why: answers.old) }
            request.last = LastReading(register: register, at: reading.at, remaining: reading.remaining)
        }
        if isLooked, try session.books.inventory().meters[point.id] == nil {
            guard let picture = MeterCandidate.picture(answers.candidate) else {
                throw SwapRefusal.newMeterSilent(point.id, why: answers.candidate)
            }
            request.picture = picture
        }
        return request
    }

    private static func register(_ text: String) throws -> Energy {
        guard let hundredths = Decimals.parse(text, decimals: 2, limit: 99_999_999) else {
            throw ValidationError(phrase("\"\(text)\" is no register; 1234.56 is."))
        }
        return Energy(hundredths: hundredths)
    }

    private static func bus(_ text: String) throws -> BusID {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let number = Int(parts[1]), number >= 1 else {
            throw ValidationError(phrase("\"\(text)\" is no bus; C1/2 is."))
        }
        return BusID(concentrator: ConcentratorID(String(parts[0])), number: number)
    }
}

/// Asks the collector, of another process or one of its own, for both meters at the same time.
private struct SwapLook {
    let session: CampusSession

    /// What was answered for each; why there is no answer where there is none.
    func read(old: MeterPoint?, candidate: MeterPoint?, seconds: Int) throws -> (old: String, candidate: String) {
        let names = [old?.id, candidate.map { MeterCandidate($0).request }]
        let requests = names.map { name in
            name.map { ReadRequest(id: session.ids.next(), meter: $0, at: session.clock.now()) }
        }
        for request in requests.compactMap({ $0 }) { try session.books.request(request) }
        let answers = try ReadWait(session: session).wait(for: requests.compactMap { $0?.id }, seconds: seconds)
        let words = requests.map { request in request.flatMap { answers[$0.id] } ?? phrase("no answer within \(seconds) s") }
        return (words[0], words[1])
    }
}
