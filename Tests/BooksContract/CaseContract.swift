// What every book of cases promises: bodies of tests that run against any of them, each on a campus that was just opened.

public import Domain
public import Operations

/// One promise of the book of cases, as a test body.
public struct CasePromise: Sendable, CustomStringConvertible {
    /// What is promised, in words; the name of the test.
    public let name: String
    /// Tries it on an empty book of the contract's campus.
    public let check: @Sendable (any CaseBook) throws -> Void

    init(_ name: String, _ check: @escaping @Sendable (any CaseBook) throws -> Void) {
        self.name = name
        self.check = check
    }

    /// The name.
    public var description: String { name }
}

/// The promises of the book of cases.
public enum CaseContract {
    /// A difference as it is found.
    public static func draft(
        _ room: RoomID = ContractCampus.energyRoom, _ kind: DifferenceKind = .count, amount: Int64 = 1
    ) -> CaseDraft {
        CaseDraft(
            room: room, meter: ContractCampus.energyMeter.id, kind: kind,
            finding: CaseFinding(amount: amount, text: "Count: meter 7, books 6."))
    }

    private static let later = ContractCampus.evening.adding(seconds: 60)
    private static let zhang = Actor(name: "zhang", role: .supervisor, shift: "2026-11-21/zhang", console: "desk-2")

    private static func open(_ book: any CaseBook, _ draft: CaseDraft = draft()) throws -> Case {
        let outcome = try book.open(draft, actor: ContractCampus.system, at: ContractCampus.evening)
        guard case .opened(let new) = outcome else { throw BrokenPromise(description: "the case is not new: \(outcome)") }
        return new
    }

    private static func close(_ book: any CaseBook, _ id: CaseID, _ end: CaseEnd = CaseEnd(outcome: .corrected, text: "put right")) throws {
        _ = try book.record(.owned("zhang"), in: id, actor: zhang, at: later)
        _ = try book.record(.closed(end), in: id, actor: zhang, at: later)
    }

    /// All of them.
    public static let all: [CasePromise] = [
        CasePromise("a case is kept with who found it, when and what") { book in
            let new = try open(book)
            try expect(try book.cases(CaseFilter()), is: [new], "cases")
            try expect(new.room, is: ContractCampus.energyRoom, "room")
            try expect(new.meter, is: ContractCampus.energyMeter.id, "meter")
            try expect(new.kind, is: .count, "kind")
            try expect(new.finding, is: draft().finding, "finding")
            try expect(new.openedAt, is: ContractCampus.evening, "time")
            try expect(new.steps.first?.actor, is: ContractCampus.system, "who")
            try expect(new.isOpen && new.owner == nil && new.reopens == nil, "it is open, nobody's and new")
        },
        CasePromise("one open case a room and kind") { book in
            let new = try open(book)
            try expect(
                try book.open(draft(amount: 2), actor: zhang, at: later), is: .stands(new), "the same difference again")
            let other = try open(book, draft(ContractCampus.energyRoom, .total))
            let elsewhere = try open(book, draft(ContractCampus.moneyRoom))
            try expect(try book.cases(CaseFilter()).map(\.id), is: [new.id, other.id, elsewhere.id], "cases")
        },
        CasePromise("every step is kept with who and when, in order") { book in
            let id = try open(book).id
            let acts: [CaseAct] = [
                .owned("zhang"), .noted("rang the vendor"), .observed(isThere: false), .observed(isThere: true), .owned("li"),
                .closed(CaseEnd(outcome: .accepted, accepted: 1, text: "sold by the vendor's card")),
            ]
            for act in acts { _ = try book.record(act, in: id, actor: zhang, at: later) }
            let found = try unwrap(try book.cases(CaseFilter(id: id)).first, "the case is found")
            try expect(found.steps.dropFirst().map(\.act), is: acts, "steps")
            try expect(found.steps.dropFirst().allSatisfy { $0.actor == zhang && $0.at == later }, "who and when")
            try expect(found.owner, is: "li", "owner")
            try expect(found.end, is: CaseEnd(outcome: .accepted, accepted: 1, text: "sold by the vendor's card"), "end")
        },
        CasePromise("what can not follow is refused and writes nothing") { book in
            let id = try open(book).id
            func refused(_ act: CaseAct, _ refusal: CaseRefusal) throws {
                let before = try book.cases(CaseFilter())
                let error = try expectThrown("\(act)") { _ = try book.record(act, in: id, actor: zhang, at: later) }
                try expect(error as? CaseRefusal, is: refusal, "error")
                try expect(try book.cases(CaseFilter()), is: before, "cases")
            }
            try refused(.noted("  "), .wordsMissing)
            try refused(.owned(""), .ownerMissing)
            try refused(.opened(draft().finding, reopens: nil), .openedAlready(id))
            try refused(.closed(CaseEnd(outcome: .corrected, text: "done")), .ownerMissing)
            _ = try book.record(.owned("zhang"), in: id, actor: zhang, at: later)
            try refused(.closed(CaseEnd(outcome: .corrected, text: " ")), .wordsMissing)
            _ = try book.record(.closed(CaseEnd(outcome: .corrected, text: "done")), in: id, actor: zhang, at: later)
            try refused(.noted("one more thing"), .ended(id))
            let stray = CaseID("C99999")
            let error = try expectThrown("a stray id") { _ = try book.record(.noted("x"), in: stray, actor: zhang, at: later) }
            try expect(error as? CaseRefusal, is: .noSuchCase(stray), "error")
        },
        CasePromise("a difference that comes back is a new case that names the old") { book in
            let old = try open(book).id
            try close(book, old)
            try expect(try book.cases(CaseFilter(onlyOpen: true)), is: [], "open cases")
            let new = try open(book)
            try expect(new.id != old, "it has a name of its own")
            try expect(new.reopens, is: old, "the case before")
            try expect(try open(book, draft(ContractCampus.energyRoom, .remaining)).reopens, is: nil, "a case of another kind")
        },
        CasePromise("cases are found by name, room and whether they are open") { book in
            let first = try open(book).id
            try close(book, first)
            let second = try open(book).id
            let third = try open(book, draft(ContractCampus.moneyRoom)).id
            func found(_ filter: CaseFilter) throws -> [CaseID] { try book.cases(filter).map(\.id) }
            try expect(try found(CaseFilter()), is: [first, second, third], "all")
            try expect(try found(CaseFilter(onlyOpen: true)), is: [second, third], "open")
            try expect(try found(CaseFilter(rooms: [ContractCampus.energyRoom])), is: [first, second], "of a room")
            try expect(try found(CaseFilter(rooms: [], onlyOpen: true)), is: [], "of no room")
            try expect(try found(CaseFilter(id: third)), is: [third], "by name")
            try expect(try found(CaseFilter(id: CaseID("C00009"))), is: [], "by a name that was never given")
        },
    ]
}
