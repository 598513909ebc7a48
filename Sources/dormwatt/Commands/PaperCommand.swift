import ArgumentParser
import Domain
import Operations
import Phrases
import Reports
import Screens
import Store

/// Lists papers, saves them again.
struct PaperCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "paper", abstract: "List the papers that were made, or show, save or print one again.",
        discussion: "A paper that is printed again says COPY. \"Printed\" is only said of a job that the printer has completed.")

    @Argument(help: "The number of a paper; without it, papers are listed.") var number: String?
    @OptionGroup var campus: CampusOptions
    @Flag(help: "Save it as PDF in the folder reports.") var save = false
    @Option(help: "Save it in this file; the ending txt or pdf says how.", completion: .file(extensions: ["pdf", "txt"])) var to: String?
    @Option(help: "List at most so many, the newest.") var limit = 50
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let session = try campus.open()
        let desk = PaperDesk(session: session)
        guard let number else { return try list(try session.books.papers(limit: limit), session) }
        guard let record = try session.books.paper(number: number) else {
            throw CommandFailure(.refused, phrase("There is no paper \(number)."), remedy: phrase("dormwatt paper lists them."))
        }
        try PaperFailure.translated {
            let document = try desk.document(record)
            if save || to != nil {
                let path = to ?? desk.path(of: record.number, ending: "pdf")
                try desk.save(document, madeAt: record.madeAt, to: path)
                return print(path)
            }
            if json { return try JSONOutput.print(document) }
            print(try desk.text(document), terminator: "")
        }
    }

    private func list(_ records: [PaperRecord], _ session: CampusSession) throws {
        let outputs = records.map { PaperOutput($0, path: nil, offset: session.rules.offset) }
        if json { return try JSONOutput.print(outputs) }
        if outputs.isEmpty { return print(phrase("No papers were made.")) }
        var table = TextTable(
            .init(title: phrase("number")), .init(title: phrase("kind")), .init(title: phrase("about")), .init(title: phrase("made at")),
            .init(title: phrase("by")),
            .init(title: phrase("check code")))
        for (record, output) in zip(records, outputs) {
            table.add(output.number, record.kind.word, output.about, output.madeAt, output.by, output.checkCode)
        }
        print(table.text)
    }
}

/// Holds a paper against the books.
struct CheckCodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-code", abstract: "Whether a paper agrees with the books, by the code printed on it.",
        discussion: "The paper is written again from the books, up to the entry that it was made from, and compared with what it said.")

    @Argument(help: "The code at the foot of the paper, for example ABCDE-FGHJK.") var code: String
    @OptionGroup var campus: CampusOptions
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        guard let typed = CheckCode.reading(code) else {
            throw CommandFailure(
                .usage, phrase("\"\(code)\" is no check code: a letter is wrong."),
                remedy: phrase("Read it again from the foot of the paper."))
        }
        let session = try campus.open()
        guard let record = try session.books.paper(code: typed) else {
            throw CommandFailure(
                .refused, phrase("No paper of this campus has the code \(typed)."),
                remedy: phrase("The paper is from another campus, or it is not genuine."))
        }
        let desk = PaperDesk(session: session)
        let document = try desk.document(record)
        let now = try desk.rewritten(record)
        var agrees = now.checkCode == record.code && document.checkCode == record.code
        var renamed: [RenamedResident] = []
        if !agrees {
            // Names are the roster's and no part of the journal: what differs in them alone is nothing against the books.
            let names = PaperNames.names(in: document)
            let sameNames = try desk.rewritten(record, names: names)
            agrees = sameNames.checkCode == record.code && document.checkCode == record.code
            if agrees { renamed = RenamedResident.all(from: names, to: PaperNames.names(in: now)) }
        }
        if json {
            try JSONOutput.print(CheckOutput(record, document, agrees: agrees, renamed: renamed, offset: session.rules.offset))
        } else {
            print("\(record.number)  \(document.title.text)")
            print(phrase("made at \(document.issued) by \(record.actor.name), from entries up to \(record.upTo)"))
            print(agrees ? phrase("The paper agrees with the books.") : phrase("The books say something else now:"))
            if !agrees { for line in try PaperDifference.lines(document, now) { print(line) } }
            if !renamed.isEmpty {
                print(phrase("The roster writes these residents otherwise now; the paper has the name of its time:"))
            }
            for resident in renamed {
                print(phrase("\(resident.number): \(resident.onPaper) on the paper, \(resident.now) now"))
            }
        }
        try (agrees ? ExitStatus.done : .doesNotVerify).leave()
    }
}

/// A resident whose name was changed since a paper was made.
private struct RenamedResident: Encodable {
    let number, onPaper, now: String

    static func all(from old: [String: String], to new: [String: String]) -> [RenamedResident] {
        old.sorted { $0.key < $1.key }.compactMap { number, name in
            guard let now = new[number], now != name else { return nil }
            return RenamedResident(number: number, onPaper: name, now: now)
        }
    }
}

/// Where two papers differ.
enum PaperDifference {
    static func lines(_ old: Document, _ new: Document) throws -> [String] {
        let before = try Paginator().pages(of: old).flatMap { TextPages.lines(of: $0) }
        let after = try Paginator().pages(of: new).flatMap { TextPages.lines(of: $0) }
        let difference = after.difference(from: before)
        return difference.prefix(20).map { change in
            switch change {
            case .remove(_, let line, _): "- \(line)"
            case .insert(_, let line, _): "+ \(line)"
            }
        }
    }
}

/// What can not be put on paper, as a failure of a command.
enum PaperFailure {
    static func translated<Value>(_ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch let error as PaperError {
            throw CommandFailure(.refused, error.happened, unchanged: phrase("No page was made."), remedy: error.remedy)
        }
    }
}

struct PaperOutput: Encodable {
    let number, kind, about, madeAt, by, checkCode: String
    let file: String?

    init(_ record: PaperRecord, path: String?, offset: UTCOffset) {
        number = record.number
        kind = record.kind.rawValue
        about = record.subject
        madeAt = WallTime(record.madeAt, at: offset).description
        by = record.actor.name
        checkCode = record.code
        file = path
    }
}

private struct CheckOutput: Encodable {
    let number, title, madeAt, by: String
    let upToEntry: Int64
    let agrees: Bool
    let renamed: [RenamedResident]

    init(_ record: PaperRecord, _ document: Document, agrees: Bool, renamed: [RenamedResident], offset: UTCOffset) {
        self.renamed = renamed
        number = record.number
        title = document.title.english
        madeAt = WallTime(record.madeAt, at: offset).description
        by = record.actor.name
        upToEntry = record.upTo
        self.agrees = agrees
    }
}
