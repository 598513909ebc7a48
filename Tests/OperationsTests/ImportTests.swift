// Protects the import of rooms, meters, concentrators and top-ups: nothing is taken that is not understood, and every complaint has
// its line and column. How: files as bytes, the whole review compared. Held against Python's csv in InteropTests.
import Domain
import Operations
import Testing

struct CSVTests {
    private func fields(_ text: String) -> [[String]] { CSV(Array(text.utf8)).records.map(\.fields) }

    @Test(arguments: [
        ("a,b\n1,2\n", [["1", "2"]]),
        ("a,b\r\n1,2\r\n", [["1", "2"]]),
        ("\u{FEFF}a,b\n1,2", [["1", "2"]]),
        ("a,b\n\"x,y\",\"he said \"\"no\"\"\"\n", [["x,y", "he said \"no\""]]),
        ("a,b\n\"two\nlines\",2\n3,4\n", [["two\nlines", "2"], ["3", "4"]]),
        ("a,b\n,\n", [["", ""]]),
        ("a,b\n\n1,2\n\n", [["1", "2"]]),
        ("a,b\n李伟,2\n", [["李伟", "2"]]),
    ])
    func goodFiles(text: String, expected: [[String]]) {
        #expect(fields(text) == expected)
        #expect(CSV(Array(text.utf8)).problems.isEmpty)
    }

    @Test(arguments: [
        ("a,b\n1\n3,4\n", [["3", "4"]], "line 2, column 2: this line has 1 fields, the first line has 2"),
        ("a,b\n1,2,3\n3,4\n", [["3", "4"]], "line 2, column 3: this line has 3 fields, the first line has 2"),
        ("a,b\n1,x\"y\n3,4\n", [["3", "4"]], "line 2, column 2: a quote stands inside a field that is not quoted"),
        ("a,b\n\"1\"x,2\n3,4\n", [["3", "4"]], "line 2, column 1: text stands after the closing quote"),
        ("a,b\n1,\"open\n3,4\n5,6\n", [["3", "4"], ["5", "6"]], "line 2, column 2: the quote that opens here is never closed"),
        ("a,b\n1,\"open\n3,4\n\"5\",6\n", [["3", "4"], ["5", "6"]], "line 2, column 2: the quote that opens here is never closed"),
    ])
    func aBadLineIsToldAndTheRestIsRead(text: String, expected: [[String]], problem: String) {
        let csv = CSV(Array(text.utf8))
        #expect(csv.records.map(\.fields) == expected)
        #expect(csv.problems.map(\.description) == [problem])
    }

    @Test func bytesThatAreNotUTF8AreAProblemOfTheirField() {
        let csv = CSV(Array("a,b\n1,".utf8) + [0xC0, 0xFF] + Array("\n3,4\n".utf8))
        #expect(csv.records.map(\.fields) == [["3", "4"]])
        #expect(csv.problems.map(\.description) == ["line 2, column 2: these bytes are not UTF-8"])
    }

    @Test func anyBytesEnd() {
        var seed: UInt64 = 7
        let alphabet: [UInt8] = Array("a,\"\n\r1 ".utf8) + [0xEF, 0xBB, 0xBF, 0xFF]
        for _ in 0..<5000 {
            var bytes: [UInt8] = []
            for _ in 0..<40 {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes.append(alphabet[Int(seed >> 33) % alphabet.count])
            }
            let csv = CSV(bytes)
            #expect(csv.records.count + csv.problems.count <= 42)
        }
    }
}

struct InventoryImportTests {
    private static let concentrator = Concentrator(
        id: ConcentratorID("C1"), host: "127.0.0.1", port: 4001,
        buses: [Bus(id: BusID(concentrator: ConcentratorID("C1"), number: 1), baud: 2400)])
    private static let room = Room(id: RoomID("3-418"), building: "3", floor: 4, number: "418", beds: 4)

    private func review(_ file: InventoryFile, _ text: String, rooms: [Room] = [room], meters: [MeterPoint] = []) -> InventoryReview {
        let inventory = Inventory(rooms: rooms, meters: meters, concentrators: [Self.concentrator])
        return InventoryImport(inventory: inventory, version: 3, at: Instant(milliseconds: 1000)).review(file, Array(text.utf8))
    }

    @Test func roomsAreADifference() {
        let other = Room(id: RoomID("3-419"), building: "3", floor: 4, number: "419", beds: 2)
        let text = "room,building,floor,number,beds\n3-418,3,4,418,4\n3-420,3,4,420,4\n"
        let result = review(.rooms, text, rooms: [Self.room, other])
        #expect(result.same == 1)
        #expect(result.new == ["3-420"])
        #expect(result.changed.isEmpty)
        #expect(result.gone == ["3-419"])
        #expect(result.change.version == 3)
        #expect(result.change.rooms == [Room(id: RoomID("3-420"), building: "3", floor: 4, number: "420", beds: 4)])
        #expect(review(.rooms, "room,building,floor,number,beds\n3-418,3,4,418,6\n").changed == ["3-418"])
    }

