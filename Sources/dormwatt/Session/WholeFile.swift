import Foundation

/// A file that is whole, or the one before, or none: whatever stops its writing leaves no half of it.
struct WholeFile {
    let path: String

    /// Why the system did not write it.
    struct Failure: Error {
        let code: Int32
        /// In the words of the system.
        var reason: String { String(cString: strerror(code)) }
    }

    /// So much is handed to the disk at once: when it fills, that is in the middle of a page.
    private static let piece = 1024

    /// Writes it beside its place, brings it to the medium, and then puts it in its place.
    func write(_ bytes: [UInt8]) throws(Failure) {
        let partial = "\(path).\(getpid()).partial"
        let file = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o660)
        guard file >= 0 else { throw Failure(code: errno) }
        defer { close(file) }
        do throws(Failure) {
            try write(bytes, to: file)
            guard fsync(file) == 0 || errno == EINVAL, rename(partial, path) == 0 else { throw Failure(code: errno) }
        } catch {
            unlink(partial)
            throw error
        }
    }

    private func write(_ bytes: [UInt8], to file: Int32) throws(Failure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.prefix(Self.piece).withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard written > 0 else { throw Failure(code: written < 0 ? errno : ENOSPC) }
            rest = rest.dropFirst(written)
        }
    }
}
