import ArgumentParser
import Domain
import Operations
import Phrases

/// Opens a room whose meter gives nothing back, and fixes its amount.
struct RefundOpenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Open an approved room whose meter gives nothing back: its last reading fixes the amount.",
        discussion: """
            The relay is opened by an order, and its read-back is the final reading: nothing is typed. For a meter that is out of reach, or
            can not be opened so, a person opens the room and types --register, --remaining and --reference. Either way the credit stays in
            the meter, which is cleared when it is next commissioned. A room in which others stay is not opened by command.
            """)

    @Argument(help: "The run.") var name: String
    @Argument(help: "The room.") var room: String
    @Option(help: "The energy register that was read at the meter, in kWh: 1239.10.") var register: String?
    @Option(help: "What the meter said is left, in its unit: 12.30.") var remaining: String?
    @Option(help: "Where the reading stands, for example the number of the work slip. Never a name of a resident.") var reference: String?
    @Option(help: "Seconds to wait for the meter; 0 leaves after the commit.") var wait = 60
    @Flag(help: "Show the plan and open or fix nothing.") var dryRun = false
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var campus: CampusOptions

    func validate() throws {
        guard wait >= 0 else { throw ValidationError(phrase("--wait takes seconds, 0 or more.")) }
        let typed = [register, remaining, reference].count { $0 != nil }
        guard typed == 0 || typed == 3 else {
            throw ValidationError(
                phrase("--register, --remaining and --reference go together; without all three the room is opened by command."))
        }
    }

    func run() throws {
        let work = try RefundWork(campus, json: json)
        guard let register, let remaining, let reference else { return try openByCommand(work) }
        guard let kWh = Decimals.parse(register, decimals: 2, limit: 99_999_999),
            let left = Decimals.parse(remaining, decimals: 2, limit: 99_999_999)
        else {
            throw CommandFailure(
                .usage, phrase("\"\(register)\" or \"\(remaining)\" is no reading; 1239.10 is."), unchanged: phrase("Nothing was changed."))
        }
        let (id, place, actor) = (RefundRunID(name), RoomID(room), work.session.actor)
        let energy = Energy(hundredths: kWh)
        try work.carry(
            id, word: phrase("fixed", context: "rooms"), dryRun: dryRun,
            plan: { try work.desk.planOpen(id, room: place, register: energy, remaining: left, reference: reference, actor: actor) },
            act: { try work.desk.open(id, room: place, register: energy, remaining: left, reference: reference, actor: actor) })
    }

    private func openByCommand(_ work: RefundWork) throws {
        let (id, actor) = (RefundRunID(name), work.session.actor)
        guard !dryRun else {
            let proposal = try work.desk.planOpening(id, rooms: [RoomID(room)], actor: actor)
            return try work.report.show(proposal, word: phrase("opened"), dryRun: true, rows: try work.desk.rows(of: id))
        }
        _ = try work.desk.carryOn(id, actor: work.session.program)
        let result = try work.desk.open(id, rooms: [RoomID(room)], actor: actor)
        try work.follow(id, result, seconds: wait, showsProgress: !json, words: .opened)
    }
}
