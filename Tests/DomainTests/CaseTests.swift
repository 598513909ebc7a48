// Protects: what a case is follows from its steps alone: owner, end, whether its difference is there, what may follow.
// How: steps by hand; every act on an open and on an ended case.

import Domain
import Testing

struct CaseTests {
    private static let at = Instant(milliseconds: 1_795_266_958_000)
    private static let chen = Actor(name: "chen", role: .manager, shift: "", console: "desk-1")
    private static let finding = CaseFinding(amount: 1, text: "Count: meter 7, books 6.")

    private static func found(_ acts: CaseAct...) -> Case {
        let steps = ([.opened(finding, reopens: nil)] + acts).enumerated().map { index, act in
            CaseStep(at: at.adding(seconds: Int64(index)), actor: chen, act: act)
        }
        return Case(id: CaseID("C00001"), room: RoomID("3-418"), meter: MeterID("000000000418"), kind: .count, steps: steps)
    }

    @Test func itIsTheSumOfItsSteps() {
        let new = Self.found()
        #expect(new.isOpen && new.isThere && new.owner == nil && new.end == nil && new.reopens == nil)
        #expect(new.openedAt == Self.at && new.changedAt == Self.at && new.finding == Self.finding)
        let worked = Self.found(.owned("li"), .noted("asked"), .owned("wang"), .observed(isThere: false))
        #expect(worked.owner == "wang" && !worked.isThere && worked.isOpen)
        #expect(worked.changedAt == Self.at.adding(seconds: 4))
        #expect(Self.found(.observed(isThere: false), .observed(isThere: true)).isThere)
        let end = CaseEnd(outcome: .accepted, accepted: 1, text: "known")
        #expect(Self.found(.owned("li"), .closed(end)).end == end)
    }

    @Test func anEndNeedsAnOwnerAndWords() {
        let end = CaseAct.closed(CaseEnd(outcome: .corrected, text: "put right"))
        #expect(Self.found().refusal(of: end) == .ownerMissing)
        #expect(Self.found(.owned("li")).refusal(of: end) == nil)
        #expect(Self.found(.owned("li")).refusal(of: .closed(CaseEnd(outcome: .corrected, text: " \t"))) == .wordsMissing)
        #expect(Self.found().refusal(of: .noted("")) == .wordsMissing)
        #expect(Self.found().refusal(of: .owned(" ")) == .ownerMissing)
        #expect(Self.found().refusal(of: .observed(isThere: false)) == nil)
    }

    @Test func nothingFollowsAnEnd() {
        let ended = Self.found(.owned("li"), .closed(CaseEnd(outcome: .unfounded, text: "misread")))
        let acts: [CaseAct] = [
            .opened(Self.finding, reopens: nil), .owned("li"), .noted("x"), .observed(isThere: true),
            .closed(CaseEnd(outcome: .corrected, text: "x")),
        ]
        for act in acts { #expect(ended.refusal(of: act) == .ended(CaseID("C00001"))) }
        #expect(Self.found().refusal(of: acts[0]) == .openedAlready(CaseID("C00001")))
    }
}
