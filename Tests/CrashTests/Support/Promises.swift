// What the program promised while it ran: what it printed as done, and the purchases it sent to meters. Decoded from the bytes alone.
import Foundation

/// One promise and the line of the log at which it was given.
struct Promise {
    enum Kind: Equatable {
        /// `Committed: N rows` was printed.
        case committed(rows: Int)
        /// An order was printed as confirmed by its meter.
        case confirmed(order: String)
        /// A purchase went out on the line; the books must know that it may have been.
        case sent(meter: String, count: Int, amount: Int64)
    }

    let kind: Kind
    let at: Int
}

extension Promise {
    /// All that a run promised. What it printed went to a file of this name.
    static func all(in calls: [SystemCall], output: String) -> [Promise] {
        calls.flatMap { call -> [Promise] in
            guard case .tell(let place, let bytes) = call.work else { return [] }
            if place.hasPrefix("socket:") { return purchases(in: bytes).map { Promise(kind: $0, at: call.start) } }
            guard place == output else { return [] }
            return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
                printed(line).map { Promise(kind: $0, at: call.start) }
            }
        }
    }

    private static func printed(_ line: Substring) -> Kind? {
        let words = line.split(separator: " ").map(String.init)
        if words.first == "Committed:", words.count > 1, let rows = Int(words[1]) { return .committed(rows: rows) }
        if let name = words.first, name.first == "O", name.count == 9, words.contains("METER") { return .confirmed(order: name) }
        return nil
    }

    /// Top-ups (070102FF) among the frames: 68, address, 68, control 03, length, data with 33 added to each byte.
    private static func purchases(in bytes: [UInt8]) -> [Kind] {
        var found: [Kind] = []
        for start in bytes.indices where bytes[start] == 0x68 && bytes.count >= start + 37 {
            guard bytes[start + 7] == 0x68, bytes[start + 8] == 0x03 else { continue }
            let data = bytes[(start + 10)..<(start + 37)].map { $0 &- 0x33 }
            guard data[..<4] == [0xFF, 0x02, 0x01, 0x07] else { continue }
            let meter = bytes[(start + 1)..<(start + 7)].reversed().map(pair).joined()
            guard let amount = Int64(data[20..<24].reversed().map(pair).joined()),
                let count = Int(data[24..<26].reversed().map(pair).joined())
            else { continue }
            found.append(.sent(meter: meter, count: count, amount: amount))
        }
        return found
    }

    private static func pair(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }

    /// Whether the books keep the promise.
    func isKept(by books: BooksPicture) -> Bool {
        switch kind {
        case .committed(let rows): books.sales.count == 1 && books.orders.count == rows
        case .confirmed(let order): books.orders[order]?.state == "confirmed"
        case .sent(let meter, let count, let amount):
            books.orders.values.contains {
                $0.meter == meter && $0.count == count && $0.amount == amount && $0.attempts > 0 && $0.state != "queued"
            }
        }
    }
}
