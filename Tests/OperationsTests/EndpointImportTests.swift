// Protects the import of lines that are not dialled: devices without a port, concentrators that dial in, and that no two have the same.
// How: files against a small inventory; the complaint with its place, or what would be taken.
import Domain
import Operations
import Testing

struct EndpointImportTests {
    private static let standing = Concentrator(
        id: ConcentratorID("C1"), host: "serial:/dev/ttyUSB0", port: Concentrator.noPort,
        buses: [Bus(id: BusID(concentrator: ConcentratorID("C1"), number: 1), baud: 2400)])

    private func review(_ lines: String) -> InventoryReview {
        let inventory = Inventory(rooms: [], meters: [], concentrators: [Self.standing])
        let text = "concentrator,host,port,bus,baud\n" + lines
        return InventoryImport(inventory: inventory, version: 3, at: Instant(milliseconds: 1000)).review(.concentrators, Array(text.utf8))
    }

    @Test func everyWayIsTakenAsItStands() {
        let result = review("C1,serial:/dev/ttyUSB0,,1,2400\nC2,listen:?id=GW-2,6000,1,9600\nC3,10.0.1.7?timeout/2=900,4001,2,9600\n")
        #expect(result.problems.isEmpty && result.same == 1 && result.new == ["C2", "C3"])
        #expect(result.change.concentrators.map(\.host) == ["listen:?id=GW-2", "10.0.1.7?timeout/2=900"])
        #expect(result.change.concentrators.map(\.port) == [6000, 4001])
        #expect(review("C1,serial:/dev/ttyUSB0?parity=none,,1,2400\n").changed == ["C1"])
    }

    private static let whole = "line 2, column 1: C2 is left out whole: line 3 is wrong"

    private static let problems: [(String, String)] = [
        ("C2,10.0.1.7,,1,2400", "line 2, column 3: \"\" is no port; a whole number from 1 to 65535 is"),
        ("C2,listen:,,1,2400", "line 2, column 3: \"\" is no port; a whole number from 1 to 65535 is"),
        ("C2,serial:ttyS1,,1,2400", "line 2, column 2: a serial device is named by its path, like serial:/dev/ttyUSB0"),
        (
            "C2,serial:/dev/ttyS1,,1,7200",
            "line 2, column 5: a serial device has no 7200 bits per second; "
                + "it has 600, 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200"
        ),
        (
            "C2,serial:/dev/ttyS1,,1,2400\nC2,serial:/dev/ttyS1,,2,2400",
            whole + "\nline 3, column 4: a serial device is one line; C2 has a bus on it already"
        ),
        ("C2,serial:/dev/ttyUSB0,,1,2400", "line 2, column 2: C1 has the same device"),
        ("C2,serial:/dev/ttyUSB0?parity=none,,1,2400", "line 2, column 2: C1 has the same device"),
        (
            "C2,listen:?id=A,6000,1,2400\nC3,listen:?id=A,6000,1,2400",
            "line 3, column 2: on the same port C2 has an id that is the same or part of it"
        ),
        (
            "C2,listen:?id=GW-1,6000,1,2400\nC3,listen:?id=GW-17,6000,1,2400",
            "line 3, column 2: on the same port C2 has an id that is the same or part of it"
        ),
        (
            "C2,10.0.1.7?gap/9=40,4001,1,2400\nC2,10.0.1.7?gap/9=40,4001,3,2400",
            "line 2, column 2: there is a setting for bus 9, and C2 has no such bus in this file; it has 1, 3\n"
                + "line 3, column 1: C2 is left out whole: line 2 is wrong"
        ),
        ("C2,10.0.1.7?timeout=900&rest=5&timeout=800,4001,1,2400", "line 2, column 2: timeout stands there twice; write it once"),
        ("C2,10.0.1.7?gap/1=40&gap/01=80,4001,1,2400", "line 2, column 2: gap/01 stands there twice; write it once"),
        ("C2,serial:/dev/ttyS1?parity=odd&parity=odd,,1,2400", "line 2, column 2: parity stands there twice; write it once"),
        (
            "C2,10.0.0.1:4001,4001,1,2400",
            "line 2, column 2: the port stands in its own column: write 10.0.0.1 as host and 4001 as port"
        ),
        (
            "C2,listen:localhost,6000,1,2400",
            "line 2, column 2: \"localhost\" is no address; "
                + "behind listen: stands one of this machine, like 10.0.1.2, or 0.0.0.0 for all, or nothing for 127.0.0.1"
        ),
        ("C2,serial:/dev/ttyS1,4001,1,2400", "line 2, column 3: a serial device has no port; leave this field empty"),
        ("C2,listen:?id=A,6000,1,2400\nC3,listen:0.0.0.0?id=A,6000,1,2400", beside("127.0.0.1", "0.0.0.0")),
        ("C2,listen:0.0.0.0,6000,1,2400\nC3,listen:10.0.1.2?id=A,6000,1,2400", beside("0.0.0.0", "10.0.1.2")),
        ("C2,listen:::?id=B,6000,1,2400\nC3,listen:0.0.0.0?id=A,6000,1,2400", beside("::", "0.0.0.0")),
    ]

    private static func beside(_ first: String, _ second: String) -> String {
        "line 3, column 2: C2 dials in to that port at \(first); nothing can listen at \(second) beside it: write one address for both"
    }

    @Test(arguments: problems)
    func whatCanNotBeIsToldWithItsPlace(_ lines: String, _ complaint: String) {
        #expect(review(lines + "\n").problems.map(\.description).joined(separator: "\n") == complaint)
    }

    @Test func whatSeemsToCollideAndDoesNotIsTaken() {
        for lines in [
            "C2,10.0.1.7?gap=20&gap/1=40&gap/2=80&rest/1=5,4001,1,2400\nC2,10.0.1.7?gap=20&gap/1=40&gap/2=80&rest/1=5,4001,2,9600\n",
            "C2,listen:?id=A,6000,1,2400\nC3,listen:10.0.1.2?id=A,6000,1,2400\n",
            "C2,listen:0.0.0.0?id=A,6000,1,2400\nC3,listen:::1?id=A,6000,1,2400\n",
            "C2,listen:0.0.0.0?id=A,6000,1,2400\nC3,listen:0.0.0.0?id=B,6000,1,2400\n",
            "C2,listen:0.0.0.0?id=A,6000,1,2400\nC2,listen:0.0.0.0?id=A,6000,2,2400\n",
            "C2,listen:0.0.0.0,6000,1,2400\nC3,listen:,6001,1,2400\n",
        ] {
            #expect(review(lines).problems.isEmpty, "\(lines)")
        }
    }

    /// One mistake is told once, where it is.
    @Test func settingsOfABusWhoseLineIsWrongAreNotComplainedOf() {
        let found = review("C2,10.0.1.7?gap/2=40,4001,1,2400\nC2,10.0.1.7?gap/2=40,4001,2,50\n").problems.map { "\($0.line):\($0.column)" }
        #expect(found == ["2:1", "3:5"], "the right line is told as left out")
    }

    @Test func aDeviceMayChangeHandsInOneFile() {
        #expect(review("C2,serial:/dev/ttyUSB0,,1,2400\nC1,10.0.1.7,4001,1,2400\n").problems.isEmpty)
        #expect(review("C2,listen:?id=A,6000,1,2400\nC3,listen:?id=A,6001,1,2400\n").problems.isEmpty, "another port")
        #expect(review("C2,listen:,6000,1,2400\nC3,listen:,6000,1,2400\n").problems.isEmpty, "their meters tell them apart")
    }
}
