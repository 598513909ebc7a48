import Domain

extension RefundDesk {
    /// Writes exactly what somebody has looked at and approved; nothing is planned anew.
    ///
    /// A room whose account or step changed since is left out and waits as `changed`; the others are written. The same proposal again
    /// writes nothing: its rooms stand elsewhere by then. Throws `RefundCutOff` when an error comes after the first change.
    public func commit(seen: RefundProposal) throws -> RefundProposal {
        var done = RefundProposal(run: seen.run)
        var rest = seen
        for _ in 0..<RefundDesk.tries {
            var changed: Set<RoomID> = []
            for change in rest.changes {
                switch try write(change, after: done) {
                case .written: done.changes.append(change)
                case .stale(let rooms): changed.formUnion(rooms.keys)
                case .moved(let rooms): changed.formUnion(rooms)
                }
            }
            for room in changed { done.waits[room] = .changed }
            rest.drop(changed.union(done.rooms))
            guard !rest.changes.isEmpty else { return done }
        }
        for room in rest.rooms { done.waits[room] = .changed }
        return done
    }
}
