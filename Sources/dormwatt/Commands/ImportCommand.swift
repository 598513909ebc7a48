import ArgumentParser
import Domain
import Operations
import Phrases
import Store

/// Rooms, meters, concentrators and residents from files, as a reviewed difference; and the last of them taken back.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Bring rooms, meters, concentrators or residents in from a CSV file, as a reviewed difference.",
        discussion: """
            The columns of the files stand in docs/import.md. A file is UTF-8, or GB18030 as Excel writes it in China.
            --undo undoes the last import of rooms, meters or concentrators while nothing uses what it brought;
            residents: dormwatt residents --undo.
            """)

    /// What a file holds.
    enum Kind: String, CaseIterable, ExpressibleByArgument {
        case concentrators, rooms, meters, residents
    }

    @Argument(help: "What the file holds, in this order for a new campus: \(Kind.allCases.map(\.rawValue).joined(separator: ", ")).")
    var kind: Kind?
    @Argument(help: "The file.", completion: .file(extensions: ["csv"])) var file: String?
    @OptionGroup var campus: CampusOptions
    @Flag(help: "Show the difference and accept nothing.") var dryRun = false
    @Flag(help: "Accept the lines that are right even when others are not.") var acceptGood = false
    @Flag(help: "End the stays of residents who do not stand in the file; else they are only listed.") var endGone = false
    @Flag(help: "Undo the last import of rooms, meters or concentrators, as a whole.") var undo = false
    @Flag(help: "Print the difference as JSON.") var json = false

    func validate() throws {
        if undo, kind != nil { throw ValidationError(phrase("--undo undoes the last import, whatever it was; no file goes with it.")) }
        if !undo, kind == nil || file == nil { throw ValidationError(phrase("What the file holds and its name are needed.")) }
        if endGone, kind != .residents { throw ValidationError(phrase("--end-gone is for residents.")) }
    }

    func run() throws {
        let session = try campus.open()
        guard let kind, let file else { return try undoLast(session) }
        let text = try TextFile.read(file)
        let name = file.split(separator: "/").last.map(String.init) ?? file
        guard let inventoryFile = InventoryFile(rawValue: kind.rawValue) else {
            return try RosterTaking(session: session, file: file, takesNothing: dryRun, acceptsGood: acceptGood, json: json)
                .run(text, endsStaysOfGone: endGone)
        }
        let desk = InventoryDesk(session: session)
        let review = try desk.review(inventoryFile, text.bytes, note: name).review
        let takes = !dryRun && (review.problems.isEmpty || acceptGood)
        if takes, !review.change.isEmpty { try desk.take(review.change) }
        try show(review, of: file, encoding: text.encoding, taken: takes)
        try (review.problems.isEmpty ? ExitStatus.done : .refused).leave()
    }

    private func show(_ review: InventoryReview, of file: String, encoding: TextEncoding, taken: Bool) throws {
        if json { return try JSONOutput.print(InventoryReviewOutput(review, encoding: encoding, taken: taken)) }
        ImportReport.read(as: encoding)
        let lists = [
            (phrase("new"), review.new), (phrase("changed"), review.changed), (phrase("gone"), review.gone),
            (phrase("replaced"), review.replaced),
        ]
        for (word, names) in lists {
            ImportReport.print(word, names)
        }
        print(phrase("same: \(review.same)"))
        ImportReport.complain(review.problems, of: file)
        if taken {
            print(
                review.change.isEmpty ? phrase("Nothing to accept.") : phrase("Accepted. dormwatt import --undo undoes it."))
        } else if !review.problems.isEmpty {
            Complaint.print(phrase("Nothing was accepted. Mend the lines above, or accept the rest with --accept-good."))
        } else {
            print(phrase("Nothing was accepted (--dry-run)."))
        }
    }

    private func undoLast(_ session: CampusSession) throws {
        let desk = InventoryDesk(session: session)
        let undo = try desk.lastImport()
        let at = "\(WallTime(undo.importedAt, at: session.rules.offset))"
        if json {
            let undone = !dryRun && undo.held.isEmpty
            if undone { try desk.takeBack(undo) }
            try JSONOutput.print(InventoryUndoOutput(undo, importedAt: at, undone: undone))
            return try (undo.held.isEmpty ? ExitStatus.done : .refused).leave()
        }
        print(phrase("\(undo.note) of \(at): \(undo.removed) are removed, \(undo.restored) are as they were before"))
        guard undo.held.isEmpty else { throw InventoryDesk.refusal(undo, undo.held) }
        if dryRun { return print(phrase("Nothing was changed (--dry-run).")) }
        try desk.takeBack(undo)
        print(phrase("Undone."))
    }
}
