import Foundation
import GRDB
import Operations

/// One step that changes something on a medium.
enum DiskStep: Hashable, Sendable {
    case makeFolder(String)
    case pages(String)
    case bytes(String)
    case sync(String)
    case link(String)
    case rename(String)
    case remove(String)
}

/// The media as copying and restoring use them. Every step is told before it is done, so that tests can fail or stop at each.
public struct Disk: Sendable {
    private let before: @Sendable (DiskStep) throws -> Void

    /// The machine's own media.
    public init() { before = { _ in } }

    /// Media on which something else comes before every step.
    init(before: @escaping @Sendable (DiskStep) throws -> Void) { self.before = before }

    /// Makes one folder, and what it stands in durable; a folder that is there already stays.
    func makeFolder(_ path: String) throws {
        guard !isFolder(path) else { return }
        try before(.makeFolder(path))
        guard mkdir(path, 0o770) == 0 || errno == EEXIST else { throw CopyError.system(path, errno) }
        try sync(folderOf(path))
    }

    /// Copies books page by page with SQLite's own means; the source is locked only for the pages of one step.
    func copyBooks(from source: String, to target: String) throws {
        try before(.pages(target))
        try BooksCopy.write(from: source, to: target) { try before(.pages(target)) }
    }

    /// Copies books through the very connection that has them locked.
    func copyBooks(_ source: Database, to target: String) throws {
        try before(.pages(target))
        do {
            let queue = try DatabaseQueue(path: target)
            defer { try? queue.close() }
            try queue.inDatabase { try source.backup(to: $0) }
        } catch let error as DatabaseError {
            throw CopyError.database(target, error)
        }
    }

    /// Copies the bytes of a file into a new one.
    func copyFile(from source: String, to target: String) throws {
        let input = Glibc.open(source, O_RDONLY | O_CLOEXEC)
        guard input >= 0 else { throw CopyError.system(source, errno) }
        defer { Glibc.close(input) }
        try before(.bytes(target))
        let output = Glibc.open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o660)
        guard output >= 0 else { throw CopyError.system(target, errno) }
        defer { Glibc.close(output) }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(input, &buffer, buffer.count)
            guard count >= 0 else { throw CopyError.system(source, errno) }
            guard count > 0 else { return }
            try before(.bytes(target))
            try write(buffer.prefix(count), to: output, path: target)
        }
    }

    private func write(_ bytes: ArraySlice<UInt8>, to file: Int32, path: String) throws {
        var rest = bytes
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard written >= 0 else { throw CopyError.system(path, errno) }
            rest = rest.dropFirst(written)
        }
    }

    /// Brings a file or the names in a folder to the medium, and lets go of what memory holds of it, so that a reader reads the medium.
    func sync(_ path: String) throws {
        try before(.sync(path))
        let file = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw CopyError.system(path, errno) }
        defer { Glibc.close(file) }
        // Some file systems can not sync a folder and say so; there is nothing better to be had there.
        guard fsync(file) == 0 || errno == EINVAL else { throw CopyError.system(path, errno) }
        _ = posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED)
    }

    /// Gives a file a second name; false where the file system has no second names or the other place is on another medium.
    func link(_ source: String, to target: String) throws -> Bool {
        try before(.link(target))
        if Glibc.link(source, target) == 0 { return true }
        let code = errno
        if [EXDEV, EPERM, EOPNOTSUPP, ENOSYS, EMLINK].contains(code) { return false }
        throw CopyError.system(target, code)
    }

    /// Renames at once; a file of the new name is replaced. It is for good when the folder is synced.
    func rename(_ source: String, to target: String) throws {
        try before(.rename(target))
        guard Glibc.rename(source, target) == 0 else { throw CopyError.system(target, errno) }
    }

    /// Removes a file or an empty folder; one that is not there is removed already.
    func remove(_ path: String) throws {
        guard exists(path) else { return }
        try before(.remove(path))
        guard Glibc.remove(path) == 0 || errno == ENOENT else { throw CopyError.system(path, errno) }
    }

    /// Removes what it can; for tidying up after a failure that is told anyway.
    func tidy(_ paths: [String]) {
        for path in paths { try? remove(path) }
    }

    // MARK: - Looking, which changes nothing

    func exists(_ path: String) -> Bool { status(path) != nil }

    func isFolder(_ path: String) -> Bool { status(path).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false }

    func size(_ path: String) -> Int64? { status(path).map { Int64($0.st_size) } }

    /// Whether two names stand for the same file.
    func areOne(_ left: String, _ right: String) -> Bool {
        guard let left = status(left), let right = status(right) else { return false }
        return left.st_dev == right.st_dev && left.st_ino == right.st_ino
    }

    /// Whether two names lie on the same medium.
    func shareMedium(_ left: String, _ right: String) -> Bool {
        guard let left = status(left), let right = status(right) else { return false }
        return left.st_dev == right.st_dev
    }

    /// The names in a folder; nil when it can not be read.
    func names(in folder: String) -> [String]? { try? FileManager.default.contentsOfDirectory(atPath: folder).sorted() }

    func folderOf(_ path: String) -> String {
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }

    private func status(_ path: String) -> stat? {
        var found = stat()
        return stat(path, &found) == 0 ? found : nil
    }
}
