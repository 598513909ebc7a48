// Protects the way back: whichever of books, readings, copies, settings or second place is lost, the others bring it back or say how.
// How: the real program on a demo campus with its meters; files destroyed between commands; bad copies offered to restore.
import Foundation
import Testing

struct RestoreTests {
    private func entries(_ campus: DemoFixture) throws -> Int {
        let verified = try campus.run("verify", "--json")
        #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
        return try #require((verified.json() as? [String: Any])?["entries"] as? Int)
    }

    /// The newest copy of the campus's own place, and when it was made by what its name says.
    private func lastCopy(_ campus: DemoFixture) throws -> String {
        let places = try #require(try campus.run("backup", "--list", "--json").json() as? [[String: Any]])
        let own = try #require(places.first)
        let newest = try #require(own["newest"] as? [String: Any])
        return "\(try #require(own["place"] as? String))/\(try #require(newest["file"] as? String))"
    }

    private func require(_ finished: Finished, _ status: Int32 = 0) throws {
        if finished.status != status { throw WaitedInVain(what: "\(finished.status): \(finished.output)\(finished.errors)") }
    }

    /// The rooms whose meter answered, as the campus's readings have it.
    private func answeringRooms(_ campus: DemoFixture, _ count: Int) throws -> [String] {
        let rooms = try #require(try campus.run("rooms", "--json").json() as? [[String: Any]])
        let good = rooms.filter { ["ON", "LOW"].contains($0["state"] as? String) && $0["unit"] as? String != "yuan" }
        let names = good.compactMap { $0["room"] as? String }
        guard names.count >= count else { throw WaitedInVain(what: "\(count) rooms with a reading") }
        return Array(names.prefix(count))
    }

    @Test func lostBooksComeBackFromACopyAndTheMeters() throws {
        let campus = try DemoFixture()
        defer { campus.remove() }
        let rooms = try answeringRooms(campus, 2)
        try require(campus.run("topup", rooms[0], "50"))
        try require(campus.run("backup"))
        let copied = try entries(campus)
        for (room, yuan) in [(rooms[0], "30"), (rooms[0], "20"), (rooms[1], "100")] { try require(campus.run("topup", room, yuan)) }
        try Data(repeating: 0xA5, count: 30_000).write(to: URL(filePath: campus.path + "/books.sqlite"))
        #expect(try campus.run("rooms").status == 4)
        let copy = try lastCopy(campus)

        let look = try campus.run("restore", copy, "--dry-run")
        #expect(look.status == 0 && look.output.contains("\(copied) entries"))
        #expect(try campus.run("rooms").status == 4, "a look changes nothing")

        let restored = try campus.run("restore", copy)
        // A meter of the demo that never answers is said, and the rest done.
        #expect([0, 3].contains(restored.status), "\(restored.output)\(restored.errors)")
        #expect(restored.output.contains("3 sales were written again, 150.00 yuan"), "\(restored.output)")
        #expect(try entries(campus) == copied + 3)
        #expect(try campus.orderStates(rooms[0]).suffix(3) == ["METER", "METER", "METER"])

        // Closed is closed: a second look finds nothing more, and the desk goes on selling.
        let again = try campus.run("restore", "--gap", "--json")
        let gap = try #require((again.json() as? [String: Any])?["gap"] as? [String: Any])
        #expect((gap["lost"] as? [Any])?.isEmpty == true && (gap["taken"] as? [Any])?.isEmpty == true)
        try require(campus.run("topup", rooms[0], "10"))
        #expect(try campus.orderStates(rooms[0]).last == "METER")
    }

    @Test func aBatchIsCopiedWithoutBeingAsked() throws {
        let campus = try DemoFixture()
        defer { campus.remove() }
        let rooms = try answeringRooms(campus, 3)
        let settings = campus.path + "/campus.toml"
        let text = try String(contentsOfFile: settings, encoding: .utf8)
        try (text + "\n[backup]\nbatch_seconds = 0\n").write(toFile: settings, atomically: true, encoding: .utf8)
        try require(campus.run("topup", rooms[2], "10"))
        try campus.folder.write("batch.csv", "room,amount\n\(rooms[0]),20\n\(rooms[1]),30\n")
        try require(campus.run("topup", "--file", campus.folder.file("batch.csv")))
        let places = try #require(try campus.run("backup", "--list", "--json").json() as? [[String: Any]])
        #expect((places.first?["newest"] as? [String: Any])?["entries"] as? Int == (try entries(campus)))
    }

    @Test func ordersThatWereInLineWhenTheCopyWasMadeAreFoundInTheMeter() throws {
        let campus = try DemoFixture()
        defer { campus.remove() }
        let room = try answeringRooms(campus, 1)[0]
        try require(campus.run("topup", room, "50", "--wait", "0"), 3)
        try require(campus.run("backup"))
        try require(campus.run("topup", room, "20"))
        try FileManager.default.removeItem(atPath: campus.path + "/books.sqlite")
        let restored = try campus.run("restore", try lastCopy(campus))
        #expect(restored.output.contains("1 sales were written again, 20.00 yuan"), "\(restored.output)\(restored.errors)")
        #expect(restored.output.contains("1 orders were confirmed"))
        #expect(try campus.orderStates(room).suffix(2) == ["METER", "METER"])
    }

