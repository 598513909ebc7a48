import Foundation
import Operations
import Synchronization

/// The right to speak to the concentrators of a campus: one process has it at a time.
///
/// It is a lock of the kernel on `collector.lock` ("open file description lock"), so it ends with the process however that ends. The
/// file itself says nothing about who holds it: only the lock does; the text in it is for people.
public final class CampusLease: Sendable {
    private let descriptor: Mutex<Int32?>

    private init(descriptor: Int32) { self.descriptor = Mutex(descriptor) }

    /// Takes the lease; nil when another process, or another part of this one, holds it.
    ///
    /// - Parameter holder: who takes it, for people at other consoles, for example `console desk-1, process 4711`. One line.
    /// - Throws: `BooksError.readOnly` when the file can not be written.
    public static func acquire(in folder: CampusFolder, holder: String) throws -> CampusLease? {
        // Close on exec: a program started from here must not keep the lease alive.
        let descriptor = Glibc.open(folder.lease, O_RDWR | O_CREAT | O_CLOEXEC, 0o660)
        guard descriptor >= 0 else { throw errno == ENOSPC ? BooksError.diskFull : BooksError.readOnly(folder.lease) }
        var wish = wholeFile(type: F_WRLCK)
        guard fcntl(descriptor, setLock, &wish) == 0 else {
            let reason = errno
            Glibc.close(descriptor)
            if reason == EAGAIN || reason == EACCES { return nil }
            throw BooksError.other("the lock of \(folder.lease) can not be taken (error \(reason)); nothing was sent to any meter")
        }
        // What is written here is only read by people; the lease holds even when the disk is full.
        ftruncate(descriptor, 0)
        let line = Array((holder.replacingOccurrences(of: "\n", with: " ") + "\n").utf8)
        _ = line.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        return CampusLease(descriptor: descriptor)
    }

    /// Who holds the lease now, in the holder's own words; nil when nobody does. Does not touch the lock.
    public static func holder(in folder: CampusFolder) -> String? {
        let descriptor = Glibc.open(folder.lease, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { Glibc.close(descriptor) }
        var question = wholeFile(type: F_WRLCK)
        guard fcntl(descriptor, getLock, &question) == 0, question.l_type != Int16(F_UNLCK) else { return nil }
        var bytes = [UInt8](repeating: 0, count: 512)
        let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
        let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        return text.isEmpty ? "another process" : text
    }

    /// Gives the lease back. It also ends when this value goes away, and with the process.
    public func release() {
        descriptor.withLock { descriptor in
            guard let open = descriptor else { return }
            ftruncate(open, 0)
            // Unlocked by name, not only closed: a child that was just forked for another program shares the lock until it has started it.
            var wish = CampusLease.wholeFile(type: F_UNLCK)
            _ = fcntl(open, CampusLease.setLock, &wish)
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
