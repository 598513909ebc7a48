// Protects how screens look: every role resolves in every shipped theme at every depth, texts can be read, mono needs no colour.
// How: fallback rules on small themes; contrast and difference computed for the files in themes/ (read line by line here, because
// the TOML reader belongs to Settings).
import Glibc
import Terminal
import Testing

struct ThemeTests {
    @Test func aPropertyComesFromTheNearestParent() {
        let theme = Theme.resolving(
            name: "t", palette: ["blood": .rgb(red: 200, green: 0, blue: 0)],
            roles: [
                "text": .init(foreground: "white", attributes: ["dim"]), "state": .init(background: "4", attributes: ["bold"]),
                "state.cut": .init(foreground: "blood"), "state.on": .init(attributes: []),
            ]
        ).theme
        let cut = Style(foreground: .rgb(red: 200, green: 0, blue: 0), background: .indexed(4), attributes: .bold)
        #expect(theme.style(.stateCut) == cut)
        #expect(theme.style(.stateLow) == Style(foreground: .named(.white), background: .indexed(4), attributes: .bold))
        #expect(theme.style(.stateOn).attributes == [])
        #expect(theme.style(.key) == Style(foreground: .named(.white), attributes: .dim))
    }

    @Test func groundGivesWhatTheRoleLeavesOpenAndHighlightWins() {
        let theme = Theme.resolving(
            name: "t", palette: [:],
            roles: [
                "text": .init(foreground: "white", background: "black"), "dialog": .init(background: "blue"),
                "field": .init(background: "red"), "cursor": .init(foreground: "black", attributes: ["reverse"]),
                "text.strong": .init(attributes: ["bold"]),
            ]
        ).theme
        #expect(theme.style(.strong, on: .dialog, under: nil).background == .named(.blue))
        #expect(theme.style(.field, on: .dialog, under: nil).background == .named(.red))
        #expect(theme.style(.strong, on: .text, under: nil).background == .named(.black))
        let under = theme.style(.strong, on: .dialog, under: .cursor)
        #expect(under == Style(foreground: .named(.black), background: .named(.blue), attributes: [.bold, .reverse]))
    }

    @Test func whatIsNotUnderstoodIsNamedAndLeftOut() {
        let (theme, complaints) = Theme.resolving(
            name: "t", palette: [:],
            roles: [
                "stat.cut": .init(foreground: "red"), "bar": .init(foreground: "rde", background: "red", attributes: ["blink", "bold"]),
            ])
        #expect(Set(complaints.map(\.key)) == ["roles.stat.cut", "roles.bar.fg", "roles.bar.attributes"])
        #expect(theme.style(.bar) == Style(background: .named(.red), attributes: .bold))
    }

    @Test func monoShowsEverythingWithoutColour() {
        for role in Role.allCases {
            let style = Theme.mono.style(role)
            #expect(style.foreground == .terminal && style.background == .terminal)
        }
        let apart: [Role] = [.cursor, .wrongField, .critical, .text]
        for (index, one) in apart.enumerated() {
            for other in apart.dropFirst(index + 1) {
                #expect(Theme.mono.style(one).attributes != Theme.mono.style(other).attributes, "\(one) and \(other)")
            }
        }
    }

    @Test func theMonoFileSaysWhatIsCompiledIn() throws {
        let file = try ThemeFileReader.read("mono")
        for role in Role.allCases { #expect(file.style(role) == Theme.mono.style(role), "\(role.rawValue)") }
    }

    @Test(arguments: ["default", "daylight", "contrast"])
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

    @Test(arguments: ["default", "daylight", "contrast"], [ColourDepth.palette, .direct])
    func theStepsOfTheRampDiffer(name: String, depth: ColourDepth) throws {
        let theme = try ThemeFileReader.read(name)
        let steps = (1...5).map { theme.style(.heat($0)).fitted(to: depth).background }
        #expect(Set(steps).count == 5)
        let light = (1...5).map { theme.style(.heat($0)).background.luminance }
        #expect(light == light.sorted() || light == light.sorted().reversed(), "\(light)")
    }

    @Test(arguments: ["default", "daylight", "contrast", "mono"], ColourDepth.allCases)
    func cursorAndCutStandOutAtEveryDepth(name: String, depth: ColourDepth) throws {
        let theme = depth == .none ? Theme.mono : try ThemeFileReader.read(name)
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
    fileprivate var luminance: Double {
        func linear(_ value: Int) -> Double {
            let share = Double(value) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(components.red) + 0.7152 * linear(components.green) + 0.0722 * linear(components.blue)
    }
}

/// Reads the shipped theme files as far as they are written: one key a line.
private enum ThemeFileReader {
    static func read(_ name: String, from test: String = #filePath) throws -> Theme {
        let root = test.split(separator: "/").dropLast(3).joined(separator: "/")
        let file = try #require(fopen("/\(root)/themes/\(name).toml", "r"))
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
        let (theme, complaints) = Theme.resolving(name: name, background: background, palette: palette, roles: roles)
        #expect(complaints.isEmpty && !roles.isEmpty, "\(complaints)")
        return theme
    }
}
