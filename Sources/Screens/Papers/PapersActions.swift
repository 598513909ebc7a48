public import Domain
import Operations
import Phrases
import Terminal

extension Console {
    /// The paper that a command acts on.
    var paperInHand: PaperSource? {
        switch visits.current {
        case .papers: papers.list.cursor.map { .kept($0) }
        case .paper(let source): papers.sheet?.pages.source == source ? source : nil
        default: nil
        }
    }

    /// The receipt of the last sale to the room on the screen; the slip of its void where it was taken back.
    private var receiptInHand: NewPaper? {
        guard let entries = roomInHand.flatMap({ desk.detail(of: $0) })?.entries,
            let sale = entries.first(where: { $0.draft.kind == .sale })
        else { return nil }
        let void = entries.first { $0.draft.kind == .void && $0.draft.corrects == sale.sequence }
        return void.map { .void(entry: $0.sequence) } ?? .receipt(entry: sale.sequence)
    }

    /// Whether there is a paper to show, print or save.
    var paperAvailability: Availability {
        if paperInHand != nil { return .available }
        if case .paper = visits.current { return .disabled(phrase("The paper is being written; a moment.")) }
        return .disabled(phrase("There is no paper here."))
    }

    /// Whether there is a sale to give a receipt for.
    var receiptAvailability: Availability {
        receiptInHand == nil ? .disabled(phrase("Nothing was sold to this room lately.")) : .available
    }

    /// Shows, makes, prints or saves a paper.
    mutating func workOnPaper(_ id: Command.ID) -> [Effect] {
        switch id {
        case .papers:
            visits.go(to: .papers)
            return [.paper(.list)]
        case .receipt: return receiptInHand.map { show(.new($0)) } ?? []
        case .showPaper: return paperInHand.map { show($0) } ?? []
        case .newPaper: overlay = .chooser(.newPapers(month: Month(of: desk.wall(desk.now).day)))
        case .savePaper: return paperInHand.map { [.paper(.save($0))] } ?? []
        case .printPaper:
            papers.asksPrinters = paperInHand
            say(phrase("Asking the print server for its printers."))
            return [.paper(.printers)]
        default: break
        }
        return []
    }

    mutating func show(_ source: PaperSource) -> [Effect] {
        papers.show(nil)
        visits.go(to: .paper(source))
        return [.paper(.show(source))]
    }

    /// Takes what is told about papers.
    mutating func take(_ news: PaperNews) -> [Effect] {
        switch news {
        case .list(let lines):
            papers.take(lines, now: desk.now)
            arrangeList(of: .papers)
        case .pages(let pages):
            guard case .paper(let source) = visits.current else { return [] }
            // A receipt that was given out before is shown under its number.
            if case .new = source, case .kept = pages.source { visits.replace(with: .paper(pages.source)) }
            if visits.current == .paper(pages.source) { papers.show(PaperSheet(pages)) }
        case .filed(let new, let pages):
            guard visits.current == .paper(.new(new)) else { return [] }
            visits.replace(with: .paper(pages.source))
            papers.show(PaperSheet(pages))
        case .printers(let printers): return take(printers)
        case .printings(let states):
            for state in papers.take(states, now: desk.now) { tell(state) }
        }
        return []
    }

    /// Asks about the jobs that have not come to their end.
    mutating func followPrintings() -> [Effect] {
        let due = papers.due(desk.now)
        return due.isEmpty ? [] : [.paper(.follow(due))]
    }

    private mutating func take(_ printers: [Printer]) -> [Effect] {
        guard let source = papers.asksPrinters else { return [] }
        papers.asksPrinters = nil
        // Who went on meanwhile is not interrupted by a question.
        guard source == paperInHand, overlay == nil else { return [] }
        toast = nil
        switch printers.count {
        case 0:
            let remedy = phrase("Add one with lpadmin or the desktop's settings; s saves the paper as a file.")
            overlay = .problem(
                Problem(happened: phrase("The print server knows no printer."), unchanged: phrase("Nothing was printed."), remedy: remedy))
        case 1: overlay = .printing(PrintQuestion(source: source, printer: printers[0], earlier: papers.printings(of: source)))
        default: overlay = .chooser(.printers(printers, for: source))
        }
        // What was typed before the question was typed without seeing it.
        return [.flushInput]
    }

    private mutating func tell(_ state: PrintingState) {
        say(state.sentence, state.stage == .printed ? .toast : .warning)
    }
}

