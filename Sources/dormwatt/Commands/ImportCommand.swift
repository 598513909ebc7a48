import ArgumentParser
import Domain
import Foundation
import Operations
import Phrases
import Settings
import Store

/// Rooms, meters, concentrators and residents from files, as a reviewed difference.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take rooms, meters, concentrators or residents over from a CSV file, as a reviewed difference.",
        discussion: "The columns of the files stand in docs/import.md. A file is UTF-8, or GB18030 as Excel writes it in China.")

    /// What a file holds.
    enum Kind: String, CaseIterable, ExpressibleByArgument {
        case concentrators, rooms, meters, residents
    }

    @Argument(help: "What the file holds, in this order for a new campus: \(Kind.allCases.map(\.rawValue).joined(separator: ", ")).")
    var kind: Kind
    @Argument(help: "The file.", completion: .file(extensions: ["csv"])) var file: String
    @OptionGroup var campus: CampusOptions
    @Flag(help: "Show the difference and take nothing.") var dryRun = false
    @Flag(help: "Take the lines that are right even when others are not.") var acceptGood = false
    @Flag(help: "End the stays of residents who do not stand in the file; else they are only listed.") var endGone = false
    @Flag(help: "Print the difference as JSON.") var json = false

    func validate() throws {
        if endGone, kind != .residents { throw ValidationError(phrase("--end-gone is for residents.")) }
    }

    func run() throws {
        let session = try campus.open()
        let text = try TextFile.read(file)
        guard let inventoryFile = InventoryFile(rawValue: kind.rawValue) else {
            return try RosterTaking(session: session, file: file, takesNothing: dryRun, acceptsGood: acceptGood, json: json)
                .run(text, endsStaysOfGone: endGone)
        }
        let books = session.books
        let importer = InventoryImport(inventory: try books.inventory(), version: try books.inventoryVersion(), at: session.clock.now())
        let review = importer.review(inventoryFile, text.bytes)
        let takes = !dryRun && (review.problems.isEmpty || acceptGood)
        try show(review, takes: takes)
        if takes, case .stale = try books.take(review.change, actor: session.actor, at: session.clock.now()) {
            throw CommandFailure(
                .refused, phrase("The inventory changed while the file was read."), unchanged: phrase("Nothing was taken over."),
                remedy: phrase("Import again."))
        }
        try (review.problems.isEmpty ? ExitStatus.done : .refused).leave()
    }

    /// So many problems are told one by one.
    private static let shownProblems = 40

    private func show(_ review: InventoryReview, takes: Bool) throws {
        if json { return try JSONOutput.print(ReviewOutput(review, taken: takes)) }
        let lists = [
            (phrase("new"), review.new), (phrase("changed"), review.changed), (phrase("gone"), review.gone),
            (phrase("replaced"), review.replaced),
        ]
        for (word, names) in lists where !names.isEmpty {
            let shown = names.prefix(8).joined(separator: ", ") + (names.count > 8 ? ", …" : "")
            print("\(word): \(names.count) (\(shown))")
        }
        print(phrase("same: \(review.same)"))
        for problem in review.problems.prefix(Self.shownProblems) { Complaint.print("\(file): \(problem)") }
        if review.problems.count > Self.shownProblems {
            let more = review.problems.count - Self.shownProblems
            Complaint.print(phrase("\(file): \(more) more lines are wrong; --json lists the first thousand."))
        }
        if takes {
            print(phrase("Taken over."))
        } else if !review.problems.isEmpty {
            Complaint.print(phrase("Nothing was taken over. Mend the lines above, or take the rest with --accept-good."))
        } else {
            print(phrase("Nothing was taken over (--dry-run)."))
        }
    }
}

private struct ReviewOutput: Encodable {
    let new: [String]
    let changed: [String]
    let gone: [String]
    let replaced: [String]
    let same: Int
    let problemCount: Int
    let problems: [String]
    let taken: Bool

    /// So many problems are listed.
    private static let listed = 1000

    init(_ review: InventoryReview, taken: Bool) {
        new = review.new
        changed = review.changed
        gone = review.gone
        replaced = review.replaced
        same = review.same
        problemCount = review.problems.count
        problems = review.problems.prefix(Self.listed).map(\.description)
        self.taken = taken
    }
}
