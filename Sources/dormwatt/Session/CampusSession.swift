import Domain
import Foundation
import Operations
import Phrases
import Settings
import Store

/// A campus that was opened: its settings, books, readings and clock, and who acts.
struct CampusSession: Sendable {
    let folder: CampusFolder
    let settings: CampusSettings
    let books: SQLiteBooks
    let clock: CampusClock
    let actor: Actor
    let ids: RandomIDs

    var rules: DeskRules { settings.rules }

    /// The program itself, as it stands in entries: what goes on by itself is nobody's act.
    var program: Actor {
        Actor(name: "system", role: .system, shift: "\(Day(of: clock.now(), at: rules.offset))", console: "collector")
    }

    /// Opens the campus in a folder; its settings and the soundness of its books' connection are checked.
    static func open(folder: CampusFolder, actorName: String? = nil, role: Role? = nil) throws -> CampusSession {
        guard folder.hasBooks else {
            throw CommandFailure(
                .refused, phrase("There is no campus in \(folder.path)."), unchanged: phrase("Nothing was changed."),
                remedy: phrase("Make one: dormwatt init \(folder.path), or try dormwatt demo."))
        }
        let settings = try readSettings(folder)
        let name = actorName ?? settings.operatorName
        guard CampusSettings.isShortName(name) else {
            throw CommandFailure(
                .usage, phrase("\"\(name)\" is no operator."), remedy: phrase("Use a short name of small letters and digits."))
        }
        let clock = CampusClock(simulated: settings.simulatedTime)
        let day = Day(of: clock.now(), at: settings.rules.offset)
        let actor = Actor(name: name, role: role ?? settings.role, shift: "\(day)/\(name)", console: Self.console)
        let books = try SQLiteBooks.open(in: folder, offset: settings.rules.offset)
        return CampusSession(folder: folder, settings: settings, books: books, clock: clock, actor: actor, ids: RandomIDs(clock: clock))
    }

    static func readSettings(_ folder: CampusFolder) throws -> CampusSettings {
        guard FileManager.default.fileExists(atPath: folder.settings) else {
            let kept = BackupPlace.own(of: folder).settings
            guard !FileManager.default.fileExists(atPath: kept) else {
                throw CommandFailure(
                    .refused, phrase("\(folder.settings) is missing."), unchanged: phrase("Nothing was changed."),
                    remedy: phrase("Its last copy lies beside the backups; put it back: cp \(kept) \(folder.settings)"))
            }
            return CampusSettings()
        }
        return try CampusSettings.read(String(contentsOfFile: folder.settings, encoding: .utf8), file: folder.settings).get()
    }

    /// The console in entries: the terminal's name, or the process where there is none.
    private static var console: String {
        let terminal = ttyname(STDIN_FILENO).map { String(cString: $0).split(separator: "/").dropFirst().joined(separator: "-") }
        return terminal ?? "process-\(getpid())"
    }

    /// The readings as consoles and commands see them.
    func openReadings() throws -> SQLiteReadings { try SQLiteReadings.open(in: folder, readOnly: true, offset: rules.offset) }

    /// The price that holds today.
    func price() throws -> Price { try books.price(on: Day(of: clock.now(), at: rules.offset)).price }

    /// The desk's verbs over this campus.
    func office(_ readings: SQLiteReadings) -> Office {
        Office(books: books, readings: readings, clock: clock, ids: ids, seal: SHA256Seal(), rules: rules)
    }
}
