import Foundation
import Phrases
import Store

/// A small file of the desk that survives whatever ends the console: it is whole, or it is the one before.
struct KeptFile: Sendable {
    let path: String

    /// Its text; nil when it is not there or no text.
    func read() -> String? { FileManager.default.contents(atPath: path).flatMap { String(validating: $0, as: UTF8.self) } }

    /// Writes it beside its place, brings it to the medium, and then puts it in its place.
    func write(_ text: String) throws {
        let folder = (path as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        do throws(WholeFile.Failure) { try WholeFile(path: path).write(Array(text.utf8)) } catch { throw failure(error.code) }
    }

    /// Removes it; one that is not there is removed already.
    func remove() throws {
        guard unlink(path) == 0 || errno == ENOENT else { throw failure(errno) }
    }

    private func failure(_ code: Int32) -> CommandFailure {
        CommandFailure(
            .refused, phrase("\(path) can not be written: \(String(cString: strerror(code)))."),
            unchanged: phrase("What stood in it before stands."),
            remedy: phrase("Make room, or the folder writable."))
    }
}

extension CampusFolder {
    /// What people at the desk keep for themselves: filters with names, drafts.
    var desk: String { path + "/desk" }
}
