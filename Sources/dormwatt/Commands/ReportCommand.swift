import ArgumentParser
import Domain
import Foundation
import Operations
import Paper
import Phrases
import Reports
import Store

/// Makes papers.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Make a paper: it gets a number and a check code, is kept in the books and saved as a file.",
        discussion: "Papers are saved in the campus's folder reports. dormwatt paper lists, saves and prints them again.",
        subcommands: [
            ReceiptCommand.self, VoidSlipCommand.self, HistoryCommand.self, SalesReportCommand.self, SubsidyReportCommand.self,
            MonthReportCommand.self, StatementCommand.self, PayoutListCommand.self,
        ])
}

/// What all papers have in common on the command line.
struct PaperOptions: ParsableArguments {
    @OptionGroup var campus: CampusOptions
    @Flag(help: "Show what it would say; it gets no number and is not kept.") var preview = false
    @Flag(help: "Save text with form feeds instead of PDF.") var text = false
    @Flag(help: "Print JSON.") var json = false

    func make(_ subject: (CampusSession) throws -> PaperSubject) throws {
        let session = try campus.open()
        let desk = PaperDesk(session: session)
        let subject = try subject(session)
        try PaperFailure.translated {
            if preview {
                let document = try desk.preview(subject)
                if json { return try JSONOutput.print(document) }
                return print(try desk.text(document), terminator: "")
            }
            try ready(desk)
            let (record, document) = try desk.file(subject)
            let path = desk.path(of: record.number, ending: text ? "txt" : "pdf")
            try desk.save(document, madeAt: record.madeAt, to: path)
            if json { return try JSONOutput.print(PaperOutput(record, path: path, offset: session.rules.offset)) }
            print("\(record.number)  \(document.title.text)")
            print(phrase("check code \(record.code)"))
            print(path)
        }
    }

    /// Refuses before a paper gets its number where its file could not be made.
    func ready(_ desk: PaperDesk) throws {
        if !text { try desk.readyForPDF(unchanged: phrase("No page was made.")) }
    }
}

struct ReceiptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "receipt", abstract: "The receipt for a sale.")

    @Argument(help: "The number of the sale's entry, as dormwatt room shows it with --json.") var entry: Int64
    @OptionGroup var paper: PaperOptions

    func run() throws { try paper.make { _ in .receipt(entry: entry) } }
}

struct VoidSlipCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "void", abstract: "The slip for a sale that was taken back: who approved it, what the meter says, the money paid back."
    )

    @Argument(help: "The sale or its void: an order, for example O00000012, or the number of an entry.") var entry: String
    @OptionGroup var paper: PaperOptions

    func run() throws { try paper.make { .void(entry: try void(in: $0.books)) } }

    /// The void that was named, else the last one of the sale that was named.
    private func void(in books: SQLiteBooks) throws -> Int64 {
        let named = try Int64(entry) ?? books.orders(OrderFilter(id: OrderID(entry))).first?.entry
        guard let named, let found = try books.entry(named) else {
            throw CommandFailure(
                .refused, phrase("There is no order or entry \(entry)."), unchanged: phrase("No paper was made."),
                remedy: phrase("See dormwatt orders --all."))
        }
        var void = found.draft.kind == .void ? found : nil
        var last = found
        while found.draft.kind == .sale, let later = try books.correction(of: last.sequence) {
            if later.draft.kind == .void { void = later }
            last = later
        }
        guard let void else {
            throw CommandFailure(
                .refused, phrase("\(entry) was not voided."), unchanged: phrase("No paper was made."),
                remedy: phrase("dormwatt void \(entry) --dry-run shows whether it can be."))
        }
        return void.sequence
    }
}

struct HistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Everything that was bought, given and used in a room.")

    @Argument(help: "The room.") var room: String
    @OptionGroup var period: PeriodOptions
    @OptionGroup var paper: PaperOptions

    func run() throws {
        try paper.make { session in
            let days = try period.days(session)
            return .history(RoomID(room), from: days.lowerBound, until: days.upperBound)
        }
    }
}

struct SalesReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "sales", abstract: "Sales and use by building.")

    @OptionGroup var period: PeriodOptions
    @OptionGroup var paper: PaperOptions

    func run() throws {
        try paper.make { session in
            let days = try period.days(session)
            return .sales(from: days.lowerBound, until: days.upperBound)
        }
    }
}

struct SubsidyReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "subsidy", abstract: "Who got how much free electricity for a month.")

    @Argument(help: "The month, for example 2026-11.", transform: Arguments.month) var month: Month
    @OptionGroup var paper: PaperOptions

    func run() throws { try paper.make { _ in .subsidy(month) } }
}

struct MonthReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "month", abstract: "Money and credit of a month: opening, every movement, closing, what is not settled.")

    @Argument(help: "The month, for example 2026-11.", transform: Arguments.month) var month: Month
    @OptionGroup var paper: PaperOptions

    func run() throws { try paper.make { _ in .month(month) } }
}

/// Two days.
struct PeriodOptions: ParsableArguments {
    @Option(help: "The first day; the first of this month where it is left out.") var from: String?
    @Option(help: "The last day; today where it is left out.") var until: String?

    func days(_ session: CampusSession) throws -> ClosedRange<Day> {
        let today = Day(of: session.clock.now(), at: session.rules.offset)
        let first = try day(from) ?? Month(of: today).first
        let last = try day(until) ?? today
        guard first <= last else { throw CommandFailure(.usage, phrase("\(first) is after \(last).")) }
        return first...last
    }

    private func day(_ text: String?) throws -> Day? {
        guard let text else { return nil }
        guard let day = Day(text) else { throw CommandFailure(.usage, phrase("\"\(text)\" is no date; 2026-11-21 is.")) }
        return day
    }
}
