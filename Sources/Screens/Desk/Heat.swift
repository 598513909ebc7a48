import Domain
import Operations
import Phrases
import Terminal

/// The step of a room on the ramp of the wall: how many days it lasts, as far as it has power and says so.
enum Heat: Int, CaseIterable, Hashable, Sendable {
    case cut, first, second, third, fourth, plenty, unknown

    /// The five steps of the ramp, from nearly nothing to plenty.
    static let steps: [Heat] = [.first, .second, .third, .fourth, .plenty]

    /// By days left, else by what is left against the alarms.
    init(_ supply: SupplyState, days: Int?, left: Energy?, _ alarms: AlarmRules) {
        switch supply {
        case .noData, .noMeter: self = .unknown
        case .cut: self = .cut
        case .on, .low, .veryLow:
            if let days {
                let limits = [alarms.secondDays * 10, alarms.firstDays * 10, 100, 200]
                self = Self.steps[limits.firstIndex { days < $0 } ?? 4]
            } else if let left {
                let first = alarms.first.wattHours
                let limits = [alarms.second.wattHours, first, first * 3, first * 6]
                self = Self.steps[limits.firstIndex { left.wattHours <= $0 } ?? 4]
            } else {
                self = .unknown
            }
        }
    }

    /// How it is drawn.
    var role: Role {
        switch self {
        case .cut: .heatCut
        case .unknown: .heatUnknown
        default: .heat(rawValue)
        }
    }

    /// The days that it stands for, as the legend writes them.
    var label: String {
        switch self {
        case .cut: phrase("cut")
        case .first: "<2"
        case .second: "<5"
        case .third: "<10"
        case .fourth: "<20"
        case .plenty: "20+"
        case .unknown: phrase("no data")
        }
    }
}
