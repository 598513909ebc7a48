import ArgumentParser
import Domain
import Operations
import Phrases
import Store

/// Closes months.
struct MonthCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "month", abstract: "Close a month with its report, or list the months that were closed.",
        subcommands: [MonthCloseCommand.self, MonthListCommand.self], defaultSubcommand: MonthListCommand.self)
}

struct MonthCloseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "Close a month: its report is made, numbered and kept.",
        discussion: "What is not settled stands on the report and goes on in the next month. A month is closed once, the oldest first.")

    @Argument(help: "The month, for example 2026-10.", transform: Arguments.month) var month: Month
    @OptionGroup var campus: CampusOptions
    @Flag(help: "Show the report and close nothing.") var dryRun = false
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let session = try campus.open()
        let today = Day(of: session.clock.now(), at: session.rules.offset)
        guard month.last < today else {
            throw CommandFailure(
                .refused, phrase("\(month) has not ended."), unchanged: phrase("Nothing was closed."),
                remedy: phrase("Close it on \(month.last.advanced(by: 1)) or later; dormwatt report month \(month) shows how it stands."))
        }
        let closed = try session.books.closings()
        if let earlier = closed.first(where: { $0.month == month }) {
            throw CommandFailure(
                .refused, phrase("\(month) was closed on \(WallTime(earlier.at, at: session.rules.offset)) with \(earlier.paper)."),
                unchanged: phrase("Nothing was changed."), remedy: phrase("dormwatt paper \(earlier.paper) shows its report."))
        }
        if let last = closed.last, last.month.advanced(by: 1) != month {
            throw CommandFailure(
                .refused, phrase("The last month that was closed is \(last.month)."), unchanged: phrase("Nothing was closed."),
                remedy: phrase("Close \(last.month.advanced(by: 1)) next."))
        }
        try PaperFailure.translated { try close(session) }
    }

    private func close(_ session: CampusSession) throws {
        let desk = PaperDesk(session: session)
        if dryRun {
            let document = try desk.preview(.month(month))
            return json ? try JSONOutput.print(document) : print(try desk.text(document), terminator: "")
        }
        try desk.readyForPDF(unchanged: phrase("Nothing was closed."))
        // After it nothing is dated into the month any more, so what was used in it comes first.
        _ = try session.office(try session.openReadings()).postUseOfEndedDays(
            actor: session.actor, notBefore: try session.books.firstOpenDay())
        let (record, document) = try desk.file(.month(month))
        let closing = MonthClosing(
            month: month, paper: record.number, upTo: record.upTo, at: record.madeAt, actor: session.actor)
        guard try session.books.close(closing) else {
            throw CommandFailure(
                .refused, phrase("\(month) was closed at another console at the same moment."),
                unchanged: phrase("It was not closed again."),
                remedy: phrase("Paper \(record.number) is another report of the same month."))
        }
        let path = desk.path(of: record.number, ending: "pdf")
        try desk.save(document, madeAt: record.madeAt, to: path)
        if json { return try JSONOutput.print(PaperOutput(record, path: path, offset: session.rules.offset)) }
        print(phrase("\(month) is closed. Its report is \(record.number), check code \(record.code):"))
        print(path)
    }
}

struct MonthListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "The months that were closed.")

    @OptionGroup var campus: CampusOptions
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let session = try campus.open()
        let closings = try session.books.closings().map { MonthOutput($0, offset: session.rules.offset) }
        if json { return try JSONOutput.print(closings) }
        if closings.isEmpty { return print(phrase("No month was closed.")) }
        var table = TextTable(
            .init(title: phrase("month", context: "column")), .init(title: phrase("report")), .init(title: phrase("closed at")),
            .init(title: phrase("by")))
        for closing in closings { table.add(closing.month, closing.paper, closing.closedAt, closing.by) }
        print(table.text)
    }
}

private struct MonthOutput: Encodable {
    let month, paper, closedAt, by: String
    let upToEntry: Int64

    init(_ closing: MonthClosing, offset: UTCOffset) {
        month = closing.month.description
        paper = closing.paper
        closedAt = WallTime(closing.at, at: offset).description
        by = closing.actor.name
        upToEntry = closing.upTo
    }
}
