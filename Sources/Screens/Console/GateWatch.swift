import Terminal

/// Keeps keys that were typed ahead, held down or pasted from passing a gate that opens under them.
///
/// A gate that opens while keys keep coming stays shut until they have rested once: only then can somebody have seen what it asks.
struct GateWatch: Hashable, Sendable {
    /// Keys that came since something was last wished for, or since the keys last rested.
    private var ahead = 0
    private var isShut = false

    /// Notes a key, and whether it brought a wish that a gate may answer.
    mutating func note(_ key: Key, isWish: Bool) {
        switch key {
        case .resize, .focus: break
        // Whoever turns away has seen where he is.
        case .escape, .function(10), .function(12), .control("c"): rest()
        default: ahead = isWish ? 0 : ahead + 1
        }
    }

    /// Notes that a gate has opened by itself.
    mutating func open() { isShut = ahead > 0 }

    /// Notes that no key came for a quarter of a second.
    mutating func rest() { (ahead, isShut) = (0, false) }

    /// Whether a key is dropped: any but those that lead away.
    func drops(_ key: Key) -> Bool {
        guard isShut else { return false }
        switch key {
        case .resize, .focus, .escape, .function(10), .function(12), .control("c"), .control("l"), .control("z"): return false
        default: return true
        }
    }
}
