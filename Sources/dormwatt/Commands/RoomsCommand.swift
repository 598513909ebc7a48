import ArgumentParser
import Domain
import Operations
import Phrases
import Screens
import Store

/// What every room has left.
struct RoomsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rooms", abstract: "List rooms with what their meters said last.",
        discussion: """
            A filter as in the console: bld:3 fl:4 rem<10 days<2 state:cut name:li, ! before a word turns it round, @NAME is one that was
            saved there. The values are stored ones; read asks the meters now.
            """)

    @Argument(help: "Only rooms that match.") var words: [String] = []
    @Option(help: "The same as one argument: --filter 'rem<10 days<2'.") var filter: String?
    @OptionGroup var campus: CampusOptions
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let session = try campus.open()
        let office = session.office(try session.openReadings())
        let price = try session.price()
        let matches = try match(session, price)
        let people = try session.books.roster().occupants(on: office.today)
        let views = matches.rooms(of: try office.roomViews(), people: people)
        if json { return try JSONOutput.print(views.map { RoomOutput($0, rules: session.rules, price: price) }) }
        if views.isEmpty { return print(phrase("No room matches.")) }
        print(RoomTable.text(views, session, price))
    }

    private func match(_ session: CampusSession, _ price: Price) throws -> RoomMatch {
        let text = (words + [filter].compactMap { $0 }).joined(separator: " ")
        do throws(RoomMatch.Complaint) {
            return try RoomMatch(
                text, saved: SavedFilterFile(session.folder).read(), alarms: session.rules.alarms, price: price, now: session.clock.now())
        } catch {
            let marks = String(repeating: " ", count: error.range.lowerBound) + String(repeating: "^", count: error.range.count)
            throw CommandFailure(.usage, phrase("The filter is not understood: \(error.message).\n\n  \(text)\n  \(marks)"))
        }
    }
}

/// Everything of one room.
struct RoomCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "room", abstract: "Show one room: what its meter says, what the books say, its orders and entries.")

    @Argument(help: "The room, for example 3-418.") var room: String
    @OptionGroup var campus: CampusOptions
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let session = try campus.open()
        let office = session.office(try session.openReadings())
        let price = try session.price()
        let view: RoomView
        do {
            view = try office.roomView(RoomID(room))
        } catch OfficeError.noSuchRoom {
            let near = try office.nearestRooms(to: RoomID(room))
            throw CommandFailure(.refused, DeskWords.text(.unknownRoom(RoomID(room), nearest: near)))
        }
        let detail = try office.roomDetail(view.id)
        let output = RoomDetailOutput(view, detail, rules: session.rules, price: price)
        if json { return try JSONOutput.print(output) }
        print(output.text(view, session, price))
    }
}

/// Rooms as a plain table.
enum RoomTable {
    static func text(_ views: [RoomView], _ session: CampusSession, _ price: Price) -> String {
        var table = TextTable(
            .init(title: phrase("room")), .init(title: phrase("remaining"), isFigure: true), .init(title: phrase("unit")),
            .init(title: phrase("days"), isFigure: true),
            .init(title: phrase("kW"), isFigure: true), .init(title: phrase("state")), .init(title: phrase("under way"), isFigure: true),
            .init(title: phrase("read at")))
        for view in views {
            let output = RoomOutput(view, rules: session.rules, price: price)
            let unit = view.meter.map(\.unit.spoken) ?? ""
            table.add(
                output.room, output.remaining ?? "-", unit, output.daysLeft ?? assumedDays(view, session, price) ?? "-",
                output.loadKW ?? "-", output.state,
                output.underWay.map { $0.hasPrefix("-") ? $0 : "+" + $0 } ?? "", output.readAt ?? phrase("never"))
        }
        return table.text
    }

    /// The days where no mean use is known, as the lists of the console have them.
    private static func assumedDays(_ view: RoomView, _ session: CampusSession, _ price: Price) -> String? {
        view.reckonedDaysTenths(session.rules.alarms, at: price).map { "~" + Decimals.text(Int64($0), decimals: 1) }
    }
}
