/// One kind of mistake: the column in which it is found, what is said of it, and a line with it.
struct Mistake {
    var name: String
    var column: Int
    var words: String
    /// A right line in front of it that is held back with it.
    var held: ((Int) -> String)?
    var line: (Int) -> String

    /// Stands for a byte that is no UTF-8.
    static let badByte: UInt8 = 1

    init(_ name: String, _ column: Int, _ words: String, held: ((Int) -> String)? = nil, _ line: @escaping (Int) -> String) {
        (self.name, self.column, self.words, self.held, self.line) = (name, column, words, held, line)
    }
}

extension MistakenFile.Kind {
    var mistakes: [Mistake] { ofEveryKind + ofThisKind }

    /// A right line with one field that is not.
    private func field(_ name: String, _ column: Int, _ words: String, _ text: @escaping (Int) -> String) -> Mistake {
        Mistake(name, column, words) { number in
            var fields = self.good(number)
            fields[column - 1] = text(number)
            return fields.joined(separator: ",")
        }
    }

    private var ofEveryKind: [Mistake] {
        let columns = good(9).count
        let repeated =
            self == .concentrators
            ? Mistake("a bus of an earlier line", 4, "stands on line", held: { self.good($0).joined(separator: ",") }) {
                self.good($0).joined(separator: ",")
            } : field("a name of an earlier line", 1, "stands on line 2 already") { _ in self.good(2)[0] }
        return [
            Mistake("a field too few", columns, "the first line has \(columns)") { self.good($0).dropLast().joined(separator: ",") },
            Mistake("a field too many", columns + 1, "the first line has \(columns)") { (self.good($0) + ["x"]).joined(separator: ",") },
            field("a quote that is never closed", 2, "is never closed") { "\"open \($0)" },
            field("text behind a quote", 2, "text stands after the closing quote") { "\"a\"b\($0)" },
            field("a quote inside", 2, "a quote stands inside a field") { "a\"b\($0)" },
            field("a byte that is no UTF-8", 2, "these bytes are not UTF-8") { "a\u{1}\($0)" },
            field("a lone carriage return", 2, "a carriage return stands alone") { "a\r\($0)" },
            field("no name", 1, " is missing") { _ in "" }, repeated,
        ]
    }

    private var ofThisKind: [Mistake] {
        switch self {
        case .concentrators: ofConcentrators
        case .rooms:
            [
                field("spaces", 1, "can not be a name") { "3 \($0)" }, field("colon", 1, "can not be a name") { "3:\($0)" },
                field("no building", 2, "building is missing") { _ in "" },
                field("floor", 3, "\"many\" is no floor; a whole number from -9 to 199 is") { _ in "many" },
                field("number", 4, "number is missing") { _ in "" }, field("beds", 5, "\"400\" is no beds") { _ in "400" },
                field("open", 6, "\"maybe\" is neither yes nor no") { _ in "maybe" },
            ]
        case .meters: ofMeters
        case .residents:
            [
                field("student number", 1, "is no student number") { "学号\($0)" }, field("no person", 2, "name is missing") { _ in "" },
                field("control letter", 2, "name holds characters that can not be printed") { _ in "L\u{1B}i" },
                field("unknown room", 3, "there is no room 1-x") { "1-x\($0)" },
                field("unknown building", 3, "and no building 9") { "9-\($0)" },
                field("closed room", 3, "room 2-1 is closed") { _ in "2-1" },
                field("date", 7, "\"21.11.2026\" is no date") { _ in "21.11.2026" },
                field("end before the beginning", 8, "2026-08-31 is before 2026-09-01") { _ in "2026-08-31" },
            ]
        }
    }

    private var ofConcentrators: [Mistake] {
        let same = "on the same port N3 has an id that is the same or part of it"
        return [
            field("no host", 2, "host is missing") { _ in "" }, field("port", 3, "\"70000\" is no port") { _ in "70000" },
            field("bus", 4, "\"0\" is no bus; a whole number from 1 to 99 is") { _ in "0" },
            field("baud", 5, "\"50\" is no baud") { _ in "50" },
            field("device", 2, "a serial device is named by its path") { _ in "serial:ttyS1" },
            field("setting", 2, "\"x\" is no setting of such a line") { _ in "10.0.0.1?x=1" },
            Mistake("baud of a device", 5, "a serial device has no 7200 bits per second") { "N\($0),serial:/dev/ttyS\($0),,1,7200" },
            Mistake("id of another", 2, same) { "N\($0),listen:?id=GW-0003,6000,1,9600" },
            Mistake("part of the id of another", 2, same) { "N\($0),listen:?id=W-000,6000,1,9600" },
            Mistake(
                "two buses on a device", 4, "a serial device is one line", held: { "N\($0),serial:/dev/ttyS\($0),,1,9600" }
            ) { "N\($0),serial:/dev/ttyS\($0),,2,9600" },
            Mistake("two hosts", 2, "has another host or port on an earlier line", held: { "N\($0),10.0.0.1,6450,1,9600" }) {
                "N\($0),10.0.0.2,6450,2,9600"
            },
            // Others of the file can not be read, and one of them may be the line of the bus.
            Mistake("a bus with meters is missing", 1, "is wrong and may be that of its bus 1") { "H\($0),10.0.0.1,6450,2,9600" },
        ]
    }

    private var ofMeters: [Mistake] {
        func standing(_ number: Int, _ address: Int, unit: String) -> String {
            "\(address + number),1-\(number),sockets,,H\(number),1,dorm645,\(unit),,,,,,,,"
        }
        return [
            field("short address", 1, "is no meter address") { "\($0)" },
            field("all nines", 1, "is no meter address; twelve digits are, not all nines") { _ in "999999999999" },
            field("unknown room", 2, "import the rooms first") { "9-\($0)" },
            field("no place", 2, "neither a room nor a supply is named") { _ in "" },
            field("taken place", 2, "stands at the same place on an earlier line") { _ in "1-2" },
            field("room and supply", 4, "a meter measures a room or a supply, not both") { "building \($0)" },
            field("concentrator", 5, "there is no concentrator C9") { _ in "C9" },
            field("unknown bus", 6, "concentrator C1 has no bus 7") { _ in "7" }, field("no bus", 6, "\"x\" is no bus") { _ in "x" },
            field("profile", 7, "\"gas\" is no meter profile") { _ in "gas" }, field("unit", 8, "\"steam\" is no unit") { _ in "steam" },
            field("two phases", 10, "a meter has 1 or 3 phases") { _ in "2" }, field("phases", 10, "\"4\" is no phases") { _ in "4" },
            field("constant", 11, "\"0\" is no constant; a whole number from 1 to 1000000 is") { _ in "0" },
            field("ct", 12, "\"20001\" is no ct; a whole number from 1 to 20000 is") { _ in "20001" },
            Mistake("half a baseline", 13, "a baseline needs all of count, bought, remaining, register") {
                (self.good($0).prefix(13) + ["", "", ""]).joined(separator: ",")
            },
            field("count", 13, "\"10000\" is no count; a whole number from 0 to 9999 is") { _ in "10000" },
            field("decimals", 14, "\"1.234\" is no bought") { _ in "1.234" },
            field("no number", 16, "\"-1\" is no register") { _ in "-1" },
            Mistake("unit of a meter that was taken over", 8, "was taken over in energy; its unit stays") {
                standing($0, 200_000_000_000, unit: "money")
            },
            Mistake("a change of meters", 1, "stands there; a change of meters is a swap, not an import") {
                standing($0, 300_000_000_000, unit: "energy")
            },
        ]
    }
}
