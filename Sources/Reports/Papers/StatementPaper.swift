public import Domain
import Phrases

/// The statement of a room whose residents leave: readings, use, everything bought and given, what is paid back to whom and why the rest is not.
public enum StatementPaper {
    /// The title of the statement of a room.
    public static func title(_ room: RoomID) -> Wording { .words("Statement of room \(room)") }

    /// What the statement says.
    ///
    /// - Parameters:
    ///   - entries: all entries of the room in order of the journal, those before `from` among them.
    ///   - from: the first day that is told line by line.
    public static func blocks(_ facts: RefundFacts, entries: [Entry], from: Day, offset: UTCOffset) -> [Block] {
        let told = entries.filter { $0.day >= from }
        let business = told.filter { entry in
            entry.draft.kind != .use && facts.state.takeBack.map { entry.sequence < $0 } ?? true
        }
        var blocks = head(facts, from: from, offset: offset)
        blocks += readings(facts, entries: entries, from: from, offset: offset)
        blocks += HistoryPaper.use(told)
        blocks.append(.heading(.words("Bought and given")))
        blocks.append(
            business.isEmpty
                ? .paragraph(.words("Nothing was bought or given in this period.")) : .table(HistoryPaper.table(business, offset: offset)))
        blocks += MovementTable.blocks(movements(entries, from: from))
        blocks += refund(facts, entries: entries)
        blocks += payees(facts, offset: offset)
        return blocks
    }

    private static func head(_ facts: RefundFacts, from: Day, offset: UTCOffset) -> [Block] {
        var lines = [
            Fact(.words("Run"), .words("\(facts.run.id), \(facts.run.scope.term)")), Fact(.words("Room"), "\(facts.room.id)"),
            Fact(.words("Building, floor"), .words(PaperText.place(facts.room))),
            Fact(.words("Period"), .words("\(from) to \(facts.run.exitDay)")),
        ]
        if let approver = facts.state.approver, let most = facts.state.most {
            lines.append(Fact(.words("Approved by"), .words("\(approver.name), up to \(most) yuan")))
        }
        if let fixed = facts.state.fixedAt { lines.append(Fact(.words("Amount fixed at"), "\(WallTime(fixed, at: offset))")) }
        return [.facts(lines)]
    }

    private static func readings(_ facts: RefundFacts, entries: [Entry], from: Day, offset: UTCOffset) -> [Block] {
        let final = facts.final
        let source: Phrase =
            switch final.source {
            case .readBack(let order): Phrase("The final reading is the read-back of order \(order), which took the credit out.")
            case .opened(let order):
                Phrase("The final reading is the read-back of order \(order), which opened the room. The credit stays in the meter.")
            case .reading: Phrase("The final reading is what the meter said last.")
            case .typed(let reference):
                Phrase("The final reading was taken at the meter by a person: \(reference). The credit stays in the meter.")
            }
        func row(_ what: Wording, _ meter: MeterID, _ at: Instant, _ register: Energy, _ left: Wording) -> [Wording] {
            [what, "\(meter)", "\(WallTime(at, at: offset))", "\(register)", left]
        }
        let marks = entries.compactMap { entry in entry.draft.reaches.map { (day: entry.day, mark: $0) } }
        var rows: [[Wording]] = []
        if let start = marks.last(where: { $0.day < from })?.mark ?? marks.first?.mark, start.at < final.at {
            rows.append(row(.words("first"), start.meter, start.at, start.register, ""))
        }
        rows.append(
            row(.words("final"), final.meter, final.at, final.register, .words(final.remaining.map(PaperText.credit) ?? Phrase("not kept")))
        )
        let columns: [Table.Column] = [
            .fixed(.words("Reading")), .fixed(.words("Meter")), .fixed(.words("At")), .amount("kWh"), .amount(.words("Left")),
        ]
        return [.heading(.words("Readings")), .table(Table(columns: columns, rows: rows)), .paragraph(.words(source))]
    }

    private static func movements(_ entries: [Entry], from: Day) -> Movements {
        var movements = Movements()
        for entry in entries {
            guard entry.day < from else {
                movements.add(entry.draft)
                continue
            }
            for posting in entry.draft.postings {
                guard let wallet = posting.account.wallet else { continue }
                movements.open(Movements.Wallet(wallet, posting.commodity), posting.amount)
            }
        }
        return movements
    }

