import Foundation
import GRDB
import Phrases

/// Why a copy of the books was not made, or not put back. The books themselves are never touched by what fails here.
public enum CopyError: Error, Hashable, Sendable {
    /// There is no space left on the medium.
    case full(String)
    /// The place can not be written: a read-only medium, or missing rights.
    case unwritable(String)
    /// The place or file is not there: a medium that is not mounted, a wrong name.
    case missing(String)
    /// The medium failed under the work, or went away.
    case failed(String, why: String)
    /// There is a file of that name already.
    case exists(String)
    /// The file is no database, or that of another program.
    case notBooks(String)
    /// The file was made by a newer program.
    case newer(String)
    /// The file lies beside a transaction that was never finished, so it is no copy but a file in use, or what is left of one.
    case unfinished(String)
    /// The file was read to its end and does not agree with itself.
    case doesNotVerify(String, findings: [String])
    /// The file holds the books of another campus.
    case otherCampus(String, of: String, here: String)
    /// The file is the very books that it should replace.
    case sameFile(String)
    /// Another process reads the meters of this campus, and sells by these books.
    case inUse(by: String)
    /// Another copy is being made just now.
    case underWay
    /// The books could not be read for the copy.
    case books(String)

    /// What a system call answered, for a path.
    static func system(_ path: String, _ code: Int32) -> CopyError {
        switch code {
        case ENOSPC, EDQUOT, EFBIG: .full(path)
        case EROFS, EACCES, EPERM: .unwritable(path)
        case ENOENT, ENOTDIR: .missing(path)
        case EEXIST: .exists(path)
        default: .failed(path, why: String(cString: strerror(code)))
        }
    }

    /// What SQLite answered while it wrote or read a file that is not the live books.
    static func database(_ path: String, _ error: DatabaseError) -> CopyError {
        let message = error.message ?? "error \(error.resultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_FULL: return .full(path)
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_CANTOPEN: return .unwritable(path)
        case .SQLITE_NOTADB, .SQLITE_FORMAT: return .notBooks(path)
        case .SQLITE_CORRUPT: return .doesNotVerify(path, findings: [phrase("the file: \(message)")])
        case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHORT_READ:
            return .doesNotVerify(path, findings: [phrase("the file ends too early")])
        default: return .failed(path, why: message)
        }
    }
}

extension CopyError: CustomStringConvertible {
    /// What happened, in one sentence.
    public var description: String {
        switch self {
        case .full(let path): phrase("There is no space left for \(path).")
        case .unwritable(let path): phrase("\(path) can not be written.")
        case .missing(let path): phrase("\(path) is not there.")
        case .failed(let path, let why): phrase("The medium failed under \(path): \(why).")
        case .exists(let path): phrase("There is a file \(path) already.")
        case .notBooks(let path): phrase("\(path) is no book of Dormwatt.")
        case .newer(let path): phrase("\(path) was made by a newer program.")
        case .unfinished(let path): phrase("Beside \(path) lies a transaction that was never finished: it is a file in use and no copy.")
        case .doesNotVerify(let path, let findings):
            phrase(
                "\(path) does not verify: \(findings.prefix(3).joined(separator: "; "))\(findings.count > 3 ? phrase("; and more") : "").")
        case .otherCampus(let path, let other, let here): phrase("\(path) holds the books of campus \(other); this is campus \(here).")
        case .sameFile(let path): phrase("\(path) is the books themselves.")
        case .inUse(let holder): phrase("\(holder) is at work on this campus.")
        case .underWay: phrase("Another copy of these books is being made.")
        case .books(let why): phrase("The books could not be read: \(why)")
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .full: phrase("Free some space there, or keep fewer copies ([backup] in campus.toml).")
        case .unwritable: phrase("Make it writable for this user, or choose another place.")
        case .missing: phrase("Check the name, and whether the medium is mounted.")
        case .failed: phrase("Check the medium; use another one if this comes again.")
        case .exists: phrase("Choose another name; no file is ever written over.")
        case .notBooks: phrase("Choose a file that dormwatt backup made.")
        case .newer: phrase("Install that version of Dormwatt.")
        case .unfinished: phrase("Choose a file that dormwatt backup made.")
        case .doesNotVerify: phrase("Choose another copy: dormwatt backup --list.")
        case .otherCampus: phrase("Name the campus to which it belongs: --campus DIR.")
        case .sameFile: phrase("Choose a file that dormwatt backup made.")
        case .inUse: phrase("End it first: every console and collector of this campus.")
        case .underWay: phrase("Try again in a moment.")
        case .books: phrase("See dormwatt verify; if the books are damaged, restore the last copy: dormwatt backup --list.")
        }
    }
}
