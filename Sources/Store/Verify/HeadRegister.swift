public import Domain
import Foundation
import GRDB
import Operations
import Phrases

/// The heads of the journal day by day, in `log/heads.txt` beside the books: whoever shortens or rewrites the books has to know of it.
///
/// It only grows, by one line a day, each on the disk before the day's business. A copy of it, or a line of it on paper, checks books whose
/// whole folder was exchanged.
public struct HeadRegister: Sendable {
    /// The file.
    public let path: String
    private static let restored = "restored "

    /// The register of a campus.
    public init(_ folder: CampusFolder) { self.init(path: folder.log + "/heads.txt") }

    /// A register anywhere, for reading one that was kept elsewhere.
    public init(path: String) { self.path = path }

    /// What was read from a register.
    public struct Content: Hashable, Sendable {
        /// The heads that the books must still have, oldest first.
        public var heads: [JournalHead] = []
        /// The numbers of the lines that can not be read, from 1.
        public var unreadable: [Int] = []

        /// Makes the content of a register in which nothing stands.
        public init() {}
    }

    /// Reads the register; nil when there is none.
    ///
    /// A last line without its end was being written when the machine stopped, and is passed over. After a line of a restored copy the
    /// heads that reached further do not count any more.
    public func read() -> Content? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        var content = Content()
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.dropLast().enumerated() {
            if line.hasPrefix(HeadRegister.restored), let head = JournalHead(line: line.dropFirst(HeadRegister.restored.count)) {
                content.heads.removeAll { $0.entry > head.entry }
                content.heads.append(head)
            } else if let head = JournalHead(line: line) {
                content.heads.append(head)
            } else {
                content.unreadable.append(index + 1)
            }
        }
        return content
    }

    /// Writes the head of the books, unless a line of this day or a later one stands there already.
    public func keep(_ books: SQLiteBooks, on day: Day) throws {
        if let last = read()?.heads.last, last.day >= day { return }
        try append(try books.head(on: day).line)
    }

    /// Writes down that the books were replaced by a copy that reaches to a head; what reached further is no longer expected.
    public func keepRestored(_ head: JournalHead) throws { try append(HeadRegister.restored + head.line) }

    private func append(_ line: String) throws {
        let file = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o660)
        guard file >= 0 else { throw errno == ENOSPC ? BooksError.diskFull : BooksError.readOnly(path) }
        defer { Glibc.close(file) }
        // What the machine left unfinished was never a line.
        let whole = try FileHandle(fileDescriptor: file, closeOnDealloc: false).readToEnd() ?? Data()
        let end = off_t((whole.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1)
        let bytes = Array((line + "\n").utf8)
        let written = bytes.withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, end) }
        guard written == bytes.count, ftruncate(file, end + off_t(bytes.count)) == 0, fsync(file) == 0 else {
            throw errno == ENOSPC
                ? BooksError.diskFull : BooksError.other(phrase("\(path) can not be written (error \(errno)); the books are not touched"))
        }
    }
}

extension SQLiteBooks {
    /// How far the journal reaches now.
    public func head(on day: Day) throws -> JournalHead {
        try read { database in
            let last = try Row.fetchOne(database, sql: "SELECT sequence, hash FROM entry ORDER BY sequence DESC LIMIT 1")
            return JournalHead(day: day, entry: try last?.integer(0) ?? 0, hash: try last?.bytes(1) ?? [UInt8](repeating: 0, count: 32))
        }
    }
}
