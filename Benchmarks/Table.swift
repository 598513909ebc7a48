import Foundation

/// One promise, measured.
struct Figure {
    /// When a ratio of ours to the peer's figure is good enough.
    enum Goal {
        case atLeast(Double)
        case atMost(Double)

        func isReached(by ratio: Double) -> Bool {
            switch self {
            case .atLeast(let least): ratio >= least
            case .atMost(let most): ratio <= most
            }
        }

        var words: String {
            switch self {
            case .atLeast(let least): ">= \(least.shortest)"
            case .atMost(let most): "<= \(most.shortest)"
            }
        }
    }

    let what: String
    let ours: Double
    let peer: Double
    let goal: Goal

    var ratio: Double { ours / peer }

    fileprivate var cells: [String] {
        [what, ours.whole, peer.whole, String(format: "%.3f", ratio), goal.words, goal.isReached(by: ratio) ? "yes" : "no"]
    }
}

/// Prints figures line by line as they are ready, in columns for a terminal or as a table of Markdown.
struct Table {
    let isMarkdown: Bool

    private static let head = ["what", "ours", "peer", "ratio", "goal", "reached"]
    private static let widths = [62, 12, 12, 9, 8, 8]

    func begin() {
        write(Self.head)
        if isMarkdown { print("|---|---:|---:|---:|---|---|") }
    }

    func add(_ figure: Figure) { write(figure.cells) }

    private func write(_ cells: [String]) {
        if isMarkdown {
            print("| " + cells.joined(separator: " | ") + " |")
        } else {
            let padded = zip(cells, Self.widths).enumerated().map { index, column in
                let space = String(repeating: " ", count: max(0, column.1 - column.0.count))
                return (1...3).contains(index) ? space + column.0 : column.0 + space
            }
            print(padded.joined(separator: "  "))
        }
        fflush(nil)
    }
}

extension Double {
    /// Without a fraction, thousands apart.
    fileprivate var whole: String {
        var digits = Substring(String(format: "%.0f", self))
        var groups: [Substring] = []
        while digits.count > 3 {
            groups.append(digits.suffix(3))
            digits = digits.dropLast(3)
        }
        return ([digits] + groups.reversed()).joined(separator: " ")
    }

    fileprivate var shortest: String { String(format: "%g", self) }
}
