import Domain
import Operations
import Phrases

/// What the commands of a refund print.
struct RefundReport {
    let offset: UTCOffset
    let json: Bool

    /// What a start has done, with the rooms that were left out.
    func started(_ started: RefundStarted, rows: [RefundRow], dryRun: Bool) throws {
        let left = started.left.sorted { $0.key < $1.key }
        if json {
            return try JSONOutput.print(
                RefundStartedOutput(
                    run: started.run.id.text, scope: started.run.scope.text, exitDay: started.run.exitDay.description,
                    frozen: started.rooms.map(\.text), left: Dictionary(uniqueKeysWithValues: left.map { ($0.key.text, $0.value.text) }),
                    rooms: rows.map { RefundRowOutput($0, offset: offset) }))
        }
        print(phrase("Run \(started.run.id): \(started.run.scope.text), exit day \(started.run.exitDay)"))
        if !rows.isEmpty { print(table(rows)) }
        for (room, reason) in left { print(phrase("\(room) is left out: \(reason.text)")) }
        print(
            dryRun
                ? phrase("\(started.rooms.count) rooms would be frozen. Nothing was changed.")
                : phrase("\(started.rooms.count) rooms are frozen."))
    }

    /// What a verb has done, or would do.
    func show(_ proposal: RefundProposal, word: String, dryRun: Bool, rows: [RefundRow]) throws {
        if json {
            return try JSONOutput.print(RefundDoneOutput(proposal, dryRun: dryRun, rows: rows, offset: offset))
        }
        let touched = Set(proposal.rooms).union(proposal.waits.keys)
        let shown = rows.filter { touched.contains($0.id) }
        if dryRun { planned(proposal) } else if !shown.isEmpty { print(table(shown)) }
        say(proposal.waits, besides: dryRun ? [] : shown)
        let count = proposal.rooms.count
        print(dryRun ? phrase("\(count) rooms would be \(word). Nothing was changed.") : phrase("\(count) rooms were \(word)."))
    }

    /// Which orders a report is about.
    enum OrderWords {
        case takenOut, opened
    }

    /// What has become of rooms whose credit was to be taken out, or that were to be opened, with the status that it stands for.
    func ordered(_ proposal: RefundProposal, rows: [RefundRow], _ words: OrderWords) throws -> ExitStatus {
        let touched = Set(proposal.rooms).union(proposal.waits.keys)
        let shown = rows.filter { touched.contains($0.id) }
        // A room that was not asked for again says why; what an earlier order has come to is not told of it once more.
        let back = shown.filter { row in
            let last = words == .opened ? row.state.opening : row.state.restored
            return row.state.step == .approved && last != nil && proposal.waits[row.id] == nil
        }
        let underWay = shown.filter { $0.state.step == .taking || $0.state.step == .opening }
        if json {
            try JSONOutput.print(RefundDoneOutput(proposal, dryRun: false, rows: rows, offset: offset))
        } else {
            if !shown.isEmpty { print(table(shown)) }
            say(proposal.waits, besides: shown)
            let through = shown.count { [.fixed, .split, .paid, .closed].contains($0.state.step) }
            var sums = [
                words == .opened ? phrase("\(through) rooms are opened and read") : phrase("\(through) rooms are out of their meters")
            ]
            if !underWay.isEmpty { sums.append(phrase("\(underWay.count) wait for their meters")) }
            if !back.isEmpty {
                sums.append(
                    words == .opened
                        ? phrase("\(back.count) were not opened and can be opened once more")
                        : phrase("\(back.count) stand in the room again and can be taken once more"))
            }
            print(phrase("\(sums.joined(separator: ", "))."))
        }
        return underWay.isEmpty ? back.isEmpty && proposal.waits.isEmpty ? .done : .refused : .outOfReach
    }

    /// What rooms wait for that the table does not say.
    private func say(_ waits: [RoomID: RefundWait], besides shown: [RefundRow]) {
        let said = Dictionary(shown.map { ($0.id, $0.wait) }) { first, _ in first }
        for (room, wait) in waits.sorted(by: { $0.key < $1.key }) where said[room] != wait {
            Complaint.print("\(room): \(wait.text(at: offset))")
        }
    }

