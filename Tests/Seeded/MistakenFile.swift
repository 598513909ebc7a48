/// A large file for an import in which every kind of mistake stands in about one line of a hundred, and the places where it has to be found.
///
/// It fits a campus with the rooms `1-1` to `1-N` of building 1, the closed room `2-1`, and the concentrator C1 with bus 1.
public struct MistakenFile: Sendable {
    /// What it holds, by the names of the kinds of files.
    public enum Kind: String, CaseIterable, Sendable {
        case concentrators, rooms, meters, residents
    }

    /// The file.
    public let bytes: [UInt8]
    /// Where something is wrong, line by line, with how it is wrong.
    public let places: [(line: Int, column: Int, mistake: String)]
    /// How many lines are right and new.
    public let good: Int

    /// Makes the file of a seed. The first two lines are right, so that later ones can repeat them.
    public init(_ kind: Kind, lines: Int, seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let mistakes = kind.mistakes
        var bytes = Array((kind.header + "\n").utf8)
        var places: [(line: Int, column: Int, mistake: String)] = []
        for line in 2...(lines + 1) {
            let choice = random.below(100)
            if line > 3, mistakes.indices.contains(choice) {
                let mistake = mistakes[choice]
                places.append((line, mistake.column, mistake.name))
                bytes += mistake.line(line).utf8.map { $0 == Self.badByte ? 0xC0 : $0 }
            } else {
                // Excel quotes what it likes.
                let fields = kind.good(line)
                bytes += fields.map { random.isHit(perThousand: 50) ? "\"\($0)\"" : $0 }.joined(separator: ",").utf8
            }
            if random.isHit(perThousand: 100) { bytes.append(13) }
            bytes.append(10)
        }
        self.bytes = bytes
        self.places = places
        good = lines - places.count
    }

    /// Stands for a byte that is no UTF-8.
    fileprivate static let badByte: UInt8 = 1
}

/// One kind of mistake: the column in which it is found, and a line with it.
private struct Mistake {
    var name: String
    var column: Int
    var line: (Int) -> String

    init(_ name: String, _ column: Int, _ line: @escaping (Int) -> String) { (self.name, self.column, self.line) = (name, column, line) }
}

extension MistakenFile.Kind {
    fileprivate var header: String {
        switch self {
        case .concentrators: "concentrator,host,port,bus,baud"
        case .rooms: "room,building,floor,number,beds,open"
        case .meters: "meter,room,circuit,concentrator,bus,profile,unit,count,bought,remaining,register"
        case .residents: "number,name,room,class,cohort,contact,from,until"
        }
    }

    fileprivate func good(_ line: Int) -> [String] {
        switch self {
        case .concentrators where line == 3: ["N3", "listen:?id=GW-0003", "6000", "1", "9600"]
        case .concentrators: ["N\(line)", "10.0.0.1", "6450", "1", "9600"]
        case .rooms: ["3-\(line)", "3", "4", "\(line)", "4", ""]
        case .meters: [address(line), "1-\(line)", "main", "C1", "1", "dorm645", "energy", "6", "400.00", "-3.25", "1234.56"]
        case .residents: ["S\(line)", "李 \(line)", "1-\(1 + line / 4)", "EE 2", "2027", "138", "2026-09-01", ""]
        }
    }

    private func address(_ line: Int) -> String { "\(100_000_000_000 + line)" }

    /// A right line with one field that is not.
    private func line(_ line: Int, _ column: Int, _ field: String) -> String {
        var fields = good(line)
        fields[column - 1] = field
        return fields.joined(separator: ",")
    }

    fileprivate var mistakes: [Mistake] { ofEveryKind + ofThisKind }

    private func field(_ name: String, _ column: Int, _ field: @escaping (Int) -> String) -> Mistake {
        Mistake(name, column) { self.line($0, column, field($0)) }
    }

    private var ofEveryKind: [Mistake] {
        let columns = good(9).count
        return [
            Mistake("a field too few", columns) { self.good($0).dropLast().joined(separator: ",") },
            Mistake("a field too many", columns + 1) { (self.good($0) + ["x"]).joined(separator: ",") },
            field("a quote that is never closed", 2) { "\"open \($0)" },
            field("text behind a quote", 2) { "\"a\"b\($0)" },
            field("a quote inside", 2) { "a\"b\($0)" },
            field("a byte that is no UTF-8", 2) { "a\u{1}\($0)" },
            field("a lone carriage return", 2) { "a\r\($0)" },
            field("no name", 1) { _ in "" },
            field("a name of an earlier line", self == .concentrators ? 4 : 1) { _ in "" }.repeating(
                self == .concentrators ? nil : good(2)[0]),
        ]
    }

    private var ofThisKind: [Mistake] {
        switch self {
        case .concentrators:
            [
                field("no host", 2) { _ in "" }, field("port", 3) { _ in "70000" }, field("bus", 4) { _ in "0" },
                field("baud", 5) { _ in "50" }, field("device", 2) { _ in "serial:ttyS1" }, field("setting", 2) { _ in "10.0.0.1?x=1" },
                Mistake("id of another", 2) { "N\($0),listen:?id=GW-0003,6000,1,9600" },
                Mistake("part of the id of another", 2) { "N\($0),listen:?id=W-000,6000,1,9600" },
            ]
        case .rooms:
            [
                field("spaces", 1) { "3 \($0)" }, field("colon", 1) { "3:\($0)" }, field("floor", 3) { _ in "many" },
                field("number", 4) { _ in "" }, field("beds", 5) { _ in "400" }, field("open", 6) { _ in "maybe" },
            ]
        case .meters:
            [
                field("short address", 1) { "\($0)" }, field("all nines", 1) { _ in "999999999999" },
                field("unknown room", 2) { "9-\($0)" },
                field("no place", 2) { _ in "" }, field("taken place", 2) { _ in "1-2" }, field("concentrator", 4) { _ in "C9" },
                field("unknown bus", 5) { _ in "7" }, field("no bus", 5) { _ in "x" }, field("profile", 6) { _ in "gas" },
                field("unit", 7) { _ in "steam" }, field("half a baseline", 8) { _ in "6" }.cutting(8),
                field("decimals", 9) { _ in "1.234" }, field("no number", 11) { _ in "-1" },
            ]
        case .residents:
            [
                field("student number", 1) { "学号\($0)" }, field("no person", 2) { _ in "" }, field("control letter", 2) { _ in "L\u{1B}i" },
                field("unknown room", 3) { "1-x\($0)" }, field("unknown building", 3) { "9-\($0)" }, field("closed room", 3) { _ in "2-1" },
                field("date", 7) { _ in "21.11.2026" }, field("end before the beginning", 8) { _ in "2026-08-31" },
            ]
        }
    }
}

extension Mistake {
    /// The same, with the first field of an earlier line; a line of a concentrator has a bus that there can not be.
    fileprivate func repeating(_ first: String?) -> Mistake {
        Mistake(name, column) { number in
            guard let first else { return "N\(number),10.0.0.1,6450,100,9600" }
            let fields = line(number).split(separator: ",", omittingEmptySubsequences: false).dropFirst()
            return ([Substring(first)] + fields).joined(separator: ",")
        }
    }

    /// The same, with nothing in the fields behind a column.
    fileprivate func cutting(_ column: Int) -> Mistake {
        Mistake(name, self.column) { number in
            line(number).split(separator: ",", omittingEmptySubsequences: false).enumerated()
                .map { $0.offset < column ? $0.element : "" }.joined(separator: ",")
        }
    }
}
