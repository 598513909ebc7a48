// A command of the program that is killed right before its n-th call of one kind: strace sends SIGKILL.
import Foundation

struct KilledCommand {
    let arguments: [String]

    /// How often an unharmed run makes each of these calls, on the thread that makes the most of them: strace counts by thread.
    func counts(of calls: [String]) throws -> [(call: String, count: Int)] {
        let folder = try TemporaryFolder()
        let log = folder.file("trace")
        _ = try Program.traced(["-o", log, "-e", "trace=\(calls.joined(separator: ","))"], Program.path, arguments)
        var counts: [String: [Substring: Int]] = [:]
        for line in try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 1)
            guard words.count == 2, let call = calls.first(where: { words[1].drop { $0 == " " }.hasPrefix($0 + "(") }) else { continue }
            counts[call, default: [:]][words[0], default: 0] += 1
        }
        return calls.map { ($0, counts[$0]?.values.max() ?? 0) }
    }

    /// Runs it; it is not killed when it makes fewer calls.
    func run(killedAt call: String, number: Int) throws -> Finished {
        // Not with --seccomp-bpf: strace sends no signals then.
        try Program.run(
            "/usr/bin/strace",
            ["-f", "-o", "/dev/null", "-e", "trace=\(call)", "-e", "inject=\(call):signal=SIGKILL:when=\(number)", Program.path] + arguments
        )
    }

    /// Runs it until it ends or `isTime`, which is asked all the while, says that it must die; tells whether it died.
    func wasKilled(when isTime: () throws -> Bool) throws -> Bool {
        let process = Program.process(Program.path, arguments)
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        while process.isRunning, try !isTime() {}
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal
    }

    /// About so many numbers of calls, spread over all there are.
    static func spread(_ count: Int, about wanted: Int) -> [Int] {
        count == 0 ? [] : Array(stride(from: 1, through: count, by: max(1, count / wanted)))
    }
}
