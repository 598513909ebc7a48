import Domain
import Operations
import Phrases

/// The sentences of explanations, the same on the screen and on the command line.
struct ExplanationWords {
    /// The offset by which days are written.
    let offset: UTCOffset

    /// What a fact says, in one or two sentences.
    func sentence(_ fact: ExplanationFact) -> String {
        switch fact {
        case .supply, .relay, .standstill, .roomClosed, .frozen, .relayNotOrderedHere, .remedy, .noMeter, .neverRead, .silent,
            .othersAnswer:
            supply(fact)
        case .meterSaid, .booksSay, .usedSince, .load, .underWay, .nothingUnderWay, .expected, .lastSale: left(fact)
        case .daysLeft, .nothingLeft, .noMean, .assumedUse, .left, .mean, .use, .alarms: days(fact)
        case .balance, .lot, .borrowed, .postedUpTo, .nothingInBooks: books(fact)
        case .freeLeft, .grant, .policy, .noPolicy, .meterPurse: free(fact)
        case .order, .noOrder, .business, .step, .picture: order(fact)
        case .verdict, .difference, .explained, .suspected, .reason, .openCase: difference(fact)
        case .line, .traffic, .round, .silentMeters, .waiting, .busNotWatched: bus(fact)
        }
    }

    /// How something is known, in a few words.
    func known(_ evidence: Evidence) -> String {
        switch evidence {
        case .meter(let meter): phrase("meter \(meter)")
        case .history: phrase("registers kept")
        case .entry(let entry): phrase("entry \(entry)")
        case .order(let order): phrase("order \(order)")
        case .bus(let bus): phrase("bus \(bus)")
        case .computed: phrase("follows")
        case .settings: phrase("settings")
        }
    }

    /// By whom, and how it is known.
    func source(of step: ExplanationStep) -> String {
        [step.by.map(Actor.spoken(name:)), known(step.known)].compactMap { $0 }.joined(separator: ", ")
    }

    func words(_ credit: Credit) -> String { "\(credit) \(credit.unit.word)" }

    private func supply(_ fact: ExplanationFact) -> String {
        switch fact {
        case .supply(.cut(let reason)): return reason.sentence
        case .supply(.on): return phrase("Power is on and there is enough.")
        case .supply(.low): return phrase("Power is on; the credit is at alarm 1.")
        case .supply(.veryLow): return phrase("Power is on; the credit is nearly used up.")
        case .supply(.noData): return phrase("Nobody knows: the meter does not say.")
        case .supply(.noMeter), .noMeter: return phrase("The room has no meter that keeps its credit.")
        case .relay(let isClosed, let flags):
            let relay =
                isClosed.map { $0 ? phrase("The relay is closed") : phrase("The relay is open") } ?? phrase("The relay is not known")
            let told = MeterFlag.allCases.filter { flags.contains($0) && $0 != .relayOpen }.map(\.words)
            return told.isEmpty
                ? phrase("\(relay); the status word says nothing more.")
                : phrase("\(relay); the status word says: \(told.joined(separator: ", ")).")
        case .standstill(let register): return phrase("The register stands still at \(register) kWh: nothing was used.")
        case .roomClosed: return phrase("The room is closed; nothing is sold to it.")
        case .frozen(let run): return phrase("Refund run \(run) holds the room: nothing is sold or given to it.")
        case .relayNotOrderedHere:
            return phrase("No order of these books opened it: the command came from another station or from the meter itself.")
        case .remedy(let reason): return phrase("Next: \(reason.remedy)")
        case .neverRead: return phrase("The meter was never read.")
        case .silent: return phrase("The meter does not answer.")
        case .othersAnswer(let others, let all): return phrase("\(others) of the \(all) other meters of its bus answer.")
        default: return ""
        }
    }

    private func left(_ fact: ExplanationFact) -> String {
        switch fact {
        case .meterSaid(let left, let free?) where free.hundredths != 0:
            return phrase("The meter said \(words(left)), \(words(free)) of it free.")
        case .meterSaid(let left, _): return phrase("The meter said \(words(left)).")
        case .booksSay(let left): return phrase("The meter keeps no credit; by the books \(words(left)) are left.")
        case .usedSince(let used, let from, let to):
            return phrase("\(words(used)) used since use was last posted, from register \(from) to \(to).")
        case .load(let load): return phrase("The room draws \(load) kW.")
        case .underWay(let order, let state, let change):
            let sign = change.hundredths > 0 ? "+" : ""
            return phrase("Order \(order), \(sign)\(words(change)), is \(state.spoken). \(state.meaning)")
        case .nothingUnderWay: return phrase("No order is under way.")
        case .expected(let sum): return phrase("About \(words(sum)) when all of it has arrived, less what is used until then.")
        case .lastSale(let money): return phrase("The last sale to the room was of \(money) yuan.")
        default: return ""
        }
    }

