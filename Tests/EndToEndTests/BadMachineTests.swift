// Protects the money when the machine is bad: a full disk, a folder that can not be written.
// How: the real program under strace, which lets writes fail from the start or for a while; and as a user who may not write.
import Foundation
import Testing

struct BadMachineTests {
    @Test func aBadDiskIsToldAndNothingIsSold() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        let arguments = [
            "-f", "-o", "/dev/null", "-e", "trace=pwrite64", "-e", "inject=pwrite64:error=ENOSPC:when=1+", Program.path, "topup", "3-418",
            "50",
            "--wait", "0", "--campus", campus.path,
        ]
        let finished = try Shell.run("/usr/bin/strace", arguments)
        #expect(finished.status == 1, "\(finished.output)\(finished.errors)")
        #expect(finished.errors.contains("The disk is full."), "\(finished.errors)")
        #expect((try campus.run("orders", "--json").json() as? [Any])?.isEmpty == true)
        #expect(try campus.run("verify").status == 0)
    }

    @Test func aDiskThatIsFullForAWhileIsToldOnTheScreen() throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        let terminal = try TmuxTerminal(demo.console)
        defer { terminal.close() }
        try terminal.previewTopUp()
        let full = try BadDisk(of: terminal.console(), file: "\(demo.path)/books.sqlite")
        defer { full.end() }
        try terminal.type("+")
        try terminal.wait(for: "The disk is full.")
        #expect(try demo.orderStates("3-418") == [])
        full.end()
        try terminal.type("Enter")
        try terminal.wait(for: "posts this sale")
        try terminal.type("+")
        try terminal.wait(for: "The meter was read back and holds the credit.")
        try terminal.quit()
        try demo.expectBalancedBooks()
    }

    /// Emptying the journal is the last act of a commit. What is read behind it may fail; the sale stands, and it is not sold again.
    @Test func aSaleIsNotDeniedWhenTheBooksCanNotBeReadBehindIt() throws {
        let demo = try DemoFixture()
        defer { demo.remove() }
        let terminal = try TmuxTerminal(demo.console)
        defer { terminal.close() }
        try terminal.previewTopUp()
        let books = "\(demo.path)/books.sqlite"
        let slow = try BadDisk(of: terminal.console(), file: books, "ftruncate:delay_exit=3000000")
        defer { slow.end() }
        try terminal.type("+")
        try Self.waitForASale(in: books)
        // While the committing call is held up at its end, the head of the file becomes something else.
        let file = try #require(FileHandle(forUpdatingAtPath: books))
        let head = try #require(try file.read(upToCount: 100))
        try file.seek(toOffset: 0)
        try file.write(contentsOf: Data(repeating: 7, count: head.count))
        let screen = try terminal.wait(for: "damaged")
        try file.seek(toOffset: 0)
        try file.write(contentsOf: head)
        slow.end()
        let later = try terminal.wait(for: "The meter was read back and holds the credit.")
        for screen in [screen, later] {
            #expect(!screen.contains("Nothing was written") && !screen.contains("posts this sale"), "\(screen)")
        }
        #expect(try demo.orderStates("3-418").count == 1)
        try terminal.quit()
        try demo.expectBalancedBooks()
    }

    /// Waits for a sale behind which the journal was emptied, past the lock that the call that is held up still has.
    private static func waitForASale(in books: String) throws {
        let words = """
            import os, sqlite3, sys, time
            question = "SELECT count(*) FROM meterOrder WHERE room = '3-418'"
            end = time.monotonic() + 30
            while time.monotonic() < end:
                try: found = sqlite3.connect(f"file:{sys.argv[1]}?immutable=1", uri=True).execute(question).fetchone()[0]
                except sqlite3.DatabaseError: continue  # half written
                if found == 1 and os.path.getsize(sys.argv[1] + "-journal") == 0: sys.exit(0)
            sys.exit("no sale")
            """
        let waited = try Shell.run("/usr/bin/python3", ["-c", words, books])
        #expect(waited.status == 0, "\(waited)")
    }

    @Test func aFolderThatCanNotBeWrittenIsTold() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        _ = try Shell.run("/bin/chmod", ["-R", "a+rX,a-w", campus.folder.path])
        defer { _ = try? Shell.run("/bin/chmod", ["-R", "u+w", campus.folder.path]) }
        // Root may write everywhere, so the program runs as a user who owns nothing here.
        let program = (getuid() == 0 ? ["/usr/bin/setpriv", "--reuid=65534", "--clear-groups"] : ["/usr/bin/env"]) + [Program.path]
        let sale = ["topup", "3-418", "50", "--wait", "0", "--campus", campus.path]
        let finished = try Shell.run(program[0], program.dropFirst() + sale)
        #expect(finished.status == 1, "\(finished)")
        #expect(finished.errors.contains("can not be written"), "\(finished)")
        let terminal = try TmuxTerminal((program + ["console", "--campus", campus.path]).joined(separator: " "))
        defer { terminal.close() }
        let screen = try terminal.wait(for: "SANE")
        #expect(screen.contains("ENDED-1"), "\(screen)")
        #expect(terminal.sent.contains("not be written"), "\(screen)")
        try terminal.expectShellsTerminal()
        #expect((try campus.run("orders", "--json").json() as? [Any])?.isEmpty == true)
    }
}

/// A disk that fails for a database or is slow, as one process that runs already sees it.
private final class BadDisk {
    private var strace: ChildProcess?

    init(of process: pid_t, file: String, _ injection: String = "pwrite64:error=ENOSPC") throws {
        let call = injection.prefix { $0 != ":" }
        let words = Pipe()
        let strace = try ChildProcess(
            "/usr/bin/strace",
            [
                "-f", "-o", "/dev/null", "-P", file, "-P", file + "-journal", "-e", "trace=\(call)", "-e", "inject=\(injection)", "-p",
                "\(process)",
            ], input: .nullDevice, output: words.fileHandleForWriting, errors: words.fileHandleForWriting)
        self.strace = strace
        try words.fileHandleForWriting.close()
        var said = ""
        while !said.contains("attached") {
            let more = words.fileHandleForReading.availableData
            guard !more.isEmpty else {
                end()
                throw WaitedInVain(what: "strace: \(said)")
            }
            said += String(decoding: more, as: UTF8.self)
        }
    }

    func end() {
        guard let strace else { return }
        self.strace = nil
        kill(strace.id, SIGTERM)
        _ = strace.wait()
    }
}
