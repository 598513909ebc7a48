// Books in SQLite, in folders of their own: what the program opens, in place of the books in memory.

import BooksContract
package import DeliverySimulation
import Domain
import Foundation
import Operations
import Store
import Synchronization

/// Where the books of a campus are kept.
enum Keeping: CaseIterable {
    case memory, folder

    /// For the print.
    var words: String {
        switch self {
        case .memory: "in memory"
        case .folder: "in SQLite"
        }
    }
}

extension SQLiteBooks: ConnectedBooks {
    /// Writes down how far the journal reached, so that what was in it at any death must be in it at the end, and opens it anew.
    package func reopened() throws -> any ConnectedBooks {
        let folder = CampusFolder(URL(filePath: path).deletingLastPathComponent().path)
        let register = HeadRegister(folder)
        try register.keep(self, on: Day(number: (register.read()?.heads.last?.day.number ?? 0) + 1))
        return try SQLiteBooks.open(in: folder)
    }
}

/// Campus folders that vanish with this.
final class SimulatedFolders: Sendable {
    private let folders = Mutex<[CampusFolder]>([])

    /// In memory where the machine has a file system there: waiting for a disk shows nothing here.
    private static let place: String = {
        let memory = "/dev/shm"
        return access(memory, W_OK) == 0 ? memory : NSTemporaryDirectory()
    }()

    deinit {
        for folder in folders.withLock({ $0 }) { try? FileManager.default.removeItem(atPath: folder.path) }
    }

    /// Empty books, in SQLite in a folder of their own.
    func books(_ keeping: Keeping) throws -> any Books & JournalBook {
        guard keeping == .folder else { return MemoryBooks() }
        let folder = CampusFolder(Self.place + "/dormwatt-simulation-\(UUID().uuidString)")
        try folder.create()
        folders.withLock { $0.append(folder) }
        return try SQLiteBooks.create(in: folder)
    }

    /// Reads every folder as `dormwatt verify` does, against the heads at each death.
    func prove() throws {
        for folder in folders.withLock({ $0 }) {
            let findings = try SQLiteBooks.verify(in: folder, against: HeadRegister(folder).read()?.heads ?? []).result.findings
            guard findings.isEmpty else { throw UnprovenFolder(description: "the folder does not verify: \(findings)") }
        }
    }
}

/// A folder whose books do not agree.
struct UnprovenFolder: Error, CustomStringConvertible {
    let description: String
}
