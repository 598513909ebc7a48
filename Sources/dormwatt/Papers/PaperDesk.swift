import Domain
import Foundation
import Operations
import Paper
import Phrases
import Reports
import Store

/// Makes papers, keeps them in the books, saves them as files and holds them against the books again.
struct PaperDesk {
    let session: CampusSession

    /// Writes a paper and keeps it under a number of its own.
    func file(_ subject: PaperSubject) throws -> (record: PaperRecord, document: Document) {
        let at = session.clock.now()
        // What it says is found before the number is taken, so that no transaction is long; entries written meanwhile are not in it.
        let upTo = try session.books.lastEntry()
        let (title, blocks) = try PaperWriter(session: session, upTo: upTo, at: at).write(subject)
        guard let filed = try file([Draft(subject: subject, title: title, blocks: blocks)], upTo: upTo, at: at).first else {
            throw BooksError.other(phrase("the paper was not made; nothing was written"))
        }
        return filed
    }

    /// What a paper says before it has a number.
    private struct Draft {
        var subject: PaperSubject
        var title: Wording
        var blocks: [Block]
    }

    /// So many papers get their numbers in one transaction: a thousand single ones wait a thousand times for the disk.
    private static let filedAtOnce = 100

    /// Writes the statements of a run, of all rooms whose amount is fixed where none are named; each gets a number of its own.
    func fileStatements(_ run: RefundRunID, rooms: [RoomID]?) throws -> [(record: PaperRecord, document: Document)] {
        let at = session.clock.now()
        let upTo = try session.books.lastEntry()
        let writer = try StatementWriter(session: session, run: run, upTo: upTo, at: at)
        var drafts: [Draft] = []
        try writer.statements(of: try writer.chosen(rooms)) { room, from, title, blocks in
            drafts.append(Draft(subject: .statement(run, room, from: from), title: title, blocks: blocks))
        }
        return try stride(from: 0, to: drafts.count, by: Self.filedAtOnce).flatMap { start in
            try file(Array(drafts[start..<min(start + Self.filedAtOnce, drafts.count)]), upTo: upTo, at: at)
        }
    }

    /// Files papers of one kind in one transaction.
    private func file(_ drafts: [Draft], upTo: Int64, at: Instant) throws -> [(record: PaperRecord, document: Document)] {
        guard let kind = drafts.first?.subject.kind else { return [] }
        let day = Day(of: at, at: session.rules.offset)
        var filed: [Document] = []
        let records = try session.books.file(kind, year: day.date.year, count: drafts.count) { index, number in
            let draft = drafts[index]
            let document = sealed(
                Document(
                    number: number, title: draft.title, issuer: session.rules.campus,
                    issued: WallTime(at, at: session.rules.offset).description,
                    checkCode: "", blocks: draft.blocks))
            filed.append(document)
            return PaperRecord(
                number: number, kind: kind, subject: draft.subject.text, upTo: upTo, madeAt: at, actor: session.actor,
                code: document.checkCode, content: try Self.text(document))
        }
        return zip(records, filed).map { ($0, $1) }
    }

    /// What a paper would say; it gets no number and no code.
    func preview(_ subject: PaperSubject) throws -> Document {
        let at = session.clock.now()
        let (title, blocks) = try PaperWriter(session: session, upTo: try session.books.lastEntry(), at: at).write(subject)
        return preview(title, blocks, at: at)
    }

    /// What the statements of a run would say.
    func previewStatements(_ run: RefundRunID, rooms: [RoomID]?) throws -> [Document] {
        let at = session.clock.now()
        let writer = try StatementWriter(session: session, run: run, upTo: try session.books.lastEntry(), at: at)
        var documents: [Document] = []
        try writer.statements(of: try writer.chosen(rooms)) { _, _, title, blocks in documents.append(preview(title, blocks, at: at)) }
        return documents
    }

    private func preview(_ title: Wording, _ blocks: [Block], at: Instant) -> Document {
        Document(
            number: phrase("PREVIEW"), title: title, issuer: session.rules.campus,
            issued: WallTime(at, at: session.rules.offset).description,
            checkCode: phrase("none"), blocks: blocks)
    }

