// Protects printing: the bytes of the paper reach the printer, "printed" is only said when they have, a printer that is off keeps the job, and a
// paper that is printed again says COPY.
// How: a real CUPS server of its own on loopback with one socket printer, which is a file behind a port that is opened and closed.
import Foundation
import Testing

@Suite("Printing")
struct PrintingTests {
    @Test("printed, printed again as a copy, and kept while the printer is off")
    func prints() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        let server = try PrintServer()
        defer { server.stop() }
        let printer = try server.openPrinter()
        let made = try #require(try campus.run("report", "sales", "--json").json() as? [String: Any])
        let number = try #require(made["number"] as? String)
        let paper = try Data(contentsOf: URL(filePath: try #require(made["file"] as? String)))

        let first = try server.run(["print", number, "--campus", campus.path])
        #expect(first.status == 0, "\(first.output)\(first.errors)")
        #expect(first.output.contains("printed."))
        #expect(try server.received() == paper, "the bytes that arrived are not those of the paper")

        server.close(printer)
        let off = try server.run(["print", number, "--campus", campus.path, "--wait", "1"])
        #expect(off.status == 3)
        #expect(off.output.contains("It is not printed yet; the job is kept"))
        let copy = try Data(contentsOf: URL(filePath: campus.path + "/reports/\(number)-copy.pdf"))
        #expect(try Shell.run("/usr/bin/pdftotext", ["-layout", campus.path + "/reports/\(number)-copy.pdf", "-"]).output.contains("COPY"))

        let again = try server.openPrinter()
        defer { server.close(again) }
        try server.waitUntil("the kept job is printed") {
            try server.run(["print", number, "--campus", campus.path, "--status"]).output.components(separatedBy: ": printed.").count == 3
        }
        #expect(try server.received() == paper + copy)
        #expect(try campus.run("verify").status == 0)
    }

    @Test("no server, no printer, no such paper: said, and nothing is printed")
    func refusals() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        let made = try #require(try campus.run("report", "sales", "--json").json() as? [String: Any])
        let number = try #require(made["number"] as? String)
        let nowhere = try Shell.run(
            Program.path, ["print", number, "--campus", campus.path], environment: ["CUPS_SERVER": "127.0.0.1:1"])
        #expect(nowhere.status == 3)
        #expect(nowhere.errors.contains("does not answer"))
        let server = try PrintServer()
        defer { server.stop() }
        #expect(try server.run(["print", number, "--campus", campus.path, "--printer", "nobody"]).errors.contains("did not take the job"))
        #expect(try server.run(["print", "RC-2026-999999", "--campus", campus.path]).errors.contains("There is no paper"))
        #expect(try server.run(["print", "--list"]).output.contains("office"))
        #expect(try server.run(["print", number, "--campus", campus.path, "--status"]).output.contains("It was never printed."))
    }
}

/// A CUPS server in a folder of its own, with one raw queue `office` to a port on loopback.
final class PrintServer {
    private let folder: TemporaryFolder
    private let port: Int
    private let printerPort: Int
    private let server: ChildProcess

    init() throws {
        folder = try TemporaryFolder()
        (port, printerPort) = (try FreePort.find(), try FreePort.find())
        for name in ["run", "spool", "cache", "tmp", "run/certs"] {
            try FileManager.default.createDirectory(atPath: folder.file(name), withIntermediateDirectories: true)
        }
        try folder.write(
            "cupsd.conf",
            """
            Listen 127.0.0.1:\(port)
            LogLevel warn
            Browsing Off
            WebInterface No
            DefaultAuthType None
            JobRetryInterval 1
            <Location />
              Order allow,deny
              Allow all
            </Location>
            <Policy default>
              <Limit All>
                Order allow,deny
                Allow all
              </Limit>
            </Policy>

            """)
        try folder.write(
            "cups-files.conf",
            """
            User lp
            Group lp
            SystemGroup root
            ServerRoot \(folder.path)
            ServerBin /usr/lib/cups
            DataDir /usr/share/cups
            StateDir \(folder.file("run"))
            RequestRoot \(folder.file("spool"))
            CacheDir \(folder.file("cache"))
            TempDir \(folder.file("tmp"))
            AccessLog \(folder.file("access_log"))
            ErrorLog \(folder.file("error_log"))
            PageLog \(folder.file("page_log"))

            """)
        try folder.write(
            "printers.conf",
            """
            <DefaultPrinter office>
            Info The office
            DeviceURI socket://127.0.0.1:\(printerPort)
            State Idle
            Accepting Yes
            Shared No
            ErrorPolicy retry-job
            </DefaultPrinter>

            """)
        _ = try Shell.run("/bin/chown", ["-R", "lp:lp", folder.path])
        _ = try Shell.run("/bin/chmod", ["-R", "go+rX", folder.path])
        try folder.write("nothing", "")
        let nothing = try FileHandle(forReadingFrom: folder.url.appending(path: "nothing"))
        try folder.write("words", "")
        let words = try FileHandle(forWritingTo: folder.url.appending(path: "words"))
        server = try ChildProcess(
            "/usr/sbin/cupsd", ["-f", "-c", folder.file("cupsd.conf"), "-s", folder.file("cups-files.conf")], input: nothing, output: words,
            errors: words)
        try waitUntil("the print server listens") { try self.run(["print", "--list"]).status == 0 }
    }

    /// Where programs find it, for `CUPS_SERVER`.
    var address: String { "127.0.0.1:\(port)" }

    func run(_ words: [String]) throws -> Finished {
        try Shell.run(Program.path, words, environment: ["CUPS_SERVER": address])
    }

    /// Switches the printer on: whatever arrives is kept in one file.
    func openPrinter() throws -> ChildProcess {
        let nothing = try FileHandle(forReadingFrom: folder.url.appending(path: "nothing"))
        let words = try FileHandle(forWritingTo: folder.url.appending(path: "words"))
        let script = """
            import socket, sys
            listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
            while True:
                connection, _ = listener.accept()
                with connection, open(sys.argv[2], "ab") as paper:
                    while piece := connection.recv(65536):
                        paper.write(piece)
            """
        return try ChildProcess(
            "/usr/bin/python3", ["-c", script, "\(printerPort)", folder.file("paper")], input: nothing, output: words, errors: words)
    }

    func close(_ printer: ChildProcess) {
        kill(printer.id, SIGKILL)
        _ = printer.wait()
    }

    func received() throws -> Data { try Data(contentsOf: folder.url.appending(path: "paper")) }

    func waitUntil(_ what: String, _ isTrue: () throws -> Bool) throws {
        let deadline = Date.now.addingTimeInterval(60)
        while try !isTrue() {
            if Date.now > deadline {
                throw WaitedInVain(what: what + "\n" + ((try? folder.read("error_log")) ?? "") + ((try? folder.read("words")) ?? ""))
            }
        }
    }

    func stop() {
        kill(server.id, SIGTERM)
        _ = server.wait()
        folder.remove()
    }
}

/// A port on loopback that nobody listens on.
private enum FreePort {
    static func find() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { Glibc.close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard result else { throw WaitedInVain(what: "a free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
