import Domain
import Operations
import Phrases

struct RefundStartedOutput: Encodable {
    let run, scope, exitDay: String
    let frozen: [String]
    let left: [String: String]
    let rooms: [RefundRowOutput]
}

struct RefundDoneOutput: Encodable {
    let run: String
    let done, planned: [String]
    let waits: [String: String]
    let rooms: [RefundRowOutput]

    init(_ proposal: RefundProposal, dryRun: Bool, rows: [RefundRow], offset: UTCOffset) {
        run = proposal.run.text
        planned = proposal.rooms.map(\.text)
        done = dryRun ? [] : planned
        waits = Dictionary(uniqueKeysWithValues: proposal.waits.map { ($0.key.text, $0.value.text(at: offset)) })
        self.rooms = rows.map { RefundRowOutput($0, offset: offset) }
    }
}

struct RefundListOutput: Encodable {
    let run, scope, exitDay: String
    let rooms, ended: Int
    let fixed, due: String
}

struct RefundUnclaimedOutput: Encodable {
    let run, room, student, yuan: String
    let days: Int
    let isSetAside: Bool
}

struct RefundRunOutput: Encodable {
    let run, scope, exitDay, shareOfLeavers, startedBy: String
    let rooms: [RefundRowOutput]

    init(_ run: RefundRun, rows: [RefundRow], offset: UTCOffset) {
        self.run = run.id.text
        scope = run.scope.text
        exitDay = run.exitDay.description
        shareOfLeavers = run.shareOfLeavers.rawValue
        startedBy = run.actor.name
        rooms = rows.map { RefundRowOutput($0, offset: offset) }
    }
}

/// A room of a run as `--json` prints it.
struct RefundRowOutput: Encodable {
    struct Payee: Encodable {
        let student, name, yuan, paid: String
    }

    let room, step: String
    let credit, unit, yuan, most, approver, waits, next, finalRegister, finalSource: String?
    let leaving, staying: Int
    let reasons: [String]
    let payees: [Payee]

    init(_ row: RefundRow, offset: UTCOffset, facts: RefundFacts? = nil) {
        let state = row.state
        room = state.room.text
        step = state.step.word
        credit = state.amount?.credit.description
        unit = state.amount?.credit.unit.rawValue
        yuan = state.amount?.money.description
        most = state.most?.description
        approver = state.approver?.name
        waits = row.wait?.text(at: offset)
        next = row.next?.rawValue
        finalRegister = state.final?.register.description
        finalSource = state.final?.source.words
        leaving = row.people.leaving.count
        staying = row.people.staying.count
        reasons = state.reasons.map(\.english)
        payees = (facts?.payees ?? []).map {
            Payee(student: $0.resident.id.text, name: $0.resident.name, yuan: $0.money.description, paid: $0.words(offset))
        }
    }
}
