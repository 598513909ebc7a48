import Curses
import Domain
import Operations
import Phrases
import Screens
import Settings
import Store

/// Follows the stores and tells the console what changed: the same for the console whose process reads the meters and for all others.
final class DeskFeed: Sendable {
    private let poster: Poster<HostMessage>
    private let collector: @Sendable () -> CollectorState
    private let themes: ThemeWatch
    private let languages: LanguageWatch
    private let first: FirstLook

    init(
        _ first: FirstLook, themes: ThemeWatch, languages: LanguageWatch, poster: Poster<HostMessage>,
        collector: @escaping @Sendable () -> CollectorState
    ) {
        self.first = first
        self.poster = poster
        self.themes = themes
        self.languages = languages
        self.collector = collector
    }

    /// Looks four times a second until the task is cancelled, while the console takes over what it is told.
    ///
    /// A store that can not be read is told once, and tried again.
    func run() async {
        var state: FeedState?
        var outbox = Outbox(poster)
        var lastComplaint = ""
        var lastCollector: CollectorState?
        while !Task.isCancelled {
            // A console that takes nothing over is told nothing: what is new stays in the stores until it does.
            guard outbox.isClear() else {
                await pause()
                continue
            }
            let holder = collector()
            if holder != lastCollector { outbox.post([.event(.collector(holder))]) }
            lastCollector = holder
            do {
                let look = try await look(after: state)
                outbox.post(look.events.map(HostMessage.event))
                state = look.state
                lastComplaint = ""
                if !look.state.isWhole || look.state.isBehind { continue }
            } catch {
                let problem = languages.language.speaking(to: .console) { Problem(error, subject: .background) }
                if problem.happened != lastComplaint { outbox.post([.event(.problem(problem))]) }
                lastComplaint = problem.happened
            }
            lookAtFiles()
            await pause()
        }
    }

    private func pause() async { try? await Task.sleep(for: .milliseconds(250)) }

    private func look(after state: FeedState?) async throws -> FeedLook {
        if let begun = first.take() { return try await begun.value }
        return try await languages.language.speaking(to: .console, during: { try await FeedLook(after: state ?? first.begin()) })
    }

    /// Takes over a theme or a language whose file was edited.
    private func lookAtFiles() {
        languages.language.speaking(to: .console) {
            do {
                if let reading = try themes.reread() { poster.post(reading) }
                if let reading = try languages.reread() { poster.post(reading) }
            } catch {
                poster.post(.event(.problem(Problem(error, subject: .background))))
            }
        }
    }
}

extension Poster<HostMessage> {
    /// Shows a theme, and the first complaint about its file.
    func post(_ reading: ThemeReading) {
        post(.theme(reading.theme))
        complain(reading.problems, remedy: phrase("The rest of the theme is used."))
    }

    /// Speaks a language, and shows the first complaint about its file.
    func post(_ reading: LanguageReading) {
        post(.event(.language(reading.language)))
        complain(reading.problems, remedy: phrase("The rest of the language is used; what is missing stays English."))
    }

    private func complain(_ problems: [SettingsProblem], remedy: String) {
        guard let problem = problems.first else { return }
        post(.event(.problem(Problem(happened: "\(problem)", unchanged: "", remedy: remedy, subject: .request))))
    }
}
