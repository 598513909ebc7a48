/// A large file for an import in which every kind of mistake stands in about one line of a hundred, and the places where it has to be found.
///
/// It fits a campus with the rooms `1-1` to `1-N` of building 1, the closed room `2-1`, and the concentrator C1 with bus 1. There a meter
/// taken over in energy stands on the circuit `sockets` of each room `1-n`, with the address 200000000000 + n on bus 1 of concentrator `Hn`.
public struct MistakenFile: Sendable {
    /// What it holds, by the names of the kinds of files.
    public enum Kind: String, CaseIterable, Sendable {
        case concentrators, rooms, meters, residents
    }

    /// A place where something is wrong.
    public struct Place: Sendable {
        /// The line, from 1.
        public let line: Int
        /// The field, from 1.
        public let column: Int
        /// How it is wrong.
        public let mistake: String
        /// A part of what has to be said of it.
        public let words: String
    }

    /// The file.
    public let bytes: [UInt8]
    /// Where something is wrong, line by line; right lines that are held back with a wrong one as well.
    public let places: [Place]
    /// How many lines are right and new.
    public let good: Int

    /// Makes the file of a seed, of about so many lines. The first two are right, so that later ones can repeat them.
    public init(_ kind: Kind, lines: Int, seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let mistakes = kind.mistakes
        var bytes = Array((kind.header + "\n").utf8)
        var places: [Place] = []
        var (line, good) = (2, 0)
        func end() {
            if random.isHit(perThousand: 100) { bytes.append(13) }
            bytes.append(10)
            line += 1
        }
        while line <= lines + 1 {
            let choice = random.below(100)
            if line > 3, mistakes.indices.contains(choice) {
                let mistake = mistakes[choice]
                if let held = mistake.held?(line) {
                    places.append(Place(line: line, column: 1, mistake: "held back", words: "left out whole: line \(line + 1) is wrong"))
                    bytes += held.utf8
                    end()
                }
                places.append(Place(line: line, column: mistake.column, mistake: mistake.name, words: mistake.words))
                let number = mistake.held == nil ? line : line - 1
                bytes += mistake.line(number).utf8.map { $0 == Mistake.badByte ? 0xC0 : $0 }
            } else {
                // Excel quotes what it likes.
                let fields = kind.good(line)
                bytes += fields.map { random.isHit(perThousand: 50) ? "\"\($0)\"" : $0 }.joined(separator: ",").utf8
                good += 1
            }
            end()
        }
        self.bytes = bytes
        self.places = places
        self.good = good
    }
}

extension MistakenFile.Kind {
    /// The names of all mistakes that a large file of this kind has.
    public var mistakeNames: Set<String> { Set(mistakes.map(\.name)) }

    var header: String {
        switch self {
        case .concentrators: "concentrator,host,port,bus,baud"
        case .rooms: "room,building,floor,number,beds,open"
        case .meters:
            "meter,room,circuit,supply,concentrator,bus,profile,unit,serial,phases,constant,ct,count,bought,remaining,register"
        case .residents: "number,name,room,class,cohort,contact,from,until"
        }
    }

    func good(_ line: Int) -> [String] {
        switch self {
        case .concentrators where line == 3: ["N3", "listen:?id=GW-0003", "6000", "1", "9600"]
        case .concentrators: ["N\(line)", "10.0.0.1", "6450", "1", "9600"]
        case .rooms: ["3-\(line)", "3", "4", "\(line)", "4", ""]
        case .meters:
            ["\(100_000_000_000 + line)", "1-\(line)", "main", "", "C1", "1", "dorm645", "energy"]
                + ["27\(line)", "1", "1600", "1", "6", "400.00", "-3.25", "1234.56"]
        case .residents: ["S\(line)", "李 \(line)", "1-\(1 + line / 4)", "EE 2", "2027", "138", "2026-09-01", ""]
        }
    }
}
