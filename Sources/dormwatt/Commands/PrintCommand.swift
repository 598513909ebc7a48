import ArgumentParser
import Domain
import Foundation
import Operations
import Paper
import Phrases
import Reports
import Store

/// Prints papers and follows their jobs.
struct PrintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "print", abstract: "Print a paper through CUPS and follow the job to its end.",
        discussion: """
            "Printed" is only said of a job that the printer has taken completely. A printer that is off keeps the job; it goes on by itself when
            it is back, and --status tells. Every printing after the first says COPY on each page.
            """)

    @Argument(help: "The number of a paper, as dormwatt paper lists it.") var number: String?
    @Option(help: "The printer; not needed where there is only one.") var printer: String?
    @Option(help: "Seconds to follow the job.") var wait = 30
    @Flag(help: "Print nothing; tell what became of earlier printings of the paper.") var status = false
    @Flag(help: "Print nothing; list the printers.") var list = false
    @OptionGroup var campus: CampusOptions
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard list || number != nil else { throw ValidationError(phrase("Name a paper, or --list.")) }
        guard wait >= 0 else { throw ValidationError(phrase("--wait takes seconds, 0 or more.")) }
    }

    func run() throws {
        do {
            if list { return try listPrinters() }
            try follow(try campus.open())
        } catch let error as PrintError {
            throw CommandFailure(.outOfReach, error.happened, unchanged: phrase("Nothing was printed."), remedy: error.remedy)
        }
    }

    private func listPrinters() throws {
        let queue = PrintQueue()
        let printers = try queue.printers()
        if json { return try JSONOutput.print(printers) }
        if printers.isEmpty { return print(phrase("The print server knows no printer. Add one with lpadmin or the desktop's settings.")) }
        for name in printers { print("\(name)\(try queue.trouble(of: name).map { "  (\($0))" } ?? "")") }
    }

    private func follow(_ session: CampusSession) throws {
        guard let number, let record = try session.books.paper(number: number) else {
            throw CommandFailure(.refused, phrase("There is no paper \(number ?? "")."), remedy: phrase("dormwatt paper lists them."))
        }
        if status { return try show(try session.books.prints(of: record.number), session) }
        let desk = PrintDesk(session: session)
        let target = try chosenPrinter(desk.queue)
        let printing = try PaperFailure.translated { try desk.print(record, on: target) }
        let state = try Self.wait(for: printing, desk.queue, seconds: wait)
        try tell(printing, state, desk.queue)
    }

    private func chosenPrinter(_ queue: PrintQueue) throws -> String {
        if let printer { return printer }
        let printers = try queue.printers()
        guard let only = printers.first, printers.count == 1 else {
            let happened = printers.isEmpty ? phrase("The print server knows no printer.") : phrase("There are several printers.")
            throw CommandFailure(
                .refused, happened, unchanged: phrase("Nothing was printed."),
                remedy: printers.isEmpty
                    ? phrase("Add one with lpadmin.") : phrase("Name one with --printer: \(printers.joined(separator: ", "))."))
        }
        return only
    }

    private static func wait(for printing: PaperPrint, _ queue: PrintQueue, seconds: Int) throws -> PrintJobState? {
        try Blocking.run {
            let end = ContinuousClock.now + .seconds(seconds)
            var state = try queue.state(of: printing.job, at: printing.printer)
            while state.map({ !$0.isEnd }) ?? false, ContinuousClock.now < end {
                try await Task.sleep(for: .milliseconds(200))
                state = try queue.state(of: printing.job, at: printing.printer)
            }
            return state
        }
    }

    private func tell(_ printing: PaperPrint, _ state: PrintJobState?, _ queue: PrintQueue) throws {
        let output = PrintOutput(printing, state, trouble: state?.isEnd ?? true ? nil : try queue.trouble(of: printing.printer))
        if json { try JSONOutput.print(output) } else { print(output.sentence) }
        try output.status.leave()
    }

    private func show(_ prints: [PaperPrint], _ session: CampusSession) throws {
        let queue = PrintQueue()
        let outputs = try prints.map { print in
            let state = try queue.state(of: print.job, at: print.printer)
            return PrintOutput(print, state, trouble: state?.isEnd ?? true ? nil : try queue.trouble(of: print.printer))
        }
        if json { return try JSONOutput.print(outputs) }
        if outputs.isEmpty { return print(phrase("It was never printed.")) }
        for output in outputs { print(output.sentence) }
    }
}

/// A printing as it is told.
struct PrintOutput: Encodable {
    let number, printer: String
    let job: Int
    let state: String
    let trouble: String?
    let isPrinted: Bool

    init(_ print: PaperPrint, _ state: PrintJobState?, trouble: String?) {
        number = print.number
        printer = print.printer
        job = print.job
        self.state = state?.rawValue ?? "unknown"
        self.trouble = trouble
        isPrinted = state == .completed
    }

    var status: ExitStatus {
        switch state {
        case "completed": .done
        case "canceled", "aborted": .refused
        default: .outOfReach
        }
    }

    var sentence: String {
        let name = phrase("\(number), job \(job) at \(printer)")
        switch state {
        case "completed": return "\(name): printed."
        case "canceled": return phrase("\(name): taken back by somebody; it was not printed.")
        case "aborted": return phrase("\(name): given up by the print server; it was not printed.")
        case "unknown": return phrase("\(name): the print server no longer knows the job; look at the printer.")
        default:
            let why = trouble.map { " (\($0))" } ?? ""
            return
                phrase(
                    "\(name): \(state)\(why). It is not printed yet; the job is kept and goes on by itself. dormwatt print \(number) --status tells."
                )
        }
    }
}
