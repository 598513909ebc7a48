extension ColourSpec {
    /// The nearest colour that a terminal of this depth shows.
    public func fitted(to depth: ColourDepth) -> Colour {
        switch (self, depth) {
        case (_, .none), (.terminal, _): return .terminal
        case (.named(let basic), _): return Self.basic(basic.rawValue, depth)
        case (.indexed(let number), _) where number < 16: return Self.basic(number, depth)
        case (.indexed(let number), .palette): return .indexed(number)
        case (.indexed, .direct): return Self.direct(components)
        case (.rgb(let red, let green, let blue), .direct): return .rgb(red: red, green: green, blue: blue)
        case (_, .palette): return .indexed(components.nearest(in: 16...255))
        case (_, .sixteen), (_, .eight), (_, .direct): return Self.basic(components.nearestBasic, depth)
        }
    }

    /// Red, green and blue as xterm shows this colour; black for the terminal's own, which nobody knows.
    public var components: Components {
        switch self {
        case .terminal: Components(red: 0, green: 0, blue: 0)
        case .named(let basic): Components(index: basic.rawValue)
        case .indexed(let number): Components(index: number)
        case .rgb(let red, let green, let blue): Components(red: Int(red), green: Int(green), blue: Int(blue))
        }
    }

    private static func basic(_ number: UInt8, _ depth: ColourDepth) -> Colour {
        // Of their palette, terminals of direct colour can be told the first eight alone.
        if depth == .direct, number >= 8 { return direct(Components(index: number)) }
        return .indexed(depth == .eight ? number & 7 : number)
    }

    private static func direct(_ components: Components) -> Colour {
        .rgb(red: UInt8(components.red), green: UInt8(components.green), blue: UInt8(components.blue))
    }

    /// A colour's red, green and blue, 0 to 255 each.
    public struct Components: Sendable, Hashable {
        /// The share of red.
        public let red: Int
        /// The share of green.
        public let green: Int
        /// The share of blue.
        public let blue: Int

        init(red: Int, green: Int, blue: Int) {
            self.red = red
            self.green = green
            self.blue = blue
        }

        /// The colour that xterm shows for a number of its palette: sixteen, a cube of 6 × 6 × 6, then 24 greys.
        init(index: UInt8) {
            let number = Int(index)
            switch number {
            case 0..<16:
                let level = number < 8 ? 205 : 255
                func part(_ bit: Int) -> Int { number & 7 & bit != 0 ? level : 0 }
                switch number {
                case 7: self.init(red: 229, green: 229, blue: 229)
                case 8: self.init(red: 127, green: 127, blue: 127)
                default: self.init(red: part(1), green: part(2), blue: part(4))
                }
            case 16..<232:
                func step(_ value: Int) -> Int { value == 0 ? 0 : 55 + 40 * value }
                let cube = number - 16
                self.init(red: step(cube / 36), green: step(cube / 6 % 6), blue: step(cube % 6))
            default:
                let grey = 8 + 10 * (number - 232)
                self.init(red: grey, green: grey, blue: grey)
            }
        }

        /// The number of the palette range whose colour looks nearest; the lowest of equals.
        func nearest(in range: ClosedRange<UInt8>) -> UInt8 {
            var best = range.lowerBound
            var least = Int.max
            for index in range {
                let distance = distance(to: Components(index: index))
                if distance < least { (best, least) = (index, distance) }
            }
            return best
        }

        /// The nearest of the sixteen by hue first: a coloured tone stays coloured, greys become black, grey or white.
        var nearestBasic: UInt8 {
            let high = max(red, green, blue)
            let low = min(red, green, blue)
            guard high - low > 40 else {
                return high < 64 ? 0 : high < 150 ? 8 : high < 224 ? 7 : 15
            }
            let middle = (high + low) / 2
            let bits = (red > middle ? 1 : 0) | (green > middle ? 2 : 0) | (blue > middle ? 4 : 0)
            return UInt8(high > 210 ? bits + 8 : bits)
        }

        /// How light it is, 0 to 255.
        var light: Int { (299 * red + 587 * green + 114 * blue) / 1000 }

        /// The squared distance weighted for the eye by the mean of red ("redmean").
        private func distance(to other: Components) -> Int {
            let mean = (red + other.red) / 2
            let (r, g, b) = (red - other.red, green - other.green, blue - other.blue)
            return (512 + mean) * r * r / 256 + 4 * g * g + (767 - mean) * b * b / 256
        }
    }
}

extension Colour {
    /// Whether text of this colour of the sixteen is told from what lies behind it. Eight colours have no grey: it becomes black, which a
    /// terminal's own background mostly is.
    func isRead(on paper: Colour) -> Bool {
        switch (self, paper) {
        case (.indexed(let ink), .indexed(let ground)):
            abs(ColourSpec.Components(index: ink).light - ColourSpec.Components(index: ground).light) >= 40
        case (.indexed(0), .terminal): false
        default: true
        }
    }

    /// The colour in which text on this one is always read: black or white, on the terminal's own background its own.
    var plainInk: Colour {
        guard case .indexed(let ground) = self else { return .terminal }
        return .indexed(ColourSpec.Components(index: ground).light >= 100 ? 0 : 7)
    }
}
