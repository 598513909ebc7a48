/// The one-way function behind plan ids and the chain of the journal; injected, so that Operations needs no cryptography.
public protocol Seal: Sendable {
    /// The hash of some bytes: always the same length, 32 bytes for SHA-256.
    func hash(_ bytes: [UInt8]) -> [UInt8]
}
