// Protects that colours keep their meaning on terminals with fewer of them.
// How: known colours at each depth; each colour of the palette finds itself again; texts that are no colour.
import Terminal
import Testing

struct ColourTests {
    @Test(arguments: [
        ("#ffaf00", Colour.rgb(red: 255, green: 175, blue: 0), 214, 11, 3), ("#ff5f5f", .rgb(red: 255, green: 95, blue: 95), 203, 9, 1),
        ("#87af5f", .rgb(red: 135, green: 175, blue: 95), 107, 2, 2), ("#121212", .rgb(red: 18, green: 18, blue: 18), 233, 0, 0),
        ("#949494", .rgb(red: 148, green: 148, blue: 148), 246, 8, 0), ("#ffffff", .rgb(red: 255, green: 255, blue: 255), 231, 15, 7),
        ("#005f5f", .rgb(red: 0, green: 95, blue: 95), 23, 6, 6), ("203", .rgb(red: 255, green: 95, blue: 95), 203, 9, 1),
        ("yellow", .indexed(3), 3, 3, 3),
        ("bright-red", .rgb(red: 255, green: 0, blue: 0), 9, 9, 1), ("default", .terminal, -1, -1, -1),
    ])
    func aColourIsFittedToTheDepth(text: String, direct: Colour, palette: Int, sixteen: Int, eight: Int) throws {
        let colour = try #require(ColourSpec(parsing: text))
        func indexed(_ number: Int) -> Colour { number < 0 ? .terminal : .indexed(UInt8(number)) }
        #expect(colour.fitted(to: .direct) == direct)
        #expect(colour.fitted(to: .palette) == indexed(palette))
        #expect(colour.fitted(to: .sixteen) == indexed(sixteen))
        #expect(colour.fitted(to: .eight) == indexed(eight))
        #expect(colour.fitted(to: .none) == .terminal)
    }

    @Test func everyColourOfThePaletteFindsItself() {
        for number in UInt8(16)...255 {
            let shown = ColourSpec.indexed(number).components
            let spec = ColourSpec.rgb(red: UInt8(shown.red), green: UInt8(shown.green), blue: UInt8(shown.blue))
            guard case .indexed(let found) = spec.fitted(to: .palette) else {
                Issue.record("\(number)")
                continue
            }
            #expect(ColourSpec.indexed(found).components == shown)
        }
    }

    @Test(arguments: ["", "#", "#fff", "#gggggg", "#1234567", "256", "-1", "+3", "amber", "Red", "# 00000", "#-00001"])
    func othersAreNoColour(text: String) { #expect(ColourSpec(parsing: text) == nil) }

    @Test(arguments: [
        (-1, ColourDepth.none), (0, .none), (2, .none), (8, .eight), (16, .sixteen), (88, .sixteen), (256, .palette), (16_777_216, .direct),
    ])
    func depthsFollowTheNumberOfColours(colours: Int, depth: ColourDepth) { #expect(ColourDepth(colours: colours) == depth) }
}
