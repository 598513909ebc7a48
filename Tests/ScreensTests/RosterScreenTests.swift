// Protects the review of a roster: what is wrong with line and column, what differs and how, nothing taken before its typed count, and the undo.
// How: real files held against a small roster by the importer; frames compared with stored ones; keys pressed and wishes compared.

import Domain
import Terminal
import Testing

@testable import Operations
@testable import Screens

@Suite struct RosterScreenTests {
    private static let today = Day(of: SampleCampus.now, at: .china)

    private static let roster: Roster = {
        let people = [
            Resident(id: ResidentID("S1"), name: "李娜", schoolClass: "EE", cohort: "2027"),
            Resident(id: ResidentID("S2"), name: "Zoë O'Brien", schoolClass: "EE", cohort: "2028"),
            Resident(id: ResidentID("S3"), name: "欧阳修远", schoolClass: "CS", cohort: "2027"),
            Resident(id: ResidentID("S4"), name: "Ann", schoolClass: "CS", cohort: "2027"),
        ]
        let rooms = ["3-301", "3-301", "3-302", "3-303"]
        let stays = zip(people, rooms).enumerated().map {
            Stay(id: Int64($0.offset + 1), resident: $0.element.0.id, room: RoomID($0.element.1), from: today.advanced(by: -200))
        }
        return Roster(version: 7, nextStay: 5).applying(RosterChange(version: 7, residents: people, stays: stays))
    }()

    static func file(_ text: String, number: Int, endsGone: Bool = false, encoding: String? = nil) -> RosterFile {
        let rooms = Dictionary(SampleCampus().views.map { ($0.id, $0.room) }) { first, _ in first }
        let review = RosterImport(roster: roster, rooms: rooms, today: today, endsStaysOfGone: endsGone).review(
            Array(text.utf8), note: "autumn.csv")
        return RosterFile(
            number: number, path: "/home/desk/autumn.csv", encoding: encoding, endsGone: endsGone, review: review, roster: roster,
            today: today)
    }

    private static let good = """
        number,name,room,class,cohort
        S1,李娜,3-301,EE,2027
        S2,Zoë O'Brien,3-305,EE,2028
        S3,欧阳修园,3-302,CS,2026
        S5,王小明,3-303,CS,2030

        """

    static let bad =
        good + """
            S5,王小明,3-304,CS,2030
            S6,Noah,9-999,CS,2030
            S7,,3-304,CS,2030

            """

    /// A console that wished for a file and was answered.
    private func pilot(_ text: String, columns: Int = 80, rows: Int = 24, encoding: String? = nil) -> Pilot {
        var pilot = Pilot(columns: columns, rows: rows)
        pilot.press("g i L")
        pilot.type("/home/desk/autumn.csv")
        pilot.press("Enter")
        answer(&pilot, text, encoding: encoding)
        return pilot
    }

    private func answer(_ pilot: inout Pilot, _ text: String, encoding: String? = nil) {
        guard case .roster(.read(let number, let path, let endsGone)) = pilot.takeEffects().last else {
            Issue.record("no file was wished for")
            return
        }
        #expect(path == "/home/desk/autumn.csv")
        pilot.send(.roster(.read(.roster(Self.file(text, number: number, endsGone: endsGone, encoding: encoding)))))
    }

    @Test(arguments: [(80, 24), (132, 43)])
    func theDifferenceIsListedByKind(columns: Int, rows: Int) {
        var pilot = pilot(Self.bad, columns: columns, rows: rows, encoding: "GB18030")
        pilot.press("Down")
        expectSnapshot(pilot.frame, "roster-\(columns)x\(rows)")
    }

    @Test func nothingIsLoadedYet() {
        var pilot = Pilot()
        pilot.press("g i")
        expectSnapshot(pilot.frame, "roster-empty-80x24")
        pilot.press("+")
        #expect(pilot.status == "No file is shown: L loads one.")
        pilot.press("r")
        #expect(pilot.status == "No file was loaded yet: L loads one.")
    }

    @Test func wrongLinesAreMendedOrLeftOut() {
        var pilot = pilot(Self.bad)
        let text = pilot.frame.text
        #expect(text.contains("line 6, column 1") && text.contains("S5 stands on line 5 already"))
        #expect(text.contains("line 7, column 3") && text.contains("no building 9"))
        #expect(text.contains("line 8, column 2"))
        pilot.press("+")
        #expect(pilot.status.contains("3 lines are wrong: mend the file and r reads it again"))
        #expect(pilot.console.overlay == nil)
        pilot.press("a +")
        #expect(pilot.frame.text.contains("3 lines that are wrong are left out."))
        pilot.press("Esc r")
        answer(&pilot, Self.good)
        #expect(!pilot.frame.text.contains("wrong"))
    }

