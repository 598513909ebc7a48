public import Domain
import Phrases

/// A verb of a run was cut off by an error, though some of it stands in the books or may stand there.
public struct RefundCutOff: Error, Sendable {
    /// What stands in the books for sure.
    public var done: RefundProposal
    /// The rooms of which the books could not say whether it stands.
    public var unknown: [RoomID]
    /// What cut it off.
    public var because: any Error

    /// Makes the error.
    public init(done: RefundProposal, unknown: [RoomID], because: any Error) {
        self.done = done
        self.unknown = unknown
        self.because = because
    }

    /// What stands, what does not, and of what nobody knows.
    public var standing: String {
        let count = done.rooms.count
        guard unknown.isEmpty else {
            return count == 0
                ? phrase("Whether it is in the books is not known for \(unknown.count) rooms.")
                : phrase("Of \(count) rooms it stands in the books; of \(unknown.count) that is not known.")
        }
        return count == 1
            ? phrase("Of 1 room it stands in the books, of the others nothing was written.")
            : phrase("Of \(count) rooms it stands in the books, of the others nothing was written.")
    }

    /// What to do.
    public var remedy: String { phrase("Mend that, look at run \(done.run), then do the same again: nothing is done twice.") }
}

extension RefundProposal {
    /// Does what follows on these changes, which stand in the books. Throws `RefundCutOff` when an error comes after the first change.
    public func followed<Result>(by work: () throws -> Result) throws -> Result {
        do {
            return try work()
        } catch {
            let later = error as? RefundCutOff
            var all = self
            all.changes += later?.done.changes ?? []
            guard later != nil || !changes.isEmpty else { throw error }
            throw RefundCutOff(done: all, unknown: later?.unknown ?? [], because: later?.because ?? error)
        }
    }
}

extension RefundDesk {
    /// Writes one change of a verb of which others may stand already.
    ///
    /// After an error of the disk the books are asked, as for a sale: only when they answer, and do not have it, nothing was written for
    /// sure. Throws `RefundCutOff` when not all can be said to be as it was; else the error itself.
    func write(_ change: RefundChange, after done: RefundProposal) throws -> RefundOutcome {
        let now = office.clock.now()
        do {
            return try books.commit(change, at: now)
        } catch {
            let unknown = mayStand(change, at: now, after: error) ? Set(change.moves.map(\.room)).sorted() : []
            guard !unknown.isEmpty || !done.changes.isEmpty else { throw error }
            throw RefundCutOff(done: done, unknown: unknown, because: error)
        }
    }

    private func mayStand(_ change: RefundChange, at: Instant, after error: any Error) -> Bool {
        switch error as? BooksError {
        case .diskFull, .other: (try? !change.stands(among: books.refundRecords(of: change.run), at: at)) != true
        case .readOnly, .busy, .damaged, .newerSchema, .olderSchema, .orderMoved, .noSuchOrder, .unsafeSettings, .outcomeUnknown, nil: false
        }
    }
}

extension RefundChange {
    /// Whether the events that this change adds at a moment are among those of its run; all of them are written by one transaction.
    public func stands(among records: [RefundRecord], at: Instant) -> Bool {
        guard let last = moves.last else { return false }
        return records.contains {
            $0.room == last.room && $0.line == last.after + 1 && $0.event == last.event && $0.actor == actor && $0.at == at
        }
    }
}
