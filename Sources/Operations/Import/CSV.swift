import Phrases

/// A reader of comma-separated values by RFC 4180, over bytes, so that nothing is lost on the way and every complaint has a place.
///
/// Takes UTF-8 with or without a byte order mark, lines ended by LF or CR LF, fields in double quotes with doubled quotes inside,
/// line breaks inside quotes. A line with more or fewer fields than the first, a quote in the wrong place, an unclosed quote and bytes
/// that are not UTF-8 are problems of that line; the rest is still read.
public struct CSV: Hashable, Sendable {
    /// The names in the first line, trimmed of spaces and in lower case.
    public var header: [String]
    /// The lines after it that could be read.
    public var records: [CSVRecord]
    /// What could not be read, in order of lines.
    public var problems: [ImportProblem]

    /// Reads a whole file.
    public init(_ bytes: some Collection<UInt8>) {
        var scanner = CSVScanner(bytes)
        header = []
        records = []
        problems = []
        while let line = scanner.nextLine() {
            switch line {
            case .failure(let problem):
                problems.append(problem)
            case .success(let record) where record.isBlank:
                continue
            case .success(let record) where header.isEmpty:
                header = record.fields.map { CSVField.trimmed($0).lowercased() }
            case .success(let record) where record.fields.count != header.count:
                let text = phrase("this line has \(record.fields.count) fields, the first line has \(header.count)")
                problems.append(ImportProblem(line: record.line, column: min(record.fields.count, header.count) + 1, text: text))
            case .success(let record):
                records.append(record)
            }
        }
    }
}

/// One line of a file, which may span several when a quoted field holds line breaks.
public struct CSVRecord: Hashable, Sendable {
    /// The line on which it starts, from 1.
    public var line: Int
    /// Its fields, as they stand, quotes removed.
    public var fields: [String]

    var isBlank: Bool { fields.count == 1 && CSVField.trimmed(fields[0]).isEmpty }
}

/// What is wrong with one place of a file.
public struct ImportProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line, from 1.
    public var line: Int
    /// The field on that line, from 1.
    public var column: Int
    /// What is wrong, in words.
    public var text: String

    /// Makes a problem.
    public init(line: Int, column: Int, text: String) {
        self.line = line
        self.column = column
        self.text = text
    }

    /// For example `line 7, column 2: "abc" is no amount`.
    public var description: String { phrase("line \(line), column \(column): \(text)") }
}

enum CSVField {
    static func trimmed(_ text: String) -> String {
        var view = Substring(text)
        while let first = view.first, first == " " || first == "\t" { view.removeFirst() }
        while let last = view.last, last == " " || last == "\t" { view.removeLast() }
        return String(view)
    }
}

private struct CSVScanner {
    private let bytes: [UInt8]
    private var position: Int
    private var line = 1

    private static let quote = UInt8(ascii: "\"")
    private static let comma = UInt8(ascii: ",")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    init(_ source: some Collection<UInt8>) {
        bytes = Array(source)
        position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    mutating func nextLine() -> Result<CSVRecord, ImportProblem>? {
        guard position < bytes.count else { return nil }
        let start = line
        var fields: [String] = []
        while true {
            let field = nextField(column: fields.count + 1)
            switch field {
            case .failure(let problem):
                skipLine()
                return .failure(problem)
            case .success(let text):
                fields.append(text)
            }
            guard position < bytes.count, bytes[position] == Self.comma else { break }
            position += 1
        }
        endLine()
        return .success(CSVRecord(line: start, fields: fields))
    }

    private mutating func nextField(column: Int) -> Result<String, ImportProblem> {
        if position < bytes.count, bytes[position] == Self.quote { return quotedField(column: column) }
        let start = position
        while position < bytes.count, !isEnd(at: position) {
            if bytes[position] == Self.quote {
                return .failure(ImportProblem(line: line, column: column, text: phrase("a quote stands inside a field that is not quoted")))
            }
            if bytes[position] == Self.carriageReturn {
                return .failure(
                    ImportProblem(line: line, column: column, text: phrase("a carriage return stands alone; lines end with a line feed")))
            }
            position += 1
        }
        return decoded(bytes[start..<position], line: line, column: column)
    }

    private mutating func quotedField(column: Int) -> Result<String, ImportProblem> {
        let startLine = line
        let start = position
        var content: [UInt8] = []
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == Self.lineFeed { line += 1 }
            guard byte == Self.quote else {
                content.append(byte)
                continue
            }
            if position < bytes.count, bytes[position] == Self.quote {
                content.append(byte)
                position += 1
            } else if position == bytes.count || isEnd(at: position) {
                return decoded(content[...], line: startLine, column: column)
            } else if line == startLine {
                return .failure(ImportProblem(line: line, column: column, text: phrase("text stands after the closing quote")))
            } else {
                // What looks like the closing quote opens a field of a later line.
                break
            }
        }
        // The quote was never closed: only the line on which it opened is lost, the rest of the file is still read.
        position = start + 1
        line = startLine
        return .failure(ImportProblem(line: startLine, column: column, text: phrase("the quote that opens here is never closed")))
    }

    private func isEnd(at index: Int) -> Bool {
        let byte = bytes[index]
        if byte == Self.comma || byte == Self.lineFeed { return true }
        return byte == Self.carriageReturn && (index + 1 == bytes.count || bytes[index + 1] == Self.lineFeed)
    }

    private mutating func endLine() {
        if position < bytes.count, bytes[position] == Self.carriageReturn { position += 1 }
        if position < bytes.count, bytes[position] == Self.lineFeed {
            position += 1
            line += 1
        }
    }

    private mutating func skipLine() {
        while position < bytes.count, bytes[position] != Self.lineFeed { position += 1 }
        endLine()
    }

    private func decoded(_ field: ArraySlice<UInt8>, line: Int, column: Int) -> Result<String, ImportProblem> {
        guard let text = String(validating: field, as: UTF8.self) else {
            return .failure(ImportProblem(line: line, column: column, text: phrase("these bytes are not UTF-8")))
        }
        return .success(text)
    }
}
