// Protects papers from a disk that fills while they are written: no half of one stands under its name, an older one stays, nothing is said
// to be saved, and the message says what happened, what stands and what to do; what is in the books is saved when there is room again.
// How: the real program; a limit of the size of files stops a file in its middle as a full disk does, and strace lets any call for it fail.
import Foundation
import Testing

@Suite("Papers on a full disk")
struct FullDiskPaperTests {
    /// A campus with a run of refunds, and what its folder of papers holds.
    private struct Reports {
        let campus: SmallCampus
        let folder: String
        let number: String
        let old: [String: Data]

        init() throws {
            campus = try RefundBySlipTests.campus()
            let made = try #require(
                try campus.run("report", "statement", "grad", "--all", "--json").json() as? [[String: Any]])
            number = try #require(made.first?["number"] as? String)
            folder = campus.path + "/reports"
            for ending in ["pdf", "txt"] { _ = try campus.run("paper", number, "--to", "\(folder)/old.\(ending)") }
            old = try Reports.files(in: folder)
            #expect(old.count == 3)
        }

        static func files(in folder: String) throws -> [String: Data] {
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            return Dictionary(uniqueKeysWithValues: try names.map { ($0, try Data(contentsOf: URL(filePath: "\(folder)/\($0)"))) })
        }

        /// Nothing is new, nothing is gone, nothing is another; and the books are as good as ever.
        func expectUntouched(_ finished: Finished, _ comment: Comment, _ location: SourceLocation = #_sourceLocation) throws {
            #expect(finished.status == 1, "\(comment): \(finished)", sourceLocation: location)
            #expect(finished.output == "", comment, sourceLocation: location)
            #expect(finished.errors.contains("can not be written"), "\(comment): \(finished)", sourceLocation: location)
            #expect(finished.errors.contains("kept in the books"), comment, sourceLocation: location)
            #expect(finished.errors.contains("older file of that name stands as it was"), comment, sourceLocation: location)
            #expect(
                finished.errors.contains("Check the folder and the free space, then: dormwatt paper ST-"), comment, sourceLocation: location
            )
            #expect(try Reports.files(in: folder) == old, comment, sourceLocation: location)
        }
    }

    @Test("a PDF that stops in its middle, new and in place of an older one")
    func middle() throws {
        let reports = try Reports()
        defer { reports.campus.remove() }
        for name in ["old.pdf", "new.pdf"] {
            // 8 kB: so much the books need to be opened, and a PDF has more.
            #expect(try #require(reports.old["old.pdf"]).count > 10_000)
            let full = try Shell.run(
                "/bin/sh",
                ["-c", "trap '' XFSZ; ulimit -f 16; exec \"$@\"", "sh", Program.path, "paper", reports.number]
                    + ["--to", "\(reports.folder)/\(name)", "--campus", reports.campus.path])
            try reports.expectUntouched(full, "\(name)")
            #expect(full.errors.contains("File too large"), "\(full)")
        }
        let later = try reports.campus.run("paper", reports.number, "--to", reports.folder + "/new.pdf")
        #expect(later.status == 0 && later.output == reports.folder + "/new.pdf\n", "\(later)")
        #expect(try Reports.files(in: reports.folder)["new.pdf"] == reports.old["old.pdf"], "the same paper is the same bytes")
    }

    /// What is asked of the disk for the file: pieces (the databases write by pwrite64), that they are brought to the medium, and its name.
    private static let calls: [(call: String, when: String)] = [
        ("write", "1"), ("write", "3"), ("fsync", "1+"), ("/^rename", "1+"),
    ]

    @Test("every call for one file of many statements, and for a single paper, as PDF and as text", arguments: calls)
    func everyCall(call: String, when: String) throws {
        let reports = try Reports()
        defer { reports.campus.remove() }
        let all = ["report", "statement", "grad", "--all"]
        let single = ["paper", reports.number, "--to"]
        for words in [single + [reports.folder + "/old.pdf"], single + [reports.folder + "/new.txt"], all, all + ["--text"]] {
            let full = try Shell.run(
                "/usr/bin/strace",
                ["-f", "-o", "/dev/null", "-e", "trace=\(call)", "-e", "inject=\(call):error=ENOSPC:when=\(when)", Program.path] + words
                    + ["--campus", reports.campus.path])
            try reports.expectUntouched(full, "\(call) \(when), \(words)")
            #expect(full.errors.contains("No space left on device"), "\(full)")
        }
        let later = try reports.campus.run("paper", "ST-\(reports.number.split(separator: "-")[1])-000002", "--save")
        #expect(later.status == 0, "what was kept in the books is saved when there is room again: \(later)")
        try reports.campus.expectBalancedBooks()
    }
}

extension SmallCampus {
    fileprivate func expectBalancedBooks(_ location: SourceLocation = #_sourceLocation) throws {
        let verified = try run("verify")
        #expect(verified.status == 0, "\(verified)", sourceLocation: location)
    }
}
