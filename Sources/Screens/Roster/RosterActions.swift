import Domain
import Operations
import Phrases
import Terminal

extension Console {
    /// Whether a command of the roster's review can be used now.
    func rosterAvailability(_ id: Command.ID) -> Availability {
        if case .taking = roster.stage { return .disabled(phrase("It is being written into the books; a moment.")) }
        switch id {
        case .loadRoster, .undoRoster, .undoImport: return .available
        case .readRoster: return roster.path.isEmpty ? .disabled(phrase("No file was loaded yet: L loads one.")) : .available
        case .openKind:
            guard case .kind? = roster.list.cursor else { return .disabled(phrase("Only a heading opens and closes.")) }
            return .available
        case .endGone:
            if case .inventory? = roster.file { return .disabled(phrase("What this file does not name is always left as it is.")) }
            return roster.file == nil ? .disabled(phrase("No file is shown: L loads one.")) : shownRoster
        case .acceptGood:
            guard shownRoster.isAvailable, roster.count(.problem) == 0 else { return shownRoster }
            return .disabled(phrase("Every line of the file is right."))
        case .acceptRoster: return acceptingRoster
        default: return .available
        }
    }

    private var shownRoster: Availability {
        switch roster.stage {
        case .shown: .available
        case .reading: .disabled(phrase("The file is being read; a moment."))
        case .taken(let file): .disabled(phrase("It was accepted: \(file.undoKey) undoes it, L loads another file."))
        case .nothing, .taking: .disabled(phrase("No file is shown: L loads one."))
        }
    }

    private var acceptingRoster: Availability {
        guard shownRoster.isAvailable, let file = roster.file else { return shownRoster }
        let wrong = file.problems.count
        if wrong > 0, !roster.acceptsGood {
            let lines = wrong == 1 ? phrase("1 line is wrong") : phrase("\(wrong) lines are wrong")
            return .disabled(phrase("\(lines): mend the file and r reads it again, or a accepts the others alone."))
        }
        return file.changesNothing ? .disabled(phrase("There is nothing to accept: the books say what the file says.")) : .available
    }

    /// Reads, reviews, takes and undoes a roster.
    mutating func workOnRoster(_ id: Command.ID) -> [Effect] {
        switch id {
        case .roster: visits.go(to: .roster)
        case .loadRoster:
            overlay = .prompt(
                Prompt(
                    kind: .rosterFile, field: TextField(roster.path, limit: 400),
                    message: phrase("a CSV file of residents, rooms, meters or concentrators")))
        case .readRoster: return readRoster(roster.path, endsGone: roster.endsGone)
        case .endGone: return readRoster(roster.path, endsGone: !roster.endsGone)
        case .acceptGood:
            roster.acceptsGood.toggle()
            say(roster.acceptsGood ? phrase("The lines that are right can be accepted: +") : phrase("It waits for a mended file."))
        case .openKind: if case .kind(let kind)? = roster.list.cursor { roster.toggle(kind) }
        case .acceptRoster:
            guard let file = roster.file else { return [] }
            return ask(.acceptRoster(file))
        case .undoRoster: return [.roster(.planUndo)]
        case .undoImport: return [.roster(.planImportUndo)]
        default: break
        }
        return []
    }

    mutating func readRoster(_ path: String, endsGone: Bool = false) -> [Effect] {
        visits.go(to: .roster)
        planNumber += 1
        roster.read(planNumber, path: path, endsGone: endsGone)
        return [.roster(.read(planNumber, path: path, endsGone: endsGone))]
    }

    /// Takes what is told about the roster.
    mutating func take(_ news: RosterNews) -> [Effect] {
        switch news {
        case .read(let file): if roster.take(file), screen == .roster { return [.flushInput] }
        case .notRead(let number, let problem):
            roster.refuse(number, problem)
            return [.bell]
        case .taken(let file):
            roster.took(file)
            if screen != .roster { say(phrase("\(file.name) is accepted.")) }
        case .notTaken(let file, let problem):
            roster.refuse(file, problem)
            return [.bell]
        case .undoPlanned(nil): return refuse(phrase("The roster was never changed: there is nothing to undo."))
        case .undoPlanned(let change?): return ask(.undoingRoster(change))
        case .undone(let change):
            roster.undone()
            say(phrase("Undone: \(change.note)"))
        case .importPlanned(nil): return refuse(phrase("There is no import of rooms, meters or concentrators to undo."))
        case .importPlanned(let undo?): return ask(.undoingImport(undo))
        case .importUndone(let undo):
            roster.undone()
            say(phrase("\(undo.note) is undone."))
        case .undoRefused(let problem):
            overlay = .problem(problem)
            return [.bell]
        }
        return []
    }

