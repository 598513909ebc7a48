import Domain
import Operations
import Phrases
import Terminal

/// In what way somebody of a roster file differs.
enum RosterKind: CaseIterable, Sendable {
    case problem, new, changed, moved, gone
}

/// A line of the review: a kind, or one of its residents or problems.
enum RosterReviewLine: Hashable, Sendable {
    case kind(RosterKind)
    case problem(Int)
    case resident(RosterKind, ResidentID)
}

/// A roster file on its way from its name to the books.
struct RosterState: Sendable {
    enum Stage: Sendable {
        case nothing
        case reading(Int)
        case shown(RosterFile)
        case taking(RosterFile)
        case taken(RosterFile)
    }

    private(set) var stage = Stage.nothing
    private(set) var path = ""
    private(set) var endsGone = false
    /// Whether the lines that are right are taken although others are not.
    var takesGood = false
    /// Why it does not go on, and what to do; empty when it does.
    private(set) var complaint: [String] = []
    var list = ListState<RosterReviewLine>()
    /// The lines as they are listed.
    private(set) var order: [RosterReviewLine] = []

    private var opened: Set<RosterKind> = []

    /// The file on the screen.
    var file: RosterFile? {
        switch stage {
        case .nothing, .reading: nil
        case .shown(let file), .taking(let file), .taken(let file): file
        }
    }

    func isOpened(_ kind: RosterKind) -> Bool { opened.contains(kind) }

    // MARK: Steps

    mutating func read(_ number: Int, path: String, endsGone: Bool) {
        if path != self.path { (takesGood, opened) = (false, []) }
        (stage, self.path, self.endsGone, complaint) = (.reading(number), path, endsGone, [])
        order = []
    }

    /// Takes the difference of a file; false when another one is wanted by now.
    mutating func take(_ file: RosterFile) -> Bool {
        guard case .reading(let number) = stage, number == file.number else { return false }
        stage = .shown(file)
        // What is wrong is seen first; a short difference is seen whole.
        let all = RosterKind.allCases.reduce(0) { $0 + count($1) }
        opened.formUnion(all <= 40 ? RosterKind.allCases : [.problem])
        arrange()
        return true
    }

    mutating func refuse(_ number: Int, _ problem: Problem) {
        guard case .reading(let mine) = stage, mine == number else { return }
        (stage, complaint) = (.nothing, problem.sentences)
    }

    mutating func commit() -> RosterFile? {
        guard case .shown(let file) = stage else { return nil }
        (stage, complaint) = (.taking(file), [])
        return file
    }

    mutating func took(_ file: RosterFile) {
        if case .taking(let mine) = stage, mine.number == file.number { stage = .taken(file) }
    }

    mutating func refuse(_ file: RosterFile, _ problem: Problem) {
        guard case .taking(let mine) = stage, mine.number == file.number else { return }
        (stage, complaint) = (.shown(file), problem.sentences)
    }

    /// The last change is undone: what was shown does not hold any more.
    mutating func undone() {
        (stage, order, complaint) = (.nothing, [], [])
    }

    // MARK: The list

    func count(_ kind: RosterKind) -> Int {
        guard let review = file?.review else { return 0 }
        return switch kind {
        case .problem: review.problems.count
        case .new: review.new.count
        case .changed: review.changed.count
        case .moved: review.moved.count
        case .gone: review.gone.count
        }
    }

    mutating func toggle(_ kind: RosterKind) {
        if opened.remove(kind) == nil { opened.insert(kind) }
        arrange()
    }

    private mutating func arrange() {
        guard let review = file?.review else { return order = [] }
        order = []
        for kind in RosterKind.allCases where count(kind) > 0 {
            order.append(.kind(kind))
            guard opened.contains(kind) else { continue }
            switch kind {
            case .problem: order += review.problems.indices.map { .problem($0) }
            case .new: order += review.new.map { .resident(kind, $0) }
            case .changed: order += review.changed.map { .resident(kind, $0) }
            case .moved: order += review.moved.map { .resident(kind, $0.resident) }
            case .gone: order += review.gone.map { .resident(kind, $0) }
            }
        }
    }

    /// Somebody as he would be, else as he is.
    func resident(_ id: ResidentID) -> Resident? { file?.residents[id] ?? file?.roster.residents[id] }

    /// What becomes of somebody, in words.
    func words(_ kind: RosterKind, _ id: ResidentID, arrow: String) -> String {
        switch kind {
        case .problem: return ""
        case .new: return newWords(id)
        case .gone:
            let room = file?.current[id].map { phrase("lives in \($0.room)") } ?? ""
            return endsGone ? phrase("\(room); the stay ends") : phrase("\(room); is left as it is")
        case .moved:
            let from = file?.stays[id]?.map(\.from).max().map { phrase(" from \($0) on") } ?? ""
            return file?.moves[id].map { "\($0.from) \(arrow) \($0.to)\(from)" } ?? ""
        case .changed: return changes(of: id, arrow: arrow).joined(separator: ", ")
        }
    }

    private func newWords(_ id: ResidentID) -> String {
        let stay = file?.stays[id]?.max { $0.from < $1.from }
        let room = stay.map { phrase("room \($0.room) from \($0.from)") } ?? phrase("lives elsewhere")
        let person = file?.residents[id]
        let rest = [person?.schoolClass, person?.cohort].compactMap { $0 }.filter { !$0.isEmpty }
        return ([room] + rest).joined(separator: ", ")
    }

    private func changes(of id: ResidentID, arrow: String) -> [String] {
        var words: [String] = []
        if let old = file?.roster.residents[id], let new = file?.residents[id] {
            for (label, before, after) in [
                (phrase("name"), old.name, new.name), (phrase("class"), old.schoolClass, new.schoolClass),
                (phrase("cohort"), old.cohort, new.cohort),
                (phrase("contact"), old.contact, new.contact),
            ] where before != after {
                words.append("\(label) \(before.isEmpty ? "-" : before) \(arrow) \(after.isEmpty ? "-" : after)")
            }
        }
        for stay in (file?.stays[id] ?? []).sorted(by: { $0.id < $1.id }) {
            words.append(phrase("\(stay.room) from \(stay.from)") + (stay.until.map { phrase(" until \($0)") } ?? ""))
        }
        return words
    }
}
