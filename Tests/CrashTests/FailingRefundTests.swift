// Protects the words about a refund from a disk that fails: what stands in the books is never denied, and the same again makes it whole.
// How: strace answers the calls that empty the journal with errors while rooms are approved; afterwards the books are read.
import Foundation
import Operations
import Store
import Testing

struct FailingRefundTests {
    static let run = "graduation"

    /// Emptying the journal is the last act of a commit: SQLite answers with an error then, and the transaction stands all the same.
    @Test func whatStandsIsNeverDenied() async throws {
        try await elsewhere {
            let campus = try CrashCampus(rooms: 3)
            try Self.begin(campus)
            let copies = try TemporaryFolder()
            try campus.copyBooks(to: copies.file("before"))
            let calls = try Self.calls(of: campus, copies)
            #expect(calls > 1)
            // The last ones: that of the approval itself, and one before it.
            for (call, lasts) in (max(calls - 1, 1)...max(calls, 1)).flatMap({ call in [false, true].map { (call, $0) } }) {
                try campus.restoreBooks(from: copies.file("before"))
                let failure = "ftruncate:error=EIO:when=\(call)\(lasts ? "+" : "")"
                let finished = try Program.traced(
                    ["-o", "/dev/null", "-e", "trace=ftruncate", "-e", "inject=\(failure)"], Program.path, Self.approve(campus))
                try Self.judge(finished, failure, campus)
                _ = try Program.run(Program.path, Self.approve(campus))
                #expect(try Self.approved(campus) == campus.rooms, "after \(failure)")
                #expect(try SQLiteBooks.open(in: CampusFolder(campus.path)).verify().findings == [], "after \(failure)")
            }
        }
    }

    private static func judge(_ finished: Finished, _ failure: String, _ campus: CrashCampus) throws {
        let approved = try approved(campus)
        let words = (finished.errors + finished.output).lowercased()
        #expect(approved == 0 || approved == campus.rooms, "\(failure): \(approved) rooms")
        if words.contains("nothing was written") { #expect(approved == 0, "\(failure): denied: \(words)") }
        switch finished.status {
        case 0: #expect(approved == campus.rooms, "\(failure): \(words)")
        case 1: #expect(approved == 0 || words.contains("stands in the books"), "\(failure): \(words)")
        default: #expect(finished.status == 3 && words.contains("not known"), "\(failure): \(finished.words)")
        }
    }

    /// Everybody has bought and leaves; the run is started and nothing of it approved.
    static func begin(_ campus: CrashCampus) throws {
        func require(_ arguments: [String]) throws {
            let finished = try Program.run(Program.path, arguments + ["--campus", campus.path])
            #expect(finished.status == 0, "\(arguments): \(finished.words)")
        }
        _ = try Program.run(Program.path, campus.topUp(wait: 60))
        let rooms = try String(contentsOfFile: campus.sales, encoding: .utf8).split(separator: "\n").dropFirst().compactMap {
            $0.split(separator: ",").first.map(String.init)
        }
        let roster = campus.path + "/roster.csv"
        let lines = rooms.enumerated().map { "S\($0.offset),Li \($0.offset),\($0.element)" }
        try (["number,name,room"] + lines + [""]).joined(separator: "\n").write(toFile: roster, atomically: true, encoding: .utf8)
        try require(["import", "residents", roster])
        try require(["refund", "start", run] + rooms)
    }

    static func approve(_ campus: CrashCampus) -> [String] { ["refund", "approve", run, "--as", "li", "--campus", campus.path] }

    private static func approved(_ campus: CrashCampus) throws -> Int {
        Int(try campus.query("SELECT count(*) FROM refundEvent WHERE event = 'approved'"))
    }

    private static func calls(of campus: CrashCampus, _ folder: TemporaryFolder) throws -> Int {
        let watched = ["-o", folder.file("trace"), "-e", "trace=ftruncate"]
        _ = try Program.traced(watched, Program.path, approve(campus))
        return try String(contentsOfFile: folder.file("trace"), encoding: .utf8).components(separatedBy: "ftruncate(").count - 1
    }
}
