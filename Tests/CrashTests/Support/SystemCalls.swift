// What a process asked of the system, read from strace's own log: writes, syncs, truncations, names, and what it told the world.
import Foundation

/// One call of the system. Lines of the log are its clock: between its start and its end another thread may have done other things.
struct SystemCall {
    enum Work: Equatable {
        case write(file: String, offset: Int, bytes: [UInt8])
        case truncate(file: String, size: Int)
        case create(file: String)
        case remove(file: String)
        case rename(file: String, to: String)
        /// A file, or a folder and with it the names in it.
        case sync(path: String)
        /// Bytes for a terminal, a pipe or a socket.
        case tell(place: String, bytes: [UInt8])
    }

    let work: Work
    let start: Int
    let end: Int
}

/// Reads the log of `strace -f -y -xx -s 70000`. Failed calls, and calls that strace only pretended to do, count as never made.
struct SystemCallLog {
    /// The options under which the log has everything that is read here.
    static let options = ["-y", "-xx", "-s", "70000", "-e", "trace=\(names.joined(separator: ","))"]
    private static let names = [
        "pwrite64", "write", "writev", "sendto", "sendmsg", "fdatasync", "fsync", "ftruncate", "unlink", "unlinkat", "rename", "openat",
    ]

    private(set) var calls: [SystemCall] = []
    /// Calls that strace answered by itself.
    private(set) var pretended = 0
    private var open: [Int: (line: [UInt8], start: Int)] = [:]

    init(_ file: String) throws {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: file)))
        var number = 0
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            take(line, number: number)
            number += 1
        }
    }

    private mutating func take(_ line: ArraySlice<UInt8>, number: Int) {
        guard let space = line.firstIndex(of: UInt8(ascii: " ")), let process = Int(String(decoding: line[..<space], as: UTF8.self)) else {
            return
        }
        let rest = line[space...].drop { $0 == UInt8(ascii: " ") }
        let unfinished = Array(" <unfinished ...>".utf8)
        if rest.starts(with: Array("<... ".utf8)) {
            guard let begun = open.removeValue(forKey: process), let mark = rest.firstIndex(of: UInt8(ascii: ">")) else { return }
            add(begun.line + rest[(mark + 1)...], start: begun.start, end: number)
        } else if rest.suffix(unfinished.count).elementsEqual(unfinished) {
            open[process] = (Array(rest.dropLast(unfinished.count)), number)
        } else {
            add(Array(rest), start: number, end: number)
        }
    }

    private mutating func add(_ call: [UInt8], start: Int, end: Int) {
        guard let parenthesis = call.firstIndex(of: UInt8(ascii: "(")), let equals = Self.answer(in: call) else { return }
        let answer = String(decoding: call[(equals + 3)...], as: UTF8.self)
        guard !answer.hasPrefix("-"), !answer.hasPrefix("?") else { return }
        if answer.hasSuffix("(INJECTED)") {
            pretended += 1
            return
        }
        let name = String(decoding: call[..<parenthesis], as: UTF8.self)
        let arguments = call[(parenthesis + 1)..<equals].split(separator: UInt8(ascii: ","))
        if let work = Self.work(name, arguments) { calls.append(SystemCall(work: work, start: start, end: end)) }
    }

    /// Where ` = ` begins; from the back, because arguments are long.
    private static func answer(in call: [UInt8]) -> Int? {
        var index = call.count - 3
        while index > 0 {
            if call[index] == UInt8(ascii: " "), call[index + 1] == UInt8(ascii: "="), call[index + 2] == UInt8(ascii: " ") { return index }
            index -= 1
        }
        return nil
    }

    private static func work(_ name: String, _ arguments: [ArraySlice<UInt8>]) -> SystemCall.Work? {
        func text(_ index: Int) -> String { index < arguments.count ? String(decoding: arguments[index], as: UTF8.self) : "" }
        func number(_ index: Int) -> Int? { Int(text(index).filter { $0 != " " && $0 != ")" }) }
        func bytes(_ index: Int) -> [UInt8] { index < arguments.count ? unquoted(arguments[index]) : [] }
        func path(_ index: Int) -> String { String(decoding: bytes(index), as: UTF8.self) }
        switch name {
        case "pwrite64": return number(3).map { .write(file: path(0), offset: $0, bytes: bytes(1)) }
        case "write", "sendto": return .tell(place: path(0), bytes: bytes(1))
        case "writev", "sendmsg": return .tell(place: path(0), bytes: arguments.dropFirst().flatMap(unquoted))
        case "fdatasync", "fsync": return .sync(path: path(0))
        case "ftruncate": return number(1).map { .truncate(file: path(0), size: $0) }
        case "unlink": return .remove(file: path(0))
        case "unlinkat": return .remove(file: path(1))
        case "rename": return .rename(file: path(0), to: path(1))
        case "openat": return text(2).contains("O_CREAT") ? .create(file: path(1)) : nil
        default: return nil
        }
    }

    /// What `\x2f\x74` between quotes or angle brackets stands for; nothing when the argument has none.
    private static func unquoted(_ argument: ArraySlice<UInt8>) -> [UInt8] {
        var found: [UInt8] = []
        found.reserveCapacity(argument.count / 4)
        argument.withUnsafeBufferPointer { text in
            var index = 0
            while index + 3 < text.count {
                if text[index] == UInt8(ascii: "\\"), text[index + 1] == UInt8(ascii: "x") {
                    found.append(digit(text[index + 2]) << 4 | digit(text[index + 3]))
                    index += 4
                } else {
                    index += 1
                }
            }
        }
        return found
    }

    private static func digit(_ character: UInt8) -> UInt8 { character < 0x3A ? character & 0x0F : (character & 0x0F) + 9 }
}
