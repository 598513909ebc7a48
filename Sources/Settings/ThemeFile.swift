import Phrases
import TOMLKit
public import Terminal

/// A theme as read from a file, with what was not understood and left out.
public struct ThemeReading: Sendable {
    /// The theme; usable whatever the complaints say.
    public var theme: Theme
    /// What was left out, by file and key.
    public var problems: [SettingsProblem]

    /// Makes a reading.
    public init(theme: Theme, problems: [SettingsProblem]) {
        self.theme = theme
        self.problems = problems
    }
}

/// Reads theme files.
public enum ThemeFile {
    /// Reads the text of a theme file; only a file that is no TOML at all gives no theme.
    public static func read(_ text: String, file: String) throws(SettingsProblem) -> ThemeReading {
        var reader = try TOMLReader(file: file, text: text)
        let name = reader.string("theme", "name") ?? "unnamed"
        let description = reader.string("theme", "description") ?? ""
        let background = reader.parsed("theme", "background", phrase("a colour"), ColourSpec.init(parsing:)) ?? .named(.black)
        let palette = readPalette(&reader)
        let roles = readRoles(&reader)
        let glyphs = readGlyphs(&reader)
        reader.finish()
        let (theme, complaints) = Theme.resolving(
            name: name, description: description, background: background, palette: palette, roles: roles, glyphs: glyphs)
        let problems = reader.problems + complaints.map { SettingsProblem(file: file, place: $0.key, text: $0.message) }
        return ThemeReading(theme: theme, problems: problems)
    }

    private static func readPalette(_ reader: inout TOMLReader) -> [String: ColourSpec] {
        var palette: [String: ColourSpec] = [:]
        for (key, text) in reader.texts("palette") {
            guard let colour = ColourSpec(parsing: text) else {
                reader.complain("palette", key, phrase("\"\(text)\" is no colour"))
                continue
            }
            palette[key] = colour
        }
        return palette
    }

    private static func readRoles(_ reader: inout TOMLReader) -> [String: Theme.RoleSpec] {
        var roles: [String: Theme.RoleSpec] = [:]
        for (key, table) in reader.tables("roles") {
            var spec = Theme.RoleSpec()
            for (property, value) in table.sortedPairs {
                switch (property, value.string ?? value.int.map(String.init), value.array) {
                case ("fg", let text?, _): spec.foreground = text
                case ("bg", let text?, _): spec.background = text
                case ("attributes", _, let list?): spec.attributes = list.compactMap(\.string)
                default: reader.complain("roles", "\(key).\(property)", phrase("fg, bg (a colour) and attributes (a list) are expected"))
                }
            }
            roles[key] = spec
        }
        return roles
    }

    private static func readGlyphs(_ reader: inout TOMLReader) -> Glyphs {
        var glyphs = Glyphs.unicode
        let entries = reader.texts("glyphs")
        if let set = entries.first(where: { $0.key == "set" }) {
            switch set.text {
            case "unicode": glyphs = .unicode
            case "blocks": glyphs = .blocks
            case "ascii": glyphs = .ascii
            default: reader.complain("glyphs", "set", phrase("\"\(set.text)\" is neither unicode, blocks nor ascii"))
            }
        }
        for (key, sign) in entries where key != "set" && !glyphs.set(key, to: sign) {
            reader.complain("glyphs", key, phrase("no such sign, or \"\(sign)\" does not fit its cells"))
        }
        return glyphs
    }
}