    private func planned(_ proposal: RefundProposal) {
        var table = TextTable(.init(title: phrase("room")), .init(title: phrase("what")))
        for move in proposal.changes.flatMap(\.moves) { table.add(move.room.text, move.event.words) }
        if !proposal.rooms.isEmpty { print(table.text) }
    }

    /// The rooms of a run.
    func show(_ run: RefundRun, _ rows: [RefundRow]) throws {
        if json { return try JSONOutput.print(RefundRunOutput(run, rows: rows, offset: offset)) }
        print(phrase("Run \(run.id): \(run.scope.text), exit day \(run.exitDay), started by \(run.actor.name)"))
        print(table(rows))
        let steps = RefundStep.allCases.compactMap { step in
            let count = rows.count { $0.state.step == step }
            return count == 0 ? nil : "\(count) \(step.spoken)"
        }
        let fixed = rows.reduce(Money.zero) { $0 + ($1.state.final?.money ?? .zero) }
        let due = rows.reduce(Money.zero) { $0 + $1.state.due }
        print(phrase("\(steps.joined(separator: ", ")); \(fixed) yuan fixed, \(due) due."))
    }

    /// One room of a run.
    func show(_ run: RefundRun, _ row: RefundRow, facts: RefundFacts?, roster: Roster) throws {
        if json { return try JSONOutput.print(RefundRowOutput(row, offset: offset, facts: facts)) }
        let state = row.state
        print(phrase("Room \(state.room) in run \(run.id): \(state.step.spoken) since \(WallTime(state.since, at: offset))"))
        if let wait = row.wait { print(wait.text(at: offset)) }
        if let next = row.next { print(phrase("Next: dormwatt refund \(next.rawValue) \(run.id) \(state.room)")) }
        if let figures = state.figures {
            print(phrase("\(figures.credit) \(figures.credit.unit.spoken) for \(figures.money) yuan"))
        }
        if let most = state.most, let approver = state.approver { print(phrase("Approved by \(approver.name) up to \(most) yuan")) }
        if let final = state.final {
            print(phrase("Final reading: register \(final.register) kWh at \(WallTime(final.at, at: offset)), \(final.source.words)"))
            print(phrase("Refund: \(final.credit) for \(final.money) yuan"))
        }
        for reason in state.reasons { print(phrase("Not refundable: \(reason)")) }
        guard let payees = facts?.payees, !payees.isEmpty else { return }
        var table = TextTable(
            .init(title: phrase("student")), .init(title: phrase("name", context: "column")), .init(title: phrase("yuan"), isFigure: true),
            .init(title: phrase("paid")))
        for payee in payees {
            table.add(payee.resident.id.text, payee.resident.name, "\(payee.money)", payee.words(offset))
        }
        print(table.text)
    }

    /// The runs.
    func list(_ runs: [(run: RefundRun, rooms: [RefundRoom])]) throws {
        if json {
            return try JSONOutput.print(
                runs.map {
                    RefundListOutput(
                        run: $0.run.id.text, scope: $0.run.scope.text, exitDay: $0.run.exitDay.description, rooms: $0.rooms.count,
                        ended: $0.rooms.count { !$0.step.isFrozen },
                        fixed: $0.rooms.reduce(Money.zero) { $0 + ($1.final?.money ?? .zero) }.description,
                        due: $0.rooms.reduce(Money.zero) { $0 + $1.due }.description)
                })
        }
        if runs.isEmpty { return print(phrase("There is no run. Start one: dormwatt refund start graduation-2027 --cohort 2027")) }
        var table = TextTable(
            .init(title: phrase("run")), .init(title: phrase("scope")), .init(title: phrase("exit day")),
            .init(title: phrase("rooms"), isFigure: true),
            .init(title: phrase("ended", context: "column"), isFigure: true), .init(title: phrase("fixed"), isFigure: true),
            .init(title: phrase("due"), isFigure: true))
        for (run, rooms) in runs {
            table.add(
                run.id.text, run.scope.text, run.exitDay.description, "\(rooms.count)", "\(rooms.count { !$0.step.isFrozen })",
                "\(rooms.reduce(Money.zero) { $0 + ($1.final?.money ?? .zero) })", "\(rooms.reduce(Money.zero) { $0 + $1.due })")
        }
        print(table.text)
    }

