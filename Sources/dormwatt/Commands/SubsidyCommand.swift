import ArgumentParser
import Domain
import Operations
import Phrases
import Screens
import Store

/// The free basic electricity of every month.
struct SubsidyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subsidy", abstract: "The free basic electricity of every month: policies, runs, what a policy would cost.",
        subcommands: [
            SubsidyRunCommand.self, SubsidyDeliveryCommand.self, SubsidyExpireCommand.self, SubsidyPolicyCommand.self,
            SubsidyBackTestCommand.self,
        ])
}

/// Gives the credit of a month.
struct SubsidyRunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Give what is due for a month and was not given yet: plan, commit, deliver, read back.",
        discussion: """
            A run grants what is due less what was granted, so that it can be repeated, and started every day by cron: a second run gives
            nothing, who came later gets his part. What the month before still owes to those who came after its run is given too.
            """)

    @Option(help: "The month, for example 2026-11; this month where it is left out.", transform: Arguments.month) var month: Month?
    @Option(help: "Give only to rooms of these buildings.") var building: [String] = []
    @Flag(help: "Show the plan and change nothing.") var dryRun = false
    @Flag(help: "List every room, also those that get nothing, with the reason.") var all = false
    @Option(help: "Seconds to wait for the meters; 0 leaves after the commit.") var wait = 0
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var campus: CampusOptions

    func validate() throws {
        guard wait >= 0 else { throw ValidationError(phrase("--wait takes seconds, 0 or more.")) }
    }

    func run() throws {
        let session = try campus.open()
        let desk = SubsidyDesk(books: session.books, office: session.office(try session.openReadings()))
        let month = month ?? Month(of: Day(of: session.clock.now(), at: session.rules.offset))
        guard month <= Month(of: desk.office.today) else {
            throw CommandFailure(
                .refused, phrase("\(month) has not begun."), unchanged: phrase("Nothing was granted."),
                remedy: phrase("Run it on its first day or later."))
        }
        let run = try desk.plan(month, actor: session.actor, rooms: try rooms(session))
        if !json { print(SubsidyReport.text(run, all: all)) }
        if dryRun || run.plan.rows.isEmpty {
            if json { try JSONOutput.print(SubsidyOutput(run, committed: false)) }
            if !json { print(dryRun ? phrase("Nothing was granted (--dry-run).") : phrase("Nothing is due that was not granted.")) }
            return
        }
        try commit(run, desk)
        if json {
            try JSONOutput.print(SubsidyOutput(run, committed: true))
        } else {
            print(phrase("Granted. The meters are told in their turn."))
        }
        let orders = try OrderWait(session: session).wait(for: run.plan.id, seconds: wait, showsProgress: !json)
        if wait > 0, !json { print(SubsidyReport.text(orders, of: month, all: all)) }
        if wait > 0 { try OrderWait.status(of: orders).leave() }
    }

    private func rooms(_ session: CampusSession) throws -> [RoomID]? {
        guard !building.isEmpty else { return nil }
        let rooms = try session.books.inventory().rooms.values
        if let unknown = building.first(where: { name in !rooms.contains { $0.building == name } }) {
            let known = Set(rooms.map(\.building)).sorted().joined(separator: ", ")
            throw CommandFailure(
                .refused, phrase("There is no building \(unknown)."), unchanged: phrase("Nothing was granted."),
                remedy: phrase("There are \(known)."))
        }
        return rooms.filter { building.contains($0.building) }.map(\.id).sorted()
    }

    private func commit(_ run: SubsidyRun, _ desk: SubsidyDesk) throws {
        let happened: String
        switch try desk.commit(run) {
        case .committed, .exists: return
        case .stale(let rooms): happened = phrase("\(rooms.count) rooms changed since the plan was made.")
        case .rosterChanged: happened = phrase("Residents came, went or moved since the plan was made.")
        case .policiesChanged: happened = phrase("A policy was added since the plan was made.")
        case .grantedMeanwhile: happened = phrase("Another run granted some of it since the plan was made.")
        }
        throw CommandFailure(.refused, happened, unchanged: phrase("Nothing was granted."), remedy: phrase("Run it again."))
    }
}

