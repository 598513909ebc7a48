import MeterWire
import Operations

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
            return .refused(code: Int(errors.rawValue), meaning: "the meter speaks another prepayment dialect")
        case .unreadable, nil: return nil
        }
    }

    private static func outcome(of answer: RelayAnswer) -> MeterOutcome {
        guard case .refused(let errors) = answer else { return .accepted }
        return .refused(code: Int(errors.rawValue), meaning: meaning(errors))
    }

    /// Why a relay is not moved. A dormitory meter has two reasons of its own: it has no bought credit, or keep-power is on.
    private static func meaning(_ errors: AccessErrors) -> String {
        if errors.contains(.balanceZero) { return "there is no bought credit in the meter" }
        if errors.contains(.notAuthorised) { return "the password is not the meter's" }
        if errors.contains(.noSuchData) { return "the meter does not know the command" }
        return "the meter does not switch now: keep-power is on, its clock is past the time, or it has no such relay"
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
        case .unknownCommand: "the meter does not know the command"
        case .customerNumber: "the customer number is not the meter's"
        case .purchaseCount: "the purchase count is neither the meter's nor the next"
        case .overflow: "the balance would be more than the meter can hold"
        case .meterNumber: "the meter number is another meter's"
        case .openAccount: "the account is not open"
        case .refundMode: "the account is in refund mode"
        case .amount: "the amount is above the largest purchase"
        case .orderFormat: "the order number is not made of digits"
        case .orderTooOld: "the order number is too old"
        case .orderUsed: "the order number was booked before"
        case .price: "the price is outside what the meter takes"
        case .length: "the length of the command is not known to the meter"
        case .other: "an error without a known meaning"
        }
    }
}
