import Foundation

/// What tells a written file from the one that was read.
struct FileStamp: Equatable {
    let file: URL
    /// Nanoseconds since 1970, and bytes; nil for a file that is not there.
    private let changed: Int64?
    private let size: Int64?

    init(_ file: URL) {
        self.file = file
        // Asked of the kernel: resource values of a URL take a millisecond of every start.
        var facts = stat()
        let isThere = stat(file.path, &facts) == 0
        changed = isThere ? Int64(facts.st_mtim.tv_sec) * 1_000_000_000 + Int64(facts.st_mtim.tv_nsec) : nil
        size = isThere ? Int64(facts.st_size) : nil
    }
}
