// Protects how a theme's roles become styles: each property comes from the nearest that sets it, mono needs no colour.
// How: fallback rules on small themes, and the compiled theme as it is.
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
}
