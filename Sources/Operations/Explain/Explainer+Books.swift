import Domain

extension Explainer {
    /// What the books say is left, lot by lot in the order in which they are used.
    var balance: FigureExplanation {
        guard let account = facts.account else { return FigureExplanation(.balance, .nothingInBooks) }
        var steps = account.lots.map { lot in
            step(of: lot, .lot(lot, facts.origins[lot.id.entry]?.draft.kind))
        }
        if account.emergency.hundredths > 0 { steps.append(ExplanationStep(.borrowed(account.emergency), known: .computed)) }
        if let reached = account.reached {
            steps.append(ExplanationStep(.postedUpTo(reached.register), at: reached.at, known: .meter(reached.meter)))
        }
        return FigureExplanation(.balance, .balance(account.balance, prepaid: account.prepaid), steps)
    }

    private func step(of lot: Lot, _ fact: ExplanationFact) -> ExplanationStep {
        let origin = facts.origins[lot.id.entry]
        return ExplanationStep(
            fact, at: origin?.at, by: origin?.actor.name, known: .entry(lot.id.entry), opens: .entry(lot.id.entry, facts.view.id))
    }

    /// Free credit: its grants with their last days, the policy of the month, and what the meter counts by itself.
    var subsidy: FigureExplanation {
        guard let account = facts.account else { return FigureExplanation(.subsidy, .nothingInBooks) }
        var steps = account.lots.filter { $0.wallet == .subsidy }.map { lot in
            step(of: lot, .grant(lot, words: facts.origins[lot.id.entry]?.draft.reason ?? ""))
        }
        let month = Month(of: facts.today)
        let policies = SubsidyPolicy.holding(in: month, of: facts.policies).filter { $0.covers(building: facts.view.room.building) }
        if policies.isEmpty { steps.append(ExplanationStep(.noPolicy(month), known: .settings)) }
        steps += policies.map { ExplanationStep(.policy($0, month), known: .settings) }
        if let purse = facts.reading?.subsidy, let meter = facts.meter {
            steps.append(ExplanationStep(.meterPurse(purse), at: facts.reading?.at, known: .meter(meter.id)))
        }
        return FigureExplanation(.subsidy, .freeLeft(account.subsidy), steps)
    }

    /// An order: what it delivers, each of its steps, and what the meter said before and after.
    var order: FigureExplanation {
        guard let order = facts.order else { return FigureExplanation(.order, .noOrder) }
        var steps: [ExplanationStep] = []
        if let entry = facts.origins[order.entry], order.task.relay == nil {
            steps.append(
                ExplanationStep(
                    .business(entry.draft.kind, entry.draft.paidForLots, order.task.change), at: entry.at, by: entry.actor.name,
                    known: .entry(entry.sequence), opens: .entry(entry.sequence, order.room)))
        }
        var before: CreditReading?
        for step in facts.steps {
            if let picture = step.before, picture != before {
                steps.append(ExplanationStep(.picture(picture, isBefore: true), at: picture.at, known: .meter(order.meter)))
                before = picture
            }
            steps.append(
                ExplanationStep(
                    .step(from: step.from, to: step.to, count: step.count, isAttempt: step.isAttempt, note: step.note), at: step.at,
                    by: step.actor?.name, known: .order(order.id)))
            if let picture = step.after {
                steps.append(ExplanationStep(.picture(picture, isBefore: false), at: picture.at, known: .meter(order.meter)))
            }
        }
        return FigureExplanation(.order, .order(order.id, order.task, order.state), steps)
    }

    /// In what books and meter differ, and what explains it.
    var difference: FigureExplanation {
        guard let row = facts.row else { return FigureExplanation(.difference, .noMeter) }
        let unit = row.meter?.unit ?? .energy
        var steps: [ExplanationStep] = []
        for difference in row.differences {
            let link = ExplanationLink.differences(row.id)
            steps.append(ExplanationStep(.difference(difference, unit), at: difference.since, known: .computed, opens: link))
            steps += difference.explanations.map { part in
                ExplanationStep(.explained(part), at: part.since, known: .computed, opens: part.order.map { .order($0) })
            }
            if let suspicion = difference.suspicion {
                steps.append(ExplanationStep(.suspected(suspicion), at: difference.since, known: .computed, opens: link))
            }
        }
        if row.differences.isEmpty { steps += row.reasons.map { ExplanationStep(.reason($0), known: .computed) } }
        steps += row.openCases.map { open in
            ExplanationStep(
                .openCase(open.id, owner: open.owner), at: open.openedAt, by: open.owner, known: .computed, opens: .differences(row.id))
        }
        return FigureExplanation(.difference, .verdict(row.verdict), steps)
    }
}

extension EntryDraft {
    /// The money that went with the lots that it opens or draws on.
    fileprivate var paidForLots: Money {
        lots.reduce(.zero) { sum, move in
            switch move {
            case .open(_, _, let paid, _, _), .take(_, _, let paid): sum + paid
            }
        }
    }
}

extension Explanation {
    /// The order that explains it; nil where none does.
    var order: OrderID? {
        switch self {
        case .onItsWay(let order, _, _, _), .proofAwaited(let order, _, _, _), .readingOlder(let order, _, _),
            .notDelivered(let order, _, _, _):
            order
        case .useSincePosting, .overdraft, .subsidyPurse, .leftByRefund, .otherPurchases, .accepted: nil
        }
    }
}