    @Test func whatWaitsInLineIsListedWithoutWaitingForMeters() throws {
        let campus = try DemoFixture()
        defer { campus.remove() }
        let room = try answeringRooms(campus, 1)[0]
        try require(campus.run("topup", room, "50", "--wait", "0"), 3)
        try require(campus.run("backup"))
        let copy = try lastCopy(campus)
        // Readings that can not be read are begun anew, and it is said what that costs.
        try Data(repeating: 0x5A, count: 9000).write(to: URL(filePath: campus.path + "/readings.sqlite"))
        let restored = try campus.run("restore", copy, "--wait", "0")
        #expect(restored.status == 0, "\(restored.errors)")
        #expect(restored.output.contains("Waiting in line, to be delivered as soon as a collector runs: 1."), "\(restored.output)")
        #expect(restored.output.contains("dormwatt orders --withdraw ORDER"))
        #expect(restored.output.contains("The readings were damaged") && restored.output.contains("No money stood there."))
        #expect(FileManager.default.fileExists(atPath: campus.path + "/readings.sqlite.damaged"))
        let printed = try #require(try campus.run("restore", copy, "--wait", "0", "--json").json() as? [String: Any])
        #expect((printed["waiting"] as? [Any])?.count == 1)
    }

    @Test func lostReadingsCopiesAndSettingsAreCorrected() throws {
        let campus = try DemoFixture()
        defer { campus.remove() }
        let room = try answeringRooms(campus, 1)[0]
        let second = campus.folder.file("medium")
        let settings = campus.path + "/campus.toml"
        let text = try String(contentsOfFile: settings, encoding: .utf8)
        try (text + "\n[backup]\npath = \"\(second)\"\n").write(toFile: settings, atomically: true, encoding: .utf8)

        // The second place is not there: said, the other has its copy. It comes: both have.
        let missing = try campus.run("backup")
        #expect(missing.status == 1 && missing.errors.contains("\(second) is not there.") && missing.output.contains("verified"))
        #expect(missing.errors.contains("The books and all earlier copies are as they were."))
        try FileManager.default.createDirectory(atPath: second, withIntermediateDirectories: false)
        try require(campus.run("backup"))

        // Readings: put aside, made anew from the meters.
        try Data(repeating: 0x5A, count: 9000).write(to: URL(filePath: campus.path + "/readings.sqlite"))
        try require(campus.run("read", room))
        #expect(FileManager.default.fileExists(atPath: campus.path + "/readings.sqlite.damaged"))
        #expect(try campus.room(room, "state") as? String != "NO DATA")

        // Settings: refused with the way back.
        try FileManager.default.removeItem(atPath: settings)
        let without = try campus.run("rooms")
        #expect(without.status == 1 && without.errors.contains("put it back: cp "), "\(without.errors)")

        // Copies: made anew; with books and settings gone the medium has both.
        try FileManager.default.removeItem(atPath: campus.path + "/backups")
        try FileManager.default.removeItem(atPath: campus.path + "/books.sqlite")
        let places = try FileManager.default.contentsOfDirectory(atPath: second)
        let place = "\(second)/\(try #require(places.first))"
        let copies = try FileManager.default.contentsOfDirectory(atPath: place).filter { $0.hasSuffix(".sqlite") }.sorted()
        let restored = try campus.run("restore", "\(place)/\(try #require(copies.last))")
        #expect(restored.output.contains("campus.toml was missing; it was put back"), "\(restored.output)\(restored.errors)")
        try require(campus.run("backup"))
        #expect(try lastCopy(campus).hasPrefix(campus.path))
    }

    @Test func badCopiesAreRefusedWithTheWayOut() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        let other = try SmallCampus()
        defer { other.remove() }
        let good = campus.folder.file("good.sqlite")
        try require(campus.run("backup", good))
        try require(other.run("backup", other.folder.file("theirs.sqlite")))
        let bytes = try Data(contentsOf: URL(filePath: good))
        try bytes.prefix(bytes.count / 2).write(to: URL(filePath: campus.folder.file("cut.sqlite")))
        try campus.folder.write("garbage.sqlite", String(repeating: "not books ", count: 900))
        try FileManager.default.copyItem(atPath: campus.folder.file("good.sqlite"), toPath: campus.folder.file("edited.sqlite"))
        try require(Shell.run("/usr/bin/env", ["python3", "-c", Self.edit, campus.folder.file("edited.sqlite")]))
        let books = URL(filePath: campus.path + "/books.sqlite")
        let before = try Data(contentsOf: books)
        let cases: [(String, Int32, String)] = [
            (campus.folder.file("cut.sqlite"), 4, "does not verify"), (campus.folder.file("garbage.sqlite"), 1, "is no book of Dormwatt"),
            (campus.folder.file("edited.sqlite"), 4, "does not verify"), (campus.folder.file("nothing.sqlite"), 1, "is not there"),
            (other.folder.file("theirs.sqlite"), 1, "holds the books of campus"), (books.path, 1, "is the books themselves"),
        ]
        for (file, status, words) in cases {
            let finished = try campus.run("restore", file, "--wait", "0")
            #expect(finished.status == status && finished.errors.contains(words), "\(file): \(finished.output)\(finished.errors)")
            #expect(finished.errors.contains("The books and all copies are as they were."))
            #expect(finished.errors.split(separator: "\n").count == 3, "what happened, what was not changed, what to do")
            #expect(try Data(contentsOf: books) == before)
        }
        try require(campus.run("restore", good, "--wait", "0"))
        #expect(try campus.run("verify").status == 0)
    }

    private static let edit = """
        import sqlite3, sys
        database = sqlite3.connect(sys.argv[1])
        database.execute("DROP TRIGGER priceNeverChanges")
        database.execute("UPDATE price SET tenThousandths = 1")
        database.commit()
        """
}
