import Domain
import Operations
import Terminal

/// The papers that were given out, the one that is shown, and the jobs that are followed.
struct PapersState: Sendable {
    var list = ListState<String>()
    /// The papers as they are listed; nil before they are known.
    private(set) var order: [String]?
    /// All that are known, the newest first.
    private(set) var all: [PaperLine] = []
    private var lines: [String: PaperLine] = [:]
    /// The paper on the screen; nil while it is being written.
    private(set) var sheet: PaperSheet?
    /// For which paper the printers were asked.
    var asksPrinters: PaperSource?

    private var states: [Printing: PrintingState] = [:]
    private var followed: Set<Printing> = []
    private var isAsking = false
    private var askAt: Instant?

    subscript(number: String) -> PaperLine? { lines[number] }

    mutating func take(_ papers: [PaperLine], now: Instant) {
        order = papers.map(\.number)
        all = papers
        lines = Dictionary(papers.map { ($0.number, $0) }) { first, _ in first }
        // What was printed by another console or before this one began is followed too, as long as it can still move.
        for printing in papers.compactMap(\.printings.last) where now.milliseconds(since: printing.at) < Self.day {
            if states[printing].map({ !$0.stage.isEnd }) ?? true { followed.insert(printing) }
        }
    }

    /// Lists these papers, or with nil all of them.
    mutating func narrow(to numbers: [String]?) {
        if order != nil { order = numbers ?? all.map(\.number) }
    }

    /// Lays a paper out; the same one again, in another language for example, stays where it was scrolled to.
    mutating func show(_ sheet: PaperSheet?) {
        let top = sheet?.pages.source == self.sheet?.pages.source ? self.sheet?.top ?? 0 : 0
        self.sheet = sheet
        self.sheet?.top = min(top, max((sheet?.lines.count ?? 0) - 1, 0))
    }

    mutating func scroll(_ key: Key, height: Int) { sheet?.scroll(key, height: height) }

    /// How often a paper was printed.
    func printings(of source: PaperSource) -> Int {
        guard case .kept(let number) = source else { return 0 }
        return lines[number]?.printings.count ?? (sheet?.pages.source == source ? sheet?.pages.printings ?? 0 : 0)
    }

    /// Where the last printing of a paper stands; nil when it was never printed or nobody was asked yet.
    func state(of number: String) -> PrintingState? { lines[number]?.printings.last.flatMap { states[$0] } }

    // MARK: Jobs

    private static let day: Int64 = 86_400_000
    private static let pause: Int64 = 2000
    private static let longPause: Int64 = 15_000

    /// The jobs to ask about now; empty while an answer is awaited and between two questions.
    mutating func due(_ now: Instant) -> [Printing] {
        guard !followed.isEmpty, !isAsking, askAt.map({ now >= $0 }) ?? true else { return [] }
        isAsking = true
        return followed.sorted { $0.job < $1.job }
    }

    /// Takes where jobs stand; answers those of which there is something new to say.
    mutating func take(_ news: [PrintingState], now: Instant) -> [PrintingState] {
        isAsking = false
        let isDown = news.contains { $0.stage == .unreachable }
        askAt = now.adding(milliseconds: isDown ? Self.longPause : Self.pause)
        return news.filter { state in
            let before = states.updateValue(state, forKey: state.printing)
            if state.stage.isEnd { followed.remove(state.printing) } else { followed.insert(state.printing) }
            return before != state && (before != nil || state.stage != .forgotten)
        }
    }
}

/// A paper laid out to be scrolled: its pages one below the other, without the empty part of a page.
struct PaperSheet: Sendable {
    let pages: PaperPages
    let lines: [String]
    /// The line on which each page begins.
    let starts: [Int]
    /// The uppermost line in view.
    fileprivate(set) var top = 0

    init(_ pages: PaperPages) {
        self.pages = pages
        var lines: [String] = []
        var starts: [Int] = []
        for page in pages.pages {
            starts.append(lines.count)
            // The foot is two lines; what is empty above it is not scrolled through.
            let foot = page.suffix(2)
            var body = Array(page.dropLast(2))
            while body.last?.isEmpty == true { body.removeLast() }
            lines += body + [""] + foot + [""]
        }
        if lines.last == "" { lines.removeLast() }
        (self.lines, self.starts) = (lines, starts)
    }

    /// The page of the uppermost line in view, from 1.
    var page: Int { max(starts.lastIndex { $0 <= top } ?? 0, 0) + 1 }

    mutating func scroll(_ key: Key, height: Int) {
        let most = max(lines.count - height, 0)
        switch key {
        case .up, .character("k"): top -= 1
        case .down, .character("j"): top += 1
        case .pageUp, .control("u"): top -= max(height - 1, 1)
        case .pageDown, .control("d"): top += max(height - 1, 1)
        case .home: top = 0
        case .end: top = most
        case .left, .character("h"): top = starts.last { $0 < top } ?? 0
        case .right, .character("l"): top = starts.first { $0 > top } ?? top
        default: break
        }
        // The last page may begin at the top of the view, however short it is.
        top = min(max(top, 0), max(most, key == .right || key == .character("l") ? starts.last ?? 0 : most))
    }
}