/// The question before paper is used.
struct PrintQuestion: Hashable, Sendable {
    let source: PaperSource
    let printer: Printer
    /// How often it was printed before.
    let earlier: Int

    func dialog(pages: Int?) -> Dialog {
        let what =
            switch source {
            case .kept(let number): phrase("paper \(number)")
            case .new: phrase("this paper")
            }
        let size = pages.map { $0 == 1 ? phrase(", 1 page") : phrase(", \($0) pages") } ?? ""
        var text = [phrase("On printer \(printer.name)\(size).")]
        if case .new = source { text.append(phrase("It gets its number and its check code, and stands in the books.")) }
        if earlier > 0 {
            text.append(
                earlier == 1
                    ? phrase("It was given to a printer once before: every page says COPY.")
                    : phrase("It was given to a printer \(earlier) times before: every page says COPY."))
        }
        let notes = printer.trouble.map { [phrase("The printer is not ready (\($0)). The job waits for it.")] } ?? []
        return Dialog(
            question: phrase("Print \(what)?"), text: text, notes: notes,
            keys: [KeyHint("+", phrase("print")), KeyHint("Esc", phrase("leave it"))])
    }
}

extension Chooser {
    /// Papers that can be made without naming a room or a sale.
    static func newPapers(month: Month) -> Chooser {
        let before = month.advanced(by: -1)
        return Chooser(
            question: phrase("Make which paper? It is shown first."),
            options: [
                Option(letter: "s", label: phrase("Sales and use"), note: phrase("\(month), by building"), choice: .paper(.sales(month))),
                Option(letter: "f", label: phrase("Free electricity"), note: "\(month)", choice: .paper(.subsidy(month))),
                Option(
                    letter: "m", label: phrase("Month", context: "paper"), note: phrase("\(month), as it stands"),
                    choice: .paper(.month(month))),
                Option(letter: "l", label: phrase("Last month"), note: "\(before)", choice: .paper(.month(before))),
            ])
    }

    static func printers(_ printers: [Printer], for source: PaperSource) -> Chooser {
        let letters = Array("abcdefghijklmnopqrstuvwxyz")
        let options = zip(letters, printers).map { letter, printer in
            Option(letter: letter, label: printer.name, note: printer.trouble ?? "", choice: .printer(printer, source))
        }
        return Chooser(question: phrase("Print on"), options: options)
    }
}

extension PrintingState {
    /// What became of it, for the status line; the reason stands last, because the line may end before it.
    var sentence: String { "\(printing.number) \(words)" }

    /// The same without the number.
    var words: String {
        let why = trouble.map { ": \($0)" } ?? ""
        return switch stage {
        case .waits: phrase("waits for printer \(printing.printer); the job is kept\(why).")
        case .sending where trouble == nil: phrase("is being sent to \(printing.printer). It is not printed yet.")
        case .sending: phrase("is not printed yet; the job is kept and goes on by itself\(why).")
        case .stopped: phrase("is not printed: \(printing.printer) stopped; the job is kept\(why).")
        case .printed: phrase("is printed at \(printing.printer).")
        case .takenBack: phrase("was taken back by somebody and not printed.")
        case .givenUp: phrase("was given up by the print server and not printed.")
        case .forgotten: phrase("is no longer known to the print server: look at the printer.")
        case .unreachable: phrase("may be printed or not: the print server does not answer.")
        }
    }

    /// The same in a word or two, with how it is drawn.
    var word: (text: String, role: Role) {
        switch stage {
        case .waits: (phrase("waits"), .stateLow)
        case .sending: (trouble == nil ? phrase("sending") : phrase("not yet"), .stateLow)
        case .stopped: (phrase("stopped"), .stateCut)
        case .printed: (phrase("printed"), .stateOn)
        case .takenBack: (phrase("taken back"), .stateNoData)
        case .givenUp: (phrase("given up"), .stateCut)
        case .forgotten: (phrase("not known"), .stateNoData)
        case .unreachable: (phrase("no answer"), .stateNoData)
        }
    }
}

extension PaperKind {
    /// The kind in a word or two, in the language that is spoken.
    public var word: String {
        switch self {
        case .receipt: phrase("receipt")
        case .void: phrase("void slip")
        case .history: phrase("history")
        case .sales: phrase("sales")
        case .subsidy: phrase("subsidy")
        case .month: phrase("month")
        case .statement: phrase("statement")
        case .payout: phrase("payouts")
        }
    }
}
