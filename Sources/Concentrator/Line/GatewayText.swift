import Phrases

/// What a gateway says in words before it hangs up, for example `Port already in use`.
///
/// Only printable ASCII is kept, because it is shown, and not more than a line of it.
struct GatewayText: Sendable {
    private var text = ""

    private static let shortest = 8
    private static let longest = 120

    /// Bytes that belong to no frame; anything that is no text begins anew.
    mutating func heard(_ noise: [UInt8]) {
        for byte in noise {
            switch byte {
            case 0x20...0x7E: text.unicodeScalars.append(Unicode.Scalar(byte))
            case 0x0A, 0x0D: if text.last != " ", !text.isEmpty { text.append(" ") }
            default: text = ""
            }
            if text.count > Self.longest { text.removeFirst() }
        }
    }

    /// A reason with what was said.
    func explaining(_ reason: String) -> String {
        let said = text.split(separator: " ").joined(separator: " ")
        return said.count < Self.shortest ? reason : Phrase("\(reason); it said \"\(said)\"", context: "why").english
    }
}