    @Test func aMeterWithItsBaselineIsRead() throws {
        let text = """
            meter,room,circuit,concentrator,bus,profile,unit,count,bought,remaining,register
            000000000418,3-418,main,C1,1,dorm645,energy,6,400.00,-3.25,1234.56
            """
        let result = review(.meters, text)
        #expect(result.problems.isEmpty)
        let meter = try #require(result.change.meters.first)
        #expect(meter.id == MeterID("000000000418"))
        #expect(meter.room == RoomID("3-418"))
        #expect(
            meter.baseline
                == Baseline(
                    count: 6, totalBought: Credit(.energy, hundredths: 400_00), remaining: Credit(.energy, hundredths: -325),
                    register: Energy(hundredths: 123_456), at: Instant(milliseconds: 1000)))
    }

    @Test func aBaselineIsNeverMovedByAFile() throws {
        let baseline = Baseline(
            count: 6, totalBought: .zero(.energy), remaining: .zero(.energy), register: .zero, at: Instant(milliseconds: 5))
        let bus = BusID(concentrator: ConcentratorID("C1"), number: 1)
        let meter = MeterPoint(
            id: MeterID("000000000418"), place: .room(RoomID("3-418"), circuit: "main"), bus: bus, profile: .dorm645, baseline: baseline)
        let text = """
            meter,room,circuit,concentrator,bus,profile,count,bought,remaining,register
            000000000418,3-418,main,C1,1,dorm645,9,1.00,1.00,1.00
            """
        #expect(review(.meters, text, meters: [meter]).same == 1)
    }

    @Test(arguments: [
        ("000000000418,9-999,main,C1,1,dorm645", "line 2, column 2: there is no room 9-999; import the rooms first"),
        ("418,3-418,main,C1,1,dorm645", "line 2, column 1: \"418\" is no meter address; twelve digits are, not all nines"),
        (
            "999999999999,3-418,main,C1,1,dorm645",
            "line 2, column 1: \"999999999999\" is no meter address; twelve digits are, not all nines"
        ),
        ("000000000418,3-418,main,C9,1,dorm645", "line 2, column 4: there is no concentrator C9; import the concentrators first"),
        ("000000000418,3-418,main,C1,2,dorm645", "line 2, column 5: concentrator C1 has no bus 2"),
        ("000000000418,3-418,main,C1,1,gas", "line 2, column 6: \"gas\" is no meter profile; known are dorm645, plain645"),
        ("000000000418,,main,C1,1,dorm645", "line 2, column 2: neither a room nor a supply is named"),
    ])
    func aBadMeterIsToldWithItsPlace(line: String, problem: String) {
        let result = review(.meters, "meter,room,circuit,concentrator,bus,profile\n\(line)\n")
        #expect(result.problems.map(\.description) == [problem])
        #expect(result.change.meters.isEmpty)
    }

    @Test func twoMetersAtOnePlaceAreAProblem() {
        let text = """
            meter,room,circuit,concentrator,bus,profile
            000000000418,3-418,main,C1,1,dorm645
            000000000419,3-418,main,C1,1,dorm645
            """
        #expect(
            review(.meters, text).problems.map(\.description) == [
                "line 3, column 2: meter 000000000418 stands at the same place on an earlier line"
            ])
    }

    @Test func whatTheBooksWouldRefuseIsToldByLine() {
        let baseline = Baseline(
            count: 6, totalBought: .zero(.energy), remaining: .zero(.energy), register: .zero, at: Instant(milliseconds: 5))
        let bus = BusID(concentrator: ConcentratorID("C1"), number: 1)
        let meter = MeterPoint(
            id: MeterID("000000000418"), place: .room(RoomID("3-418"), circuit: "main"), bus: bus, profile: .dorm645, baseline: baseline)
        let unit = review(
            .meters, "meter,room,circuit,concentrator,bus,profile,unit\n000000000418,3-418,main,C1,1,dorm645,money\n", meters: [meter])
        #expect(unit.problems.map(\.description) == ["line 2, column 7: meter 000000000418 was taken over in energy; its unit stays"])
        let lost = review(.concentrators, "concentrator,host,port,bus,baud\nC1,127.0.0.1,4001,2,2400\n", meters: [meter])
        #expect(
            lost.problems.map(\.description) == [
                "line 2, column 4: bus C1/1 is missing, and meter 000000000418 hangs on it; move its meters first"
            ])
        #expect(unit.change.isEmpty && lost.change.isEmpty)
        #expect(
            review(.concentrators, "concentrator,host,port,bus,baud\nC1,127.0.0.1,4001,2,2400\n").problems.isEmpty, "nothing hangs there")
    }

    @Test func columnsAreChecked() {
        #expect(
            review(.rooms, "room,building\n").problems.map(\.description) == [
                "line 1, column 1: the column \"floor\" is missing; needed are room, building, floor, number, beds"
            ])
        #expect(
            review(.rooms, "room,building,floor,number,beds,colour\n").problems.map(\.description) == [
                "line 1, column 6: the column \"colour\" is not known; known are room, building, floor, number, beds, open"
            ])
        #expect(review(.rooms, "").problems.map(\.description) == ["line 1, column 1: the file is empty"])
    }

    @Test func aConcentratorHasItsBuses() {
        let text = "concentrator,host,port,bus,baud\nC1,127.0.0.1,4001,1,2400\nC2,10.0.0.9,4001,2,9600\nC2,10.0.0.9,4001,1,2400\n"
        let result = review(.concentrators, text)
        #expect(result.same == 1)
        #expect(result.new == ["C2"])
        #expect(result.change.concentrators.first?.buses.map(\.id.number) == [1, 2])
        #expect(result.problems == [])
    }
}

struct TopUpFileTests {
    @Test func linesAreTakenAsTyped() {
        let file = TopUpFile(Array("room,amount\n3-418,50\n3-419, 20.50 \n3-420,\n".utf8))
        #expect(
            file.lines == [
                TopUpFile.Line(line: 2, room: RoomID("3-418"), amount: "50"),
                TopUpFile.Line(line: 3, room: RoomID("3-419"), amount: "20.50"),
            ])
        #expect(file.problems.map(\.description) == ["line 4, column 2: amount is missing"])
    }
}
