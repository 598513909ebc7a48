import Domain
import Phrases
import Terminal

/// Figures as screens write them: fixed decimals, a real minus, one sign for "nothing known".
struct Figures {
    /// The signs to write with.
    let glyphs: Glyphs

    /// A scaled whole number with two decimals.
    func two(_ hundredths: Int64) -> String { signed(Decimals.text(hundredths, decimals: 2)) }

    /// Energy in kWh.
    func energy(_ energy: Energy?) -> String { energy.map { two($0.hundredths) } ?? glyphs.nothing }

    /// Money in yuan.
    func money(_ money: Money?) -> String { money.map { two($0.fen) } ?? glyphs.nothing }

    /// Credit in its own unit.
    func credit(_ credit: Credit?) -> String { credit.map { two($0.hundredths) } ?? glyphs.nothing }

    /// Credit with a sign in front, for what comes or goes.
    func change(_ credit: Credit) -> String { (credit.hundredths > 0 ? "+" : "") + two(credit.hundredths) }

    /// Load in kW.
    func load(_ power: Power?) -> String { power.map { signed($0.description) } ?? glyphs.nothing }

    /// Days left from tenths of days: `4.1`, whole days from a hundred on.
    func days(_ tenths: Int?) -> String {
        guard let tenths else { return glyphs.nothing }
        return tenths < 1000 ? Decimals.text(Int64(tenths), decimals: 1) : tenths < 10_000 ? String(tenths / 10) : "999+"
    }

    /// The days of a room; a sign before them where they are reckoned without a mean use.
    func days(of facts: RoomFacts) -> String { (facts.areDaysAssumed && facts.daysTenths != nil ? "~" : "") + days(facts.daysTenths) }

    /// What is left in at most three cells, for tiles: `3.2`, `62`, `412`, `-5`.
    func short(_ energy: Energy?) -> String {
        guard let energy else { return "" }
        let tenths = energy.wattHours / 100
        switch tenths {
        case 0..<100: return Decimals.text(tenths, decimals: 1)
        case 100..<10_000: return String(tenths / 10)
        case 10_000...: return "1k+"
        default: return signed(String(max(tenths / 10, -99)))
        }
    }

    /// The unit of credit.
    func unit(_ unit: CreditUnit) -> String { unit == .energy ? "kWh" : phrase("yuan") }

    /// Whole numbers with a thin grouping of thousands.
    func count(_ number: Int) -> String {
        let digits = String(number)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0, digits.count > 4 { text.append(" ") }
            text.append(digit)
        }
        return text
    }

    private func signed(_ text: String) -> String { text.first == "-" ? glyphs.minus + text.dropFirst() : text }
}
