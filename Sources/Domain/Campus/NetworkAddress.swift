/// Texts that are addresses of the internet protocol and no names.
enum NetworkAddress {
    static func isAddress(_ text: some StringProtocol) -> Bool { isVersion4(text) || isVersion6(text) }

    /// Four numbers with dots between them.
    static func isVersion4(_ text: some StringProtocol) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { part in UInt8(part).map { String($0) == part } ?? false }
    }

    /// Eight groups of hexadecimal digits; `::` stands for what is missing, and the last two may be written as version 4 (RFC 4291, 2.2).
    static func isVersion6(_ text: some StringProtocol) -> Bool {
        let halves = text.split(separator: "::", omittingEmptySubsequences: false)
        guard halves.count <= 2, let last = halves.last else { return false }
        var groups = halves.flatMap { $0.isEmpty ? [] : $0.split(separator: ":", omittingEmptySubsequences: false) }
        var count = groups.count
        if !last.isEmpty, let tail = groups.last, isVersion4(tail) {
            groups.removeLast()
            count += 1
        }
        let areGroups = groups.allSatisfy { group in
            (1...4).contains(group.utf8.count) && group.allSatisfy { $0.isASCII && $0.isHexDigit }
        }
        return areGroups && (halves.count == 2 ? count <= 7 : count == 8)
    }
}
