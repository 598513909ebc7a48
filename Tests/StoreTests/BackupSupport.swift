// A medium that fails or dies at a chosen step, and copies to try it on.

import BooksContract
import Domain
import Foundation
import GRDB
import Operations
import Synchronization
import Testing

@testable import Store

/// Counts the steps on a medium and fails at one of them, or at one and all that follow, as when the process is killed there.
final class Trouble: Sendable {
    enum Kind: String, CaseIterable {
        case fails
        case dies
    }

    private let kind: Kind
    private let at: Int
    private let error: CopyError
    private let steps = Mutex<[DiskStep]>([])

    init(_ kind: Kind = .fails, at: Int = .max, error: CopyError = .failed("the medium", why: "on purpose")) {
        self.kind = kind
        self.at = at
        self.error = error
    }

    /// The steps that were asked for.
    var asked: [DiskStep] { steps.withLock { $0 } }
    /// Whether the chosen step came.
    var happened: Bool { asked.count >= at }

    var disk: Disk {
        Disk { step in
            let number = self.steps.withLock { steps in
                steps.append(step)
                return steps.count
            }
            if number == self.at || self.kind == .dies && number > self.at { throw self.error }
        }
    }
}

extension TemporaryCampus {
    /// Makes copies of the books as the collector does.
    func backup(
        _ books: SQLiteBooks, places: [BackupPlace]? = nil, at now: Instant = ContractCampus.evening,
        policy: GenerationPolicy = GenerationPolicy(), disk: Disk = Disk()
    ) -> [BackupOutcome] {
        BooksBackup(of: books, in: folder, offset: .china, policy: policy, disk: disk).make(in: places ?? [.own(of: folder)], at: now)
    }

    /// A copy in the campus's own place.
    func copy(_ books: SQLiteBooks, at now: Instant = ContractCampus.evening) throws -> String {
        let place = BackupPlace.own(of: folder)
        return place.path(of: try #require(try backup(books, at: now).first?.result.get()))
    }

    /// What lies in the folder and is no book, log or copy: what somebody forgot.
    func litter() -> [String] {
        func names(_ path: String) -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] }
        let known = ["books.sqlite", "books.sqlite-journal", "backups", "reports", "log", "collector.lock"]
        let copies = names(folder.backups).filter { BackupName($0) == nil && $0 != ".lock" && $0 != ".health.json" }
        return names(folder.path).filter { !known.contains($0) } + copies.filter { !$0.hasPrefix("replaced-") }
    }
}

/// A folder on a file system of its own, very small; nil where the machine does not let one be made.
final class SmallMedium {
    let path: String

    init?(bytes: Int) throws {
        path = NSTemporaryDirectory() + "dormwatt-medium-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        guard try run("mount", ["-t", "tmpfs", "-o", "size=\(bytes)", "tmpfs", path]).status == 0 else {
            try? FileManager.default.removeItem(atPath: path)
            return nil
        }
    }

    func makeReadOnly() throws { _ = try run("mount", ["-o", "remount,ro", path]) }

    deinit {
        _ = try? run("umount", ["-l", path])
        try? FileManager.default.removeItem(atPath: path)
    }
}
