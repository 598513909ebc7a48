import Domain
import Phrases
import TextLayout

/// Reads the filter language, and says of a word that is wrong what would be right.
struct FilterReader {
    let vocabulary: FilterVocabulary
    let saved: [SavedFilter]

    /// How deep saved filters may name each other.
    private static let depth = 4

    private struct Word {
        var text: String
        var range: Range<Int>
        /// Whether quotes kept it together, so that no sign in it is meant.
        var isQuoted = false
    }

    func terms(of text: String) throws(FilterComplaint) -> [FilterTerm] { try terms(of: text, depth: 0) }

    private func terms(of text: String, depth: Int) throws(FilterComplaint) -> [FilterTerm] {
        var terms: [FilterTerm] = []
        for word in Self.words(of: text) {
            if word.text.first == "@", !word.isQuoted {
                terms += try savedTerms(word, depth: depth)
            } else {
                terms.append(try term(word))
            }
        }
        return terms
    }

    /// The words of a text with their places; quotes keep spaces together.
    private static func words(of text: String) -> [Word] {
        var words: [Word] = []
        var current: Word?
        var isInside = false
        for (index, character) in text.enumerated() {
            if character == "\"" {
                isInside.toggle()
                var word = current ?? Word(text: "", range: index..<index, isQuoted: true)
                word.range = word.range.lowerBound..<index + 1
                current = word
            } else if character == " ", !isInside {
                if let word = current { words.append(word) }
                current = nil
            } else {
                var word = current ?? Word(text: "", range: index..<index)
                word.text.append(character)
                word.range = word.range.lowerBound..<index + 1
                current = word
            }
        }
        if let word = current { words.append(word) }
        return words.map { Word(text: $0.text.foldedToASCII.lowercased(), range: $0.range, isQuoted: $0.isQuoted) }
    }

    private func savedTerms(_ word: Word, depth: Int) throws(FilterComplaint) -> [FilterTerm] {
        let name = String(word.text.dropFirst())
        guard let found = saved.first(where: { $0.name.lowercased() == name }) else {
            let known =
                saved.isEmpty
                ? phrase("none is saved yet, :save-filter does") : phrase("known are ") + saved.map { "@" + $0.name }.joined(separator: " ")
            throw FilterComplaint(message: phrase("\(word.text): no filter has this name; \(known)"), range: word.range)
        }
        guard depth < Self.depth else {
            throw FilterComplaint(message: phrase("\(word.text): saved filters name each other"), range: word.range)
        }
        do {
            return try terms(of: found.text, depth: depth + 1)
        } catch {
            throw FilterComplaint(message: "\(word.text): \(error.message)", range: word.range)
        }
    }

    private func term(_ word: Word) throws(FilterComplaint) -> FilterTerm {
        let isNegated = word.text.first == "!" && !word.isQuoted
        let text = isNegated ? String(word.text.dropFirst()) : word.text
        func complaint(_ message: String) -> FilterComplaint { FilterComplaint(message: message, range: word.range) }
        guard !text.isEmpty else { throw complaint(phrase("\(word.text): a word goes behind it: !state:on")) }
        guard !word.isQuoted, let sign = text.firstIndex(where: { ":<>=".contains($0) }) else {
            return FilterTerm(test: .text(vocabulary.bare, [Array(text.utf8)], wholly: false), isNegated: isNegated)
        }
        let key = String(text[..<sign])
        guard let field = FilterField(rawValue: key), vocabulary.fields.contains(field) else {
            throw complaint(phrase("\"\(key)\" is none of \(vocabulary.list)"))
        }
        let rest = text[sign...]
        if rest.first == ":" {
            return FilterTerm(test: try colon(field, String(rest.dropFirst()), complaint), isNegated: isNegated)
        }
        guard let comparison = FilterComparison.allCases.first(where: { rest.hasPrefix($0.rawValue) }) else {
            throw complaint(phrase("\(word.text): not understood"))
        }
        let value = String(rest.dropFirst(comparison.rawValue.count))
        guard field.isCompared else { throw complaint(phrase("\(key) is not compared but named: \(example(field))")) }
        guard let limit = field.number(value) else {
            throw complaint(phrase("\(field.wanted) goes here: \(key)\(comparison.rawValue)\(field.example)"))
        }
        return FilterTerm(test: .figure(field, comparison, limit), isNegated: isNegated)
    }

    private func colon(_ field: FilterField, _ value: String, _ complaint: (String) -> FilterComplaint) throws(FilterComplaint)
        -> FilterTerm.Test
    {
        let parts = value.split(separator: ",").map(String.init)
        guard !parts.isEmpty else { throw complaint(phrase("\(field.meaning) goes here: \(example(field))")) }
        switch field.kind {
        case .exactly, .part: return .text([field], parts.map { Array($0.utf8) }, wholly: field.kind == .exactly)
        case .word:
            let known = vocabulary.words[field] ?? []
            var bits: UInt64 = 0
            for part in parts {
                guard let index = known.firstIndex(of: part) else {
                    throw complaint(phrase("\(field.rawValue): takes \(known.joined(separator: " "))"))
                }
                bits |= 1 << UInt64(index)
            }
            return .words(field, bits)
        case .figure, .duration:
            var ranges: [ClosedRange<Int64>] = []
            for part in parts {
                guard let range = field.range(part) else {
                    throw complaint(phrase("\(field.wanted) goes here: \(field.rawValue):\(field.example)"))
                }
                ranges.append(range)
            }
            return .range(field, ranges)
        }
    }

    /// The field as it is used.
    private func example(_ field: FilterField) -> String {
        switch field.kind {
        case .exactly: "\(field.rawValue):3"
        case .part: phrase("\(field.rawValue):li")
        case .word: "\(field.rawValue):\(vocabulary.words[field]?.first ?? "")"
        case .figure, .duration: "\(field.rawValue):\(field.example)"
        }
    }
}

extension FilterField {
    /// Whether it is held against a limit.
    fileprivate var isCompared: Bool {
        switch kind {
        case .figure, .duration: true
        case .exactly, .part, .word: false
        }
    }

    fileprivate var wanted: String {
        switch kind {
        case .figure(decimals: 0, _): phrase("a whole number")
        case .duration: phrase("a time")
        default: phrase("a number")
        }
    }

    fileprivate var example: String {
        switch kind {
        case .figure(_, let example): example
        case .duration: "10m"
        case .exactly, .part, .word: ""
        }
    }

    /// A number as the field holds it: scaled, or in seconds.
    fileprivate func number(_ text: String) -> Int64? {
        let digits = text.hasPrefix("-") ? String(text.dropFirst()) : text
        let value: Int64?
        switch kind {
        case .figure(let decimals, _): value = Decimals.parse(digits, decimals: decimals, limit: 1_000_000_000)
        case .duration:
            let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
            let unit = digits.last.flatMap { units[$0] }
            value = Decimals.parse(unit == nil ? digits : String(digits.dropLast()), decimals: 0, limit: 1_000_000).map { $0 * (unit ?? 1) }
        case .exactly, .part, .word: value = nil
        }
        return value.map { text.hasPrefix("-") ? -$0 : $0 }
    }

    /// One number, or two with `-` between them, the smaller first.
    fileprivate func range(_ text: String) -> ClosedRange<Int64>? {
        if let only = number(text) { return only...only }
        guard let dash = text.dropFirst().firstIndex(of: "-"), let low = number(String(text[..<dash])),
            let high = number(String(text[text.index(after: dash)...])), low <= high
        else { return nil }
        return low...high
    }
}
