import Domain
import Operations
import Phrases
import Terminal

/// In what way somebody or something of a file differs.
enum RosterKind: CaseIterable, Sendable {
    case problem, new, changed, moved, gone, replaced
}

/// A line of the review: a kind, or one of its problems or of those who differ, by number, name or address.
enum RosterReviewLine: Hashable, Sendable {
    case kind(RosterKind)
    case problem(Int)
    case name(RosterKind, String)
}

/// A file of residents, rooms, meters or concentrators on its way from its name to the books.
struct RosterState: Sendable {
    enum Stage: Sendable {
        case nothing
        case reading(Int)
        case shown(ReviewedFile)
        case taking(ReviewedFile)
        case taken(ReviewedFile)
    }

    private(set) var stage = Stage.nothing
    private(set) var path = ""
    private(set) var endsGone = false
    /// Whether the lines that are right are taken although others are not.
    var acceptsGood = false
    /// Why it does not go on, and what to do; empty when it does.
    private(set) var complaint: [String] = []
    var list = ListState<RosterReviewLine>()
    /// The lines as they are listed.
    private(set) var order: [RosterReviewLine] = []

    private var opened: Set<RosterKind> = []
    /// How its lines are said.
    private(set) var words: (any ReviewWords)?

    /// The file on the screen.
    var file: ReviewedFile? {
        switch stage {
        case .nothing, .reading: nil
        case .shown(let file), .taking(let file), .taken(let file): file
        }
    }

    func isOpened(_ kind: RosterKind) -> Bool { opened.contains(kind) }

    // MARK: Steps

    mutating func read(_ number: Int, path: String, endsGone: Bool) {
        if path != self.path { (acceptsGood, opened) = (false, []) }
        (stage, self.path, self.endsGone, complaint) = (.reading(number), path, endsGone, [])
        order = []
    }

    /// Takes the difference of a file; false when another one is wanted by now.
    mutating func take(_ file: ReviewedFile) -> Bool {
        guard case .reading(let number) = stage, number == file.number else { return false }
        stage = .shown(file)
        words =
            switch file {
            case .roster(let file): RosterWords(file)
            case .inventory(let file): InventoryWords(file)
            }
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

    mutating func commit() -> ReviewedFile? {
        guard case .shown(let file) = stage else { return nil }
        (stage, complaint) = (.taking(file), [])
        return file
    }

    mutating func took(_ file: ReviewedFile) {
        if case .taking(let mine) = stage, mine.number == file.number { stage = .taken(file) }
    }

    mutating func refuse(_ file: ReviewedFile, _ problem: Problem) {
        guard case .taking(let mine) = stage, mine.number == file.number else { return }
        (stage, complaint) = (.shown(file), problem.sentences)
    }

    /// The last change is undone: what was shown does not hold any more.
    mutating func undone() {
        (stage, order, complaint) = (.nothing, [], [])
    }

    // MARK: The list

    func count(_ kind: RosterKind) -> Int { file?.count(kind) ?? 0 }

    mutating func toggle(_ kind: RosterKind) {
        if opened.remove(kind) == nil { opened.insert(kind) }
        arrange()
    }

    private mutating func arrange() {
        guard let file else { return order = [] }
        order = []
        for kind in RosterKind.allCases where count(kind) > 0 {
            order.append(.kind(kind))
            guard opened.contains(kind) else { continue }
            order += kind == .problem ? file.problems.indices.map { .problem($0) } : file.names(kind).map { .name(kind, $0) }
        }
    }
}