    private func days(_ fact: ExplanationFact) -> String {
        switch fact {
        case .daysLeft(let tenths):
            return phrase("About \(Decimals.text(Int64(tenths), decimals: 1)) days: what is left by the mean use of a day.")
        case .nothingLeft: return phrase("Nothing is left.")
        case .noMean: return phrase("Not known: there is no mean use of a day yet, or nothing was used.")
        case .assumedUse(let energy):
            return phrase("Colours, sorts and filters reckon with \(energy) kWh a day until there is one: at that, alarm 1 lasts its days.")
        case .left(let energy): return phrase("\(energy) kWh are left.")
        case .mean(let energy, 1): return phrase("\(energy) kWh a day, the mean of 1 day.")
        case .mean(let energy, let days): return phrase("\(energy) kWh a day, the mean of \(days) days.")
        case .use(_, let until, nil): return phrase("\(until): the register went back, so it is not known.")
        case .use(let after, let until, let energy?):
            let span = after.distance(to: until)
            return span == 1
                ? phrase("\(until): \(energy) kWh.")
                : phrase("\(after.advanced(by: 1)) to \(until): \(energy) kWh in \(span) days.")
        case .alarms(let first, let firstDays, let second, let secondDays):
            return phrase("Low from \(first) kWh or \(firstDays) days, very low from \(second) kWh or \(secondDays) days.")
        default: return ""
        }
    }

    private func books(_ fact: ExplanationFact) -> String {
        switch fact {
        case .balance(let balance, let prepaid):
            return phrase("\(words(balance)) by the books, of which \(prepaid) yuan were paid and are not used.")
        case .lot(let lot, let kind):
            let used = lot.credited - lot.left
            let until = lot.expires.map { phrase(" It counts until \($0).") } ?? ""
            let worth = lot.wallet == .purchased ? phrase(", worth \(lot.worth) of \(lot.paid) yuan") : phrase(", free")
            let name = kind.map(\.lotWords) ?? phrase("lot")
            return phrase("\(name) of \(words(lot.credited)): \(used) used, \(lot.left) left\(worth).\(until)")
        case .borrowed(let credit): return phrase("\(words(credit)) were used beyond all credit; new credit repays them first.")
        case .postedUpTo(let register): return phrase("Use is posted up to register \(register) kWh.")
        case .nothingInBooks: return phrase("The books know nothing of this room yet.")
        default: return ""
        }
    }

    private func free(_ fact: ExplanationFact) -> String {
        switch fact {
        case .freeLeft(let credit):
            return credit.hundredths == 0 ? phrase("No free credit is left.") : phrase("\(words(credit)) of free credit are left.")
        case .grant(let lot, let words):
            let until = lot.expires.map { phrase("until \($0)") } ?? phrase("for ever")
            let credited = self.words(lot.credited)
            return words.isEmpty
                ? phrase("\(lot.left) left of \(credited), \(until).")
                : phrase("\(lot.left) left of \(credited), \(until): \(EntryKind.grant.spoken(reason: words)).")
        case .policy(let policy, let month):
            let pauses = policy.pauses.contains(month.month) ? phrase(" It pauses in \(month).") : ""
            return phrase(
                "Policy \(policy.name) gives \(policy.amount) kWh \(policy.basis.words) a month, from \(policy.from) on.\(pauses)")
        case .noPolicy(let month): return phrase("No policy gives this room anything for \(month).")
        case .meterPurse(let credit): return phrase("The meter itself counts \(words(credit)) as free.")
        default: return ""
        }
    }

    private func order(_ fact: ExplanationFact) -> String {
        switch fact {
        case .order(let order, .relay(let move, _), let state):
            return phrase("Order \(order): \(move.spoken). It is \(state.spoken). \(state.meaning)")
        case .order(let order, let task, let state):
            let sign = task.change.hundredths > 0 ? "+" : ""
            return phrase("Order \(order), \(sign)\(words(task.change)), is \(state.spoken). \(state.meaning)")
        case .noOrder: return phrase("No order was ever made for this room.")
        case .business(let kind, let money, let change):
            return phrase("\(kind.lotWords) of \(words(change)) for \(money) yuan.")
        case .step(let from, let to, let count, let isAttempt, let note):
            let sent = isAttempt ? count.map { phrase(", sent as purchase no. \($0)") } ?? phrase(", sent") : ""
            return phrase("From \(from.spoken) to \(to.spoken)\(sent).") + (note.isEmpty ? "" : " " + Language.current.recognising(note))
        case .picture(let picture, let isBefore):
            let total = picture.totalBought.map { phrase(", total bought \(words($0))") } ?? ""
            let (last, left) = (words(picture.lastAmount), words(picture.remaining))
            return isBefore
                ? phrase("The meter read before: purchase no. \(picture.count), the last of \(last)\(total), \(left) left.")
                : phrase("The meter read back: purchase no. \(picture.count), the last of \(last)\(total), \(left) left.")
        default: return ""
        }
    }

