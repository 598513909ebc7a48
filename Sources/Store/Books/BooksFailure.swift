import GRDB
import Operations
import Phrases

extension BooksError {
    /// Runs work on a database and says what went wrong in the words of the port.
    ///
    /// Every write of this module is one transaction, which SQLite takes back as a whole when any part of it fails.
    static func translating<Value>(path: String, _ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch let error as BooksError {
            throw error
        } catch let error as DatabaseError {
            throw BooksError(error, path: path)
        } catch is RowDecodingError {
            throw BooksError.damaged(phrase("\(path) holds a value of the wrong kind"))
        }
    }

    /// What SQLite said, as one of the cases an operator can act on.
    init(_ error: DatabaseError, path: String) {
        let message = error.message ?? "no reason given"
        switch error.resultCode {
        case .SQLITE_FULL:
            self = .diskFull
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
            self = .readOnly(path)
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self = .busy
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT:
            self = .damaged("\(path): \(message)")
        case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHORT_READ:
            self = .damaged(phrase("\(path): the file ends too early"))
        case .SQLITE_IOERR:
            self = .other(phrase("the disk failed under \(path) (\(message)); check it before selling on"))
        case .SQLITE_CONSTRAINT:
            self = .other(phrase("a rule of the books forbids it: \(message); nothing was written"))
        default:
            self = .other(phrase("the database said: \(message); nothing was written"))
        }
    }
}
