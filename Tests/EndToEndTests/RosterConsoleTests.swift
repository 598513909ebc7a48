// Protects the roster as a person at the console takes it over: a file whose lines are wrong takes nothing, what is right is taken behind its count,
// a file in the wrong encoding says so, ten thousand lines are reviewed, and the last change is undone.
// How: the real program plays keys on a small campus; the roster is read by the command line afterwards.
import Foundation
import Testing

@Suite("A roster on the console")
struct RosterConsoleTests {
    private func residents(_ campus: SmallCampus) throws -> Int {
        try #require(try campus.run("residents", "--json").json() as? [[String: Any]]).count
    }

    @Test("a console follows what somebody else does to the roster")
    func rosterOfSomebodyElse() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        let terminal = try TmuxTerminal("\(Program.path) console --campus \(campus.path)")
        defer { terminal.close() }
        try terminal.wait(for: "Building 3")
        try terminal.type("g", "r", "\\")
        for character in "name:zoe" { try terminal.type("\(character)") }
        try terminal.type("Enter")
        try terminal.wait(for: "name:zoe   0 of")
        try campus.folder.write("roster.csv", "number,name,room,from\nS2,Zoe,3-419,2026-01-01\n")
        #expect(try campus.run("import", "residents", campus.folder.file("roster.csv")).status == 0)
        try terminal.wait(for: "name:zoe   1 of")
        #expect(try campus.run("residents", "--undo").status == 0)
        try terminal.wait(for: "name:zoe   0 of")
        try terminal.quit()
    }

    @Test("wrong lines take nothing, the others are taken behind the count, and undone")
    func bad() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        try campus.folder.write(
            "autumn.csv",
            """
            number,name,room
            S1,李娜,3-418
            S2,Zoë,3-419
            S1,李娜,3-419
            S3,Ann,9-101
            ,Nobody,3-418

            """)
        let wrong = try campus.play(
            """
            g i L
            type \(campus.folder.file("autumn.csv"))
            Enter
            wait S1 stands on line 2 already
            wait no building 9
            wait line 6, column 1
            +
            """)
        #expect(wrong.contains("3 lines are wrong"))
        #expect(try residents(campus) == 0, "nothing was taken")
        let taken = try campus.play(
            """
            g i L
            type \(campus.folder.file("autumn.csv"))
            Enter
            wait 3 wrong
            a +
            wait type how many residents
            2 Enter
            wait Accepted: 2 residents
            """)
        #expect(taken.contains("u undoes it"))
        #expect(try residents(campus) == 2)
        _ = try campus.play("g i u\nwait Undo the last change of the roster?\n+\nwait Undone")
        #expect(try residents(campus) == 0)
        #expect(try campus.run("verify").status == 0)
    }

    @Test("neither UTF-8 nor GB18030 is told with what was not changed and what to do; GB18030 is read as such")
    func encoding() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        let file = campus.folder.file("old.csv")
        try Data([0x6E, 0x75, 0x6D, 0xFF, 0xFE, 0x00, 0xC0]).write(to: URL(filePath: file))
        let told = try campus.play("g i L\ntype \(file)\nEnter\nwait neither UTF-8 nor GB18030\n")
        #expect(told.contains("Nothing was changed."))
        let chinese: [UInt8] = Array("number,name,room\nS1,".utf8) + [0xC0, 0xEE, 0xC4, 0xC8] + Array(",3-418\n".utf8)
        try Data(chinese).write(to: URL(filePath: file))
        let read = try campus.play("g i L\ntype \(file)\nEnter\nwait read as GB18030\n")
        #expect(read.contains("李娜"))
    }

    @Test("ten thousand lines are reviewed, taken and undone")
    func large() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        let lines = (0..<10_000).map { "N\($0),Li \($0),\($0 % 2 == 0 ? "3-418" : "3-419"),CS,2030\n" }.joined()
        try campus.folder.write("all.csv", "number,name,room,class,cohort\n" + lines)
        _ = try campus.play(
            """
            g i L
            type \(campus.folder.file("all.csv"))
            Enter
            wait 10 000 new
            Enter End
            wait N9999
            +
            wait type how many residents
            1 0 0 0 0 Enter
            wait Accepted: 10000 residents
            u
            wait 10000 residents and 10000 stays
            +
            wait Undone
            """)
        #expect(try residents(campus) == 0)
    }
}
