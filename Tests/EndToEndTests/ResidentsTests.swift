// Protects rosters and the subsidy on the command line: encodings, what is shown before it is taken, moves, undo, exit codes.
// How: the real program on a small campus; a file in GB18030 made by the C library's own converter.
import Foundation
import Testing

@Suite("Residents and subsidy")
struct ResidentsTests {
    private static let roster = "number,name,room,cohort,from\nS1,李娜,3-418,2027,2026-01-01\nS2,\"O'Brien, Zoe\",3-419,2027,2026-01-01\n"

    @Test("UTF-8, UTF-8 with a mark, and GB18030 give the same residents", arguments: ["UTF-8", "UTF-8 with mark", "GB18030"])
    func encodings(name: String) throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        try campus.folder.write("utf8.csv", (name == "UTF-8 with mark" ? "\u{FEFF}" : "") + Self.roster)
        if name == "GB18030" {
            let script = "import sys; open(sys.argv[2], 'wb').write(open(sys.argv[1], encoding='utf-8').read().encode('gb18030'))"
            _ = try Shell.run("/usr/bin/python3", ["-c", script, campus.folder.file("utf8.csv"), campus.folder.file("roster.csv")])
        } else {
            try FileManager.default.copyItem(atPath: campus.folder.file("utf8.csv"), toPath: campus.folder.file("roster.csv"))
        }
        let taken = try campus.run("import", "residents", campus.folder.file("roster.csv"))
        #expect(taken.status == 0, "\(taken.errors)")
        #expect(taken.output.contains("read as GB18030") == (name == "GB18030"))
        let residents = try #require(try campus.run("residents", "--json").json() as? [[String: Any]])
        #expect(residents.map { $0["name"] as? String } == ["李娜", "O'Brien, Zoe"])
        #expect(residents.map { $0["room"] as? String } == ["3-418", "3-419"])
    }

    @Test("bytes in no encoding, wrong lines and a dry run take nothing")
    func takesNothing() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        try Data([0x6E, 0xFF, 0xFF, 0x0A]).write(to: campus.folder.url.appending(path: "bytes.csv"))
        let bytes = try campus.run("import", "residents", campus.folder.file("bytes.csv"))
        #expect(bytes.status == 1)
        #expect(bytes.errors.contains("neither UTF-8 nor GB18030"))
        try campus.folder.write("wrong.csv", Self.roster + "S1,Li,3-419,2027,2026-01-01\n")
        let wrong = try campus.run("import", "residents", campus.folder.file("wrong.csv"))
        #expect(wrong.status == 1)
        #expect(wrong.errors.contains("line 4, column 1: S1 stands on line 2 already"))
        try campus.folder.write("right.csv", Self.roster)
        #expect(try campus.run("import", "residents", campus.folder.file("right.csv"), "--dry-run").status == 0)
        #expect(try campus.run("residents").output.contains("No resident matches."))
    }

    @Test("a move, its undo, and a month that is granted once")
    func movesAndGrants() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        try campus.folder.write("roster.csv", Self.roster)
        #expect(try campus.run("import", "residents", campus.folder.file("roster.csv")).status == 0)
        #expect(try campus.run("residents", "--move", "S1", "--to", "3-419").status == 0)
        #expect(try campus.run("residents", "S1").output.contains("3-419"))
        #expect(try campus.run("residents", "--undo").status == 0)
        #expect(try campus.run("residents", "S1").output.contains("3-418"))
        #expect(try campus.run("residents", "--move", "S9", "--to", "3-419").status == 1)
        #expect(try campus.run("subsidy", "policy", "basic", "--from", "2026-01", "--pause", "none").status == 0)
        #expect(try campus.run("subsidy", "policy", "more", "--from", "2026-02").status == 1)
        #expect(try campus.run("subsidy", "policy", "basic", "--from", "2026-02", "--amount=-5").status == 1)
        let preview = try #require(try campus.run("subsidy", "run", "--dry-run", "--json").json() as? [String: Any])
        #expect(preview["totalKWh"] as? String == "10.00")
        #expect(try campus.run("subsidy", "run").output.contains("Granted."))
        #expect(try campus.run("subsidy", "run").output.contains("Nothing is due that was not granted."))
        #expect(try campus.run("orders", "--json").json() as? [[String: Any]] != nil)
        #expect(try campus.run("verify").status == 0)
    }
}
