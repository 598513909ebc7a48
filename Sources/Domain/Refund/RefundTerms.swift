public import Phrases

// The words of refunds, which stand on screens and on papers.

extension RefundStep {
    /// How far a room of a run is, in one short word that can be said in every language; in English it is `word`.
    public var term: Phrase {
        switch self {
        case .frozen: Phrase("FROZEN")
        case .estimated: Phrase("ESTIMATED")
        case .approved: Phrase("APPROVED")
        case .taking: Phrase("TAKING")
        case .opening: Phrase("OPENING")
        case .fixed: Phrase("FIXED")
        case .split: Phrase("SPLIT")
        case .paid: Phrase("PAID")
        case .closed: Phrase("CLOSED")
        case .dropped: Phrase("DROPPED")
        }
    }
}

extension RefundScope {
    /// The scope in words.
    public var term: Phrase {
        switch self {
        case .cohort(let cohort): Phrase("cohort \(cohort)")
        case .building(let building): Phrase("building \(building)")
        case .floor(let building, let floor): Phrase("floor \(floor) of building \(building)")
        case .rooms: Phrase("named rooms")
        }
    }

    /// The scope in the language that is spoken.
    public var text: String { term.text }
}

extension RefundFinal.Source {
    /// Where the reading comes from, in the language that is spoken.
    public var words: String {
        switch self {
        case .readBack(let order): phrase("the read-back of order \(order)")
        case .opened(let order): phrase("the read-back of order \(order), which opened the room")
        case .reading: phrase("the meter's last reading")
        case .typed(let reference): phrase("typed from \(reference)")
        }
    }
}

extension SplitProblem {
    /// The reason, as a sentence without a full stop.
    public var text: String {
        switch self {
        case .nobody: phrase("nobody lived in the room on the exit day")
        case .noResident(let resident): phrase("\(resident) did not live in the room on the exit day")
        case .sum(let sum): phrase("the shares sum to \(Decimals.text(Int64(sum), decimals: 2)) %, not to 100.00 %")
        }
    }
}

// MARK: Why the rest is not refundable

extension RefundFigures {
    /// Why the rest is not refundable, in words for the statement; empty when everything is.
    public var reasons: [Phrase] {
        [
            subsidy.reason { Phrase("\($0) free credit: given, not bought") },
            unpaid.reason { Phrase("\($0) found in the meter when it was taken over: nothing was paid for it here") },
            debt.reason { Phrase("\($0) borrowed and used: set off against the oldest purchase") },
            held.reason { Phrase("\($0) left in the meter for the use until the credit was out") },
            missing.reason { Phrase("\($0) in the books that the meter does not have") },
            ofStayers.reason { Phrase("\($0) belongs to those who stay in the room") },
        ].compactMap { $0 }
    }
}

extension RefundEstimate {
    /// Why the rest is not refundable, in words for the statement; empty when everything is.
    public var reasons: [Phrase] {
        RefundFigures(credit: credit, money: money, subsidy: subsidy, unpaid: unpaid, debt: debt).reasons
    }
}

extension RefundRoom {
    /// Why the rest is not refundable, with what was set off up to the final reading; empty before the estimate.
    public var reasons: [Phrase] {
        let setOff = final?.setOff.reason { Phrase("\($0) used while the credit was being taken out: set off") }
        return (figures?.reasons ?? []) + [setOff].compactMap { $0 }
    }
}

extension RefundFacts {
    /// Why the rest is not refundable, and what was set off up to the final reading.
    public var reasons: [Phrase] { state.reasons }
}

extension Credit {
    /// A reason about this credit; nil when there is none of it.
    fileprivate func reason(_ words: (Phrase) -> Phrase) -> Phrase? {
        guard hundredths > 0 else { return nil }
        return words(unit == .energy ? Phrase(verbatim: "\(self) kWh") : Phrase("\(self) yuan"))
    }
}