    // MARK: What is paid back

    private static func refund(_ facts: RefundFacts, entries: [Entry]) -> [Block] {
        var blocks: [Block] = [.heading(.words("What is paid back"))]
        let takeBack = entries.first { $0.sequence == facts.state.takeBack }
        let rows = takeBack.map { lots(of: $0.draft, entries) } ?? []
        if rows.isEmpty {
            blocks.append(.paragraph(.words("Nothing was left that had been bought, or nothing of it was taken out.")))
        } else {
            blocks.append(.table(table(rows, facts)))
        }
        blocks.append(.heading(.words("Why the rest is not paid back")))
        let reasons = facts.reasons
        blocks +=
            reasons.isEmpty
            ? [.paragraph(.words("There is no rest: everything that was left is paid back."))]
            : reasons.map { .paragraph(.words("\($0).")) }
        return blocks
    }

    /// One row for each purchase of which something is paid back.
    private static func lots(of takeBack: EntryDraft, _ entries: [Entry]) -> [[Wording]] {
        takeBack.lots.compactMap { move in
            guard case .take(let lot, let credit, let paid) = move else { return nil }
            let entry = entries.first { $0.sequence == lot.entry }
            let opened = entry?.draft.lots.compactMap { move in
                if case .open(_, let credited, let paid, _, _) = move { (credited: credited, paid: paid) } else { nil }
            }.first
            return [
                "\(lot.entry)", entry.map { "\($0.day)" } ?? "", entry.map { .words(PaperText.business($0.draft.kind)) } ?? "",
                opened.map { "\($0.credited)" } ?? "", opened.map { "\($0.paid)" } ?? "", "\(credit)", "\(paid)",
            ]
        }
    }

    private static func table(_ rows: [[Wording]], _ facts: RefundFacts) -> Table {
        let (taken, final) = (facts.figures, facts.final)
        var totals: [[Wording]] = []
        if final.setOff.hundredths > 0 {
            totals += [
                ["", .words("Taken out"), "", "", "", "\(taken.credit)", "\(taken.money)"],
                ["", .words("Set off"), "", "", "", "\(Credit.zero(taken.credit.unit) - final.setOff)", "\(final.money - taken.money)"],
            ]
        }
        totals.append(["", .words("Paid back"), "", "", "", "\(final.credit)", "\(final.money)"])
        let unit: Wording = taken.credit.unit == .energy ? "kWh" : .words("meter yuan")
        return Table(
            columns: [
                .amount(.words("Entry")), .fixed(.words(Phrase("Day", context: "date"))), .name(.words("What")),
                .amount(.words("Credited")),
                .amount(.words("Paid")), .amount(unit), .amount(.words("Yuan")),
            ], rows: rows, totals: totals)
    }

    private static func payees(_ facts: RefundFacts, offset: UTCOffset) -> [Block] {
        var blocks: [Block] = [.heading(.words("Who gets it"))]
        let isDivided = facts.state.splitAt != nil
        let rows = facts.payees.map { payee -> [Wording] in
            [
                "\(payee.resident.id)", .same(payee.resident.name), isDivided ? "\(payee.money)" : "",
                PayoutPaper.state(of: payee, offset: offset),
            ]
        }
        let sum = facts.payees.reduce(Money.zero) { $0 + $1.money }
        blocks.append(
            .table(
                Table(
                    columns: [
                        .fixed(.words(PaperNames.number)), .name(.words(PaperNames.name)), .amount(.words("Yuan")), .fixed(.words("Paid")),
                    ], rows: rows,
                    totals: isDivided ? [["", .words("Together"), "\(sum)", ""]] : [])))
        if !isDivided { blocks.append(.paragraph(.words("The amount is not divided yet."))) }
        if !facts.stayers.isEmpty {
            let count = facts.stayers.count
            blocks.append(
                .paragraph(
                    count == 1
                        ? .words("One other resident stays in the room.") : .words("\(count) other residents stay in the room.")))
        }
        // The amount stands first, because it is the name that gives way.
        let signers = facts.payees.filter { $0.money > .zero }.map { Wording.words("\($0.money) yuan received: \($0.resident.name)") }
        blocks.append(.signatures(signers + [.words("Property manager")]))
        return blocks
    }
}
