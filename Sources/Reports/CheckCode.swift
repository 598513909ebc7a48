import Phrases

/// The code by which a paper is held against the books: ten letters and digits, of which the last two check the others.
public enum CheckCode {
    /// Letters and digits that are not taken for one another.
    private static let signs = Array("23456789ABCDEFGHJKLMNPQRSTUVWXYZ")

    /// The code of a digest of what a paper says; the digest's first 40 bits decide.
    ///
    /// - Parameter digest: at least five bytes.
    public static func code(digest: [UInt8]) -> String {
        let number = digest.prefix(5).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let body = (0..<8).map { signs[Int(number >> (35 - 5 * UInt64($0)) & 31)] }
        let text = String(body + check(body))
        return "\(text.prefix(5))-\(text.suffix(5))"
    }

    /// A code as typed, in its one spelling; nil when it is none, so that a slip of the finger is told apart from a false paper.
    public static func reading(_ typed: String) -> String? {
        let body = typed.uppercased().filter { $0 != "-" && $0 != " " }
        guard body.count == 10, body.allSatisfy(signs.contains) else { return nil }
        let letters = Array(body.prefix(8))
        guard String(check(letters)) == body.suffix(2) else { return nil }
        return "\(body.prefix(5))-\(body.suffix(5))"
    }

    /// Two signs that differ for any one sign changed and any two neighbours swapped: sums weighted by place, modulo the prime 31 and 29.
    private static func check(_ body: [Character]) -> [Character] {
        let values = body.map { signs.firstIndex(of: $0) ?? 0 }
        let first = values.enumerated().reduce(0) { $0 + ($1.offset + 1) * $1.element } % 31
        let second = values.enumerated().reduce(0) { $0 + ($1.offset + 2) * ($1.offset + 2) * $1.element } % 29
        return [signs[first], signs[second]]
    }
}

/// What of a paper the check code vouches for: everything that it says but the code itself and whether it is a copy.
extension Document {
    /// The bytes that are hashed: every text in English, with its length, in a fixed order.
    public var canonicalBytes: [UInt8] {
        var bytes: [UInt8] = []
        func add(_ text: String) { bytes += Array("\(text.utf8.count):".utf8) + Array(text.utf8) }
        for text in ["dormwatt-paper-1", number, title.english, issuer, issued] { add(text) }
        for block in blocks {
            switch block {
            case .heading(let text): ["heading", text.english].forEach(add)
            case .facts(let facts): (["facts", "\(facts.count)"] + facts.flatMap { [$0.name.english, $0.value.english] }).forEach(add)
            case .paragraph(let text): ["paragraph", text.english].forEach(add)
            case .table(let table):
                ["table", "\(table.columns.count)", "\(table.rows.count)", "\(table.totals.count)"].forEach(add)
                table.columns.map(\.title.english).forEach(add)
                (table.rows + table.totals).joined().forEach { add($0.english) }
            case .signatures(let names): (["signatures", "\(names.count)"] + names.map(\.english)).forEach(add)
            case .pageBreak: add("page")
            }
        }
        return bytes
    }
}
