import Foundation
import Operations
import Phrases
import Synchronization

/// A lock of the kernel on a file ("open file description lock"): one holder at a time in all processes, free when its process ends.
///
/// The file itself says nothing about who holds it: only the lock does; the text in it is for people.
final class FileLock: Sendable {
    private let descriptor: Mutex<Int32?>

    private init(descriptor: Int32) { self.descriptor = Mutex(descriptor) }

    /// Takes the lock of a file, which is made when it is missing; nil when it is held.
    static func acquire(_ path: String, holder: String) throws -> FileLock? {
        // Close on exec: a program started from here must not keep the lock alive.
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o660)
        guard descriptor >= 0 else { throw errno == ENOSPC ? BooksError.diskFull : BooksError.readOnly(path) }
        var wish = wholeFile(type: F_WRLCK)
        guard fcntl(descriptor, setLock, &wish) == 0 else {
            let reason = errno
            Glibc.close(descriptor)
            if reason == EAGAIN || reason == EACCES { return nil }
            throw BooksError.other(phrase("the lock of \(path) can not be taken (error \(reason)); nothing was sent to any meter"))
        }
        // What is written here is only read by people; the lock holds even when the disk is full.
        ftruncate(descriptor, 0)
        let line = Array((holder.replacingOccurrences(of: "\n", with: " ") + "\n").utf8)
        _ = line.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        return FileLock(descriptor: descriptor)
    }

    /// Who holds the lock of a file, in the holder's own words; nil when nobody does. Does not touch the lock.
    static func holder(of path: String) -> String? {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { Glibc.close(descriptor) }
        var question = wholeFile(type: F_WRLCK)
        guard fcntl(descriptor, getLock, &question) == 0, question.l_type != Int16(F_UNLCK) else { return nil }
        var bytes = [UInt8](repeating: 0, count: 512)
        let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
        let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        return text.isEmpty ? "another process" : text
    }

    /// Gives the lock back. It also ends when this value goes away, and with the process.
    func release() {
        descriptor.withLock { descriptor in
            guard let open = descriptor else { return }
            ftruncate(open, 0)
            // Unlocked by name, not only closed: a child that was just forked for another program shares the lock until it has started it.
            var wish = FileLock.wholeFile(type: F_UNLCK)
            _ = fcntl(open, FileLock.setLock, &wish)
            Glibc.close(open)
            descriptor = nil
        }
    }

    deinit { release() }

    // The commands of open file description locks, from <fcntl.h>; the C names hide behind a feature macro.
    private static let getLock: Int32 = 36
    private static let setLock: Int32 = 37

    private static func wholeFile(type: Int32) -> flock {
        flock(l_type: Int16(type), l_whence: Int16(SEEK_SET), l_start: 0, l_len: 0, l_pid: 0)
    }
}
