import Domain
import Phrases

/// What of a list is shown: words that must all hold, in one small language for every list.
///
/// `bld:3,4` `fl:3-5` `state:cut` `name:li` · `rem<10` `days<2` `age>10m` with `<` `<=` `>` `>=` `=` · `!` before a word turns it
/// round · `"Li Wei"` keeps spaces together · `@low` is a filter that was saved · anything else is part of a name. Letters count alike
/// in both cases.
struct Filter: Hashable, Sendable {
    /// The text as it was typed.
    let text: String
    let terms: [FilterTerm]

    /// Shows everything.
    static let none = Filter(text: "", terms: [])

    init(text: String, terms: [FilterTerm]) { (self.text, self.terms) = (text, terms) }

    /// Reads a filter for a list with this vocabulary.
    init(_ text: String, for vocabulary: FilterVocabulary, saved: [SavedFilter] = []) throws(FilterComplaint) {
        self.text = text
        terms = try FilterReader(vocabulary: vocabulary, saved: saved).terms(of: text)
    }

    var isEmpty: Bool { terms.isEmpty }

    /// Whether what it shows may change by itself as time goes on.
    var followsReadings: Bool { terms.contains { $0.followsReadings } }

    /// The rows of a list that it shows, in the order of the candidates; without candidates in that of the list.
    ///
    /// A word at a time over all rows that are left, the cheap ones first, and always in the order in which the rows lie in memory: the
    /// work for a key is bounded by the rows, whatever they hold and however they are sorted.
    func rows<Source: FilterSource>(of source: Source, among candidates: [Int]? = nil, now: Instant) -> [Int] {
        let terms = terms.sorted { $0.cost < $1.cost }
        if let candidates, candidates.count < source.rowCount / 8 {
            return candidates.filter { row in terms.allSatisfy { $0.holds(source, at: row, now: now) } }
        }
        var rows = Array(0..<source.rowCount)
        for term in terms {
            if rows.count > 256, let mask = term.mask(of: source) {
                rows = rows.filter { mask[$0] }
            } else {
                rows = rows.filter { term.holds(source, at: $0, now: now) }
            }
        }
        guard let candidates else { return rows }
        var isShown = [Bool](repeating: false, count: source.rowCount)
        for row in rows { isShown[row] = true }
        return candidates.filter { isShown[$0] }
    }
}

/// A list as a filter sees it.
protocol FilterSource {
    /// How many rows it has.
    var rowCount: Int { get }
    /// A figure of a row, scaled by the decimals of the field; a duration in seconds; nil when it is not known.
    func figure(_ field: FilterField, at row: Int, now: Instant) -> Int64?
    /// The words of the vocabulary that hold for a row, a bit for each in their order.
    func words(_ field: FilterField, at row: Int) -> UInt64
    /// Whether a text of a row has this in it, or is this, in lower case.
    func text(_ field: FilterField, at row: Int, matches part: [UInt8], wholly: Bool) -> Bool
    /// All texts of a field, where they lie one after the other; nil where they do not.
    func column(_ field: FilterField) -> TextColumn?
}

extension FilterSource {
    func column(_ field: FilterField) -> TextColumn? { nil }
}

/// A word of a filter.
struct FilterTerm: Hashable, Sendable {
    enum Test: Hashable, Sendable {
        /// One of these fields has one of these texts in it.
        case text([FilterField], [[UInt8]], wholly: Bool)
        case figure(FilterField, FilterComparison, Int64)
        case range(FilterField, [ClosedRange<Int64>])
        /// One of the words of a field, as bits.
        case words(FilterField, UInt64)
    }

    let test: Test
    let isNegated: Bool

    func holds<Source: FilterSource>(_ source: Source, at row: Int, now: Instant) -> Bool {
        let holds: Bool
        switch test {
        case .words(let field, let bits): holds = source.words(field, at: row) & bits != 0
        case .figure(let field, let comparison, let limit):
            // What is not known is neither below nor above anything.
            guard let value = source.figure(field, at: row, now: now) else { return false }
            holds = comparison.holds(value, limit)
        case .range(let field, let ranges):
            guard let value = source.figure(field, at: row, now: now) else { return false }
            holds = ranges.contains { $0.contains(value) }
        case .text(let fields, let parts, let wholly):
            holds = fields.contains { field in parts.contains { source.text(field, at: row, matches: $0, wholly: wholly) } }
        }
        return holds != isNegated
    }

    /// The rows for which it holds, of texts that lie one after the other; nil for any other test.
    fileprivate func mask<Source: FilterSource>(of source: Source) -> [Bool]? {
        guard case .text(let fields, let parts, let wholly) = test else { return nil }
        var mask = [Bool](repeating: isNegated, count: source.rowCount)
        for field in fields {
            guard let column = source.column(field) else { return nil }
            for part in parts { column.rows(matching: part, wholly: wholly) { mask[$0] = !isNegated } }
        }
        return mask
    }

    fileprivate var cost: Int {
        switch test {
        case .words, .figure, .range: 0
        case .text(let fields, let parts, let wholly): wholly ? 1 : 1 + fields.count * parts.count
        }
    }

    fileprivate var followsReadings: Bool {
        switch test {
        case .text: false
        case .words: true
        case .figure(let field, _, _), .range(let field, _): ![.floor, .beds].contains(field)
        }
    }
}

/// How a figure is held against a limit. The long signs stand first, so that `<=` is not read as `<`.
enum FilterComparison: String, CaseIterable, Hashable, Sendable {
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case less = "<"
    case greater = ">"
    case equal = "="

    func holds(_ left: Int64, _ right: Int64) -> Bool {
        switch self {
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        case .equal: left == right
        }
    }
}

/// A filter with a name, used as `@name`.
public struct SavedFilter: Hashable, Sendable {
    /// The name, without the sign before it.
    public var name: String
    /// The words.
    public var text: String

    /// Names a filter.
    public init(name: String, text: String) { (self.name, self.text) = (name, text) }

    /// Whether it can be a name: letters, digits and `-`.
    static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.count <= 20 && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
    }
}

/// Why a filter is not understood, and which part of it.
struct FilterComplaint: Error, Hashable, Sendable {
    /// What is wrong and what would be right.
    let message: String
    /// The characters of the text that are meant, from 0.
    let range: Range<Int>

    /// The message with its place, counted from 1.
    var sentence: String { phrase("\(message) (at \(range.lowerBound + 1))") }
}
