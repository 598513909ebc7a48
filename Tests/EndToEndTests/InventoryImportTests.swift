// Protects files of rooms, meters and concentrators as people bring them and take them back: encodings, all that is wrong told, a difference
// that another console overtook, and the undo by command and on the console.
// How: the real program on a small campus; files as Excel writes them; keys played on the console.
import Foundation
import Seeded
import Testing

@Suite("Import of the inventory")
struct InventoryImportTests {
    private static let rooms = "room,building,floor,number,beds\n3-420,3,4,420,4\n东-101,东,1,101,2\n"

    private func names(_ campus: SmallCampus) throws -> [String] {
        try #require(try campus.run("rooms", "--json").json() as? [[String: Any]]).compactMap { $0["room"] as? String }.sorted()
    }

    static let encodings = ["UTF-8", "UTF-8 with mark", "GB18030", "quotes and CR LF"]

    @Test("a file as Excel writes it is read, taken and taken back", arguments: encodings)
    func takesAndTakesBack(name: String) throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        let before = try names(campus)
        let file = campus.folder.file("rooms2.csv")
        switch name {
        case "GB18030":
            let bytes =
                Array("room,building,floor,number,beds\n3-420,3,4,420,4\n".utf8) + [0xB6, 0xAB] + Array("-101,".utf8) + [0xB6, 0xAB]
            try Data(bytes + Array(",1,101,2\n".utf8)).write(to: URL(filePath: file))
        case "quotes and CR LF":
            let lines = Self.rooms.split(separator: "\n").map { $0.split(separator: ",").map { "\"\($0)\"" }.joined(separator: ",") }
            try campus.folder.write("rooms2.csv", lines.joined(separator: "\r\n") + "\r\n")
        default: try campus.folder.write("rooms2.csv", (name == "UTF-8" ? "" : "\u{FEFF}") + Self.rooms)
        }
        let taken = try campus.run("import", "rooms", file)
        #expect(taken.status == 0, "\(taken.errors)")
        #expect(taken.output.contains("new: 2 (3-420, 东-101)") && taken.output.contains("import --undo undoes it"))
        #expect(taken.output.contains("read as GB18030") == (name == "GB18030"))
        #expect(try names(campus) == before + ["3-420", "东-101"])
        let seen = try campus.run("import", "--undo", "--dry-run")
        #expect(seen.status == 0 && seen.output.contains("rooms2.csv of") && seen.output.contains("2 are removed, 0 are as they were"))
        #expect(try names(campus).count == 4, "a dry run changes nothing")
        #expect(try campus.run("import", "--undo").output.contains("Undone."))
        #expect(try names(campus) == before)
        let again = try campus.run("import", "--undo")
        #expect(again.status == 1 && again.errors.contains("There is no import"))
        #expect(try campus.run("verify").status == 0)
    }

    @Test("what was sold to or lived in keeps its import, with the reasons; the words of the call are checked")
    func held() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        let meters = try campus.run("import", "--undo")
        #expect(meters.status == 1 && meters.errors.contains("meter 000000000418 was taken over"))
        let listed = try #require(try campus.run("import", "--undo", "--json").json() as? [String: Any])
        #expect((listed["held"] as? [String])?.count == 2 && listed["undone"] as? Bool == false)
        try campus.folder.write("more.csv", Self.rooms)
        #expect(try campus.run("import", "rooms", campus.folder.file("more.csv")).status == 0)
        try campus.folder.write("people.csv", "number,name,room\nS1,Li,3-420\n")
        #expect(try campus.run("import", "residents", campus.folder.file("people.csv")).status == 0)
        let refused = try campus.run("import", "--undo")
        #expect(refused.status == 1 && refused.errors.contains("room 3-420: residents have stays there"))
        #expect(refused.errors.contains("Nothing was changed."))
        #expect(try campus.run("residents", "--undo").status == 0)
        #expect(try campus.run("import", "--undo").status == 0, "nobody lives there any more")
        for call in [["import"], ["import", "rooms"], ["import", "--undo", "rooms", "x.csv"]] {
            #expect(try campus.start(call).finish().status == 2, "\(call)")
        }
    }

    @Test(
        "ten thousand lines with every mistake: the first are told on the terminal, all of them as JSON, and the rest is taken and undone")
    func large() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        let bad = MistakenFile(.rooms, lines: 10_000, seed: 9)
        try Data(bad.bytes).write(to: campus.folder.url.appending(path: "city.csv"))
        let city = campus.folder.file("city.csv")
        // The bytes that are no UTF-8 would make it GB18030; a person who saves it as UTF-8 again gets this.
        let text = String(decoding: bad.bytes.map { $0 == 0xC0 ? 0x20 : $0 }, as: UTF8.self)
        try campus.folder.write("city.csv", text)
        let told = try campus.run("import", "rooms", city)
        #expect(told.status == 1 && told.errors.split(separator: "\n").count == 42)
        #expect(told.errors.contains("more lines are wrong; --json lists all of them."))
        let listed = try #require(try campus.run("import", "rooms", city, "--dry-run", "--json").json() as? [String: Any])
        let problems = try #require(listed["problems"] as? [String])
        #expect(problems.count > 1000 && listed["problemCount"] as? Int == problems.count)
        #expect(
            Set(bad.places.filter { $0.mistake != "a byte that is no UTF-8" }.map { "line \($0.line), column \($0.column)" })
                .isSubset(of: problems.map { $0.split(separator: ":")[0] }.map(String.init)))
        #expect(try names(campus).count == 2)
        #expect(try campus.run("import", "rooms", city, "--accept-good").status == 1)
        #expect(try names(campus).count == 2 + (listed["new"] as? [String] ?? []).count)
        #expect(try campus.run("import", "--undo").status == 0)
        #expect(try names(campus).count == 2)
        #expect(try campus.run("verify").status == 0)
    }

    @Test("on the console a file is known by its first line, taken behind its count, and taken back")
    func console() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        try campus.folder.write("new.csv", Self.rooms + "3-421,3,4,421,many\n")
        let wrong = try campus.play("g i L\ntype \(campus.folder.file("new.csv"))\nEnter\nwait line 4, column 5\n+\n")
        #expect(wrong.contains("1 line is wrong"))
        let taken = try campus.play(
            """
            g i L
            type \(campus.folder.file("new.csv"))
            Enter
            wait 2 new
            a +
            wait type how many rooms
            2 Enter
            wait Accepted: 2 rooms
            g r
            wait 东-101
            g i U
            wait Undo the last import of the inventory?
            +
            wait new.csv is undone.
            g w
            wait Building 3   2 rooms
            g r
            wait 3-418
            """)
        #expect(!taken.contains("东-101") && taken.contains("3-419"))
        #expect(try names(campus) == ["3-418", "3-419"])
        let held = try campus.play("g i U\nwait There is no import of rooms")
        #expect(!held.contains("Undo the last import"))
        #expect(try campus.run("verify").status == 0)
    }

    @Test("a difference that was shown is not taken over one that was taken meanwhile")
    func overtaken() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        let folder = campus.folder
        try folder.write("here.csv", Self.rooms)
        try folder.write("there.csv", "room,building,floor,number,beds\n3-420,3,4,420,1\n")
        try folder.write(
            "here.keys",
            """
            g i L
            type \(folder.file("here.csv"))
            Enter
            wait 2 new
            dump \(folder.file("shown.txt"))
            g r
            wait 3-420
            g i +
            wait type how many rooms
            2 Enter
            wait The inventory changed while the file was read
            r
            wait 1 changed
            """)
        let console = try campus.start(["console", "--script", folder.file("here.keys"), "--dump-frame", "-"])
        let deadline = Date().addingTimeInterval(60)
        while !FileManager.default.fileExists(atPath: folder.file("shown.txt")) {
            guard Date() < deadline else { throw WaitedInVain(what: "the console shows the file") }
            // The processor is the console's meanwhile.
            _ = poll(nil, 0, 20)
        }
        #expect(try campus.run("import", "rooms", folder.file("there.csv")).status == 0)
        let played = try console.finish()
        #expect(played.status == 0, "\(played.output)\(played.errors)")
        #expect(try names(campus) == ["3-418", "3-419", "3-420"], "nothing of the file that was overtaken is taken")
        #expect(try campus.run("import", "--undo", "--dry-run").output.contains("there.csv"))
    }

    @Test("a marked room that goes with its import is told, and the cursor and the grid hold those that are left")
    func marksOfWhatGoes() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        let folder = campus.folder
        try folder.write("more.csv", Self.rooms)
        #expect(try campus.run("import", "rooms", folder.file("more.csv")).status == 0)
        try folder.write(
            "marks.keys",
            """
            g r
            wait 东-101
            Space Space Space Up
            wait 3 of 4 marked
            dump \(folder.file("marked.txt"))
            wait 1 gone
            dump \(folder.file("gone.txt"))
            t
            wait No longer on the campus, and left out: 3-420
            """)
        let console = try campus.start(["console", "--script", folder.file("marks.keys"), "--dump-frame", "-"])
        let deadline = Date().addingTimeInterval(60)
        while !FileManager.default.fileExists(atPath: folder.file("marked.txt")) {
            guard Date() < deadline else { throw WaitedInVain(what: "the console shows the marks") }
        }
        #expect(try folder.read("marked.txt").contains("3-420"))
        #expect(try campus.run("import", "--undo").status == 0)
        let played = try console.finish()
        #expect(played.status == 0, "\(played.output)\(played.errors)")
        let gone = try folder.read("gone.txt")
        #expect(gone.contains("2 of 2 marked") && gone.contains("3-418") && !gone.contains("3-420") && !gone.contains("东-101"), "\(gone)")
        #expect(played.output.contains("2 rooms") && played.output.contains("3-418") && played.output.contains("3-419"), "\(played.output)")
        let again = try campus.play("g r\nwait 3-418\nEnd Enter\nwait meter 000000000419\n")
        #expect(again.contains("3-419"), "the console that comes next knows of neither")
    }
}
