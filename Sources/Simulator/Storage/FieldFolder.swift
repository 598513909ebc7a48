public import Foundation
import Phrases

/// Where a field keeps what its meters know: `snapshot.json`, and `journal.log` with each command since.
///
/// A command is synced to the journal before its answer leaves, so a purchase that was answered survives the death of the process. What
/// the meters counted meanwhile follows from the time alone. One process at a time holds the folder.
public final class FieldFolder {
    /// The folder.
    public let path: URL

    private let lock: FileHandle
    private let journal: FileHandle
    private var sequence: UInt64 = 0
    /// Commands that stand in the journal alone.
    private(set) var journalled = 0
    /// Bytes of the journal up to its last whole line.
    private var journalLength: UInt64 = 0

    /// Opens a folder, making it when it is missing, and takes its lock.
    ///
    /// - Throws: ``FieldFolderError`` when another process holds it or it cannot be written.
    public init(_ path: URL) throws {
        self.path = path
        do {
            try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
            lock = try Self.openForWriting(path.appendingPathComponent("lock"))
            journal = try Self.openForWriting(path.appendingPathComponent("journal.log"))
        } catch {
            throw FieldFolderError.notWritable(path.path, "\(error.localizedDescription)")
        }
        guard flock(lock.fileDescriptor, LOCK_EX | LOCK_NB) == 0 else { throw FieldFolderError.inUse(path.path) }
    }

    // Unlocked by name, not only closed: a child that was just forked for another program shares the lock until it has started it.
    deinit { flock(lock.fileDescriptor, LOCK_UN) }

    private static func openForWriting(_ file: URL) throws -> FileHandle {
        if !FileManager.default.fileExists(atPath: file.path) {
            try Data().write(to: file, options: .withoutOverwriting)
        }
        return try FileHandle(forUpdating: file)
    }

    /// The field as it was saved last, every journalled command included; nil in a new folder.
    ///
    /// - Throws: ``FieldFolderError`` when a file is damaged; nothing is changed then.
    public func load() throws -> Field? {
        guard let snapshot = try readSnapshot() else { return nil }
        var field = Field(snapshot.campus)
        guard field.restore(snapshot.states, exchanges: snapshot.exchanges ?? []) else {
            throw FieldFolderError.damaged("snapshot.json", "it does not fit its own campus")
        }
        sequence = snapshot.sequence
        for (number, entry) in try readJournal() where number > snapshot.sequence {
            guard number == sequence + 1, let position = field.position(ofPlate: entry.plate) else {
                throw FieldFolderError.damaged("journal.log", "entry \(number) does not follow entry \(sequence)")
            }
            _ = field.answer(entry.request, at: position, now: entry.time, torn: entry.torn)
            sequence = number
            journalled += 1
        }
        return field
    }

    /// Saves commands durably; when this returns they survive a crash.
    ///
    /// - Throws: the system's error; then the commands count as not saved and must not be answered.
    public func append(_ entries: [JournalEntry]) throws {
        guard !entries.isEmpty else { return }
        var text = ""
        var next = sequence
        for entry in entries {
            next += 1
            text += JournalLine.text(entry, sequence: next)
        }
        let bytes = Data(text.utf8)
        do {
            try journal.seek(toOffset: journalLength)
            try journal.write(contentsOf: bytes)
            try journal.synchronize()
        } catch {
            // Half a line may stand there now; what was saved before must stay the end of the file.
            try? journal.truncate(atOffset: journalLength)
            throw error
        }
        journalLength += UInt64(bytes.count)
        sequence = next
        journalled += entries.count
    }

    /// Saves the whole field and empties the journal.
    ///
    /// - Throws: the system's error; the snapshot before and the journal are then still whole.
    public func save(_ field: Field) throws {
        let snapshot = FieldSnapshot(sequence: sequence, campus: field.campus, states: field.states, exchanges: field.exchanges)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let next = path.appendingPathComponent("snapshot.json.new")
        try encoder.encode(snapshot).write(to: next)
        let written = try FileHandle(forUpdating: next)
        try written.synchronize()
        try written.close()
        guard rename(next.path, path.appendingPathComponent("snapshot.json").path) == 0 else {
            throw FieldFolderError.notWritable(path.path, String(cString: strerror(errno)))
        }
        try synchronizeFolder()
        // A crash before this leaves entries that the snapshot contains; their numbers say so.
        try journal.truncate(atOffset: 0)
        try journal.synchronize()
        journalLength = 0
        journalled = 0
    }

    private func synchronizeFolder() throws {
        let descriptor = open(path.path, O_RDONLY | O_DIRECTORY)
        guard descriptor >= 0 else { throw FieldFolderError.notWritable(path.path, String(cString: strerror(errno))) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FieldFolderError.notWritable(path.path, String(cString: strerror(errno))) }
    }

    private func readSnapshot() throws -> FieldSnapshot? {
        let file = path.appendingPathComponent("snapshot.json")
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        do {
            return try JSONDecoder().decode(FieldSnapshot.self, from: Data(contentsOf: file))
        } catch {
            throw FieldFolderError.damaged("snapshot.json", "it cannot be read")
        }
    }

    /// The whole lines of the journal. A torn last line was never answered and is written over; a torn line before others is damage.
    private func readJournal() throws -> [(UInt64, JournalEntry)] {
        try journal.seek(toOffset: 0)
        let text = String(decoding: try journal.readToEnd() ?? Data(), as: UTF8.self)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var entries: [(UInt64, JournalEntry)] = []
        for (index, line) in lines.dropLast().enumerated() {
            guard let (number, entry) = JournalLine.parse(line) else {
                if index == lines.count - 2 { break }
                throw FieldFolderError.damaged("journal.log", "line \(index + 1) is not whole")
            }
            entries.append((number, entry))
            journalLength += UInt64(line.utf8.count + 1)
        }
        try journal.truncate(atOffset: journalLength)
        return entries
    }
}

/// Why a field folder cannot be used.
public enum FieldFolderError: Error, Hashable, CustomStringConvertible {
    /// Another process runs this field.
    case inUse(String)
    /// The folder cannot be written; with the system's words.
    case notWritable(String, String)
    /// A file in it is damaged; with what is wrong.
    case damaged(String, String)
    /// The folder holds the field of another campus.
    case otherCampus(String)

    /// One sentence for the terminal.
    public var description: String {
        switch self {
        case .inUse(let path):
            phrase("another process runs the field in \(path); nothing was changed. Stop that one first, or use another folder.")
        case .notWritable(let path, let reason):
            phrase("the field folder \(path) cannot be written: \(reason). No meter was started. Free or choose another folder.")
        case .damaged(let file, let reason):
            phrase(
                "\(file) of the field folder is damaged: \(reason). Nothing was changed. Restore the file, or begin with an empty folder.")
        case .otherCampus(let path):
            phrase(
                "the field folder \(path) holds the meters of another campus; nothing was changed. Use another folder, or start without a plan."
            )
        }
    }
}
