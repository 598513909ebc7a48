extension Language {
    /// What was written down in English, such as the note of an order in the books, in this language.
    ///
    /// Sentences that are phrases of the program are translated with their figures in place; everything else stays as it is. So is a
    /// reason, which is part of a sentence: a phrase of the context `why`.
    public func recognising(_ english: String) -> String {
        guard !isEmpty else { return english }
        if let reason = reason(english) { return reason }
        var said = ""
        var rest = Substring(english)
        while !rest.isEmpty {
            let spaces = rest.prefix { $0 == " " }
            rest = rest.dropFirst(spaces.count)
            guard let (text, after) = firstSentence(of: rest) else { return said + spaces + rest }
            // Chinese sentences stand together: the full stop is as wide as the space.
            said += (said.last.map { $0.isASCII } ?? false ? String(spaces) : "") + text
            rest = after
        }
        return said
    }

    /// The same of what the program alone wrote down and no person, such as why a line is down: there a reason may begin with a name.
    public func recognising(reason english: String) -> String { reason(english, word: "") ?? recognising(english) }

    /// The translation of the longest phrase with which a text begins, and what comes after it.
    private func firstSentence(of text: Substring) -> (text: String, after: Substring)? {
        let word = String(text.prefix { $0 != " " })
        for key in keysByWord[word] ?? [] {
            guard let (arguments, after) = Self.match(key, text), let translation = self[key] else { continue }
            return (translation.text(arguments.map(argument)), after)
        }
        return nil
    }

    private static let reasons = "why|"

    /// What stands in the place of a figure or a name: a reason too, else as it stands.
    private func argument(_ text: String) -> String { reason(text) ?? reason(text, word: "") ?? text }

    /// What a text says that is a reason from its first word to its last; nil where it is none.
    private func reason(_ text: String) -> String? { reason(text, word: text.prefix { $0 != " " }) }

    private func reason(_ text: String, word: some StringProtocol) -> String? {
        for key in keysByWord[Self.reasons + word] ?? [] {
            guard let (arguments, after) = Self.match(String(key.dropFirst(Self.reasons.count)), Substring(text)), after.isEmpty,
                let translation = self[key]
            else { continue }
            return translation.text(arguments.map(argument))
        }
        return nil
    }

    /// The arguments with which a text begins with this key; nil when it does not.
    private static func match(_ key: String, _ text: Substring) -> (arguments: [String], after: Substring)? {
        let pieces = key.pieces
        guard text.hasPrefix(pieces[0]) else { return nil }
        var rest = text.dropFirst(pieces[0].count)
        var arguments: [String] = []
        for (index, piece) in pieces.enumerated().dropFirst() {
            if piece.isEmpty {
                arguments.append(String(rest))
                rest = ""
                continue
            }
            // A full stop inside of a figure ends no sentence.
            let ends = index + 1 == pieces.count && key.last != " "
            let places = rest.ranges(of: piece)
            guard let found = places.first(where: { !ends || $0.upperBound == rest.endIndex || rest[$0.upperBound] == " " }) else {
                return nil
            }
            arguments.append(String(rest[..<found.lowerBound]))
            rest = rest[found.upperBound...]
        }
        guard rest.isEmpty || rest.first == " " || key.last == " " else { return nil }
        return (arguments, rest)
    }

    /// Keys that are sentences or reasons, by their first word, the longest first.
    ///
    /// Those that begin with an argument can not be told apart; a reason of that kind, under no word, is one in the place of an argument.
    static func byWord(_ keys: some Sequence<String>) -> [String: [String]] {
        let sentences = keys.filter { $0.last == "." || $0.last == " " || $0.hasPrefix(reasons) }
        let grouped = Dictionary(grouping: sentences) { key in
            key.hasPrefix(reasons + "{}") ? reasons : String(key.prefix { $0 != " " })
        }
        return grouped.filter { !$0.key.isEmpty && !$0.key.contains("{") }.mapValues { $0.sorted { $0.count > $1.count } }
    }
}

extension String {
    /// The words between the places of a key.
    fileprivate var pieces: [String] {
        var pieces = [""]
        var rest = Substring(self)
        while let place = rest.firstRange(of: "{}") {
            pieces[pieces.count - 1] = String(rest[..<place.lowerBound])
            pieces.append("")
            rest = rest[place.upperBound...]
        }
        pieces[pieces.count - 1] = String(rest)
        return pieces
    }
}
