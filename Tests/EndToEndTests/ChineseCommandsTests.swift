// Protects that commands speak Chinese where Chinese is wanted: tables, results and refusals alike.
// How: a day's work of the office by the real program on a campus whose meters are out of reach, in Chinese; two English words that follow
// each other in what it says are a finding, but for those below.
import Foundation
import Testing

struct ChineseCommandsTests {
    /// What stays as it is in every language, each with its reason.
    private static let kept: [(words: String, why: String)] = [
        ("dormwatt [a-z -]+", "a command that can be typed"),
        ("--[a-z-]+( [a-z]+)?", "an option with its value"),
        ("Wang Fang|Small Campus", "names"),
        ("[a-z]+ or [a-z]+", "values of an option, such as energy or money"),
    ]

    /// What the office types on a day, one command a line; `FOLDER` stands for the folder of the test.
    private static let day = """
        rooms
        rooms bld:3
        rooms rem<<
        room 3-418
        room 9-999
        explain 3-418
        explain 3-418 days
        explain 3-418 nosuch
        import residents FOLDER/residents.csv
        import residents FOLDER/residents.csv --dry-run
        import rooms FOLDER/wrong.csv
        import --undo
        residents
        residents Wang
        residents --move 2023001 --to 3-419
        residents --move 2023001 --to 9-999
        residents --undo
        topup 3-418 50 --dry-run
        topup 3-418 50 --wait 0
        topup 3-418 5
        topup 3-418 abc
        topup 9-999 50
        topup --file FOLDER/sales.csv --wait 0
        topup --file FOLDER/badsales.csv --wait 0
        room 3-418
        orders
        orders --all
        orders --withdraw O00000001
        orders --settle O00000002 --delivered
        orders --settle O99999999 --delivered --reason seen
        void 1
        void 99
        correct 3 --credit 1.00 --reason x
        move 3-418 3-419 --reason x
        move 3-418 3-418 --reason x --as li
        swap 000000000418 000000000777
        swap 000000000999 000000000777
        refund start g --building 3
        refund list
        refund show g
        refund estimate g
        refund approve g
        refund take g --wait 0
        refund open g 3-418
        refund pay g
        refund close g
        refund drop g 3-418
        refund drop g 3-418 --reason x
        refund unclaimed
        subsidy policy
        subsidy policy basic --from 2026-09 --amount 5.00
        subsidy run --dry-run
        subsidy run
        subsidy delivery --all
        subsidy expire
        subsidy back-test --from 2026-09
        month list
        month close 2026-10
        report receipt 3
        report history 3-418 --preview
        report sales --preview
        report subsidy --preview
        report month --preview
        paper
        paper R-1
        print 1
        check-code ABCDE-FGHJK
        buses
        read 3-418 --wait 1
        trace 9-999
        reconcile
        case
        case C00009
        backup
        backup --list
        restore --gap --wait 0
        restore FOLDER/nosuch.sqlite
        verify
        console --script FOLDER/wrong.keys
        simulate --faults list
        simulate --faults burn=1
        simulate --idle 1 --rooms 2 --faults C9/7:cut=1
        simulate --idle 1 --rooms 2 --faults dead=999999999999
        """

    @Test func aDayInTheOfficeIsSaidInChinese() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        try campus.folder.write("residents.csv", "id,name,cohort,class,room,from\n2023001,Wang Fang,2023,EE,3-418,2026-09-01\n")
        try campus.folder.write("wrong.csv", "room,building,floor,number,beds\n3-418,3,four,418,4\n")
        try campus.folder.write("sales.csv", "room,amount\n3-418,20\n3-419,20\n")
        try campus.folder.write("wrong.keys", "g w\nEntr\n")
        try campus.folder.write("badsales.csv", "room,amount\n3-418,20\n9-999,\n")
        let english = try Regex("[A-Za-z]{2,} [a-z]{2,}")
        let kept = try Self.kept.map { try Regex($0.words) }
        for line in Self.day.split(separator: "\n") {
            let words = line.replacing("FOLDER", with: campus.folder.path).split(separator: " ").map(String.init)
            let finished = try Shell.run(
                Program.path, words + ["--campus", campus.path], environment: ["LANG": "zh_CN.UTF-8", "LC_ALL": ""])
            #expect((0...4).contains(finished.status))
            for said in (finished.output + finished.errors).split(separator: "\n") where !said.hasPrefix("用法：") {
                let rest = kept.reduce(said.replacing(campus.folder.path, with: "")) { $0.replacing($1, with: "") }
                #expect(!rest.contains(english), "\(line): \(said)")
            }
        }
    }
}
