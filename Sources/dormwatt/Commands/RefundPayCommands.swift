import ArgumentParser
import Domain
import Operations
import Phrases
import Store

/// Divides what is due.
struct RefundSplitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "split", abstract: "Divide what is due among those who leave: equal, by shares, or all to one.")

    @OptionGroup var choice: RefundRoomOptions
    @Option(name: .customLong("share"), help: "The per cent of a student number, for example 2023001=60; they sum to 100. One room only.")
    var shares: [String] = []
    @Option(help: "All of it to this student number. One room only.") var payee: String?
    @Flag(help: "Show the split and divide nothing.") var dryRun = false

    func validate() throws {
        guard shares.isEmpty || payee == nil else { throw ValidationError(phrase("--share or --payee, not both.")) }
        guard shares.isEmpty && payee == nil || choice.rooms.count == 1 else {
            throw ValidationError(phrase("--share and --payee are for one room; name it."))
        }
    }

    private func split() throws -> RefundSplit {
        if let payee { return .payee(ResidentID(payee)) }
        guard !shares.isEmpty else { return .equal }
        var parts: [ResidentID: Int] = [:]
        for text in shares {
            let words = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard words.count == 2, let part = Decimals.parse(words[1], decimals: 2, limit: 10_000) else {
                throw CommandFailure(.usage, phrase("\"\(text)\" is no share; 2023001=60 is."), unchanged: phrase("Nothing was divided."))
            }
            guard parts.updateValue(Int(part), forKey: ResidentID(words[0])) == nil else {
                throw CommandFailure(.usage, phrase("\(words[0]) has two shares."), unchanged: phrase("Nothing was divided."))
            }
        }
        return .shares(parts)
    }

    func run() throws {
        let split = try split()
        let work = try RefundWork(choice.campus, json: choice.json)
        let actor = work.session.actor
        if !dryRun { _ = try work.desk.carryOn(choice.id, actor: work.session.program) }
        try work.carry(
            choice.id, word: phrase("split", context: "rooms"), dryRun: dryRun,
            plan: { try work.desk.planSplit(choice.id, rooms: choice.names, split: split, actor: actor) },
            act: { try work.desk.split(choice.id, rooms: choice.names, split: split, actor: actor) })
    }
}

/// Pays shares.
struct RefundPayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pay", abstract: "Pay shares that are due, in cash out of the drawer of who pays, or through the bank.",
        discussion: "Each share is paid once, whoever asks how often.")

    @OptionGroup var choice: RefundRoomOptions
    @Option(name: .customLong("to"), help: "Only this student number; may be repeated.") var residents: [String] = []
    @Flag(help: "Through the bank instead of in cash.") var bank = false
    @Flag(help: "Show what would be paid and pay nothing.") var dryRun = false

    func run() throws {
        let work = try RefundWork(choice.campus, json: choice.json)
        let (actor, method) = (work.session.actor, bank ? PayoutMethod.bank : .cash)
        let people = residents.isEmpty ? nil : residents.map { ResidentID($0) }
        try work.carry(
            choice.id, word: phrase("paid", context: "rooms"), dryRun: dryRun,
            plan: { try work.desk.planPayment(choice.id, rooms: choice.names, residents: people, method: method, actor: actor) },
            act: { try work.desk.pay(choice.id, rooms: choice.names, residents: people, method: method, actor: actor) })
    }
}

/// Closes rooms.
struct RefundCloseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "End the stays of those who left, and close their rooms or hand them to those who stay.",
        discussion: "A share that nobody has fetched yet stays due after that.")

    @OptionGroup var choice: RefundRoomOptions
    @Flag(help: "Show what would be closed and close nothing.") var dryRun = false

    func run() throws {
        let work = try RefundWork(choice.campus, json: choice.json)
        let actor = work.session.actor
        try work.carry(
            choice.id, word: phrase("closed", context: "rooms"), dryRun: dryRun,
            plan: { try work.desk.planClosing(choice.id, rooms: choice.names, actor: actor) },
            act: { try work.desk.close(choice.id, rooms: choice.names, actor: actor) })
    }
}

/// Takes rooms out of a run.
struct RefundDropCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop", abstract: "Take rooms out of a run before their credit is taken out; they are in everyday business again.")

    @OptionGroup var choice: RefundRoomOptions
    @Option(help: "Why, in words. Never a name of a resident.") var reason = ""

    func validate() throws {
        guard !choice.rooms.isEmpty else { throw ValidationError(phrase("Name the rooms.")) }
    }

    func run() throws {
        let work = try RefundWork(choice.campus, json: choice.json)
        func act() throws -> RefundProposal {
            let done = try work.desk.drop(choice.id, rooms: choice.names ?? [], reason: reason, actor: work.session.actor)
            // What was opened and is in business again is not left dark; where that fails whoever collects asks it again.
            try? work.desk.closeRelays(actor: work.session.program)
            return done
        }
        try work.carry(choice.id, word: phrase("taken out of the run"), dryRun: false, plan: act, act: act)
    }
}

/// Lists shares that nobody fetched.
struct RefundUnclaimedCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unclaimed", abstract: "List the shares of all runs that nobody has fetched, the longest due first.",
        discussion: "With --set-aside those that are due for 180 days go to one account of the books, where they stay due for ever.")

    @Flag(help: "Set those aside that are due for 180 days.") var setAside = false
    @Flag(help: "Show what would be set aside and change nothing.") var dryRun = false
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var campus: CampusOptions

    func run() throws {
        let work = try RefundWork(campus, json: json)
        let runs = try work.session.books.refundRuns()
        var done = RefundProposal(run: RefundRunID(""))
        if setAside, !dryRun {
            for run in runs {
                let next = try done.followed { try work.desk.setAside(run.id, actor: work.session.actor) }
                done.run = run.id
                done.changes += next.changes
            }
        }
        try work.report.unclaimed(try done.followed { try work.desk.unclaimed() })
    }
}
