/// Fixed decimals as text, both ways, without floating point.
public enum Decimals {
    /// Writes a scaled whole number, for example 9090 with two decimals as `90.90` and -5 as `-0.05`.
    public static func text(_ scaled: Int64, decimals: Int) -> String {
        let digits = String(scaled.magnitude)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        let whole = padded.dropLast(decimals)
        let sign = scaled < 0 ? "-" : ""
        return decimals == 0 ? sign + whole : sign + whole + "." + padded.suffix(decimals)
    }

    /// Reads unsigned ASCII digits with at most `decimals` places; nil for anything else or above `limit` (scaled).
    public static func parse(_ text: String, decimals: Int, limit: Int64) -> Int64? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = parts.first, parts.count <= 2, !whole.isEmpty, whole.utf8.count <= 12 else { return nil }
        let fraction = parts.count == 2 ? parts[1] : ""
        guard parts.count == 1 || !fraction.isEmpty, fraction.utf8.count <= decimals else { return nil }
        var scaled: Int64 = 0
        for byte in Array(whole.utf8) + Array(fraction.utf8) {
            guard (0x30...0x39).contains(byte) else { return nil }
            scaled = scaled * 10 + Int64(byte - 0x30)
        }
        for _ in fraction.utf8.count..<max(decimals, fraction.utf8.count) { scaled *= 10 }
        return scaled <= limit ? scaled : nil
    }
}
