// Protects the themes that are shipped: complete, every text can be read, states differ at every depth and for eyes without green cones.
// How: contrast and difference computed for the files in themes/ (read line by line here, because the TOML reader belongs to Settings).
import Glibc
import Testing

@testable import Terminal

struct ShippedThemeTests {
    private static let painted = ["blueyellow", "contrast", "daylight", "default", "dusk", "green", "polar"]

    @Test func theMonoFileSaysWhatIsCompiledIn() throws {
        let file = try ThemeFileReader.read("mono")
        for role in Role.allCases { #expect(file.style(role) == Theme.mono.style(role), "\(role.rawValue)") }
    }

    @Test func everyShippedThemeIsTested() throws {
        #expect(try ThemeFileReader.names() == (Self.painted + ["mono"]).sorted())
    }

    /// A role that one theme sets and another forgets would look like something else there.
    @Test(arguments: painted)
    func everyThemeSetsTheSameRoles(name: String) throws {
        let (own, model) = (try ThemeFileReader.roles(name), try ThemeFileReader.roles("default"))
        #expect(own == model, "\(name): \(own.symmetricDifference(model).sorted())")
    }

    /// As an eye without the green cones sees them (Viénot, Brettel and Mollon 1999), the states differ in light or in colour.
    @Test func blueAndYellowAreToldApartWithoutGreenCones() throws {
        let theme = try ThemeFileReader.read("blueyellow")
        let states: [Role] = [.stateOn, .stateLow, .stateCut, .stateSuspect, .stateScheduled]
        for (index, one) in states.enumerated() {
            for other in states[..<index] {
                let distance = theme.style(one).foreground.distanceWithoutGreenCones(to: theme.style(other).foreground)
                #expect(distance > 0.1, "\(one.rawValue) and \(other.rawValue): \(distance)")
            }
        }
    }

    @Test(arguments: painted)
    func everyTextCanBeRead(name: String) throws {
        let theme = try ThemeFileReader.read(name)
        // Rules and tracks are no text; a disabled key needs not be read at a glance.
        let drawn: Set<Role> = [.border, .focusedBorder, .bar, .lowBar, .emptyBar, .spark, .gauge, .gaugeOver, .disabledKey]
        for role in Role.allCases where !drawn.contains(role) {
            for ground in [Role.text, .dialog] {
                let style = theme.style(role, on: ground, under: nil)
                let contrast = style.contrast(against: theme.background)
                #expect(contrast >= (name == "contrast" ? 7 : 4.5), "\(name): \(role.rawValue) on \(ground.rawValue) has \(contrast)")
            }
        }
    }

    /// Eight colours have no grey: what is quiet elsewhere must not be black on black there.
    @Test(arguments: painted, [ColourDepth.eight, .sixteen])
    func nothingIsLostAmongFewColours(name: String, depth: ColourDepth) throws {
        let theme = try ThemeFileReader.read(name)
        for role in Role.allCases {
            for (ground, highlight) in [(Role.text, nil), (.dialog, nil), (.text, Role.cursor), (.dialog, .cursor)] {
                let style = theme.style(role, on: ground, under: highlight).fitted(to: depth)
                #expect(style.foreground != style.background || style.foreground == .terminal, "\(name): \(role.rawValue) on \(ground)")
                #expect(!(style.foreground == .indexed(0) && style.background == .terminal), "\(name): \(role.rawValue) on \(ground)")
                #expect(style.foreground.isRead(on: style.background), "\(name): \(role.rawValue) on \(ground)")
            }
        }
    }

    @Test(arguments: painted)
    func withoutColourEveryThemeIsMono(name: String) throws {
        let theme = try ThemeFileReader.read(name).withoutColour
        for role in Role.allCases { #expect(theme.style(role) == Theme.mono.style(role), "\(role.rawValue)") }
        #expect(theme.name == name)
    }

    @Test(arguments: painted, [ColourDepth.palette, .direct])
    func theStepsOfTheRampDiffer(name: String, depth: ColourDepth) throws {
        let theme = try ThemeFileReader.read(name)
        let steps = (1...5).map { theme.style(.heat($0)).fitted(to: depth).background }
        #expect(Set(steps).count == 5)
        let light = (1...5).map { theme.style(.heat($0)).background.luminance }
        #expect(light == light.sorted() || light == light.sorted().reversed(), "\(light)")
    }

    /// Who chooses the theme without colour gets none, also where the terminal has some.
    @Test(arguments: ColourDepth.allCases)
    func monoStaysWithoutColour(depth: ColourDepth) throws {
        let mono = try ThemeFileReader.read("mono").fitted(to: depth)
        for role in Role.allCases {
            let style = mono.style(role)
            #expect(style.foreground == .terminal && style.background == .terminal, "\(role.rawValue)")
        }
    }

    /// Among few colours too: by what lies behind, by reverse or underline, or by their ink where nothing lies behind either.
    @Test(arguments: painted + ["mono"], ColourDepth.allCases)
    func theStepsAreToldApartAtEveryDepth(name: String, depth: ColourDepth) throws {
        let theme = try ThemeFileReader.read(name).fitted(to: depth)
        let roles = (1...5).map { Role.heat($0) } + [.heatCut, .heatUnknown]
        for (index, one) in roles.enumerated() {
            for other in roles[..<index] {
                let (left, right) = (theme.style(one).fitted(to: depth), theme.style(other).fitted(to: depth))
                let isBehind = left.background != right.background
                let shape = left.attributes.symmetricDifference(right.attributes)
                let isShape = !shape.isDisjoint(with: [.underline, .reverse]) || left.background == .terminal && !shape.isEmpty
                let isInk = left.background == .terminal && left.foreground != right.foreground
                #expect(isBehind || isShape || isInk, "\(one.rawValue) and \(other.rawValue)")
            }
        }
    }

    @Test(arguments: painted + ["mono"], ColourDepth.allCases)
    func cursorAndCutStandOutAtEveryDepth(name: String, depth: ColourDepth) throws {
        let theme = depth == .none ? try ThemeFileReader.read(name).withoutColour : try ThemeFileReader.read(name)
        let text = theme.style(.text).fitted(to: depth)
        #expect(theme.style(.text, on: .text, under: .cursor).fitted(to: depth) != text)
        #expect(theme.style(.stateCut).fitted(to: depth) != text)
        #expect(theme.style(.stateCut).fitted(to: depth) != theme.style(.stateOn).fitted(to: depth))
        for step in 1...5 {
            #expect(theme.style(.heatCut).fitted(to: depth) != theme.style(.heat(step)).fitted(to: depth), "step \(step)")
        }
    }
}

extension Style {
    /// The contrast ratio of WCAG 2, 1 to 21; `background` stands in for the terminal's own.
    fileprivate func contrast(against own: ColourSpec) -> Double {
        let ink = foreground == .terminal ? (own.luminance > 0.5 ? 0 : ColourSpec.indexed(252).luminance) : foreground.luminance
        let paper = background == .terminal ? own.luminance : background.luminance
        return (max(ink, paper) + 0.05) / (min(ink, paper) + 0.05)
    }
}

extension ColourSpec {
    /// Red, green and blue as light, 0 to 1 each.
    private var light: SIMD3<Double> {
        func linear(_ value: Int) -> Double {
            let share = Double(value) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return SIMD3(linear(components.red), linear(components.green), linear(components.blue))
    }

    fileprivate var luminance: Double { (light * SIMD3(0.2126, 0.7152, 0.0722)).sum() }

    fileprivate func distanceWithoutGreenCones(to other: ColourSpec) -> Double {
        func seen(_ light: SIMD3<Double>) -> SIMD3<Double> {
            let yellow = 0.29275 * light.x + 0.70725 * light.y
            return SIMD3(yellow, yellow, 0.02234 * (light.y - light.x) + light.z)
        }
        let difference = seen(light) - seen(other.light)
        return (difference * difference).sum().squareRoot()
    }
}

/// Reads the shipped theme files as far as they are written: one key a line.
private enum ThemeFileReader {
    private static var folder: String { "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/themes" }

    static func names() throws -> [String] {
        let open = try #require(opendir(folder))
        defer { closedir(open) }
        var names: [String] = []
        while let entry = readdir(open) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".toml") { names.append(String(name.dropLast(5))) }
        }
        return names.sorted()
    }

    static func read(_ name: String) throws -> Theme {
        let (background, palette, roles) = try tables(name)
        let (theme, complaints) = Theme.resolving(name: name, background: background, palette: palette, roles: roles)
        #expect(complaints.isEmpty && !roles.isEmpty, "\(complaints)")
        return theme
    }

    static func roles(_ name: String) throws -> Set<String> { Set(try tables(name).roles.keys) }

    private static func tables(
        _ name: String
    ) throws -> (background: ColourSpec, palette: [String: ColourSpec], roles: [String: Theme.RoleSpec]) {
        let file = try #require(fopen("\(folder)/\(name).toml", "r"))
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
        var (table, palette, roles) = ("", [String: ColourSpec](), [String: Theme.RoleSpec]())
        var background = ColourSpec.terminal
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where !line.hasPrefix("#") {
            if line.hasPrefix("[") { table = String(line.dropFirst().prefix { $0 != "]" }) }
            guard let equal = line.firstIndex(of: "="), !line.hasPrefix("[") else { continue }
            let key = line[..<equal].filter { $0 != "\"" && $0 != " " }
            let value = line[line.index(after: equal)...]
            let texts = value.split(separator: "\"", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }
            var rest = texts.map { String($0.element) }[...]
            switch table {
            case "theme" where key == "background": background = ColourSpec(parsing: rest.first ?? "") ?? .terminal
            case "palette": palette[key] = ColourSpec(parsing: rest.first ?? "")
            case "roles":
                var spec = Theme.RoleSpec()
                if value.contains("fg =") { spec.foreground = rest.popFirst() }
                if value.contains("bg =") { spec.background = rest.popFirst() }
                if value.contains("attributes =") { spec.attributes = Array(rest) }
                roles[key] = spec
            default: break
            }
        }
        return (background, palette, roles)
    }
}
