public import Domain
import Phrases

extension Explanation {
    /// What it says, in one sentence.
    public var sentence: String {
        switch self {
        case .useSincePosting(let credit, _): phrase("\(credit.words) used since the last posting.")
        case .onItsWay(let order, .disputed, let credit, _): phrase("Order \(order) of \(credit.words) is disputed: a person decides.")
        case .onItsWay(let order, let state, let credit, _): phrase("Order \(order) of \(credit.words) is on its way (\(state.spoken)).")
        case .proofAwaited(let order, let state, let credit, _):
            phrase("The meter has order \(order) of \(credit.words); its proof is awaited (\(state.spoken)).")
        case .readingOlder(let order, let credit, _): phrase("The reading is older than order \(order) of \(credit.words).")
        case .notDelivered(let order, let state, let credit, _):
            phrase("Order \(order) of \(credit.words) ended \(state.spoken); its sale stands in the books.")
        case .overdraft(let credit): phrase("\(credit.words) were borrowed by the books; the meter stops at zero.")
        case .leftByRefund(let credit): phrase("\(credit.words) were refunded and stay in the meter until it is next commissioned.")
        case .subsidyPurse(let credit): phrase("\(credit.words) are in the meter's own subsidy purse.")
        case .otherPurchases(let credit): phrase("\(credit.words) came with the purchases that the books do not know.")
        case .accepted(let id, _, _): phrase("Accepted in case \(id).")
        }
    }
}

extension Suspicion {
    /// What most likely happened, in one sentence.
    public var sentence: String {
        switch self {
        case .soldElsewhere(let purchases, let credit):
            phrase("The meter counted \(purchases.purchases) that the books do not know\(Self.amount(credit)): ")
                + phrase("it was sold to from another desk.")
        case .swappedOrReset(let purchases): phrase("The meter lacks \(purchases.purchases) of the books: it was swapped or reset.")
        case .totalLower(let credit): phrase("The meter's total is \(credit.words) lower than what it was sold: a counter jumped.")
        case .totalHigher(let credit): phrase("The meter's total is \(credit.words) higher than what it was sold, with the same count.")
        case .tooMuchLeft(let credit): Self.tooMuch(credit.words).text
        case .tooLittleLeft(let credit): Self.tooLittle(credit.words).text
        case .registerBack(let energy): phrase("The register went back by \(energy) kWh: a swapped or faulty meter.")
        }
    }

    private static func amount(_ credit: Credit?) -> Phrase {
        credit.map { Phrase(", of \($0.words)", context: "why") } ?? Phrase(verbatim: "")
    }

    /// The sentences that begin with a figure, by which alone nobody recognises them.
    fileprivate static var ofFigures: [Phrase] { [tooMuch(""), tooLittle("")] }
    private static func tooMuch(_ amount: String) -> Phrase { Phrase("\(amount) more are left than were bought and not used.") }
    private static func tooLittle(_ amount: String) -> Phrase { Phrase("\(amount) less are left than were bought and not used.") }
}

extension Difference {
    /// What explains it, and what most likely happened where something is left.
    public var sentences: [String] { explanations.map(\.sentence) + (suspicion.map { [$0.sentence] } ?? []) }

    /// The amount with its sign and unit.
    public func amountText(in unit: CreditUnit) -> String { text(amount, in: unit) }

    /// What nothing explains, with its sign and unit.
    public func restText(in unit: CreditUnit) -> String { text(rest, in: unit) }

    private func text(_ amount: Int64, in unit: CreditUnit) -> String { kind.text(amount, in: unit) }
}

extension ReconcileRow {
    /// What explains the differences, or why nothing can be said. What explains two of them is said once.
    public var reasons: [String] {
        switch verdict {
        case .notKnown: [meter?.baseline == nil ? phrase("The meter was not taken over yet.") : phrase("The meter was never read.")]
        case .booksAlone: [meter == nil ? phrase("The room has no meter.") : phrase("The meter keeps no credit: the books do.")]
        case .equal, .explained, .unexplained:
            differences.flatMap(\.sentences).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        }
    }
}

extension DifferenceKind {
    /// An amount of this kind with its sign and unit, for example `+1 purchases` or `-3.20 kWh`.
    public func text(_ amount: Int64, in unit: CreditUnit) -> String {
        let sign = amount > 0 ? "+" : ""
        switch self {
        case .count: return abs(amount) == 1 ? phrase("\(sign)\(amount) purchase") : phrase("\(sign)\(amount) purchases")
        case .register: return "\(sign)\(Decimals.text(amount, decimals: 2)) kWh"
        case .total, .remaining: return sign + Credit(unit, hundredths: amount).words
        }
    }
}

extension CaseAct {
    /// What was done, in words.
    public var sentence: String {
        switch self {
        case .opened(let finding, let earlier): finding.spoken + (earlier.map { phrase(" It was case \($0) before.") } ?? "")
        case .owned(let name): phrase("\(name) looks after it.")
        case .noted(let text): text
        case .observed(let isThere): isThere ? phrase("The difference is there again.") : phrase("The difference is no longer there.")
        case .closed(let end): phrase("Ended, \(end.outcome.spoken). \(TakeOver.spoken(end.text) ?? end.text)")
        }
    }
}

extension CaseFinding {
    /// Its text, which the books keep in English, in the language that is spoken.
    var spoken: String {
        let end = text.firstRange(of: ". ")?.lowerBound ?? text.dropLast().endIndex
        let (first, rest) = (text[..<end] + ".", text[end...].dropFirst())
        guard let suspicion = Suspicion.ofFigures.lazy.compactMap({ $0.found(in: first) }).first else {
            return Language.current.recognising(text)
        }
        return suspicion.text + Language.current.recognising(String(rest))
    }

    /// Both sides of a difference as they were found, for the first step of its case.
    ///
    /// It is kept in the books, whose language is English.
    static func found(_ difference: Difference, in row: ReconcileRow) -> CaseFinding {
        Language.english.speaking { words(of: difference, in: row) }
    }

    private static func words(of difference: Difference, in row: ReconcileRow) -> CaseFinding {
        var sides: [String] = []
        if let reading = row.reading {
            if let count = reading.count { sides.append(phrase("Count: meter \(count), books \(row.expectedCount).")) }
            if let remaining = reading.remaining, let balance = row.balance {
                sides.append(phrase("Left: meter \(remaining.words), books \(balance.words)."))
            }
        }
        if let total = row.picture?.totalBought, let expected = row.expectedTotal {
            sides.append(phrase("Total bought: meter \(total.words), books \(expected.words)."))
        }
        if let last = row.picture?.lastAmount, let count = row.picture?.count {
            sides.append(phrase("Purchase \(count) was \(last.words)."))
        }
        return CaseFinding(
            amount: difference.rest, text: ((difference.suspicion.map { [$0.sentence] } ?? []) + sides).joined(separator: " "))
    }
}

extension Credit {
    /// The amount with its unit.
    var words: String { "\(self) \(unit.spoken)" }
}

extension Int {
    /// So many purchases.
    var purchases: Phrase { self == 1 ? Phrase("1 purchase", context: "why") : Phrase("\(self) purchases", context: "why") }
}