    @Test func itIsTakenAsAWholeAfterTheTypedCountAndUndone() throws {
        var pilot = pilot(Self.good)
        _ = pilot.takeEffects()
        pilot.press("+")
        #expect(pilot.takeEffects() == [.flushInput])
        expectSnapshot(pilot.frame, "roster-gate-80x24")
        pilot.press("4 Enter")
        #expect(pilot.frame.text.contains("That is not how many it is about."))
        _ = pilot.takeEffects()
        pilot.press("Backspace 3 Enter")
        guard case .roster(.take(.roster(let file))) = pilot.takeEffects().last else {
            Issue.record("nothing was taken")
            return
        }
        #expect(file.review.change.residents.map(\.id.text).sorted() == ["S3", "S5"])
        pilot.press("+")
        #expect(pilot.status.contains("being written"))
        pilot.send(.roster(.taken(.roster(file))))
        #expect(pilot.frame.text.contains("Accepted: 3 residents. u undoes it"))
        pilot.press("+")
        #expect(pilot.status.contains("It was accepted"))
        pilot.press("u")
        #expect(pilot.takeEffects().last == .roster(.planUndo))
        let undo = Self.roster.inverse(of: file.review.change)
        pilot.send(.roster(.undoPlanned(undo)))
        #expect(pilot.takeEffects() == [.flushInput])
        expectSnapshot(pilot.frame, "roster-undo-80x24")
        pilot.press("Enter y")
        #expect(pilot.takeEffects().isEmpty, "only + undoes")
        pilot.press("+")
        #expect(pilot.takeEffects() == [.roster(.undo(undo))])
        pilot.send(.roster(.undone(undo)))
        #expect(pilot.status.contains("Undone: undone: autumn.csv"))
    }

    @Test func whoIsGoneStaysUnlessItIsWanted() {
        var pilot = pilot(Self.good)
        #expect(pilot.frame.text.contains("lives in 3-303; is left as it is"))
        pilot.press("e")
        answer(&pilot, Self.good)
        #expect(pilot.frame.text.contains("not in the file: their stays end"))
        pilot.press("+")
        #expect(pilot.frame.text.contains("1 stays end") || pilot.frame.text.contains("1 stay ends"))
        pilot.press("Esc e")
        answer(&pilot, Self.good)
        #expect(pilot.frame.text.contains("is left as it is"))
    }

    @Test func whatCanNotBeReadOrTakenSaysWhatWasNotChanged() {
        var pilot = Pilot()
        pilot.press("g i L")
        pilot.type("old.csv")
        pilot.press("Enter")
        guard case .roster(.read(let number, _, _)) = pilot.takeEffects().last else { return }
        let problem = Problem(
            happened: "old.csv is neither UTF-8 nor GB18030.", unchanged: "Nothing was changed.", remedy: "Save it as UTF-8.")
        pilot.send(.roster(.notRead(number, problem)))
        for words in ["neither UTF-8 nor GB18030", "Nothing was changed.", "Save it as UTF-8."] {
            #expect(pilot.frame.text.contains(words))
        }
        pilot = self.pilot(Self.good)
        pilot.press("+ 3 Enter")
        guard case .roster(.take(.roster(let file))) = pilot.takeEffects().last else { return }
        let stale = Problem(
            happened: "The roster changed meanwhile.", unchanged: "Nothing was changed.", remedy: "Look at it and do it again.")
        pilot.send(.roster(.notTaken(.roster(file), stale)))
        #expect(pilot.frame.text.contains("The roster changed meanwhile."))
        pilot.press("r")
        #expect(pilot.frame.text.contains("is being read and held against the books"))
    }

    @Test func tenThousandLinesAreScrolledAndTheHeadingsStay() {
        let lines = (0..<10_000).map { "N\($0),Li \($0),1-\(1 + $0 % 5)0\(1 + $0 % 9),CS,2030\n" }.joined()
        var pilot = pilot("number,name,room,class,cohort\n" + lines)
        #expect(pilot.line(1).contains("10 000 new"))
        #expect(pilot.line(3).contains("10 000 new") || pilot.line(3).contains("10000 new"))
        pilot.press("Enter End")
        #expect(pilot.frame.text.contains("10 002 of 10 002") || pilot.line(1).contains(" of "))
        pilot.press("Home Enter")
        #expect(pilot.console.roster.order.count == 2, "only the headings are left")
    }

    @Test func aFileIsLoadedByItsNameOnTheCommandLine() {
        var pilot = Pilot()
        pilot.press("g i :")
        pilot.type("load-roster /home/desk/autumn.csv")
        pilot.press("Enter")
        answer(&pilot, Self.good)
        #expect(pilot.frame.text.contains("autumn.csv"))
    }
}
