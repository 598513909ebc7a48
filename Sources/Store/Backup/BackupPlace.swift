import Foundation

/// A folder in which verified copies of the books of one campus are kept.
public struct BackupPlace: Hashable, Sendable {
    /// The folder of the copies.
    public let folder: String
    /// What must be there already: the mount point of a medium. Nil for the campus's own `backups`, which is made when it is missing.
    public let root: String?

    /// The campus's own place, `backups` in its folder.
    public static func own(of campus: CampusFolder) -> BackupPlace { BackupPlace(folder: campus.backups, root: nil) }

    /// A second place: a folder of the campus's own below a path, so that several campuses may share a medium.
    ///
    /// The path itself is never made: a medium that is not mounted must not be taken for one that is.
    public static func second(_ path: String, campusID: String) -> BackupPlace {
        let root = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        return BackupPlace(folder: root + "/dormwatt-\(campusID.prefix(8))", root: root)
    }

    /// The places of a campus whose books may be gone: its id is read from whatever books or copies of it can be read.
    public static func known(to campus: CampusFolder, secondPath: String?) -> [BackupPlace] {
        let own = own(of: campus)
        guard let secondPath else { return [own] }
        if let id = BooksFile.knownCampusID(of: campus) { return [own, second(secondPath, campusID: id)] }
        let prefix = "dormwatt-"
        let ids = (Disk().names(in: secondPath) ?? []).filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
        return [own] + ids.map { second(secondPath, campusID: $0) }
    }

    private init(folder: String, root: String?) {
        self.folder = folder
        self.root = root
    }

    /// The copies here, oldest first; nil when the folder can not be read.
    public func copies() -> [BackupName]? { Disk().names(in: folder)?.compactMap(BackupName.init).sorted() }

    /// The settings of the campus, kept beside the copies: they say where the second place is and how time runs.
    public var settings: String { folder + "/campus.toml" }

    /// Where a copy lies.
    public func path(of name: BackupName) -> String { folder + "/" + name.text }

    /// How a copy is called until it is verified; what is left of one after a crash is removed by the next.
    static let partialPrefix = ".copying-"

    func partial() -> String { folder + "/" + BackupPlace.partialPrefix + UUID().uuidString.lowercased() }

    func makeReady(_ disk: Disk) throws {
        if let root, !disk.isFolder(root) { throw CopyError.missing(root) }
        try disk.makeFolder(folder)
        // The lock of copying is held, so nobody is at work on these.
        let left = (disk.names(in: folder) ?? []).filter { $0.hasPrefix(BackupPlace.partialPrefix) }
        disk.tidy(left.map { folder + "/" + $0 })
    }
}
