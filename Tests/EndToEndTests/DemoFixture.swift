// A small demo campus with its field equipment as a process of its own, which ends with the test.
import Foundation
import Testing

struct DemoFixture {
    let folder: TemporaryFolder
    var path: String { folder.file("demo") }

    /// Makes the campus and starts its equipment; the console is not opened.
    init(faults: String = "") throws {
        let pattern = try Self.pattern.get()
        folder = try TemporaryFolder()
        do {
            try FileManager.default.copyItem(atPath: pattern.file("demo"), toPath: path)
            try start(faults: faults)
        } catch {
            remove()
            throw error
        }
    }

    private init(new folder: TemporaryFolder) { self.folder = folder }

    /// A place where no campus was made yet.
    static func nothing() throws -> DemoFixture { DemoFixture(new: try TemporaryFolder()) }

    /// The books as an auditor finds them.
    func expectBalancedBooks(_ location: SourceLocation = #_sourceLocation) throws {
        let verified = try run("verify")
        #expect(verified.status == 0 && verified.output.contains("entries agree"), "\(verified)", sourceLocation: location)
    }

    /// The campus as the program made it, without equipment that runs: thirty days of history are made once, every test has its own copy.
    private static let pattern: Result<TemporaryFolder, any Error> = Result {
        let demo = DemoFixture(new: try TemporaryFolder())
        atexit { try? DemoFixture.pattern.get().remove() }
        try demo.start(rooms: 24)
        demo.cutField()
        return demo.folder
    }

    /// Starts the equipment, of a new campus or of the one that is there.
    func start(rooms: Int = 24, faults: String = "") throws {
        var arguments = ["demo", "--campus", path, "--rooms", "\(rooms)", "--no-console", "--idle", "300"]
        if !faults.isEmpty { arguments += ["--faults", faults] }
        let made = try Shell.run(Program.path, arguments)
        if made.status != 0 { throw WaitedInVain(what: made.output + made.errors) }
    }

    /// The console of this campus as a command for a terminal, without its theme.
    var plainConsole: String { "\(Program.path) console --campus \(path)" }
    var console: String { "\(plainConsole) --theme default" }

    func run(_ arguments: String...) throws -> Finished { try Shell.run(Program.path, arguments + ["--campus", path]) }

    func run(_ arguments: [String], environment: [String: String]) throws -> Finished {
        try Shell.run(Program.path, arguments + ["--campus", path], environment: environment)
    }

    /// Ends the equipment, as a power cut in the cabinet would.
    func cutField() {
        let left = try? Processes.end(named: "simulate --campus \(path) ")
        if left != [] { Issue.record("equipment is left: \(String(describing: left))") }
    }

    func remove() {
        cutField()
        folder.remove()
    }

    /// A field of `dormwatt room --json`'s summary or of its top level.
    func room(_ name: String, _ key: String) throws -> Any? {
        let all = try run("room", name, "--json").json() as? [String: Any]
        return all?[key] ?? (all?["summary"] as? [String: Any])?[key]
    }

    /// The states of every order of a room, the oldest first.
    func orderStates(_ room: String) throws -> [String] {
        let orders = try #require(try run("orders", "--all", "--room", room, "--json").json() as? [[String: Any]])
        return orders.compactMap { $0["state"] as? String }
    }
}
