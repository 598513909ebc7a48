import ArgumentParser
import Domain
import Operations
import Phrases
import Store

/// How the buses are doing.
struct BusesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "buses", abstract: "List buses with what they lose and what it costs, the worst first.",
        discussion: """
            What the collector wrote down last: the shares are of the last ten minutes. A bus that is named is shown with its silent and
            noisy meters. States: DOWN the line does not stand; BAD a tenth of the requests is lost or a quarter of the meters silent; POOR a
            fiftieth is lost or broken, or a meter is silent; UP nothing is wrong; WAIT not used yet.
            """)

    @Argument(help: "Only this bus, for example C1/2, or those of a concentrator: C1.") var bus: String?
    @OptionGroup var campus: CampusOptions
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let session = try campus.open()
        let all = BusHealth.worstFirst(try session.openReadings().health())
        let found = all.filter { bus == nil || $0.id.description == bus || $0.id.concentrator.text == bus }
        guard !found.isEmpty || bus == nil else {
            throw CommandFailure(
                .refused, phrase("No bus \(bus ?? "") was used yet."), remedy: phrase("dormwatt buses lists those that were."))
        }
        let rooms = found.contains { !$0.nodes.isEmpty } ? try BusRooms(session.books.inventory()) : BusRooms(Inventory())
        let outputs = found.map { BusOutput($0, rooms, session.rules.offset) }
        if json { return try JSONOutput.print(outputs) }
        guard !outputs.isEmpty else { return print(phrase("No bus was used yet. They appear when a collector opens the concentrators.")) }
        print(BusOutput.table(outputs))
        guard bus != nil || outputs.count == 1 else { return }
        for output in outputs { print("\n" + output.text) }
    }
}

/// In which room each meter is.
struct BusRooms {
    private let inventory: Inventory

    init(_ inventory: Inventory) { self.inventory = inventory }

    func name(_ meter: MeterID) -> String? {
        switch inventory.meters[meter]?.place {
        case .room(let room, _): room.text
        case .supply(let name): name
        case nil: nil
        }
    }
}

/// A bus as `--json` prints it.
struct BusOutput: Encodable {
    struct Node: Encodable {
        let meter: String
        let room: String?
        let state: String
        let since: String
        let lost: Int
        let broken: Int
    }

    let bus: String
    let state: String
    let since: String
    let trouble: String?
    let troubledSince: String?
    let meters: Int
    let silent: Int
    let stale: Int
    let waiting: Int
    let recentRequests: Int
    let recentLost: Int
    let recentLostPercent: String?
    let recentRepeats: Int
    let recentBroken: Int
    let recentNoise: Int
    let recentBusyMilliseconds: Int64
    let recentLostMilliseconds: Int64
    let roundSlowerPercent: Int64?
    let roundMilliseconds: Int64?
    let lastRound: String?
    let nodes: [Node]

    init(_ health: BusHealth, _ rooms: BusRooms, _ offset: UTCOffset) {
        func time(_ instant: Instant) -> String { WallTime(instant, at: offset).description }
        let tally = health.recent
        bus = health.id.description
        state = health.condition.word
        since = time(health.since)
        trouble = health.trouble.isEmpty ? nil : health.spokenTrouble
        troubledSince = health.troubledSince.map(time)
        (meters, silent, stale, waiting) = (health.meters, health.silent.count, health.stale, health.waiting)
        (recentRequests, recentLost, recentRepeats) = (tally.requests, tally.timeouts, tally.repeats)
        recentLostPercent = tally.lostPerMille.map { Decimals.text(Int64($0), decimals: 1) }
        (recentBroken, recentNoise) = (tally.broken, tally.noise)
        (recentBusyMilliseconds, recentLostMilliseconds, roundSlowerPercent) = (tally.busy, tally.lost, tally.slowerPercent)
        roundMilliseconds = health.roundMilliseconds
        lastRound = health.lastRound.map(time)
        nodes = health.nodes.map {
            Node(
                meter: $0.id.text, room: rooms.name($0.id), state: $0.isSilent ? phrase("silent") : phrase("noisy"), since: time($0.since),
                lost: $0.lost,
                broken: $0.broken)
        }
    }

    static func table(_ outputs: [BusOutput]) -> String {
        var table = TextTable(
            .init(title: phrase("bus")), .init(title: phrase("state")), .init(title: phrase("meters"), isFigure: true),
            .init(title: phrase("silent"), isFigure: true),
            .init(title: phrase("stale"), isFigure: true), .init(title: phrase("waiting"), isFigure: true),
            .init(title: phrase("lost %"), isFigure: true),
            .init(title: phrase("again"), isFigure: true), .init(title: phrase("broken"), isFigure: true),
            .init(title: phrase("slower %"), isFigure: true),
            .init(title: phrase("round s"), isFigure: true), .init(title: phrase("trouble since")))
        for output in outputs {
            table.add(
                output.bus, output.state, "\(output.meters)", "\(output.silent)", "\(output.stale)", "\(output.waiting)",
                output.recentLostPercent ?? "-", "\(output.recentRepeats)", "\(output.recentBroken)",
                output.roundSlowerPercent.map(String.init) ?? "-",
                output.roundMilliseconds.map { Decimals.text($0 / 100, decimals: 1) } ?? "-", output.troubledSince ?? "")
        }
        return table.text
    }

    /// What is wrong with it, what that costs, and with which meters.
    var text: String {
        func seconds(_ milliseconds: Int64) -> String { Decimals.text(milliseconds / 100, decimals: 1) + " s" }
        var lines = [trouble.map { phrase("\(bus): down since \(since): \($0)") } ?? phrase("\(bus): the line stands since \(since)")]
        lines.append(
            phrase("The last ten minutes: \(recentRequests) requests, \(recentLost) in vain, \(recentRepeats) sent again, ")
                + phrase("\(recentBroken) broken frames, \(recentNoise) bytes of noise."))
        let (lost, busy) = (seconds(recentLostMilliseconds), seconds(recentBusyMilliseconds))
        lines.append(
            roundSlowerPercent.map {
                phrase("It costs \(lost) of \(busy), a round takes \($0) % longer; \(stale) meters were not read for long.")
            } ?? phrase("It costs \(lost) of \(busy); \(stale) meters were not read for long."))
        guard !nodes.isEmpty else { return lines.joined(separator: "\n") }
        var table = TextTable(
            .init(title: phrase("meter")), .init(title: phrase("room")), .init(title: phrase("state")),
            .init(title: phrase("since", context: "column")), .init(title: phrase("lost"), isFigure: true),
            .init(title: phrase("broken"), isFigure: true))
        for node in nodes { table.add(node.meter, node.room ?? "", node.state, node.since, "\(node.lost)", "\(node.broken)") }
        return (lines + [table.text]).joined(separator: "\n")
    }
}

extension BusCondition {
    /// The word of lists.
    var word: String {
        switch self {
        case .down: phrase("DOWN")
        case .bad: phrase("BAD")
        case .poor: phrase("POOR")
        case .good: phrase("UP")
        case .unused: phrase("WAIT")
        }
    }
}
