import Domain
import Operations
import Phrases
import Store

/// `dormwatt import residents`: a roster held against the books, shown, and taken.
struct RosterTaking {
    let session: CampusSession
    let file: String
    let takesNothing: Bool
    let acceptsGood: Bool
    let json: Bool

    func run(_ text: (bytes: [UInt8], encoding: TextEncoding), endsStaysOfGone: Bool) throws {
        let importer = RosterImport(
            roster: try session.books.roster(), rooms: try Self.rooms(session),
            today: Day(of: session.clock.now(), at: session.rules.offset), endsStaysOfGone: endsStaysOfGone)
        let review = importer.review(text.bytes, note: file.split(separator: "/").last.map(String.init) ?? file)
        let takes = !takesNothing && (review.problems.isEmpty || acceptsGood)
        if takes, !review.change.isEmpty { try Self.take(review.change, session) }
        try show(review, encoding: text.encoding, endsStaysOfGone: endsStaysOfGone, taken: takes)
        try (review.problems.isEmpty ? ExitStatus.done : .refused).leave()
    }

    /// The rooms that a roster is held against.
    static func rooms(_ session: CampusSession) throws -> [RoomID: Room] {
        Dictionary(try session.books.rooms(in: nil).map { ($0.id, $0) }) { first, _ in first }
    }

    /// Takes a change, or says why it was not taken.
    static func take(_ change: RosterChange, _ session: CampusSession) throws {
        switch try session.books.take(change, actor: session.actor, at: session.clock.now()) {
        case .taken: return
        case .stale:
            throw CommandFailure(
                .refused, phrase("The roster changed meanwhile."), unchanged: phrase("Nothing was changed."),
                remedy: phrase("Look at it and do it again."))
        case .contradicted(let contradictions):
            throw CommandFailure(
                .refused, phrase("The roster would contradict itself: \(contradictions.joined(separator: "; "))."),
                unchanged: phrase("Nothing was changed."),
                remedy: phrase("Mend the lines of these residents."))
        }
    }

    private func show(_ review: RosterReview, encoding: TextEncoding, endsStaysOfGone: Bool, taken: Bool) throws {
        if json { return try JSONOutput.print(RosterReviewOutput(review, encoding: encoding, taken: taken)) }
        ImportReport.read(as: encoding)
        let moves = review.moved.map { phrase("\($0.resident) from \($0.from) to \($0.to)") }
        let goneWord = endsStaysOfGone ? phrase("gone, their stays end") : phrase("not in the file, left as they are")
        for (word, names) in [
            (phrase("new"), review.new.map(\.text)), (phrase("changed"), review.changed.map(\.text)), (phrase("moved"), moves),
            (goneWord, review.gone.map(\.text)),
        ] { ImportReport.print(word, names) }
        print(phrase("same: \(review.same)"))
        ImportReport.complain(review.problems, of: file)
        if taken {
            print(review.change.isEmpty ? phrase("Nothing to accept.") : phrase("Accepted. dormwatt residents --undo undoes it."))
        } else if !review.problems.isEmpty {
            Complaint.print(phrase("Nothing was accepted. Mend the lines above, or accept the rest with --accept-good."))
        } else {
            print(phrase("Nothing was accepted (--dry-run)."))
        }
    }
}

private struct RosterReviewOutput: Encodable {
    struct Move: Encodable {
        let number, from, to: String
    }

    let encoding: String
    let new: [String]
    let changed: [String]
    let moved: [Move]
    let gone: [String]
    let same: Int
    let problems: [String]
    let taken: Bool

    init(_ review: RosterReview, encoding: TextEncoding, taken: Bool) {
        self.encoding = encoding.rawValue
        new = review.new.map(\.text)
        changed = review.changed.map(\.text)
        moved = review.moved.map { Move(number: $0.resident.text, from: $0.from.text, to: $0.to.text) }
        gone = review.gone.map(\.text)
        same = review.same
        problems = review.problems.map(\.description)
        self.taken = taken
    }
}
