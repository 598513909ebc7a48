public import Domain

/// The words in which the entry of a swap says what happened. They are hashed with it, and `verify` holds the meters against them.
public enum SwapText {
    /// What the books know of both meters for ever; nil for meters that did not change places.
    public static func facts(retired: MeterPoint, installed: MeterPoint) -> String? {
        guard let retirement = retired.retirement, let baseline = installed.baseline else { return nil }
        let plate = retired.serialNumber.isEmpty ? "" : " (plate \(retired.serialNumber))"
        return "\(retired.id)\(plate) at \(retirement.register) kWh by \(installed.id) at \(baseline.register) kWh "
            + "with \(baseline.remaining) in it."
    }

    /// The whole reason: the facts, then why in the words of the people.
    static func reason(_ facts: String, note: String) -> String {
        note.contains { !$0.isWhitespace } ? "\(facts) \(note)" : facts
    }
}
