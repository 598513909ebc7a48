import Foundation
import Logging
import Phrases
import Store
import Synchronization

/// The log of a process, appended to a file in `log/`; nothing is printed, because a console may own the screen.
enum CampusLog {
    static func open(_ folder: CampusFolder, name: String) throws -> Logger {
        let path = "\(folder.log)/\(name).log"
        try FileManager.default.createDirectory(atPath: folder.log, withIntermediateDirectories: true)
        if !FileManager.default.fileExists(atPath: path) { _ = FileManager.default.createFile(atPath: path, contents: nil) }
        guard let file = FileHandle(forWritingAtPath: path) else {
            throw CommandFailure(.refused, phrase("\(path) can not be written."), remedy: phrase("Make the folder writable for this user."))
        }
        try file.seekToEnd()
        let handler = FileLog(file: file)
        return Logger(label: name) { _ in handler }
    }
}

private struct FileLog: LogHandler {
    let file: FileHandle
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    init(file: FileHandle) { self.file = file }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let line = "\(Date().formatted(.iso8601)) \(event.level) \(event.message)\n"
        // A full disk takes the log, never the work.
        try? file.write(contentsOf: Data(line.utf8))
    }
}
