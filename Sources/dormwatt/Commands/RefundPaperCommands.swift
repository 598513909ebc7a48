import ArgumentParser
import Domain
import Operations
import Phrases
import Reports
import Store

/// The statements of a run of refunds.
struct StatementCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "statement",
        abstract: "The statement of a room whose residents leave: readings, use, purchases, what is paid to whom.",
        discussion: "With --all the statements of all rooms whose amount is fixed, each under its own number, in one file.")

    @Argument(help: ArgumentHelp("The run, for example graduation-2027.", valueName: "run")) var name: String
    @Argument(help: "The room.") var room: String?
    @Flag(help: "Every room whose amount is fixed.") var all = false
    @OptionGroup var paper: PaperOptions

    func validate() throws {
        guard all != (room != nil) else { throw ValidationError(phrase("Name a room, or --all.")) }
    }

    func run() throws {
        let session = try paper.campus.open()
        let desk = PaperDesk(session: session)
        let run = RefundRunID(name)
        try PaperFailure.translated {
            if paper.preview {
                let documents = try desk.previewStatements(run, rooms: rooms)
                if paper.json { return try JSONOutput.print(documents) }
                return print(try documents.map(desk.text).joined(), terminator: "")
            }
            try paper.ready(desk)
            let filed = try desk.fileStatements(run, rooms: rooms)
            guard let first = filed.first else { return }
            let ending = paper.text ? "txt" : "pdf"
            let file = room == nil ? "\(first.record.number)-\(run)" : first.record.number
            let path = desk.path(of: file, ending: ending)
            let title = room == nil ? Wording.words("Statements of \(run)") : first.document.title
            try desk.save(filed.map(\.document), title: title, madeAt: first.record.madeAt, to: path)
            if paper.json { return try JSONOutput.print(filed.map { PaperOutput($0.record, path: path, offset: session.rules.offset) }) }
            for (record, document) in filed { print(phrase("\(record.number)  \(document.title.text)  check code \(record.code)")) }
            print(path)
        }
    }

    private var rooms: [RoomID]? { room.map { [RoomID($0)] } }
}

/// The payout list of a run of refunds.
struct PayoutListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payout", abstract: "The list by which the shares of a run are paid, with totals by building and way of payment.")

    @Argument(help: ArgumentHelp("The run, for example graduation-2027.", valueName: "run")) var name: String
    @OptionGroup var paper: PaperOptions

    func run() throws {
        try paper.make { _ in .payout(RefundRunID(name)) }
    }
}
