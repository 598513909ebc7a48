import Foundation
import Phrases

/// How the copies of one place are.
public struct PlaceHealth: Hashable, Sendable {
    /// The place.
    public var place: BackupPlace
    /// The copies there, oldest first; nil when the place can not be read.
    public var copies: [BackupName]?
    /// Why the last try failed; nil when it did not.
    public var trouble: String?
    /// Whether a second place lies on the same disk as the campus: the medium may not be mounted, and one broken disk takes both.
    public var sharesDisk = false

    /// The last good copy.
    public var newest: BackupName? { copies?.last }
}

/// What became of the last try in each place, kept beside the campus's own copies for whoever asks from another process.
public struct BackupHealth: Sendable {
    private let file: String
    private let campus: CampusFolder
    private let disk = Disk()

    /// The health of a campus's copies.
    public init(_ campus: CampusFolder) {
        self.campus = campus
        file = campus.backups + "/.health.json"
    }

    /// How the copies of some places are.
    public func places(_ places: [BackupPlace]) -> [PlaceHealth] {
        let troubles = read()
        return places.map { place in
            var health = PlaceHealth(place: place, copies: place.copies(), trouble: troubles[place.folder])
            // A place without any copy yet is not made before the first one.
            let isThere = place.root.map { disk.isFolder($0) } ?? true
            if health.copies == nil, isThere, !disk.exists(place.folder) { health.copies = [] }
            health.sharesDisk = place.root.map { disk.shareMedium($0, campus.path) } ?? false
            if health.copies == nil { health.trouble = CopyError.missing(place.root ?? place.folder).description }
            return health
        }
    }

    /// Keeps what came of a try, in English for whoever reads it. Where even this can not be written, the log and the age of the copies tell.
    public func keep(_ outcomes: [BackupOutcome]) {
        var troubles = read()
        for outcome in outcomes {
            switch outcome.result {
            case .success:
                troubles[outcome.place.folder] = outcome.tidying.map { error in
                    Language.english.speaking { phrase("The copy is made. ") + error.description }
                }
            case .failure(let error): troubles[outcome.place.folder] = Language.english.speaking { "\(error) \(error.remedy)" }
            }
        }
        guard troubles != read(), let bytes = try? JSONEncoder().encode(troubles) else { return }
        try? bytes.write(to: URL(fileURLWithPath: file), options: .atomic)
    }

    private func read() -> [String: String] {
        guard let bytes = FileManager.default.contents(atPath: file) else { return [:] }
        return (try? JSONDecoder().decode([String: String].self, from: bytes)) ?? [:]
    }
}
