// Protects the words about money from a disk that fails behind the commit: what stands is never denied, and the same again says what
// came of it.
// How: strace answers the last reads of the books with errors, after a void or the taking out of credit was committed.
import Foundation
import Testing

struct FailingAnswerTests {
    @Test func creditThatIsTakenOutIsNotDenied() async throws {
        try await elsewhere {
            let campus = try CrashCampus(rooms: 2)
            try FailingRefundTests.begin(campus)
            _ = try Program.run(Program.path, FailingRefundTests.approve(campus))
            let take = ["refund", "take", FailingRefundTests.run, "--wait", "0", "--campus", campus.path]
            try Self.failBehind(take, "SELECT count(*) FROM refundEvent WHERE event = 'taken'", campus)
        }
    }

    @Test func aVoidIsNotDeniedAndItsMoneyIsNotLost() async throws {
        try await elsewhere {
            let campus = try CrashCampus(rooms: 2)
            let room = try String(contentsOfFile: campus.sales, encoding: .utf8).split(separator: "\n")[1].prefix { $0 != "," }
            let sold = try Program.run(Program.path, ["topup", String(room), "20", "--wait", "0", "--campus", campus.path])
            let sale = try campus.query("SELECT max(sequence) FROM entry WHERE kind = 'sale'")
            #expect(sale > 0, "\(sold.words)")
            let void = ["void", "\(sale)", "--as", "li", "--reason", "wrong room", "--id", "V1", "--wait", "0", "--campus", campus.path]
            try Self.failBehind(void, "SELECT count(*) FROM entry WHERE kind = 'void'", campus)
            let again = try Program.run(Program.path, void)
            #expect(again.status == 0 && again.output.contains("20.00 yuan were paid"), "\(again.words)")
            #expect(again.output.contains("counts the drawer"), "\(again.words)")
            #expect(!again.output.contains("Give back"), "\(again.words)")
            let unnamed = try Program.run(Program.path, void.filter { !["--id", "V1"].contains($0) })
            #expect(unnamed.status == 1 && unnamed.errors.contains("--id V1"), "\(unnamed.words)")
        }
    }

    /// Runs a command whose last reads of the books fail, one more each time; at the end it stands.
    private static func failBehind(_ command: [String], _ standing: String, _ campus: CrashCampus) throws {
        let copies = try TemporaryFolder()
        try campus.copyBooks(to: copies.file("before"))
        let watch = ["-P", campus.books, "-e", "trace=pread64"]
        _ = try Program.traced(["-o", copies.file("trace")] + watch, Program.path, command)
        let reads = try String(contentsOfFile: copies.file("trace"), encoding: .utf8).components(separatedBy: "pread64(").count - 1
        var stood = 0
        for last in 1...3 where last < reads {
            try campus.restoreBooks(from: copies.file("before"))
            let failure = "pread64:error=EIO:when=\(reads - last + 1)+"
            let finished = try Program.traced(["-o", "/dev/null"] + watch + ["-e", "inject=\(failure)"], Program.path, command)
            guard try campus.query(standing) > 0 else { continue }
            stood += 1
            #expect(finished.status != 0, "\(failure): \(finished.words)")
            #expect(!finished.words.contains("Nothing was"), "\(failure): denied: \(finished.words)")
            #expect(finished.words.contains("in the books"), "\(failure): \(finished.words)")
        }
        #expect(stood > 0, "no read of \(reads) came behind the commit")
        if try campus.query(standing) == 0 { _ = try Program.run(Program.path, command) }
    }
}
