/// A number in upper-case hexadecimal digits, filled with zeros on the left.
func hexadecimal(_ value: UInt64, digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
}

/// Bytes as upper-case hexadecimal pairs with a space between them, as frames are written in documents.
///
/// - Parameter bytes: any bytes; none give an empty text.
public func hexadecimalText(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { hexadecimal(UInt64($0), digits: 2) }.joined(separator: " ")
}
