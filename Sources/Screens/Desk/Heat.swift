import Domain
import Operations
import Phrases
import Terminal

/// The step of a room on the ramp of the wall: how many days it lasts, as far as it has power and says so.
enum Heat: Int, CaseIterable, Hashable, Sendable {
    case cut, first, second, third, fourth, plenty, unknown

    /// The five steps of the ramp, from nearly nothing to plenty.
    static let steps: [Heat] = [.first, .second, .third, .fourth, .plenty]

    /// By the days left, in tenths, as filters and lists have them.
    init(_ supply: SupplyState, days: Int?, _ scale: HeatScale) {
        switch supply {
        case .noData, .noMeter: self = .unknown
        case .cut: self = .cut
        case .on, .low, .veryLow: self = days.map(scale.step) ?? .unknown
        }
    }

    /// What it becomes when nothing was read for a while: only that a room is dark stays to be seen.
    var aged: Heat { self == .cut ? .cut : .unknown }

    /// How it is drawn.
    var role: Role {
        switch self {
        case .cut: .heatCut
        case .unknown: .heatUnknown
        default: .heat(rawValue)
        }
    }
}

/// Where the steps of the ramp end: the first two with the alarms of the campus, the others at twice and four times alarm 1, at least at
/// ten and twenty days. Each ends later than the one before, whatever the alarms are.
struct HeatScale: Hashable, Sendable {
    /// Whole days below which a room is on the first step, the second, the third and the fourth.
    let limits: [Int]

    init(_ alarms: AlarmRules) {
        let second = max(alarms.secondDays, 1)
        let first = max(alarms.firstDays, second + 1)
        let third = max(first * 2, 10)
        limits = [second, first, third, max(third * 2, 20)]
    }

    /// The step of a room that lasts so many tenths of days.
    func step(days: Int) -> Heat { Heat.steps[limits.firstIndex { days < $0 * 10 } ?? limits.count] }

    /// The days that a step stands for, as the legend writes them.
    func label(_ heat: Heat) -> String {
        switch heat {
        case .cut: phrase("cut")
        case .first, .second, .third, .fourth: "<\(limits[heat.rawValue - Heat.first.rawValue])"
        case .plenty: "\(limits[limits.count - 1])+"
        case .unknown: phrase("old or none")
        }
    }
}
