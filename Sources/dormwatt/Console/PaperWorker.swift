import Curses
import Domain
import Foundation
import Operations
import Paper
import Phrases
import Reports
import Screens
import Store

/// Papers for the console: lists them, writes them as pages, saves and prints them, and asks what became of the jobs.
struct PaperWorker {
    let session: CampusSession
    let poster: Poster<HostMessage>
    /// Counts what goes on after `perform` has returned.
    let underWay: UnderWay

    /// So many papers are listed.
    private static let listed = 200

    func perform(_ wish: PaperWish) {
        do {
            switch wish {
            case .list: tell(.list(try list()))
            case .show(let source): tell(.pages(try pages(source)))
            case .save(let source): try save(source)
            case .saveStatements(let run): try saveStatements(of: run)
            case .print(let source, let printer): try print(source, on: printer)
            case .printers: aside { tell(.printers(try printers())) }
            case .follow(let printings): aside { tell(.printings(states(of: printings))) }
            }
        } catch {
            poster.post(.event(.problem(Self.problem(error))))
        }
    }

    private var desk: PaperDesk { PaperDesk(session: session) }

    private func tell(_ news: PaperNews) { poster.post(.event(.paper(news))) }

    /// What waits for the print server alone does not hold up the desk.
    private func aside(_ work: @escaping @Sendable () throws -> Void) {
        let (poster, underWay) = (poster, underWay)
        underWay.begin()
        Task {
            defer { underWay.end() }
            do { try work() } catch { poster.post(.event(.problem(Self.problem(error)))) }
        }
    }

    // MARK: Papers

    /// Behind what stands already.
    private func showList() { poster.show { .paper(.list(try list())) } }

    private func list() throws -> [PaperLine] {
        struct Heading: Decodable { var title: Wording }
        return try session.books.papers(limit: Self.listed).map { record in
            let heading = try? JSONDecoder().decode(Heading.self, from: Data(record.content.utf8))
            return PaperLine(
                number: record.number, kind: record.kind, title: heading?.title.text ?? record.subject, madeAt: record.madeAt,
                by: record.actor.name, code: record.code,
                printings: try session.books.prints(of: record.number).map(Printing.init))
        }
    }

    private func pages(_ source: PaperSource) throws -> PaperPages {
        switch source {
        case .kept(let number): return try pages(of: try record(number))
        case .new(let new):
            if let given = try receipt(given: new) { return try pages(of: given) }
            return try pages(of: try desk.preview(try subject(of: new)), as: source, printings: 0)
        }
    }

    private func pages(of record: PaperRecord) throws -> PaperPages {
        let printings = try session.books.prints(of: record.number).count
        return try pages(of: try desk.document(record), as: .kept(record.number), printings: printings)
    }

    private func pages(of document: Document, as source: PaperSource, printings: Int) throws -> PaperPages {
        PaperPages(
            source: source, title: document.title.text,
            pages: try Paginator().pages(of: document).map { TextPages.lines(of: $0) }, printings: printings)
    }

    /// The same in the words of the books.
    private func subject(of new: NewPaper) throws -> PaperSubject {
        switch new {
        case .receipt(let entry): .receipt(entry: entry)
        case .void(let entry): .void(entry: entry)
        case .sales(let month): .sales(from: month.first, until: month.last)
        case .subsidy(let month): .subsidy(month)
        case .month(let month): .month(month)
        case .payout(let run): .payout(run)
        case .statement(let run, let room): .statement(run, room, from: try firstDay(of: room, in: run))
        }
    }

    /// The receipt that was given out for the same sale: a second one would not be told from the first.
    private func receipt(given new: NewPaper) throws -> PaperRecord? {
        guard case .receipt(let entry) = new else { return nil }
        return try session.books.papers(limit: Self.listed).first { $0.kind == .receipt && $0.subject == "\(entry)" }
    }

    private func record(_ number: String) throws -> PaperRecord {
        guard let record = try session.books.paper(number: number) else {
            throw CommandFailure(.refused, phrase("There is no paper \(number)."))
        }
        return record
    }

    /// The paper in the books; a new one is written into them now.
    private func filed(_ source: PaperSource) throws -> PaperRecord {
        switch source {
        case .kept(let number): return try record(number)
        case .new(let new):
            let record = try receipt(given: new) ?? desk.file(try subject(of: new)).record
            poster.show { .paper(.filed(new, try pages(of: record))) }
            showList()
            return record
        }
    }

    /// Since when the residents of a room lived there: from then on its statement tells everything line by line.
    private func firstDay(of room: RoomID, in run: RefundRunID) throws -> Day {
        let writer = try StatementWriter(session: session, run: run, upTo: try session.books.lastEntry(), at: session.clock.now())
        return try writer.chosen([room]).first?.from ?? writer.run.exitDay
    }

    // MARK: Files and printers

    private func saveStatements(of run: RefundRunID) throws {
        try desk.readyForPDF(unchanged: phrase("No page was made."))
        let filed = try desk.fileStatements(run, rooms: nil)
        guard let first = filed.first else { return }
        let name = "\(first.record.number)-\(run)"
        try desk.save(
            filed.map(\.document), title: .words("Statements of \(run)"), madeAt: first.record.madeAt,
            to: desk.path(of: name, ending: "pdf"))
        showList()
        let count = filed.count == 1 ? phrase("1 statement") : phrase("\(filed.count) statements")
        poster.post(.event(.notice(phrase("Saved: reports/\(name).pdf, \(count)"))))
    }

    private func save(_ source: PaperSource) throws {
        let record = try filed(source)
        let document = try desk.document(record)
        // The text first: it can be written with any fonts.
        for ending in ["txt", "pdf"] {
            try desk.save(document, madeAt: record.madeAt, to: desk.path(of: record.number, ending: ending))
        }
        poster.post(.event(.notice(phrase("Saved: reports/\(record.number).pdf and .txt"))))
    }

    private func print(_ source: PaperSource, on printer: String) throws {
        let printed = try PrintDesk(session: session).print(try filed(source), on: printer)
        showList()
        aside { tell(.printings(states(of: [Printing(printed)]))) }
    }

    private func printers() throws -> [Printer] {
        let queue = PrintQueue()
        return try queue.printers().map { Printer(name: $0, trouble: try queue.trouble(of: $0)) }
    }

    private func states(of printings: [Printing]) -> [PrintingState] {
        let queue = PrintQueue()
        return printings.map { printing in
            do {
                let state = try queue.state(of: printing.job, at: printing.printer)
                let stage = state.map(PrintingStage.init) ?? .forgotten
                return PrintingState(printing, stage, trouble: stage.isEnd ? nil : try queue.trouble(of: printing.printer))
            } catch {
                return PrintingState(printing, .unreachable)
            }
        }
    }

    private static func problem(_ error: any Error) -> Problem {
        switch error {
        case let error as PaperError:
            Problem(happened: error.happened, unchanged: phrase("No page was made."), remedy: error.remedy, subject: .request)
        case let error as PrintError:
            Problem(happened: error.happened, unchanged: phrase("Nothing was printed."), remedy: error.remedy, subject: .request)
        default: Problem(error, subject: .request)
        }
    }
}

extension Printing {
    fileprivate init(_ print: PaperPrint) { self.init(number: print.number, printer: print.printer, job: print.job, at: print.at) }
}

extension PrintingStage {
    fileprivate init(_ state: PrintJobState) {
        self =
            switch state {
            case .pending, .held: .waits
            case .processing: .sending
            case .stopped: .stopped
            case .canceled: .takenBack
            case .aborted: .givenUp
            case .completed: .printed
            }
    }
}
