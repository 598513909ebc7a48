import Foundation
import Phrases

/// Which letters a file of text is written in.
enum TextEncoding: String, CaseIterable {
    case utf8 = "UTF-8"
    case gb18030 = "GB18030"
}

/// Reads a file of text that a person made: UTF-8, or GB18030 as Excel writes it on a Chinese machine.
enum TextFile {
    /// The bytes as UTF-8, with the encoding that they were in. Bytes that are no UTF-8 are taken for GB18030 when they can be.
    ///
    /// Throws when the file can not be read, or is in neither encoding.
    static func read(_ path: String, as encoding: TextEncoding? = nil) throws -> (bytes: [UInt8], encoding: TextEncoding) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure(
                .usage, phrase("\(path) can not be read."), unchanged: phrase("Nothing was changed."),
                remedy: phrase("Check its name and rights."))
        }
        let bytes = [UInt8](data)
        if encoding != .gb18030, encoding == .utf8 || String(validating: bytes, as: UTF8.self) != nil { return (bytes, .utf8) }
        guard let converted = converted(bytes, from: .gb18030) else {
            throw CommandFailure(
                .refused, phrase("\(path) is neither UTF-8 nor GB18030."), unchanged: phrase("Nothing was changed."),
                remedy: phrase("Save it as CSV in UTF-8 and import it again."))
        }
        return (converted, .gb18030)
    }

    /// By the C library's own tables; nil when the bytes are not in that encoding.
    private static func converted(_ bytes: [UInt8], from encoding: TextEncoding) -> [UInt8]? {
        guard let converter = iconv_open("UTF-8", encoding.rawValue), Int(bitPattern: converter) != -1 else { return nil }
        defer { iconv_close(converter) }
        var source = bytes.map { CChar(bitPattern: $0) }
        // A character takes two or four bytes there, and at most three or four here.
        var target = [CChar](repeating: 0, count: bytes.count * 2 + 4)
        let written: Int? = source.withUnsafeMutableBufferPointer { source in
            target.withUnsafeMutableBufferPointer { target in
                var (from, fromLeft) = (source.baseAddress, source.count)
                var (to, toLeft) = (target.baseAddress, target.count)
                guard iconv(converter, &from, &fromLeft, &to, &toLeft) == 0, fromLeft == 0 else { return nil }
                return target.count - toLeft
            }
        }
        return written.map { target.prefix($0).map { UInt8(bitPattern: $0) } }
    }
}
