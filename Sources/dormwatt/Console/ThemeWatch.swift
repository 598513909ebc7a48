import Foundation
import Settings
import Synchronization

/// The theme that is in use, and whether its file was changed meanwhile: who edits a theme sees it in the running console.
final class ThemeWatch: Sendable {
    private let finder: ThemeFinder
    private let current: Mutex<Watched>

    private struct Watched {
        var name: String
        var stamp: FileStamp?
    }

    init(_ finder: ThemeFinder, name: String) {
        self.finder = finder
        current = Mutex(Watched(name: name, stamp: finder.file(named: name).map(FileStamp.init)))
    }

    /// Changes to another theme; throws when there is none of that name, and the old one stays.
    func use(_ name: String) throws -> ThemeReading {
        let stamp = finder.file(named: name).map(FileStamp.init)
        let reading = try finder.theme(named: name)
        current.withLock { $0 = Watched(name: name, stamp: stamp) }
        return reading
    }

    /// The theme again, when its file was changed since the last look; throws when the file can not be read, once a change.
    func reread() throws -> ThemeReading? {
        let name: String? = current.withLock { watched in
            let stamp = finder.file(named: watched.name).map(FileStamp.init)
            guard let stamp, stamp != watched.stamp else { return nil }
            watched.stamp = stamp
            return watched.name
        }
        return try name.map { try finder.theme(named: $0) }
    }
}