    private func difference(_ fact: ExplanationFact) -> String {
        switch fact {
        case .verdict(.equal): phrase("Books and meter agree.")
        case .verdict(.explained): phrase("Books and meter differ, and all of it is explained.")
        case .verdict(.unexplained): phrase("Books and meter differ, and something of it is not explained.")
        case .verdict(.notKnown): phrase("Nobody knows: there is nothing to hold the books against.")
        case .verdict(.booksAlone): phrase("The books are all there is.")
        case .difference(let difference, let unit):
            phrase("In \(difference.kind.spoken): \(difference.amountText(in: unit)) meter less books")
                + (difference.isExplained ? phrase(", explained.") : phrase("; \(difference.restText(in: unit)) not explained."))
        case .explained(let part): part.sentence
        case .suspected(let suspicion): suspicion.sentence
        case .reason(let reason): reason
        case .openCase(let id, let owner?): phrase("Case \(id) is open; \(owner) looks after it.")
        case .openCase(let id, nil): phrase("Case \(id) is open; nobody looks after it.")
        default: ""
        }
    }

    private func bus(_ fact: ExplanationFact) -> String {
        switch fact {
        case .line(let bus, true?, _): phrase("The line to bus \(bus) stands.")
        case .line(let bus, false?, let trouble):
            phrase("The line to bus \(bus) is down: \(Language.current.recognising(reason: trouble)).")
        case .line(let bus, nil, _): phrase("The line to bus \(bus) was not tried yet.")
        case .traffic(let requests, let answers, let timeouts, let broken):
            phrase("\(requests) requests since the start: \(answers) answered, \(timeouts) not in time, \(broken) frames broken.")
        case .round(let milliseconds): phrase("The last whole round took \(Decimals.text(milliseconds / 100, decimals: 1)) s.")
        case .silentMeters(let silent, let all): phrase("\(silent) of \(all) meters do not answer.")
        case .waiting(let jobs): jobs == 0 ? phrase("No job waits.") : phrase("\(jobs) jobs wait.")
        case .busNotWatched: phrase("Nobody watches this bus: the meters are not being read.")
        default: ""
        }
    }
}

extension RoomFigure {
    /// The figure with this name, as it stands above it or as the values of settings are spelled; nil when there is none.
    init?(title: String) {
        guard let found = RoomFigure.allCases.first(where: { $0.title == title.lowercased() || $0.rawValue == title.lowercased() }) else {
            return nil
        }
        self = found
    }

    /// The name of the figure.
    var title: String {
        switch self {
        case .supply: phrase("supply")
        case .remaining: phrase("remaining")
        case .after: phrase("after")
        case .days: phrase("days")
        case .balance: phrase("books")
        case .subsidy: phrase("free")
        case .order: phrase("order")
        case .difference: phrase("difference")
        case .bus: phrase("bus")
        }
    }
}

extension EntryKind {
    /// The business as the origin of credit.
    fileprivate var lotWords: String {
        switch self {
        case .adoption: phrase("Found in the meter")
        case .sale: phrase("Top-up")
        case .grant: phrase("Free credit")
        case .arrival: phrase("Moved in")
        case .restoration: phrase("Not taken back")
        case .correction: phrase("Correction")
        case .void: phrase("Void")
        case .refund: phrase("Refund")
        case .departure: phrase("Moved out")
        case .swap: phrase("Meter replaced")
        case .relay: phrase("Relay")
        case .use: phrase("Use")
        case .expiry: phrase("Expiry")
        case .payout: phrase("Payout")
        }
    }
}

extension MeterFlag {
    /// The condition in a few words.
    fileprivate var words: String {
        switch self {
        case .noCredit: phrase("no credit")
        case .overPower: phrase("load over the limit")
        case .reminderTrip: phrase("reminder of little credit")
        case .forbiddenLoad: phrase("forbidden load")
        case .relayOpen: phrase("relay open")
        case .remoteTrip: phrase("opened by command")
        case .refundMode: phrase("refund mode")
        case .keepPower: phrase("kept on")
        }
    }
}

extension SubsidyPolicy.Basis {
    /// For whom, in a few words.
    fileprivate var words: String {
        switch self {
        case .resident: phrase("for every resident")
        case .room: phrase("for the room")
        case .bed: phrase("for every bed")
        case .schoolClass: phrase("for every resident by class")
        }
    }
}
