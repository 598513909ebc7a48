import Domain
import Terminal

/// In which unit a chart writes energy: kWh, or thousands and millions of them where the figures would grow too long.
struct EnergyScale {
    let unit: String
    /// Watt-hours of one unit.
    let size: Int64

    /// The unit in which the largest figure has at most four digits.
    init(upTo largest: Int64) {
        (unit, size) = largest < 10_000_000 ? ("kWh", 1000) : largest < 10_000_000_000 ? ("MWh", 1_000_000) : ("GWh", 1_000_000_000)
    }

    /// A figure with so many decimals, two at most.
    func text(_ wattHours: Int64, decimals: Int, _ glyphs: Glyphs) -> String {
        let text = Decimals.text(wattHours / (size / 100) / (decimals == 2 ? 1 : decimals == 1 ? 10 : 100), decimals: decimals)
        return text.first == "-" ? glyphs.minus + text.dropFirst() : text
    }

    /// The figures of the ticks, with as many decimals as their steps need.
    func figures(of scale: ChartScale, _ glyphs: Glyphs) -> [String] {
        let decimals = scale.step >= size ? 0 : scale.step >= size / 10 ? 1 : 2
        return scale.ticks.map { text(Int64($0), decimals: decimals, glyphs) }
    }
}
