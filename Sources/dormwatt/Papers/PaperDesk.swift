import Domain
import Foundation
import Operations
import Paper
import Reports
import Store

/// Makes papers, keeps them in the books, saves them as files and holds them against the books again.
struct PaperDesk {
    let session: CampusSession

    /// Writes a paper and keeps it under a number of its own.
    func file(_ subject: PaperSubject) throws -> (record: PaperRecord, document: Document) {
        let at = session.clock.now()
        let day = Day(of: at, at: session.rules.offset)
        // What it says is found before the number is taken, so that no transaction is long; entries written meanwhile are not in it.
        let upTo = try session.books.lastEntry()
        let (title, blocks) = try PaperWriter(session: session, upTo: upTo, at: at).write(subject)
        var filed: Document?
        let record = try session.books.file(subject.kind, year: day.date.year) { number in
            let document = sealed(
                Document(
                    number: number, title: title, issuer: session.rules.campus, issued: WallTime(at, at: session.rules.offset).description,
                    checkCode: "", blocks: blocks))
            filed = document
            return PaperRecord(
                number: number, kind: subject.kind, subject: subject.text, upTo: upTo, madeAt: at, actor: session.actor,
                code: document.checkCode, content: try Self.text(document))
        }
        guard let filed else { throw BooksError.other("the paper was not made; nothing was written") }
        return (record, filed)
    }

    /// What a paper would say; it gets no number and no code.
    func preview(_ subject: PaperSubject) throws -> Document {
        let at = session.clock.now()
        let (title, blocks) = try PaperWriter(session: session, upTo: try session.books.lastEntry(), at: at).write(subject)
        return Document(
            number: "PREVIEW", title: title, issuer: session.rules.campus, issued: WallTime(at, at: session.rules.offset).description,
            checkCode: "none", blocks: blocks)
    }

    /// A paper as it was given out.
    func document(_ record: PaperRecord) throws -> Document {
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(record.content.utf8)) else {
            throw BooksError.damaged("paper \(record.number) can not be read")
        }
        return document
    }

    /// What the books say today of the same subject, up to the same entry, under the same number.
    func rewritten(_ record: PaperRecord) throws -> Document {
        guard let subject = PaperSubject(record.kind, record.subject) else {
            throw BooksError.damaged("paper \(record.number) does not say what it is about")
        }
        let (title, blocks) = try PaperWriter(session: session, upTo: record.upTo, at: record.madeAt).write(subject)
        var document = try document(record)
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
        return String(decoding: try encoder.encode(document), as: UTF8.self)
    }

    /// A paper as a file, in the form of its name's ending.
    func save(_ document: Document, madeAt: Instant, to path: String) throws {
        let pages = try Paginator().pages(of: document)
        let bytes = path.hasSuffix(".pdf") ? try pdf(document, pages, madeAt: madeAt) : Array(TextPages.text(of: pages).utf8)
        do {
            // Beside it first: a disk that is full in the middle leaves no half of a paper under its name.
            try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw CommandFailure(
                .refused, "\(path) can not be written.", unchanged: "The paper is kept in the books; no file was left.",
                remedy: "Check the folder and the free space, then: dormwatt paper \(document.number) --save")
        }
    }

    /// A paper as text pages.
    func text(_ document: Document) throws -> String { TextPages.text(of: try Paginator().pages(of: document)) }

    func pdf(_ document: Document, _ pages: [Page], madeAt: Instant) throws -> [UInt8] {
        let wall = WallTime(madeAt, at: session.rules.offset)
        return try PDFPages().pdf(of: pages, title: document.title, created: "\(wall.day)T\(wall.clock)")
    }

    /// Where papers are saved unless a path is named.
    func path(of number: String, ending: String) -> String { session.folder.reports + "/\(number).\(ending)" }
}
