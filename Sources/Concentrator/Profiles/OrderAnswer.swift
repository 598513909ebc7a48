import MeterWire
import Operations
import Phrases

/// What a meter says to an order, in the words of the office.
enum OrderAnswer {
    /// The code of a refusal for the customer number.
    static let wrongCustomer = 12

    /// Nil when the frame has no shape that the dialect knows, so that it is no answer.
    static func outcome(of frame: Frame) -> MeterOutcome? {
        if let answer = RelayAnswer(frame) { return outcome(of: answer) }
        switch DormitoryOutcome(frame) {
        case .accepted: return .accepted
        case .acceptedWithBlock(let block): return block.refusal.map(refused) ?? .accepted
        case .refused(let refusal), .refusedWithBlock(let refusal, _): return refused(refusal)
        case .refusedByOtherDialect(let errors):
            return .refused(
                code: Int(errors.rawValue), meaning: Phrase("the meter speaks another prepayment dialect", context: "why").english)
        case .unreadable, nil: return nil
        }
    }

    private static func outcome(of answer: RelayAnswer) -> MeterOutcome {
        guard case .refused(let errors) = answer else { return .accepted }
        return .refused(code: Int(errors.rawValue), meaning: meaning(errors))
    }

    /// Why a relay is not moved. A dormitory meter has two reasons of its own: it has no bought credit, or keep-power is on.
    private static func meaning(_ errors: AccessErrors) -> String {
        if errors.contains(.balanceZero) { return Phrase("there is no bought credit in the meter", context: "why").english }
        if errors.contains(.notAuthorised) { return Phrase("the password is not the meter's", context: "why").english }
        if errors.contains(.noSuchData) { return Phrase("the meter does not know the command", context: "why").english }
        return Phrase(
            "the meter does not switch now: keep-power is on, its clock is past the time, or it has no such relay", context: "why"
        )
        .english
    }

    private static func refused(_ refusal: DormitoryRefusal) -> MeterOutcome {
        .refused(code: code(refusal.rawValue), meaning: meaning(refusal))
    }

    /// The two digits of an error byte as manuals print them: byte 13h is error 13. A byte that is no two digits stands for itself.
    private static func code(_ byte: UInt8) -> Int {
        byte >> 4 <= 9 && byte & 0x0F <= 9 ? Int(byte >> 4) * 10 + Int(byte & 0x0F) : Int(byte)
    }

    private static func meaning(_ refusal: DormitoryRefusal) -> String {
        switch refusal {
        case .unknownCommand: Phrase("the meter does not know the command", context: "why").english
        case .customerNumber: Phrase("the customer number is not the meter's", context: "why").english
        case .purchaseCount: Phrase("the purchase count is neither the meter's nor the next", context: "why").english
        case .overflow: Phrase("the balance would be more than the meter can hold", context: "why").english
        case .meterNumber: Phrase("the meter number is another meter's", context: "why").english
        case .openAccount: Phrase("the account is not open", context: "why").english
        case .refundMode: Phrase("the account is in refund mode", context: "why").english
        case .amount: Phrase("the amount is above the largest purchase", context: "why").english
        case .orderFormat: Phrase("the order number is not made of digits", context: "why").english
        case .orderTooOld: Phrase("the order number is too old", context: "why").english
        case .orderUsed: Phrase("the order number was booked before", context: "why").english
        case .price: Phrase("the price is outside what the meter takes", context: "why").english
        case .length: Phrase("the length of the command is not known to the meter", context: "why").english
        case .other: Phrase("an error without a known meaning", context: "why").english
        }
    }
}
