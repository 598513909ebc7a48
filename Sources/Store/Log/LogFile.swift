import Foundation
import Synchronization

/// A log that takes so much of the disk and no more: a file, and under its name with `.1` behind it the one that was full before.
///
/// Nothing that goes wrong here stops whoever writes; the line is lost, and the next one is tried again.
public final class LogFile: Sendable {
    /// A file of five megabytes is full.
    public static let usualSize = 5_000_000

    private struct State {
        var file: FileHandle?
        var length = 0
    }

    private let path: String
    private let size: Int
    private let state = Mutex(State())

    /// Opens a file, which is made where it is missing, and goes on at its end; nil when it can not be opened.
    ///
    /// - Parameter size: in bytes; a file that would grow beyond it is put aside before.
    public init?(path: String, size: Int = LogFile.usualSize) {
        self.path = path
        self.size = size
        state.withLock { Self.open(path, &$0) }
        guard state.withLock({ $0.file != nil }) else { return nil }
    }

    /// Writes a line.
    public func append(_ line: String) {
        let bytes = Data((line + "\n").utf8)
        state.withLock { state in
            if state.file == nil { Self.open(path, &state) }
            if state.length > 0, state.length + bytes.count > size { turn(&state) }
            guard let file = state.file else { return }
            do {
                try file.write(contentsOf: bytes)
                state.length += bytes.count
            } catch {
                // A full disk may have taken half of the line.
                try? file.truncate(atOffset: UInt64(state.length))
            }
        }
    }

    private func turn(_ state: inout State) {
        try? state.file?.close()
        _ = rename(path, path + ".1")
        Self.open(path, &state)
        // It could not be put aside: then it is begun anew where it is, since it must not grow without end.
        if state.length > 0, (try? state.file?.truncate(atOffset: 0)) != nil { state.length = 0 }
    }

    private static func open(_ path: String, _ state: inout State) {
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        state.file = descriptor < 0 ? nil : FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        state.length = Int((try? state.file?.seekToEnd()) ?? 0)
    }
}
