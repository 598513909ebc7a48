import ArgumentParser
import Domain
import Operations
import Phrases
import Screens
import Store
import TextLayout

/// Why a figure of a room is what it is.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Explain a figure of a room, or why it is dark: the chain of what caused it.",
        discussion: """
            The figures are \(DeskWords.figures.joined(separator: ", ")); without one all are explained. Each step says when it was, who did
            it and how it is known. Nothing is asked of the meter: read does that.
            """)

    @Argument(help: "The room, for example 3-418.") var room: String
    @Argument(help: "The figure; all when it is left out.") var figure: String?
    @Option(help: "Of the room's orders this one.") var order: String?
    @OptionGroup var campus: CampusOptions
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let wanted = try figure.map { name in
            guard let figure = DeskWords.figure(named: name) else {
                throw CommandFailure(
                    .usage, phrase("\"\(name)\" is no figure."),
                    remedy: phrase("Explained are \(DeskWords.figures.joined(separator: ", "))."))
            }
            return figure
        }
        let session = try campus.open()
        let office = session.office(try session.openReadings())
        let figures = try explained(ExplanationDesk(office: office, books: session.books))
            .filter { wanted == nil || $0.figure == wanted }
            .map { ExplanationOutput($0, room: room, offset: session.rules.offset) }
        if json { return try JSONOutput.print(figures) }
        print(figures.map(\.text).joined(separator: "\n\n"))
    }

    private func explained(_ desk: ExplanationDesk) throws -> [FigureExplanation] {
        do {
            return try desk.explain(.room(RoomID(room), order: order.map { OrderID($0) }))
        } catch OfficeError.noSuchRoom {
            let near = try desk.office.nearestRooms(to: RoomID(room))
            throw CommandFailure(.refused, DeskWords.text(.unknownRoom(RoomID(room), nearest: near)))
        }
    }
}

/// An explanation as it is printed.
private struct ExplanationOutput: Encodable {
    struct Step: Encodable {
        let what: String
        let at: String?
        let by: String?
        let known: String
    }

    let room: String
    let figure: String
    let answer: String
    let steps: [Step]

    init(_ explanation: FigureExplanation, room: String, offset: UTCOffset) {
        self.room = room
        figure = DeskWords.name(explanation.figure)
        answer = DeskWords.text(explanation.answer, offset: offset)
        steps = explanation.steps.map { step in
            Step(
                what: DeskWords.text(step.fact, offset: offset), at: step.at.map { WallTime($0, at: offset).description }, by: step.by,
                known: DeskWords.known(step.known, offset: offset))
        }
    }

    var text: String {
        let lines = steps.map { step in
            "  \(step.at ?? "                   ")  \(step.what)  (\([step.by.map(Actor.spoken(name:)), step.known].compactMap { $0 }.joined(separator: ", ")))"
        }
        // Notes and reasons are other people's words: nothing of them may steer a terminal.
        return (["\(room) \(figure): \(answer)"] + lines).map(\.sanitised).joined(separator: "\n")
    }
}
