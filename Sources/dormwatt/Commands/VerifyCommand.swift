import ArgumentParser
import Foundation
import Operations
import Phrases
import Store

/// Reads the whole books again and says whether they agree with themselves and with what was kept of them earlier.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Read the whole journal again: hashes, chain, balance of every entry, lots, orders.",
        discussion: """
            Needs the folder alone: no collector, no meters, no settings; nothing is written, and a console may stay open.
            The heads of earlier days in log/heads.txt are held against the journal, and those of --head.

            Ends with 0 all agrees, 4 something does not, 1 when nothing can be said: no books, locked, or made by another version.
            """)

    @Option(help: "An old heads.txt, or one line of it as printed on paper: DAY NUMBER HASH.", completion: .file()) var head: String?
    @OptionGroup var campus: CampusOptions
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let folder = try campus.locate()
        guard folder.hasBooks else {
            throw CommandFailure(
                .refused, phrase("There is no campus in \(folder.path)."), remedy: phrase("Name its folder: --campus DIR."))
        }
        let own = HeadRegister(folder).read() ?? HeadRegister.Content()
        let verdict = try SQLiteBooks.verify(in: folder, against: try earlier() + own.heads)
        let findings = verdict.result.findings + own.unreadable.map { phrase("line \($0) of \(HeadRegister(folder).path) can not be read") }
        let output = VerificationOutput(verdict, findings: findings)
        if json { try JSONOutput.print(output) } else { show(output) }
        try (findings.isEmpty ? ExitStatus.done : .doesNotVerify).leave()
    }

    /// The heads of `--head`; a file with lines that are none is refused, because half a proof would pass for a whole one.
    private func earlier() throws -> [JournalHead] {
        guard let head else { return [] }
        if let line = JournalHead(line: head) { return [line] }
        guard let content = HeadRegister(path: head).read() else {
            throw CommandFailure(
                .usage, phrase("\"\(head)\" is no file and no head."),
                remedy: phrase("A head is DAY NUMBER HASH, as in log/heads.txt: 2026-11-21 1204 9f…")
            )
        }
        guard content.unreadable.isEmpty, !content.heads.isEmpty else {
            let lines = content.unreadable.map(String.init).joined(separator: ", ")
            let what = lines.isEmpty ? phrase("\(head) holds no head.") : phrase("Line \(lines) of \(head) is no head.")
            throw CommandFailure(.usage, what, remedy: phrase("Each line is DAY NUMBER HASH, as in log/heads.txt."))
        }
        return content.heads
    }

    private func show(_ output: VerificationOutput) {
        guard !output.findings.isEmpty else {
            return print(phrase("\(output.entries) entries agree. Head \(output.headLine ?? output.head)"))
        }
        for finding in output.findings { Complaint.print(finding) }
        if let bad = output.firstBad {
            Complaint.print(phrase("The first bad entry is \(bad.entry)\(bad.day.map { phrase(" of \($0)") } ?? ""): \(bad.what)."))
        }
        Complaint.print(phrase("Nothing was changed. Stop selling, keep the folder as it is, and look for a copy that verifies:"))
        Complaint.print(phrase("dormwatt backup --list, then dormwatt restore FILE."))
        print(phrase("\(output.findings.count) findings."))
    }
}

private struct VerificationOutput: Encodable {
    struct Bad: Encodable {
        let entry: Int64
        let day: String?
        let what: String
    }

    let entries: Int64
    let head: String
    /// As it stands in log/heads.txt and on paper.
    let headLine: String?
    let findings: [String]
    let firstBad: Bad?

    init(_ verdict: BooksVerdict, findings: [String]) {
        entries = verdict.result.entries
        head = verdict.result.head.hexadecimal
        headLine = verdict.lastDay.map { JournalHead(day: $0, entry: verdict.result.entries, hash: verdict.result.head).line }
        self.findings = findings
        firstBad = verdict.firstBad.map { Bad(entry: $0.number, day: $0.day.map { "\($0)" }, what: $0.what) }
    }
}
