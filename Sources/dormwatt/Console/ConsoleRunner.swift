import ArgumentParser
import Curses
import Domain
import Foundation
import Operations
import Phrases
import Screens
import Settings
import Store
import Terminal

/// What the console takes besides the campus.
struct ConsoleOptions: ParsableArguments {
    @Option(help: "The theme; wins over NO_COLOR and the settings.") var theme: String?

    @Option(help: "Play keys from this file without a terminal, each once the one before is done; - for standard input.")
    var script: String?

    @Option(help: "Write the last screen of the script as text into this file, without a script the first one; - for standard output.")
    var dumpFrame: String?

    /// Whether it runs without a terminal.
    var isScripted: Bool { script != nil || dumpFrame != nil }
}

/// The console on a campus.
struct ConsoleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "console", abstract: "Open the console (also without any command).")

    @OptionGroup var campus: CampusOptions
    @OptionGroup var console: ConsoleOptions

    func run() throws {
        try ConsoleRunner(folder: try campus.locate(), options: console, actorName: campus.actor, role: campus.role).run()
    }
}

/// Brings the parts of a console together and runs it on the terminal until it ends.
struct ConsoleRunner {
    let folder: CampusFolder
    let options: ConsoleOptions
    var actorName: String?
    var role: Domain.Role?

    func run() throws {
        if !options.isScripted { ConsoleLoop.prepare() }
        let session = try CampusSession.open(folder: folder, actorName: actorName, role: role)
        let readings = try session.openReadings()
        let office = session.office(readings)
        let first = FirstLook(session: session, office: office, readings: readings)
        let environment = ProcessInfo.processInfo.environment
        let themes = ThemeFinder(campus: folder, environment: environment)
        let theme = try themes.starting(argument: options.theme, settings: session.settings.theme, environment: environment)
        for problem in theme.problems { Complaint.print("\(problem)") }
        let watch = ThemeWatch(themes, name: theme.theme.name)
        let languages = LanguageWatch(LanguageFinder(campus: folder, environment: environment), .current)
        let price = try session.price()
        let collector = CollectorKeeper(session: session) { languages.language }
        let make: @ScreenLoop @Sendable (TerminalFacts, Poster<HostMessage>) -> ConsoleHost = { facts, poster in
            let nudge: @Sendable () -> Void = { collector.nudge() }
            let worker = DeskWorker(session: session, office: office, themes: watch, languages: languages, poster: poster, nudge: nudge)
            let feed = DeskFeed(first, themes: watch, languages: languages, poster: poster) { collector.state }
            collector.start()
            Task.detached { await feed.run() }
            Task.detached { await CopiesFeed(session: session, languages: languages, poster: poster).run() }
            let setup = ConsoleSetup(
                rules: session.rules, actor: session.actor, price: price, size: facts.size, now: session.clock.now(),
                language: languages.language, usesMouse: session.settings.usesMouse)
            return ConsoleHost(setup, theme: theme.theme, desk: worker, clock: session.clock, drawsASCII: !facts.isUTF8)
        }
        if let playing = try ScriptedConsole(options) {
            let ending = try playing.run(make)
            try Blocking.run { await collector.stop() }
            return try playing.report(ending)
        }
        let ending = try ConsoleLoop.run(errorFile: folder.log + "/console-errors.log", make: make)
        try Blocking.run { await collector.stop() }
        if ending == .hungUp { throw ExitStatus.refused.exit }
    }
}
