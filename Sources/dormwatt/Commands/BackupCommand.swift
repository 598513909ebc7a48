import ArgumentParser
import Domain
import Foundation
import Operations
import Phrases
import Settings
import Store

/// Copies of the books: made now, or listed.
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy the books, read the copy again and verify it; or list the copies.",
        discussion: """
            Without a file the copy goes to the campus's own backups folder, and to the second path of the settings if there is one,
            as the collector does by itself after batches and at each day's end. A copy is counted only when it verified.
            """)

    @Argument(help: "Make one copy under this name; no file is written over.", completion: .file()) var file: String?
    @Flag(help: "List the copies of each place and how old the last one is, and change nothing.") var list = false
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var campus: CampusOptions

    func validate() throws {
        guard file == nil || !list else { throw ValidationError(phrase("Name a file, or --list.")) }
    }

    func run() throws {
        if list { return try show() }
        let session = try campus.open()
        guard let file else { return try copy(session) }
        do {
            let made = try session.booksBackup.make(as: file)
            if json { return try JSONOutput.print(CopyOutput(file: file, made)) }
            print(phrase("\(made.entries) entries copied to \(file) and verified. Head \(made.head.hexadecimal)"))
        } catch let error as CopyError {
            throw CommandFailure(copying: error)
        }
    }

    private func copy(_ session: CampusSession) throws {
        let outcomes = session.booksBackup.make(in: session.backupPlaces, at: session.clock.now())
        BackupHealth(session.folder).keep(outcomes)
        var status = ExitStatus.done
        for outcome in outcomes {
            switch outcome.result {
            case .success(let name):
                if !json { print(phrase("\(name.entries) entries copied to \(outcome.place.path(of: name)) and verified.")) }
            case .failure(let error):
                Complaint.print(CommandFailure(copying: error).text)
                status = status.or(CommandFailure(copying: error).status)
            }
            if let error = outcome.tidying { Complaint.print(phrase("The copy is made, but old ones stay: \(error)")) }
        }
        if json {
            try JSONOutput.print(
                outcomes.map { PlaceOutput(health($0.place, session), at: session.clock.now(), offset: session.rules.offset) })
        }
        try status.leave()
    }

    private func health(_ place: BackupPlace, _ session: CampusSession) -> PlaceHealth {
        BackupHealth(session.folder).places([place])[0]
    }

    /// Needs no books: they may be what was lost.
    private func show() throws {
        let folder = try campus.locate()
        let settings = (try? CampusSession.readSettings(folder)) ?? CampusSettings()
        let (now, offset) = (CampusClock(simulated: settings.simulatedTime).now(), settings.rules.offset)
        let places = BackupHealth(folder).places(BackupPlace.known(to: folder, secondPath: settings.backup.secondPath))
        if json { return try JSONOutput.print(places.map { PlaceOutput($0, at: now, offset: offset) }) }
        for health in places {
            let output = PlaceOutput(health, at: now, offset: offset)
            print(health.place.folder)
            var table = TextTable(
                .init(title: phrase("reaches")), .init(title: phrase("entries"), isFigure: true), .init(title: phrase("file")))
            for name in health.copies ?? [] {
                table.add(WallTime(name.at(offset), at: offset).description, "\(name.entries)", name.text)
            }
            if !output.copies.isEmpty { print(table.text) }
            print(output.newest.map { phrase("Last good copy: \($0.file), \(output.age ?? "").") } ?? phrase("No good copy."))
            if health.sharesDisk { print(phrase("It lies on the same disk as the campus. Is the medium mounted?")) }
            if let trouble = health.trouble {
                print(phrase("The last try failed: \(Language.current.recognising(reason: trouble))"))
            }
        }
    }
}

/// A copy made by hand as `--json` prints it.
private struct CopyOutput: Encodable {
    let file: String
    let entries: Int64
    let head: String

    init(file: String, _ made: BooksFile) {
        (self.file, entries, head) = (file, made.entries, made.head.hexadecimal)
    }
}

/// A place of copies as `--json` prints it.
private struct PlaceOutput: Encodable {
    let place: String
    let isThere: Bool
    let newest: Copy?
    let ageSeconds: Int64?
    let trouble: String?
    let sharesDisk: Bool
    let copies: [Copy]

    struct Copy: Encodable {
        let file: String
        let reaches: String
        let entries: Int64
        let head: String
    }

    init(_ health: PlaceHealth, at now: Instant, offset: UTCOffset) {
        place = health.place.folder
        isThere = health.copies != nil
        (trouble, sharesDisk) = (health.trouble, health.sharesDisk)
        copies = (health.copies ?? []).map {
            Copy(file: $0.text, reaches: WallTime($0.at(offset), at: offset).description, entries: $0.entries, head: $0.head)
        }
        newest = copies.last
        ageSeconds = health.newest.map { now.milliseconds(since: $0.at(offset)) / 1000 }
    }

    /// For example `3 h old`.
    var age: String? {
        ageSeconds.map { seconds in
            switch seconds {
            case ..<0: phrase("from the future: look at the clock")
            case ..<120: phrase("\(seconds) s old")
            case ..<7200: phrase("\(seconds / 60) min old")
            case ..<172_800: phrase("\(seconds / 3600) h old")
            default: phrase("\(seconds / 86_400) days old")
            }
        }
    }
}

extension CommandFailure {
    /// The words for a copy that was not made; the books themselves are never touched by that.
    init(copying error: CopyError) {
        let status: ExitStatus = if case .doesNotVerify = error { .doesNotVerify } else { .refused }
        self.init(
            status, "\(error)", unchanged: phrase("No copy was made there. The books and all earlier copies are as they were."),
            remedy: error.remedy)
    }
}

extension [UInt8] {
    /// Two digits a byte.
    var hexadecimal: String { map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined() }
}
