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
        let file = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw Failure(code: errno) }
        defer { close(file) }
        do throws(Failure) {
            try write(bytes, to: file)
            guard fsync(file) == 0 || errno == EINVAL, rename(partial, path) == 0 else { throw Failure(code: errno) }
            syncFolder()
        } catch {
            unlink(partial)
            throw error
        }
    }

    /// Brings its name to the medium too. Where that fails the file is there all the same, and a power cut may show the one before.
    private func syncFolder() {
        let folder = open((path as NSString).deletingLastPathComponent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
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
