import Domain
import Operations
import Paper
import Reports
import Store

/// Gives papers to printers and keeps that it did.
struct PrintDesk {
    let session: CampusSession
    let queue = PrintQueue()

    /// Gives a paper to a printer; every printing after the first says COPY. It is not printed yet then.
    func print(_ record: PaperRecord, on printer: String) throws -> PaperPrint {
        let desk = PaperDesk(session: session)
        var document = try desk.document(record)
        document.isCopy = !(try session.books.prints(of: record.number).isEmpty)
        let path = desk.path(of: record.number + (document.isCopy ? "-copy" : ""), ending: "pdf")
        try desk.save(document, madeAt: record.madeAt, to: path)
        let job = try queue.submit(path, title: record.number, to: printer)
        let printing = PaperPrint(number: record.number, at: session.clock.now(), actor: session.actor, printer: printer, job: job)
        try session.books.printed(printing)
        return printing
    }
}
