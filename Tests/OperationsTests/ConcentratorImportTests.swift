// Protects that a concentrator is never taken over in part: while one of its lines is wrong it stays as it stands, buses and endpoint alike.
// How: files against a campus with two concentrators; what would be written and what is told are compared whole.
import Domain
import Operations
import Testing

struct ConcentratorImportTests {
    private static func concentrator(_ name: String, host: String, port: Int, buses: ClosedRange<Int>, baud: Int = 9600) -> Concentrator {
        let id = ConcentratorID(name)
        return Concentrator(
            id: id, host: host, port: port, buses: buses.map { Bus(id: BusID(concentrator: id, number: $0), baud: baud) })
    }

    private static let standing = [
        concentrator("C7", host: "10.0.0.7", port: 4001, buses: 1...2),
        concentrator("C8", host: "serial:/dev/ttyUSB0", port: Concentrator.noPort, buses: 1...1),
    ]

    private func review(_ lines: [String], meters: [MeterPoint] = []) -> InventoryReview {
        let inventory = Inventory(meters: meters, concentrators: Self.standing)
        let text = (["concentrator,host,port,bus,baud"] + lines).joined(separator: "\n") + "\n"
        return InventoryImport(inventory: inventory, version: 3, at: Instant(milliseconds: 1000)).review(.concentrators, Array(text.utf8))
    }

    /// Lines, and what is told of them; of C7 and C8 nothing may be written.
    private static let wrong: [([String], [String])] = [
        (
            ["C7,10.0.0.7,4001,1,9600", "C7,10.0.0.7,4001,2,50"],
            [
                "line 2, column 1: C7 is left out whole: line 3 is wrong",
                "line 3, column 5: \"50\" is no baud; a whole number from 600 to 115200 is",
            ]
        ),
        (
            ["C7,10.0.0.7,4001,2,50", "C7,10.0.0.99,4001,1,9600"],
            [
                "line 2, column 5: \"50\" is no baud; a whole number from 600 to 115200 is",
                "line 3, column 1: C7 is left out whole: line 2 is wrong",
            ]
        ),
        (
            ["C7,10.0.0.7,4001,1,9600", "C7,10.0.0.7,4001,2"],
            [
                "line 2, column 1: C7 is left out whole: line 3 is wrong and may be that of its bus 2",
                "line 3, column 5: this line has 4 fields, the first line has 5",
            ]
        ),
        (
            ["C7,10.0.0.7,4001,1,9600", "C 7,10.0.0.7,4001,2,9600"],
            [
                "line 2, column 1: C7 is left out whole: line 3 is wrong and may be that of its bus 2",
                "line 3, column 1: \"C 7\" can not be a name: at most 32 characters, without spaces, colons or commas",
            ]
        ),
        // C8 stays on its device, because one of its lines is wrong; so C7 can not have it.
        (
            ["C7,serial:/dev/ttyUSB0,,1,9600", "C8,10.0.0.8,4001,1,9600", "C8,10.0.0.8,4001,1,9600"],
            [
                "line 2, column 2: C8 has the same device",
                "line 3, column 1: C8 is left out whole: line 4 is wrong",
                "line 4, column 4: C8/1 stands on line 3 already",
            ]
        ),
    ]

    @Test(arguments: wrong)
    func oneWithAWrongLineStaysAsItStands(_ lines: [String], _ told: [String]) {
        let result = review(lines + ["C9,10.0.0.9,4001,1,9600"])
        #expect(result.problems.map(\.description) == told)
        #expect(result.change.concentrators == [Self.concentrator("C9", host: "10.0.0.9", port: 4001, buses: 1...1)])
        #expect(result.new == ["C9"] && result.changed == [] && !result.gone.contains("C7"))
    }

    @Test func aBusGoesWhenTheWholeFileIsReadAndNoMeterHangsThere() {
        let lines = ["C7,10.0.0.7,4001,1,9600", "C7,10.0.0.7,4001,3,9600"]
        #expect(review(lines).changed == ["C7"])
        let bus = BusID(concentrator: ConcentratorID("C7"), number: 2)
        let meter = MeterPoint(id: MeterID("000000000418"), place: .supply("3"), bus: bus, profile: .plain645)
        let held = review(lines, meters: [meter])
        #expect(
            held.problems.map(\.description) == [
                "line 2, column 4: bus C7/2 is missing, and meter 000000000418 hangs on it; move its meters first",
                "line 3, column 1: C7 is left out whole: line 2 is wrong",
            ])
        #expect(held.change.isEmpty && held.gone == ["C8"])
    }

    @Test func aLineThatCanNotBeReadKeepsBackNoneThatKeepsItsBuses() {
        let result = review(["C7,10.0.0.70,4001,1,9600", "C7,10.0.0.70,4001,2,9600", "x"])
        #expect(result.changed == ["C7"] && result.problems.count == 1)
    }
}
