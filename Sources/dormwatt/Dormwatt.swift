import ArgumentParser
import CMemory
import Foundation
import Phrases
import Settings
import Store

/// The program: one command a verb of the desk, and the console when no verb is given.
@main
struct Dormwatt: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dormwatt",
        abstract: "The electricity office of a student residence, in a terminal.",
        discussion: """
            Without a command it opens the console on the campus of --campus, else of DORMWATT_CAMPUS, else of the XDG data folder.

            Ends with 0 done, 1 refused or partly refused, 2 wrong words, 3 out of reach or outcome unknown, 4 books do not verify.
            """,
        subcommands: [
            ConsoleCommand.self, DemoCommand.self, InitCommand.self, ImportCommand.self, SimulateCommand.self, CollectCommand.self,
            RoomsCommand.self, RoomCommand.self, ExplainCommand.self, ResidentsCommand.self, BusesCommand.self, TraceCommand.self,
            ReadCommand.self,
            TopUpCommand.self,
            OrdersCommand.self,
            VoidCommand.self, CorrectCommand.self, MoveCommand.self, SwapCommand.self,
            RefundCommand.self, SubsidyCommand.self, MonthCommand.self, ReportCommand.self, PaperCommand.self, PrintCommand.self,
            CheckCodeCommand.self,
            VerifyCommand.self,
            ReconcileCommand.self, CaseCommand.self,
            BackupCommand.self, ExportCommand.self, RestoreCommand.self,
        ],
        defaultSubcommand: ConsoleCommand.self)

    static func main() {
        // A reader that goes away, as `head` does, ends the output and not the books.
        signal(SIGPIPE, SIG_IGN)
        // What is needed for a moment to read a large campus goes back to the machine at once, and threads share their scraps.
        mallopt(M_MMAP_THRESHOLD, 1 << 18)
        mallopt(M_TRIM_THRESHOLD, 1 << 20)
        mallopt(M_ARENA_MAX, 2)
        do {
            let arguments = Array(CommandLine.arguments.dropFirst())
            let spoken = try StartingLanguage.choose(arguments, environment: ProcessInfo.processInfo.environment)
            if StartingLanguage.speaksToPrograms(arguments) { return PaperLanguage.$chosen.withValue(spoken.language) { start() } }
            spoken.language.speaking {
                for problem in spoken.problems { Complaint.print("\(problem)") }
                start()
            }
        } catch {
            let failure = CommandFailure(describing: error)
            Complaint.print(failure.text)
            Foundation.exit(failure.status.rawValue)
        }
    }

    /// The console's arguments alone where nothing else is asked for: understanding those of all commands takes as long as opening a campus.
    private static func parse() throws -> any ParsableCommand {
        var arguments = CommandLine.arguments.dropFirst()
        let name = ConsoleCommand.configuration.commandName
        if let first = arguments.first, !first.hasPrefix("-"), first != name { return try parseAsRoot() }
        if arguments.first == name { arguments.removeFirst() }
        // A mistake, or a page of help, is the whole program's to tell.
        if let console = try? ConsoleCommand.parse(Array(arguments)) { return console }
        return try parseAsRoot()
    }

    private static func start() {
        do {
            var command = try parse()
            try command.run()
        } catch let failure as CommandFailure {
            Complaint.print(failure.text)
            Foundation.exit(failure.status.rawValue)
        } catch let code as ExitCode {
            Foundation.exit(code.rawValue)
        } catch {
            let code = exitCode(for: error)
            let text = fullMessage(for: error)
            if code == .success {
                let page = SpokenHelp.page(for: Array(CommandLine.arguments.dropFirst()), text) ?? text
                if !page.isEmpty { print(page) }
                Foundation.exit(0)
            }
            if code == .validationFailure {
                Complaint.print(SpokenParser.complaint(message(for: error), in: text))
                Foundation.exit(ExitStatus.usage.rawValue)
            }
            let failure = CommandFailure(describing: error)
            Complaint.print(failure.text)
            Foundation.exit(failure.status.rawValue)
        }
    }
}
