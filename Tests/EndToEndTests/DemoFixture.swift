// A small demo campus with its field equipment as a process of its own, which ends with the test.
import Foundation

struct DemoFixture {
    let folder: TemporaryFolder
    var path: String { folder.file("demo") }

    /// Makes the campus and starts its equipment; the console is not opened.
    init(rooms: Int = 24, faults: String = "") throws {
        folder = try TemporaryFolder()
        try start(rooms: rooms, faults: faults)
    }

    /// Starts the equipment, of a new campus or of the one that is there.
    func start(rooms: Int = 24, faults: String = "") throws {
        var arguments = ["demo", "--campus", path, "--rooms", "\(rooms)", "--no-console", "--idle", "300"]
        if !faults.isEmpty { arguments += ["--faults", faults] }
        let made = try Shell.run(Program.path, arguments)
        if made.status != 0 { throw WaitedInVain(what: made.output + made.errors) }
    }

    /// The console of this campus as a command for a terminal.
    var console: String { "\(Program.path) console --campus \(path) --theme default" }

    func run(_ arguments: String...) throws -> Finished { try Shell.run(Program.path, arguments + ["--campus", path]) }

    /// Ends the equipment, as a power cut in the cabinet would.
    func cutField() {
        _ = try? Shell.run("/usr/bin/pkill", ["-KILL", "-f", "simulate --campus \(path) "])
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
}
