/// One line of the journal: number, time, plate, address field, control byte and data of a command, what was
/// kept of it when that was not all, and a check sum over them.
///
/// A line that was not written to its end is recognised by the sum and counts as never written.
enum JournalLine {
    static func text(_ entry: JournalEntry, sequence: UInt64) -> String {
        let address = hexadecimal(entry.request.address)
        let control = hexadecimal([entry.request.control])
        // An empty field would vanish between its blanks.
        let data = entry.request.data.isEmpty ? "-" : hexadecimal(entry.request.data)
        let torn = entry.torn.map { " \($0.rawValue)" } ?? ""
        let body = "\(sequence) \(entry.time) \(entry.plate) \(address) \(control) \(data)\(torn)"
        return "\(body) \(String(checksum(body), radix: 16))\n"
    }

    static func parse(_ line: Substring) -> (sequence: UInt64, entry: JournalEntry)? {
        let parts = line.split(separator: " ").map(String.init)
        guard parts.count == 7 || parts.count == 8,
            String(checksum(parts.dropLast().joined(separator: " ")), radix: 16) == parts.last,
            let sequence = UInt64(parts[0]), let time = Int64(parts[1]), let address = bytes(parts[3]),
            let control = bytes(parts[4])?.first, let data = parts[5] == "-" ? [] : bytes(parts[5])
        else { return nil }
        let request = MeterRequest(address: address, control: control, data: data)
        let torn = parts.count == 8 ? TornWrite(rawValue: parts[6]) : nil
        return (sequence, JournalEntry(time: time, plate: parts[2], request: request, torn: torn))
    }

    /// FNV-1a, 64 bits.
    private static func checksum(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 0x0F, radix: 16) }.joined()
    }

    private static func bytes(_ text: String) -> [UInt8]? {
        let digits = text.compactMap { $0.hexDigitValue.map(UInt8.init) }
        guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
