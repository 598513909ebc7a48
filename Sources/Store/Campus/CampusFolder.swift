import Foundation
import Operations

/// One folder is a campus: where its files lie.
public struct CampusFolder: Hashable, Sendable {
    /// The folder.
    public let path: String

    /// Names a folder; nothing is made yet.
    public init(_ path: String) { self.path = path }

    /// The settings, `campus.toml`.
    public var settings: String { path + "/campus.toml" }
    /// Ledger, orders and inventory, `books.sqlite`.
    public var books: String { path + "/books.sqlite" }
    /// What the meters said, `readings.sqlite`.
    public var readings: String { path + "/readings.sqlite" }
    /// The lock of whoever may speak to the concentrators, `collector.lock`.
    public var lease: String { path + "/collector.lock" }
    /// Copies of the books.
    public var backups: String { path + "/backups" }
    /// Printed and exported papers.
    public var reports: String { path + "/reports" }
    /// What the program has to say while the screen is in use.
    public var log: String { path + "/log" }

    /// Where the campus is: the argument of `--campus`, else `DORMWATT_CAMPUS`, else `dormwatt` in the XDG data folder.
    ///
    /// Pure: looks at nothing but its arguments. Nil when there is no argument and the environment names no home either.
    public static func locate(argument: String?, environment: [String: String]) -> CampusFolder? {
        if let argument, !argument.isEmpty { return CampusFolder(argument) }
        if let named = environment["DORMWATT_CAMPUS"], !named.isEmpty { return CampusFolder(named) }
        // A relative XDG_DATA_HOME is invalid and to be ignored, says the base directory specification.
        if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") { return CampusFolder(data + "/dormwatt") }
        if let home = environment["HOME"], home.hasPrefix("/") { return CampusFolder(home + "/.local/share/dormwatt") }
        return nil
    }

    /// Makes the folder with `backups`, `reports` and `log`; what is there already stays as it is.
    ///
    /// Throws `BooksError.readOnly` or `.diskFull` when it can not be made.
    public func create() throws {
        for folder in [path, backups, reports, log] {
            do {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            } catch let error as CocoaError where error.code == .fileWriteOutOfSpace {
                throw BooksError.diskFull
            } catch {
                throw BooksError.readOnly(folder)
            }
        }
    }

    /// Whether there are books in the folder.
    public var hasBooks: Bool { FileManager.default.fileExists(atPath: books) }
}
