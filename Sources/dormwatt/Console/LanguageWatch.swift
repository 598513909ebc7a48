import Foundation
import Phrases
import Settings
import Synchronization

/// The language in use, for what speaks in the background, and whether its file was changed meanwhile.
final class LanguageWatch: Sendable {
    private let finder: LanguageFinder
    private let spoken: Mutex<Spoken>

    private struct Spoken {
        var language: Language
        var stamp: FileStamp?
    }

    init(_ finder: LanguageFinder, _ language: Language) {
        self.finder = finder
        spoken = Mutex(Spoken(language: language, stamp: finder.file(of: language.code).map(FileStamp.init)))
    }

    /// The language that the console speaks.
    var language: Language { spoken.withLock { $0.language } }

    /// Changes to another language; throws when there is none with that code, and the old one stays.
    func use(_ code: String) throws -> LanguageReading {
        let stamp = finder.file(of: code).map(FileStamp.init)
        let reading = try finder.language(code)
        spoken.withLock { $0 = Spoken(language: reading.language, stamp: stamp) }
        return reading
    }

    /// The language again, when its file was changed since the last look; throws when the file can not be read, once a change.
    func reread() throws -> LanguageReading? {
        let code: String? = spoken.withLock { spoken in
            let stamp = finder.file(of: spoken.language.code).map(FileStamp.init)
            guard let stamp, stamp != spoken.stamp else { return nil }
            spoken.stamp = stamp
            return spoken.language.code
        }
        return try code.map { try use($0) }
    }
}
