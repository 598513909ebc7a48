import Curses
import Dispatch
import Domain
import Operations
import Phrases
import Screens
import Settings
import Store

/// Tells the console how the copies of the books are, and warns once when one fails.
///
/// On a thread of its own: a medium may hang for minutes.
struct CopiesFeed: Sendable {
    let session: CampusSession
    let languages: LanguageWatch
    let poster: Poster<HostMessage>

    private static let seconds = 10

    /// Looks every ten seconds until the task is cancelled.
    func run() async {
        var last: CopiesStanding?
        var spoken = languages.language
        while !Task.isCancelled {
            let language = languages.language
            if let found = await look(language), found != last {
                poster.post(.event(.copies(found)))
                // The same in another language is nothing new.
                if language.code == spoken.code { language.speaking { warn(of: found, after: last) } }
                (last, spoken) = (found, language)
            }
            try? await Task.sleep(for: .seconds(Self.seconds))
        }
    }

    /// A thread of its own speaks the language that it is given.
    private func look(_ language: Language) async -> CopiesStanding? {
        await withCheckedContinuation { waiting in
            DispatchQueue.global(qos: .utility).async {
                waiting.resume(returning: language.speaking { try? session.copiesStanding() })
            }
        }
    }

    private func warn(of found: CopiesStanding, after last: CopiesStanding?) {
        for place in found.places {
            let before = last?.places.first { $0.name == place.name }
            if let trouble = place.trouble, trouble != before?.trouble { warn(place.name, trouble) }
        }
    }

    private func warn(_ place: String, _ trouble: String) {
        let problem = Problem(
            happened: phrase("No copy of the books in \(place): \(trouble)"),
            unchanged: phrase("The books and all earlier copies are as they were."),
            remedy: phrase("g b shows the copies."), subject: .background)
        poster.post(.event(.problem(problem)))
    }
}

extension CampusSession {
    /// How the books and their copies are now.
    func copiesStanding() throws -> CopiesStanding {
        let head = try books.head(on: Day(of: clock.now(), at: rules.offset))
        let places = BackupHealth(folder).places(backupPlaces).map { health in
            CopiesStanding.Place(
                name: health.place.root == nil ? phrase("copy") : phrase("second place"), reaches: health.newest?.at(rules.offset),
                trouble: health.trouble
                    ?? (health.sharesDisk ? phrase("it lies on the same disk as the campus; is the medium mounted?") : nil))
        }
        return CopiesStanding(entries: head.entry, head: Array(head.hash.prefix(8)).hexadecimal, places: places)
    }
}
