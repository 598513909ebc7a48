import Curses
import Foundation
import Phrases
import Synchronization
import Terminal

/// A console without a terminal: keys from a file, screens into files. A report of a mistake can be played again so.
struct ScriptedConsole {
    private let script: KeyScript
    private let dumpFrame: String?
    private let problem = Problems()

    private final class Problems: Sendable {
        let first = Mutex<String?>(nil)
    }

    /// nil when neither a script nor a screen is wanted.
    init?(_ options: ConsoleOptions) throws {
        guard options.isScripted else { return nil }
        dumpFrame = options.dumpFrame
        let text = try options.script.map(Self.read) ?? ""
        do {
            script = try KeyScript(text: text)
        } catch {
            throw CommandFailure(
                .usage, phrase("\(options.script ?? "-"), line \(error.number): \(error.mistake.words)."),
                unchanged: phrase("No key was pressed."))
        }
    }

    private static func read(_ file: String) throws -> String {
        let data = file == "-" ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: file)
        guard let data else {
            throw CommandFailure(.usage, phrase("The script \(file) can not be read."), unchanged: phrase("No key was pressed."))
        }
        return String(decoding: data, as: UTF8.self)
    }

    func run(_ make: @escaping @ScreenLoop @Sendable (TerminalFacts, Poster<HostMessage>) -> ConsoleHost) throws -> ScriptEnding {
        let (dumpFrame, problem) = (dumpFrame, problem)
        return try ScriptLoop.play(
            script, size: Size(columns: 80, rows: 24),
            dump: { frame, file in
                guard let file = file ?? dumpFrame else { return }
                if let words = Self.write(frame.text, to: file) { problem.first.withLock { $0 = $0 ?? words } }
            }, make: make)
    }

    private static func write(_ text: String, to file: String) -> String? {
        if file == "-" {
            FileHandle.standardOutput.write(Data(text.utf8))
            return nil
        }
        do {
            try Data(text.utf8).write(to: URL(filePath: file), options: .atomic)
            return nil
        } catch {
            return phrase("The screen can not be written to \(file): \(error.localizedDescription)")
        }
    }

    /// Tells how it ended; throws the exit status.
    func report(_ ending: ScriptEnding) throws {
        if let words = problem.first.withLock({ $0 }) { throw CommandFailure(.refused, words) }
        switch ending {
        case .played: return
        case .terminated: throw ExitStatus.refused.exit
        case .notSeen(let text, let line):
            throw CommandFailure(
                .outOfReach, phrase("Line \(line) waits for \"\(text)\", and the screen did not show it."),
                unchanged: phrase("The keys before it were pressed; those after it were not."),
                remedy: phrase("See the screen with --dump-frame -."))
        }
    }
}

extension KeyScript.Misread.Mistake {
    fileprivate var words: String {
        switch self {
        case .needsWord(let step): phrase("\"\(step)\" needs a word behind it")
        case .noKey(let word): phrase("\"\(word)\" is no key; such are a, Enter, Esc, F5, Ctrl-L, Shift-Up, Resize:80x24")
        }
    }
}
