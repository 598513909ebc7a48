// Protects the command line: exit codes, what is said, and that nothing happens twice or by a refused word.
// How: the real program on a small campus whose concentrator can not be reached.
import Foundation
import Testing

struct CommandTests {
    @Test func roomsAreListedAsJSON() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        let rooms = try #require(try campus.run("rooms", "--json").json() as? [[String: Any]])
        #expect(rooms.map { $0["room"] as? String } == ["3-418", "3-419"])
        #expect(rooms.first?["state"] as? String == "NO DATA")
        #expect(try campus.run("rooms").output.contains("3-418"))
    }

    @Test(arguments: [
        (["9-999", "50"], "There is no room 9-999."),
        (["3-418", "0"], "The amount is zero."),
        (["3-418", "abc"], "\"abc\" is no amount."),
        (["3-418", "12.345"], "\"12.345\" is no amount."),
        (["3-418", "999999999999999999999"], "is no amount."),
        (["3-418", "5"], "The smallest sale is 10.00 yuan."),
        (["3-418", "600"], "Up to 500.00 yuan; above it a supervisor sells."),
        (["3-418", "450"], "The largest possible sale now is"),
        (["3-418", "--", "-50"], "\"-50\" is no amount."),
    ])
    func whatCanNotBeSoldIsRefused(words: [String], reason: String) throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        let finished = try Shell.run(Program.path, ["topup", "--campus", campus.path] + words)
        #expect(finished.status == 1)
        #expect((finished.output + finished.errors).contains(reason), "\(finished.output)\(finished.errors)")
        #expect(try campus.run("orders", "--json").json() as? [[String: String]] == [])
    }

    @Test func wrongWordsAreUsage() throws {
        #expect(try Program.run("topup").status == 2)
        #expect(try Program.run("nosuch").status == 2)
        #expect(try Program.run("rooms", "--nosuch").status == 2)
        #expect(try Program.run("--help").status == 0)
    }

    private static let strayFaults: [(String, String)] = [
        ("dead=999999999999", "The faults name meter 999999999999, which is not there: the field has 3 meters, the first is "),
        ("C9/7:cut=0.1", "The faults name bus C9/7, which is not there: the field has 1, C1/1.\nNothing was started."),
        ("swap=000000000418+000000000419,swap=000000000419+000000000420", "Expected: two meters that no other swap has."),
    ]

    @Test(arguments: strayFaults) func faultsOfWhatIsNotThereStartNothing(faults: String, told: String) throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        let finished = try campus.run("simulate", "--rooms", "2", "--idle", "1", "--faults", faults)
        #expect(finished.status == 2 && finished.errors.contains(told), "\(finished.output)\(finished.errors)")
        #expect(!FileManager.default.fileExists(atPath: campus.path + "/field/snapshot.json"))
    }

    @Test func aDryRunChangesNothing() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        let finished = try campus.run("topup", "3-418", "50", "--dry-run")
        #expect(finished.status == 0)
        #expect(finished.output.contains("90.90"))
        #expect(try campus.run("orders", "--json").json() as? [[String: String]] == [])
    }

    @Test func aMeterOutOfReachLeavesTheOrderQueued() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        let finished = try campus.run("topup", "3-418", "50", "--wait", "1")
        #expect(finished.status == 3, "\(finished.output)\(finished.errors)")
        let orders = try #require(try campus.run("orders", "--json").json() as? [[String: Any]])
        #expect(orders.map { $0["state"] as? String } == ["QUEUED"])
        #expect(orders.map { $0["count"] as? Int } == [7])
        #expect(try campus.run("verify").status == 0)
    }

    @Test func theSameIDAgainIsTheSameSale() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        #expect(try campus.run("topup", "3-418", "50", "--id", "till-1", "--wait", "0").status == 3)
        let again = try campus.run("topup", "3-418", "50", "--id", "till-1", "--wait", "0")
        #expect(again.output.contains("exists"))
        #expect((try campus.run("orders", "--json").json() as? [Any])?.count == 1)
    }

    @Test func theSameFileTwiceSellsOnce() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        try campus.folder.write("sales.csv", "room,amount\n3-418,50\n3-419,20\n")
        let file = campus.folder.file("sales.csv")
        #expect(try campus.run("topup", "--file", file, "--wait", "0").status == 3)
        let again = try campus.run("topup", "--file", file, "--wait", "0")
        #expect(again.output.contains("exists"), "\(again.output)\(again.errors)")
        #expect((try campus.run("orders", "--json").json() as? [Any])?.count == 2)
        #expect(try campus.run("topup", "--file", file, "--again", "--wait", "0").status == 3)
        #expect((try campus.run("orders", "--json").json() as? [Any])?.count == 4)
    }

    @Test func aBadFileIsToldByLineAndColumnAndNothingIsTaken() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        try campus.folder.write("sales.csv", "room,amount\n3-418,50\n3-419,\n")
        let finished = try campus.run("topup", "--file", campus.folder.file("sales.csv"), "--wait", "0")
        #expect(finished.status == 1)
        #expect((finished.output + finished.errors).contains("line 3, column 2"))
        #expect((try campus.run("orders", "--json").json() as? [Any])?.isEmpty == true)
    }

    @Test func ofSalesAtOnceToOneRoomEachStandsOnceOrIsRefused() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        let tills = try (1...6).map { try campus.start(["topup", "3-418", "20", "--id", "till-\($0)", "--wait", "0"]) }
        let ends = try tills.map { try $0.finish() }
        let sold = ends.filter { $0.status == 3 }.count
        // Whoever saw the room as it was before another's sale is told, and may run it again.
        for refused in ends where refused.status != 3 {
            #expect(refused.status == 1 && refused.errors.contains("Nothing was sold."), "\(refused)")
        }
        #expect(sold >= 1)
        let orders = try #require(try campus.run("orders", "--json").json() as? [[String: Any]])
        #expect(orders.compactMap { $0["count"] as? Int }.sorted() == Array(7..<7 + sold))
        #expect(try campus.run("verify").status == 0)
    }

    @Test func theSameSaleFromManyTillsAtOnceStandsOnce() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        let tills = try (1...6).map { _ in try campus.start(["topup", "3-418", "20", "--id", "till-1", "--wait", "0"]) }
        for till in tills { _ = try till.finish() }
        #expect((try campus.run("orders", "--json").json() as? [Any])?.count == 1)
        #expect(try campus.run("verify").status == 0)
    }

    @Test func theSameInventoryTwiceChangesNothing() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        let before = try campus.run("rooms", "--json").output
        for (kind, count) in [("concentrators", 1), ("rooms", 2), ("meters", 2)] {
            let again = try campus.run("import", kind, campus.folder.file("\(kind).csv"))
            #expect(again.status == 0 && again.output.contains("same: \(count)"), "\(again)")
        }
        #expect(try campus.run("rooms", "--json").output == before)
        #expect(try campus.run("verify").status == 0)
    }

    @Test func aFolderThatIsNoCampusSaysWhatToDo() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let finished = try Program.run("rooms", "--campus", folder.path)
        #expect(finished.status != 0)
        #expect(finished.errors.contains("dormwatt init"), "\(finished.errors)")
    }

    @Test func booksOfAnOlderProgramSayWhatToType() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        let books = campus.path + "/books.sqlite"
        // As far as a program can tell that only looks, the last change of the schema was not made.
        let forgotten = "DELETE FROM grdb_migrations WHERE rowid = (SELECT max(rowid) FROM grdb_migrations)"
        let python = "import sqlite3, sys; books = sqlite3.connect(sys.argv[1]); books.execute(sys.argv[2]); books.commit()"
        #expect(try Shell.run("/usr/bin/env", ["python3", "-c", python, books, forgotten]).status == 0)
        let before = try Data(contentsOf: URL(filePath: books))
        for words in [["verify"], ["export", "journal", "--format", "csv"]] {
            let refused = try campus.start(words).finish()
            #expect(refused.status == 1 && refused.errors.contains("older program"), "\(refused)")
            #expect(refused.errors.contains("dormwatt rooms --campus \(campus.path)\n"), "\(refused)")
            #expect(!refused.errors.contains("The database said"), "\(refused)")
        }
        #expect(try Data(contentsOf: URL(filePath: books)) == before)
    }

    @Test func settingsAreComplainedAboutByKey() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        try campus.folder.write("campus/campus.toml", "[sales]\nsmallest = \"ten\"\n")
        let finished = try campus.run("rooms")
        #expect(finished.status == 2)
        #expect(finished.errors.contains("sales.smallest"), "\(finished.errors)")
    }
}