/// Lets free credit expire.
struct SubsidyExpireCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "expire", abstract: "Let free credit expire whose last day has passed, and take it out of the meters.",
        discussion: "The collector does this by itself on working days between 08:30 and 17:00, so that no room goes dark at night by it.")

    @OptionGroup var campus: CampusOptions
    @Flag(help: "Show what would expire and change nothing.") var dryRun = false
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let session = try campus.open()
        let desk = SubsidyDesk(books: session.books, office: session.office(try session.openReadings()))
        let plan = dryRun ? try desk.planExpiry(actor: session.actor) : try desk.expire(actor: session.actor)
        if json { return try JSONOutput.print(plan.changes.map(ExpiryOutput.init)) }
        for (row, refusal) in plan.refusals { Complaint.print("\(row.room): \(DeskWords.text(refusal))") }
        if plan.changes.isEmpty { return print(phrase("Nothing has expired.")) }
        var table = TextTable(
            .init(title: phrase("room")), .init(title: phrase("expires"), isFigure: true), .init(title: phrase("before"), isFigure: true),
            .init(title: phrase("after"), isFigure: true))
        for output in plan.changes.map(ExpiryOutput.init) {
            table.add(output.room, output.expires, output.before ?? "-", output.after ?? "-")
        }
        print(table.text)
        print(dryRun ? phrase("Nothing was changed (--dry-run).") : phrase("Expired. The meters are told in their turn."))
    }
}

private struct ExpiryOutput: Encodable {
    let room, expires: String
    let before, after: String?

    init(_ change: PlannedChange) {
        room = change.room.text
        expires = (Credit.zero(change.credit.unit) - change.credit).description
        before = change.before?.description
        after = change.after?.description
    }
}

/// Lists policies and adds versions of them.
struct SubsidyPolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "List the policies, or add a version of one.",
        discussion: "A version holds from its month on, until a later one of the same name begins. Nothing that was granted changes.")

    @Argument(help: "The name of the policy to add a version of; without it, policies are listed.") var name: String?
    @OptionGroup var rule: PolicyOptions
    @OptionGroup var campus: CampusOptions
    @Flag(help: "Show the version and add nothing.") var dryRun = false
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let session = try campus.open()
        let (policies, version) = try session.books.subsidyPolicies()
        guard let name else { return try list(policies) }
        let policy = try rule.policy(name: name)
        if let problem = policy.problems.first ?? SubsidyPolicy.conflict(of: policy, with: policies) {
            throw CommandFailure(.refused, "\(problem).", unchanged: phrase("No policy was added."))
        }
        try list([policy])
        if dryRun { return }
        guard try session.books.add(policy, after: version, actor: session.actor, at: session.clock.now()) else {
            throw CommandFailure(
                .refused, phrase("Another policy was added at the same moment."), unchanged: phrase("This one was not."),
                remedy: phrase("Look, and add it again."))
        }
        if !json { print(phrase("Added.")) }
    }

    private func list(_ policies: [SubsidyPolicy]) throws {
        if json { return try JSONOutput.print(policies.map(PolicyOutput.init)) }
        if policies.isEmpty { return print(phrase("There is no policy. Add one: dormwatt subsidy policy basic --from 2026-09")) }
        for policy in policies { print(SubsidyReport.text(policy)) }
    }
}

/// What a policy would have cost.
struct SubsidyBackTestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "back-test", abstract: "What a policy would have granted in past months, by the residents of then. Changes nothing.")

    @OptionGroup var rule: PolicyOptions
    @Option(help: "The last month.", transform: Arguments.month) var to: Month?
    @OptionGroup var campus: CampusOptions
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let session = try campus.open()
        let desk = SubsidyDesk(books: session.books, office: session.office(try session.openReadings()))
        let policy = try rule.policy(name: "back-test")
        if let problem = policy.problems.first { throw CommandFailure(.refused, phrase("\(problem).")) }
        let last = to ?? Month(of: desk.office.today)
        guard policy.from <= last, policy.from.distance(to: last) < 120 else {
            throw CommandFailure(.usage, phrase("\(policy.from) to \(last) is no span of up to 120 months."))
        }
        let months = try desk.backTest(policy, months: policy.from...last)
        if json { return try JSONOutput.print(months.map(BackTestOutput.init)) }
        var table = TextTable(
            .init(title: phrase("month", context: "column")), .init(title: phrase("rooms"), isFigure: true),
            .init(title: "kWh", isFigure: true),
            .init(title: phrase("yuan"), isFigure: true))
        for month in months { table.add("\(month.month)", "\(month.rooms)", "\(month.energy)", "\(month.worth)") }
        let energy = months.reduce(Energy.zero) { $0 + $1.energy }
        table.add(phrase("together"), "", "\(energy)", "\(months.reduce(Money.zero) { $0 + $1.worth })")
        print(table.text)
    }
}

