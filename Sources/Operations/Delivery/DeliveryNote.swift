import Domain
import Phrases

/// The plain sentences that orders carry for the operator, as they are written down: in English. Disputes say both sides.
enum DeliveryNote {
    static func otherUnit(_ task: OrderTask) -> String {
        Phrase("The meter keeps its credit in another unit than the order, which is in \(unit(task.amount.unit)). ").english
            + Phrase("Check the meter's unit in the inventory.").english
    }

    static func otherCount(_ count: Int, expected: Int) -> String {
        let cause =
            count < expected
            ? Phrase("The meter may have been swapped or reset.").english : Phrase("It may have been sold to by another way.").english
        return Phrase("The meter shows purchase count \(count); the books expect \(expected), or \(expected + 1) with this order. ").english
            + cause
    }

    static func otherAmount(_ picture: CreditReading, _ task: OrderTask) -> String {
        Phrase(
            "The meter has purchase count \(picture.count), but for \(text(picture.lastAmount)); this order is for \(text(task.amount))."
        ).english
    }

    static func otherTotal(_ total: Credit, expected: Credit) -> String {
        Phrase("The meter's total bought is \(text(total)); by the books it should be \(text(expected)).").english
    }

    static func otherRemaining(_ picture: CreditReading, before: CreditReading, _ task: OrderTask) -> String {
        let (left, ordered) = (text(before.remaining), text(task.amount))
        let sides = Phrase(
            "The purchase count agrees, the credit does not: \(left) were left at register \(before.register), \(ordered) were ordered, ")
        return sides.english
            + Phrase("and now the meter shows \(text(picture.remaining)) at register \(picture.register).").english
    }

    static func otherMeter(_ picture: CreditReading, before: CreditReading) -> String {
        Phrase(
            "The register went back from \(before.register) to \(picture.registerAfter) since this was sent. The meter may have been swapped, "
        ).english
            + Phrase("and the old one may hold the order.").english
    }

    static func noPurse() -> String {
        Phrase("The meter no longer tells of its purse of free credit, in which this was to be found. ").english
            + Phrase("The meter may have been swapped or reset.").english
    }

    static func purchaseBeside(_ count: Int, before: Int) -> String {
        Phrase("This was free credit for the meter's own purse, yet the meter's purchase count went from \(before) to \(count) meanwhile. ")
            .english + Phrase("It may have been sold to by another way.").english
    }

    static func otherPurseAmount(_ purse: PurseReading, _ task: OrderTask) -> String {
        Phrase(
            "The meter's purse of free credit has count \(purse.count), but for \(text(purse.lastAmount)); this order is for \(text(task.amount))."
        ).english
    }

    static func otherPurseCount(_ count: Int, expected: Int) -> String {
        let cause =
            count < expected
            ? Phrase("The meter may have been swapped or reset.").english : Phrase("Its purse may have been filled by another way.").english
        return Phrase(
            "The meter's purse of free credit shows count \(count); the books expect \(expected), or \(expected + 1) with this order. "
        ).english + cause
    }

    static func inPurse(_ count: Int) -> String { Phrase("In the meter's purse of free credit, under its count \(count).").english }

    static func notInPurse(_ held: Credit, _ task: OrderTask) -> String {
        Phrase("The meter's purse of free credit has only \(text(held)) of the \(text(task.amount)) that expired; the rest was used.")
            .english
    }

    static func movedWithoutCount(_ picture: CreditReading, before: CreditReading, meaning: String) -> String {
        let (left, now, register) = (text(before.remaining), text(picture.remaining), picture.register)
        let sides = Phrase(
            "The meter said no (\(meaning)), yet its credit moved: \(left) at register \(before.register) before, \(now) at register \(register) now, "
        )
        return sides.english + Phrase("with the same purchase count \(picture.count).").english
    }

    static func movedUncounted(_ count: String, _ picture: CreditReading, before: CreditReading) -> String {
        Phrase("The \(count), yet the credit moved: \(text(before.remaining)) at register \(before.register) before ").english
            + Phrase(
                "the sending, \(text(picture.remaining)) at register \(picture.register) now. The meter may have lost power while it wrote."
            ).english
    }

    static func acceptedWithoutCount(_ count: String, times: Int) -> String {
        Phrase("The order was sent \(times) times and the meter said yes, but its \(count).").english
    }

    static func notEnough(_ held: Credit, _ task: OrderTask) -> String {
        Phrase("The meter has only \(text(held)) left of the \(text(task.amount)) to be taken back; the rest was used.").english
    }

    static func alreadyThere(_ count: Int) -> String {
        Phrase("The meter had purchase count \(count) with this amount already; nothing was sent.").english
    }

    static func refused(code: Int, meaning: String) -> String {
        Phrase("The meter said no: \(meaning) (code \(code)). The read-back shows that nothing moved.").english
    }

    static func stopped() -> String {
        Phrase("The program stopped while this was under way. The meter is read before anything is sent again.").english
    }

    static func lost(_ why: String) -> String { Phrase("Nobody knows yet whether the meter has it: \(why). It is read again.").english }

    static func notYet(_ count: String, answer: MeterAnswer) -> String {
        switch answer {
        case .yes: Phrase("The meter said yes, but its \(count). It is read again.").english
        case .no(_, let meaning): Phrase("The meter said no: \(meaning). It is read again.").english
        case .none(let why): Phrase("The meter did not get it: its \(count) (\(why)). It is sent again.").english
        }
    }

    private static func text(_ credit: Credit) -> String { "\(credit) \(unit(credit.unit))" }

    private static func unit(_ unit: CreditUnit) -> String { unit == .energy ? "kWh" : "yuan" }
}
