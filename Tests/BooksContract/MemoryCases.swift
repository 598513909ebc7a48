// The cases without a disk: the same promises as the real ones.

public import Domain
public import Operations
import Synchronization

/// Cases in memory; not durable.
public final class MemoryCases: CaseBook {
    private let state = Mutex<[Case]>([])

    /// Opens an empty book of cases.
    public init() {}

    /// See the `CaseBook` port.
    public func cases(_ filter: CaseFilter) throws -> [Case] {
        state.withLock { cases in
            cases.filter { found in
                (filter.id ?? found.id) == found.id && (filter.rooms?.contains(found.room) ?? true) && (found.isOpen || !filter.onlyOpen)
            }
        }
    }

    /// See the `CaseBook` port.
    public func open(_ draft: CaseDraft, actor: Actor, at: Instant) throws -> CaseOpening {
        state.withLock { cases in
            let earlier = cases.filter { $0.room == draft.room && $0.kind == draft.kind }
            if let open = earlier.last(where: \.isOpen) { return .stands(open) }
            let step = CaseStep(at: at, actor: actor, act: .opened(draft.finding, reopens: earlier.last?.id))
            let id = CaseID("C" + Decimals.padded(cases.count + 1, 5))
            cases.append(Case(id: id, room: draft.room, meter: draft.meter, kind: draft.kind, steps: [step]))
            return .opened(cases[cases.count - 1])
        }
    }

    /// See the `CaseBook` port.
    public func record(_ act: CaseAct, in id: CaseID, actor: Actor, at: Instant) throws -> Case {
        try state.withLock { cases in
            guard let index = cases.firstIndex(where: { $0.id == id }) else { throw CaseRefusal.noSuchCase(id) }
            if let refusal = cases[index].refusal(of: act) { throw refusal }
            cases[index].steps.append(CaseStep(at: at, actor: actor, act: act))
            return cases[index]
        }
    }
}
