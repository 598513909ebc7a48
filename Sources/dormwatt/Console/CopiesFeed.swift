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
        while !Task.isCancelled {
            if let found = await look(), found != last {
                poster.post(.event(.copies(found)))
                for place in found.places {
                    let before = last?.places.first { $0.name == place.name }
                    if place.trouble != nil, place.trouble != before?.trouble { languages.language.speaking(to: .console) { warn(place) } }
                }
                last = found
            }
            try? await Task.sleep(for: .seconds(Self.seconds))
        }
    }

    private func look() async -> CopiesStanding? {
        await withCheckedContinuation { waiting in
            DispatchQueue.global(qos: .utility).async { waiting.resume(returning: try? session.copiesStanding()) }
        }
    }

    private func warn(_ place: CopiesStanding.Place) {
        let problem = Problem(
            happened: phrase("No copy of the books in \(place.spokenName): \(place.spokenTrouble ?? "")"),
            unchanged: phrase("The books and all earlier copies are as they were."),
            remedy: phrase("g b shows the copies."), subject: .background)
        poster.post(.event(.problem(problem)))
    }
}

extension CampusSession {
    private static let sameDisk = Phrase("it lies on the same disk as the campus; is the medium mounted?", context: "why").english

    /// How the books and their copies are now.
    func copiesStanding() throws -> CopiesStanding {
        let head = try books.head(on: Day(of: clock.now(), at: rules.offset))
        let places = BackupHealth(folder).places(backupPlaces).map { health in
            CopiesStanding.Place(
                name: (health.place.root == nil ? CopiesStanding.Place.copy : CopiesStanding.Place.secondPlace).english,
                reaches: health.newest?.at(rules.offset),
                trouble: health.trouble
                    ?? (health.sharesDisk ? Self.sameDisk : nil))
        }
        return CopiesStanding(entries: head.entry, head: Array(head.hash.prefix(8)).hexadecimal, places: places)
    }
}
