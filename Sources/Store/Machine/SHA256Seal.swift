import Crypto
import Domain
import Foundation
public import Operations

/// SHA-256: the chain of the journal, the ids of files, the digests of standing data.
public struct SHA256Seal: Seal {
    /// Makes the seal; it has no state.
    public init() {}

    /// The SHA-256 of the bytes, 32 bytes.
    public func hash(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }
}

/// Collects the fields of rows whose digest is kept, so that a flipped byte in one of them is found.
///
/// Texts carry their length and numbers their width, so that no two lists of fields give the same bytes.
struct DigestWriter {
    private var hasher = SHA256()
    private var buffer: [UInt8] = []

    mutating func add(_ number: Int64) {
        withUnsafeBytes(of: number.littleEndian) { buffer.append(contentsOf: $0) }
        if buffer.count >= 4096 { flush() }
    }

    mutating func add(_ number: Int64?) {
        add(number == nil ? Int64(0) : Int64(1))
        add(number ?? Int64(0))
    }

    mutating func add(_ text: String) { add(bytes: Array(text.utf8)) }

    mutating func add(bytes: some Collection<UInt8>) {
        add(Int64(bytes.count))
        buffer.append(contentsOf: bytes)
    }

    mutating func add(_ actor: Actor) {
        for text in [actor.name, actor.role.rawValue, actor.shift, actor.console] { add(text) }
    }

    private mutating func flush() {
        hasher.update(data: buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    /// The digest of everything added, 32 bytes.
    mutating func finish() -> [UInt8] {
        flush()
        return Array(hasher.finalize())
    }
}
