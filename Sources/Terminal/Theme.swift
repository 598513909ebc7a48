/// How the roles look: a palette, a style for each role, and the signs to draw with.
public struct Theme: Sendable, Hashable {
    /// The name by which it is chosen.
    public let name: String
    /// One line for people who choose.
    public let description: String
    /// The background that its contrast was chosen against, when it keeps the terminal's own.
    public let background: ColourSpec
    /// The signs to draw with.
    public var glyphs: Glyphs
    private let roles: [Role: ResolvedRole]

    /// What a theme file says of one role; what is nil comes from the parent role.
    public struct RoleSpec: Sendable, Hashable {
        /// The name of a palette entry, or a colour as in ``ColourSpec/init(parsing:)``.
        public var foreground: String?
        /// The same for the cell behind the text.
        public var background: String?
        /// Names of ``Attributes``; an empty list takes the parent's away.
        public var attributes: [String]?

        /// What is said of a role.
        public init(foreground: String? = nil, background: String? = nil, attributes: [String]? = nil) {
            self.foreground = foreground
            self.background = background
            self.attributes = attributes
        }
    }

    /// Something in a theme that was not understood and was left out.
    public struct Complaint: Sendable, Hashable {
        /// Where it stands: table and key, `roles.state.cut.fg`.
        public let key: String
        /// What is wrong with it.
        public let message: String
    }

    struct ResolvedRole: Sendable, Hashable {
        var foreground: ColourSpec?
        var background: ColourSpec?
        var attributes: Attributes?
    }

    /// A theme from the values of a file, with complaints about what was left out; it is usable whatever they say.
    ///
    /// - Parameters:
    ///   - palette: colours by the names that roles use for them.
    ///   - roles: what is said of each role, by dotted name.
    ///   - background: the colour behind the terminal's text that this theme was made for; not painted.
    public static func resolving(
        name: String, description: String = "", background: ColourSpec = .named(.black),
        palette: [String: ColourSpec], roles: [String: RoleSpec], glyphs: Glyphs = .unicode
    ) -> (theme: Theme, complaints: [Complaint]) {
        var complaints: [Complaint] = []
        var resolved: [Role: ResolvedRole] = [:]
        for (key, spec) in roles.sorted(by: { $0.key < $1.key }) {
            guard let role = Role(rawValue: key) else {
                complaints.append(Complaint(key: "roles.\(key)", message: "there is no role \"\(key)\""))
                continue
            }
            func colour(_ text: String?, _ property: String) -> ColourSpec? {
                guard let text else { return nil }
                if let colour = palette[text] ?? ColourSpec(parsing: text) { return colour }
                complaints.append(
                    Complaint(key: "roles.\(key).\(property)", message: "\"\(text)\" is neither in [palette] nor a colour"))
                return nil
            }
            func attributes(_ names: [String]?) -> Attributes? {
                guard let names else { return nil }
                return names.reduce(into: []) { set, name in
                    if let attribute = Attributes(name: name) {
                        set.insert(attribute)
                    } else {
                        complaints.append(Complaint(key: "roles.\(key).attributes", message: "\"\(name)\" is no attribute"))
                    }
                }
            }
            resolved[role] = ResolvedRole(
                foreground: colour(spec.foreground, "fg"), background: colour(spec.background, "bg"),
                attributes: attributes(spec.attributes))
        }
        let theme = Theme(name: name, description: description, background: background, glyphs: glyphs, roles: resolved)
        return (theme, complaints)
    }

    private init(name: String, description: String, background: ColourSpec, glyphs: Glyphs, roles: [Role: ResolvedRole]) {
        self.name = name
        self.description = description
        self.background = background
        self.glyphs = glyphs
        self.roles = roles
    }

    private var hasColours: Bool { roles.values.contains { $0.foreground != nil || $0.background != nil } }

    /// This theme for a terminal without colour: what it says by colours alone, ``mono`` says by weight and shape.
    public var withoutColour: Theme {
        guard hasColours else { return self }
        return Theme(name: name, description: description, background: background, glyphs: glyphs, roles: Theme.mono.roles)
    }

    /// This theme for a terminal of a depth: without colour as ``mono``; among few colours with a ramp of its own, where the theme's steps
    /// would look alike there.
    public func fitted(to depth: ColourDepth) -> Theme {
        guard depth != .none else { return withoutColour }
        guard depth <= .sixteen, hasColours else { return self }
        let ramp = Self.ramp.keys.map { style($0).fitted(to: depth).background }
        guard Set(ramp).count < ramp.count else { return self }
        return Theme(
            name: name, description: description, background: background, glyphs: glyphs, roles: roles.merging(Self.ramp) { $1 })
    }

    /// A ramp for few colours: from the brightest background to none, the last steps by their weight alone.
    private static let ramp: [Role: ResolvedRole] = {
        func step(_ ink: ColourSpec, _ paper: ColourSpec, _ attributes: Attributes = []) -> ResolvedRole {
            ResolvedRole(foreground: ink, background: paper, attributes: attributes)
        }
        return [
            .heat1: step(.named(.black), .named(.yellow)), .heat2: step(.named(.black), .named(.cyan)),
            .heat3: step(.named(.white), .named(.blue)), .heat4: step(.terminal, .terminal, .underline), .heat5: step(.terminal, .terminal),
            .heatUnknown: step(.terminal, .terminal, .dim), .heatCut: step(.named(.white), .named(.red), .bold),
        ]
    }()

    /// How this role looks: each property from the role itself, else its parent, else `text`, else the terminal's own.
    public func style(_ role: Role) -> Style { style(role, on: .text, under: nil) }

    /// How a cell looks.
    ///
    /// - Parameters:
    ///   - role: what the cell is for.
    ///   - ground: what it lies on; gives the colours that neither the role nor its parents set, before `text` does.
    ///   - highlight: what it lies under; its colours win where it sets any, and its attributes are added.
    public func style(_ role: Role, on ground: Role, under highlight: Role?) -> Style {
        let own = inherited(role)
        let below = ground == .text ? nil : inherited(ground)
        let above = highlight.map(inherited)
        let text = roles[.text]
        return Style(
            foreground: above?.foreground ?? own.foreground ?? below?.foreground ?? text?.foreground ?? .terminal,
            background: above?.background ?? own.background ?? below?.background ?? text?.background ?? .terminal,
            attributes: (own.attributes ?? text?.attributes ?? []).union(above?.attributes ?? []))
    }

    /// What the role and its parents say, without `text`.
    private func inherited(_ role: Role) -> ResolvedRole {
        var found = ResolvedRole()
        var next: Role? = role
        while let current = next, current != .text {
            if let known = roles[current] {
                found.foreground = found.foreground ?? known.foreground
                found.background = found.background ?? known.background
                found.attributes = found.attributes ?? known.attributes
            }
            next = current.parent
        }
        return found
    }
}
