extension Phrase {
    /// This phrase with what stands in its places in an English text; nil when the text says something else.
    ///
    /// For words that come from elsewhere or were written down: `Phrase("Unknown option '\("")'")` finds the option, whatever the pattern's
    /// own arguments are. The text has to be the phrase from its first word to its last.
    ///
    /// - Parameter argument: makes the argument of the result from what stands in a place; as it stands where it is left out.
    public func found(in english: some StringProtocol, argument: (String) -> Phrase = { Phrase(verbatim: $0) }) -> Phrase? {
        guard let last = pieces.last, english.hasPrefix(pieces[0]) else { return nil }
        var rest = Substring(english).dropFirst(pieces[0].count)
        guard pieces.count > 1 else { return rest.isEmpty ? self : nil }
        var places: [String] = []
        for piece in pieces.dropFirst().dropLast() {
            guard let found = rest.firstRange(of: piece) else { return nil }
            places.append(String(rest[..<found.lowerBound]))
            rest = rest[found.upperBound...]
        }
        guard rest.hasSuffix(last) else { return nil }
        places.append(String(rest.dropLast(last.count)))
        return Phrase(pieces: pieces, arguments: places.map { .phrase(argument($0)) }, context: context)
    }
}
