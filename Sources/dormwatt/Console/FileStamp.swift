import Foundation

/// What tells a written file from the one that was read.
struct FileStamp: Equatable {
    let file: URL
    let changed: Date?
    let size: Int?

    init(_ file: URL) {
        self.file = file
        let values = try? URL(filePath: file.path).resourceValues(forKeys: [.contentModificationDateKey, .fileSizeKey])
        changed = values?.contentModificationDate
        size = values?.fileSize
    }
}
