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
        guard let file = LogFile(path: path) else {
            throw CommandFailure(.refused, phrase("\(path) can not be written."), remedy: phrase("Make the folder writable for this user."))
        }
        let handler = FileLog(file: file)
        return Logger(label: name) { _ in handler }
    }
}

private struct FileLog: LogHandler {
    let file: LogFile
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    init(file: LogFile) { self.file = file }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        file.append("\(Date().formatted(.iso8601)) \(event.level) \(event.message)")
    }
}
