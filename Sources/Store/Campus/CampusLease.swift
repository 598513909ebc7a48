import Operations

/// The right to speak to the concentrators of a campus: one process has it at a time.
///
/// It is a lock of the kernel on `collector.lock`, so it ends with the process however that ends.
public final class CampusLease: Sendable {
    private let lock: FileLock

    private init(_ lock: FileLock) { self.lock = lock }

    /// Takes the lease; nil when another process, or another part of this one, holds it.
    ///
    /// - Parameter holder: who takes it, for people at other consoles, for example `console desk-1, process 4711`. One line.
    /// - Throws: `BooksError.readOnly` when the file can not be written.
    public static func acquire(in folder: CampusFolder, holder: String) throws -> CampusLease? {
        try FileLock.acquire(folder.lease, holder: holder).map(CampusLease.init)
    }

    /// Who holds the lease now, in the holder's own words; nil when nobody does. Does not touch the lock.
    public static func holder(in folder: CampusFolder) -> String? { FileLock.holder(of: folder.lease) }

    /// Gives the lease back. It also ends when this value goes away, and with the process.
    public func release() { lock.release() }
}