/// A rule as options.
struct PolicyOptions: ParsableArguments {
    @Option(help: "The first month for which it holds, for example 2026-09.", transform: Arguments.month) var from: Month?
    @Option(help: "The last month for which it holds.", transform: Arguments.month) var until: Month?
    @Option(help: "kWh of a whole month.") var amount = "5.00"
    @Option(help: "Whom the amount is for: resident, room, bed or schoolClass.", transform: Arguments.word)
    var basis = SubsidyPolicy.Basis.resident
    @Option(name: .customLong("class"), help: "The kWh of a school class, for example EE=8.00; with --basis schoolClass.")
    var classes: [String] = []
    @Option(help: "Months of the year without a grant, for example 2,8; none for no pause.") var pause = "2,8"
    @Option(help: "What a part of a month gives: proRata, full or none.", transform: Arguments.word)
    var partMonth = SubsidyPolicy.PartMonth.proRata
    @Option(help: "How many months' grants stand side by side; none for no such end.") var carry = "3"
    @Option(help: "Months of the year with whose last day a term, and every grant, ends; none for no end.") var termEnds = "1,7"
    @Option(help: "Only this building; may be repeated.") var only: [String] = []

    func policy(name: String) throws -> SubsidyPolicy {
        guard let from else {
            throw CommandFailure(.usage, phrase("--from is missing."), remedy: phrase("Name the first month, for example --from 2026-09."))
        }
        var byClass: [String: Energy] = [:]
        for text in classes {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { throw CommandFailure(.usage, phrase("\"\(text)\" is no class with an amount; EE=8.00 is.")) }
            byClass[parts[0]] = try Self.energy(parts[1])
        }
        return SubsidyPolicy(
            name: name, from: from, until: until, basis: basis, amount: try Self.energy(amount), classAmounts: byClass,
            pauses: try Self.numbers(pause), partMonth: partMonth, carriedMonths: carry == "none" ? nil : try Self.number(carry),
            termEnds: try Self.numbers(termEnds), buildings: Set(only))
    }

    private static func energy(_ text: String) throws -> Energy {
        let isNegative = text.hasPrefix("-")
        guard let hundredths = Decimals.parse(isNegative ? String(text.dropFirst()) : text, decimals: 2, limit: 99_999_999) else {
            throw CommandFailure(.usage, phrase("\"\(text)\" is no amount of kWh; 5.00 is."))
        }
        return Energy(hundredths: isNegative ? -hundredths : hundredths)
    }

    private static func number(_ text: some StringProtocol) throws -> Int {
        guard let number = Int(text) else { throw CommandFailure(.usage, phrase("\"\(text)\" is no number.")) }
        return number
    }

    private static func numbers(_ text: String) throws -> Set<Int> {
        text == "none" ? [] : Set(try text.split(separator: ",").map { try number($0) })
    }
}

/// Words of the command line that are more than text.
enum Arguments {
    static func month(_ text: String) throws -> Month {
        guard let month = Month(text) else { throw ValidationError(phrase("\"\(text)\" is no month; 2026-11 is.")) }
        return month
    }

    /// A word of a fixed list.
    static func word<Word: RawRepresentable & CaseIterable>(_ text: String) throws -> Word where Word.RawValue == String {
        guard let word = Word(rawValue: text) else {
            throw ValidationError(phrase("\"\(text)\" is none of \(Word.allCases.map(\.rawValue).joined(separator: ", "))."))
        }
        return word
    }
}