    /// A paper as it was given out.
    func document(_ record: PaperRecord) throws -> Document {
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(record.content.utf8)) else {
            throw BooksError.damaged(phrase("paper \(record.number) can not be read"))
        }
        return document
    }

    /// What the books say today of the same subject, up to the same entry, under the same number.
    ///
    /// - Parameter names: names of residents by their numbers that are to stand there; those of the roster where nil.
    func rewritten(_ record: PaperRecord, names: [String: String] = [:]) throws -> Document {
        guard let subject = PaperSubject(record.kind, record.subject) else {
            throw BooksError.damaged(phrase("paper \(record.number) does not say what it is about"))
        }
        var document = try document(record)
        let writer = PaperWriter(session: session, upTo: record.upTo, at: record.madeAt, given: document, names: names)
        let (title, blocks) = try writer.write(subject)
        document.title = title
        document.blocks = blocks
        return sealed(document)
    }

    private func sealed(_ document: Document) -> Document {
        var document = document
        document.checkCode = CheckCode.code(digest: SHA256Seal().hash(document.canonicalBytes))
        return document
    }

    private static func text(_ document: Document) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if let key = CodingUserInfoKey.keepsPhrases { encoder.userInfo[key] = true }
        return String(decoding: try encoder.encode(document), as: UTF8.self)
    }

    /// Refuses on a machine that can not draw, before a paper gets its number.
    func readyForPDF(unchanged: String) throws {
        do {
            try PDFPages().ready()
        } catch {
            throw CommandFailure(.refused, error.happened, unchanged: unchanged, remedy: error.remedy)
        }
    }

    /// A paper as a file, in the form of its name's ending.
    func save(_ document: Document, madeAt: Instant, to path: String) throws {
        try save([document], title: document.title, madeAt: madeAt, to: path)
    }

    /// Papers one after the other as one file.
    func save(_ documents: [Document], title: Wording, madeAt: Instant, to path: String) throws {
        let bytes = try bytes(of: documents, title: title, madeAt: madeAt, isPDF: path.hasSuffix(".pdf"))
        do throws(WholeFile.Failure) {
            // Beside it first: a disk that is full in the middle leaves no half of a paper under its name.
            try WholeFile(path: path).write(bytes)
        } catch {
            throw CommandFailure(
                .refused, phrase("\(path) can not be written: \(error.reason)."),
                unchanged: documents.count > 1
                    ? phrase("The \(documents.count) papers are kept in the books; an older file of that name stands as it was.")
                    : phrase("The paper is kept in the books; an older file of that name stands as it was."),
                remedy: Reader.advice(
                    console: Self.savingAgainAtConsole(documents.map(\.number)),
                    commandLine: phrase("Check the folder and the free space, then: \(Self.savingAgain(documents.map(\.number)))")))
        }
    }

    private func bytes(of documents: [Document], title: Wording, madeAt: Instant, isPDF: Bool) throws -> [UInt8] {
        do {
            return try PaperLanguage.speaking {
                let pages = try documents.flatMap { try Paginator().pages(of: $0) }
                return isPDF ? try pdf(pages, title: title.text, madeAt: madeAt) : Array(TextPages.text(of: pages).utf8)
            }
        } catch let error as PaperError {
            throw CommandFailure(
                .refused, error.happened,
                unchanged: documents.count > 1
                    ? phrase("No file was written and nothing was printed; the \(documents.count) papers are kept in the books.")
                    : phrase("No file was written and nothing was printed; the paper is kept in the books."),
                remedy: error.remedy)
        }
    }

    private static func savingAgainAtConsole(_ numbers: [String]) -> String {
        guard let first = numbers.first, let last = numbers.last, numbers.count > 1 else {
            return phrase("Check the folder and the free space, then save it again: g p, Enter, s.")
        }
        return phrase("Check the folder and the free space, then save each from \(first) to \(last) again: g p, Enter, s.")
    }

    private static func savingAgain(_ numbers: [String]) -> String {
        guard let first = numbers.first, let last = numbers.last else { return "dormwatt paper" }
        guard numbers.count > 1 else { return "dormwatt paper \(first) --save" }
        return phrase("dormwatt paper \(first) --save, and so every number up to \(last)")
    }

    /// A paper as text pages.
    func text(_ document: Document) throws -> String { TextPages.text(of: try Paginator().pages(of: document)) }

    private func pdf(_ pages: [Page], title: String, madeAt: Instant) throws -> [UInt8] {
        let wall = WallTime(madeAt, at: session.rules.offset)
        return try PDFPages().pdf(of: pages, title: title, created: "\(wall.day)T\(wall.clock)")
    }

    /// Where papers are saved unless a path is named.
    func path(of number: String, ending: String) -> String { session.folder.reports + "/\(number).\(ending)" }
}
