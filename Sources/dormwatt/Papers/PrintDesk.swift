import Domain
import Operations
import Paper
import Phrases
import Reports
import Store

/// Gives papers to printers and keeps that it did.
struct PrintDesk {
    let session: CampusSession
    let queue = PrintQueue()

    /// Gives a paper to a printer; every printing after the first says COPY. It is not printed yet then.
    func print(_ record: PaperRecord, on printer: String) throws -> PaperPrint {
        // Before a file is written that nobody can print.
        try queue.ready()
        let desk = PaperDesk(session: session)
        var document = try desk.document(record)
        document.isCopy = !(try session.books.prints(of: record.number).isEmpty)
        let path = desk.path(of: record.number + (document.isCopy ? "-copy" : ""), ending: "pdf")
        try desk.save(document, madeAt: record.madeAt, to: path)
        let job = try queue.submit(path, title: record.number, to: printer)
        let printing = PaperPrint(number: record.number, at: session.clock.now(), actor: session.actor, printer: printer, job: job)
        do { try session.books.printed(printing) } catch { throw Self.notKept(printing, error) }
        return printing
    }

    /// The printer has it by then: that it was printed is not denied.
    private static func notKept(_ printing: PaperPrint, _ error: any Error) -> CommandFailure {
        let cause = CommandFailure(describing: error).text.split(separator: "\n").first ?? ""
        return CommandFailure(
            .refused, phrase("The books could not keep that \(printing.number) was printed: \(String(cause))"),
            unchanged: phrase("Printer \(printing.printer) has it as job \(printing.job) and prints it."),
            remedy: phrase("Printed once more it would not say COPY: write that on it by hand."))
    }
}