    /// The shares that nobody has fetched.
    func unclaimed(_ shares: [UnclaimedShare]) throws {
        let open = shares.map {
            RefundUnclaimedOutput(
                run: $0.id.run.text, room: $0.room.text, student: $0.resident.id.text, yuan: $0.money.description, days: $0.days,
                isSetAside: $0.isSetAside)
        }
        if json { return try JSONOutput.print(open) }
        if open.isEmpty { return print(phrase("Nothing is due.")) }
        var table = TextTable(
            .init(title: phrase("run")), .init(title: phrase("room")), .init(title: phrase("student")),
            .init(title: phrase("yuan"), isFigure: true),
            .init(title: phrase("days"), isFigure: true), .init(title: phrase("set aside")))
        for share in open {
            table.add(share.run, share.room, share.student, share.yuan, "\(share.days)", share.isSetAside ? phrase("yes") : "")
        }
        print(table.text)
    }

    private func table(_ rows: [RefundRow]) -> String {
        var table = TextTable(
            .init(title: phrase("room")), .init(title: phrase("step")), .init(title: phrase("credit"), isFigure: true),
            .init(title: phrase("yuan"), isFigure: true),
            .init(title: phrase("at most"), isFigure: true), .init(title: phrase("leave", context: "column"), isFigure: true),
            .init(title: phrase("stay", context: "column"), isFigure: true),
            .init(title: phrase("waits for")))
        for row in rows {
            let state = row.state
            table.add(
                state.room.text, state.step.spoken, state.amount.map { "\($0.credit)" } ?? "-", state.amount.map { "\($0.money)" } ?? "-",
                state.most?.description ?? "-", "\(row.people.leaving.count)", "\(row.people.staying.count)",
                row.wait?.text(at: offset) ?? row.next.map { "-> \($0.rawValue)" } ?? "")
        }
        return table.text
    }
}

extension RefundPayee {
    func words(_ offset: UTCOffset) -> String {
        if let payout {
            let at = WallTime(payout.at, at: offset)
            return switch payout.method {
            case .cash: phrase("cash \(at) by \(payout.actor.name)")
            case .bank: phrase("bank \(at) by \(payout.actor.name)")
            }
        }
        return isSetAside ? phrase("set aside") : money > .zero ? phrase("due") : ""
    }
}

extension RefundEvent {
    fileprivate var words: String {
        switch self {
        case .frozen: phrase("frozen")
        case .estimated(let figures): phrase("estimate \(figures.credit) for \(figures.money) yuan")
        case .approved(let most): phrase("approved up to \(most) yuan")
        case .taken(let figures): phrase("take out \(figures.credit) for \(figures.money) yuan")
        case .restored: phrase("stands in the room again")
        case .opening: phrase("the relay is opened; its read-back fixes the amount")
        case .notOpened: phrase("was not opened")
        case .fixed(let final): phrase("\(final.credit) for \(final.money) yuan fixed")
        case .split(let shares): phrase("due: ") + shares.map { phrase("stay \($0.stay) \($0.money)") }.joined(separator: ", ")
        case .paid(let stays, .cash): phrase("cash to stays \(stays.map(String.init).joined(separator: ", "))")
        case .paid(let stays, .bank): phrase("bank to stays \(stays.map(String.init).joined(separator: ", "))")
        case .setAside(let stays): phrase("set aside for stays \(stays.map(String.init).joined(separator: ", "))")
        case .closed(let handedOver): handedOver ? phrase("handed to those who stay") : phrase("closed", context: "rooms")
        case .dropped: phrase("out of the run")
        }
    }
}