    /// Opens a question that had to be looked up: what was typed before it was typed without seeing it.
    private mutating func ask(_ question: Overlay) -> [Effect] {
        guard screen == .roster, overlay == nil else { return [] }
        overlay = question
        return [.flushInput]
    }

    /// A key for the question before the last change is undone.
    mutating func handle(_ key: Key, undoing change: RosterChange) -> [Effect] {
        if [.escape, .function(10), .function(12), .control("c")].contains(key) { overlay = nil }
        guard key.folded == .character("+") else { return [] }
        overlay = nil
        return [.roster(.undo(change))]
    }

    /// A key for the question before the last import of the inventory is taken back.
    mutating func handle(_ key: Key, undoing undo: InventoryUndo) -> [Effect] {
        if [.escape, .function(10), .function(12), .control("c")].contains(key) { overlay = nil }
        guard undo.held.isEmpty, key.folded == .character("+") else { return [] }
        overlay = nil
        return [.roster(.undoImport(undo))]
    }

    /// The question before the last import of the inventory is taken back; or why it stays.
    func undoing(_ undo: InventoryUndo) -> Dialog {
        let at = WallTime(undo.importedAt, at: desk.rules.offset)
        let counts = phrase("\(undo.note), \(at): \(undo.removed) go, \(undo.restored) are as they were before.")
        guard undo.held.isEmpty else {
            let more = undo.held.count > 5 ? [phrase("and \(undo.held.count - 5) more reasons")] : []
            return Dialog(
                question: phrase("The last import is in use by now and stays."),
                text: [counts] + undo.held.prefix(5).map(\.description) + more,
                notes: [phrase("Nothing was changed.")], keys: [KeyHint("Esc", phrase("back"))])
        }
        return Dialog(
            question: phrase("Undo the last import of the inventory?"), text: [counts],
            notes: [phrase("It is undone as a whole, and only while nothing uses what it brought.")],
            keys: [KeyHint("+", phrase("undoes")), KeyHint("Esc", phrase("leave it"))])
    }

    /// The question before the last change is undone.
    func undoing(_ change: RosterChange) -> Dialog {
        let residents = change.residents.count + change.removedResidents.count
        let stays = change.stays.count + change.removedStays.count
        return Dialog(
            question: phrase("Undo the last change of the roster?"),
            text: [change.note, phrase("\(residents) residents and \(stays) stays as they were before.")],
            notes: [phrase("It is refused when free credit was granted for a stay that it would remove.")],
            keys: [KeyHint("+", phrase("undoes")), KeyHint("Esc", phrase("leave it"))])
    }
}

extension CountGate.Words {
    /// Before a file is accepted.
    init(accepting file: ReviewedFile) {
        let left = file.problems.count
        let wrong =
            left == 0
            ? [] : [left == 1 ? phrase("1 line that is wrong is left out.") : phrase("\(left) lines that are wrong are left out.")]
        self.init(
            question: phrase("Accept \(file.name)?"), text: Self.counts(file) + wrong, label: file.question,
            note: phrase("\(file.counted(file.touched)). It is accepted as a whole; \(file.undoKey) undoes it."),
            wrong: phrase("That is not how many it is about."), act: phrase("accepts it"))
    }

    private static func counts(_ file: ReviewedFile) -> [String] {
        switch file {
        case .inventory(let file): return [phrase("\(file.review.new.count) new, \(file.review.changed.count) changed.")]
        case .roster(let file):
            let review = file.review
            let counts = phrase("\(review.new.count) new, \(review.changed.count) changed, \(review.moved.count) moved.")
            guard file.endsGone, !review.gone.isEmpty else { return [counts] }
            return [counts, phrase("\(review.gone.count) stays end, of those who do not stand in the file.")]
        }
    }
}
