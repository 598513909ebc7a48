import ArgumentParser
import Domain
import Foundation
import Operations
import Phrases
import Store

/// Writes books as text for other programs.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write books as text for other programs.", subcommands: [ExportJournalCommand.self])
}

/// Writes the journal as text for hledger, as CSV or as JSON.
struct ExportJournalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal", abstract: "Write the journal as text for hledger, as CSV or as JSON.",
        discussion: """
            The hash of every entry is checked on the way. Needs the folder alone, and a console may stay open.

            Ends with 0 done, 1 refused, 2 wrong words, 4 when an entry does not fit its hash.
            """)

    @Option(help: "One of: \(JournalFormat.allCases.map(\.rawValue).joined(separator: ", ")).", transform: Self.format)
    var format: JournalFormat
    @Option(help: "The first business day, for example 2026-11-01; what was before it becomes opening balances.", transform: Self.day)
    var from: Day?
    @Option(help: "The last business day.", transform: Self.day)
    var until: Day?
    @Option(help: "Write into this new file instead of the standard output; no file is written over.", completion: .file())
    var output: String?
    @OptionGroup var campus: CampusOptions

    func validate() throws {
        if let from, let until, until < from { throw ValidationError(phrase("The last day \(until) is before the first day \(from).")) }
    }

    func run() throws {
        let folder = try campus.locate()
        guard folder.hasBooks else {
            throw CommandFailure(
                .refused, phrase("There is no campus in \(folder.path)."), remedy: phrase("Name its folder: --campus DIR."))
        }
        let books = try SQLiteBooks.open(in: folder, readOnly: true)
        guard let output else {
            var target = TextTarget(descriptor: STDOUT_FILENO, name: phrase("the standard output"))
            _ = try books.export(as: format, from: from, until: until) { try target.write($0) }
            return try target.flush()
        }
        let entries = try writing(books, to: output)
        Complaint.print(phrase("\(entries) entries written to \(output)."))
    }

    private func writing(_ books: SQLiteBooks, to path: String) throws -> Int64 {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o660)
        guard file >= 0 else {
            let reason = errno
            if reason == EEXIST {
                throw CommandFailure(
                    .refused, phrase("\(path) is there already."), unchanged: phrase("It was left as it is."),
                    remedy: phrase("Name a new file."))
            }
            throw CommandFailure(
                .refused, phrase("\(path) can not be made: \(String(cString: strerror(reason)))."),
                unchanged: phrase("Nothing was written."),
                remedy: phrase("Name a file in a folder that is there and can be written."))
        }
        defer { close(file) }
        do {
            var target = TextTarget(descriptor: file, name: path)
            let entries = try books.export(as: format, from: from, until: until) { try target.write($0) }
            try target.flush()
            guard fsync(file) == 0 || errno == EINVAL else { throw TextTarget.failure(path, errno) }
            return entries
        } catch {
            // Half a journal must not pass for a whole one.
            unlink(path)
            throw error
        }
    }

    private static func format(_ text: String) throws -> JournalFormat {
        guard let format = JournalFormat(rawValue: text) else { throw ValidationError(phrase("\"\(text)\" is no form of a journal.")) }
        return format
    }

    private static func day(_ text: String) throws -> Day {
        guard let day = Day(text) else { throw ValidationError(phrase("\"\(text)\" is no day; write it like 2026-11-21.")) }
        return day
    }
}

/// Text on its way to a descriptor, collected so that the disk is not asked for every line.
private struct TextTarget {
    let descriptor: Int32
    let name: String
    private var pending: [UInt8] = []

    init(descriptor: Int32, name: String) {
        self.descriptor = descriptor
        self.name = name
    }

    mutating func write(_ text: String) throws {
        pending.append(contentsOf: text.utf8)
        if pending.count >= 1 << 16 { try flush() }
    }

    mutating func flush() throws {
        var rest = pending[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw TextTarget.failure(name, errno) }
            rest = rest.dropFirst(written)
        }
        pending.removeAll(keepingCapacity: true)
    }

    static func failure(_ name: String, _ reason: Int32) -> CommandFailure {
        CommandFailure(
            .refused, phrase("Writing to \(name) failed: \(String(cString: strerror(reason)))."),
            unchanged: phrase("The books are as they were."),
            remedy: phrase("Free some space or name another file, and export again."))
    }
}
