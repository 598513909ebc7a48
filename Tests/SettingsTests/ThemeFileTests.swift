// Protects themes as files: what is understood is taken, what is not is told by file and key and never stops the console.
// How: small files as text; and every theme that is shipped is read without a complaint.
import Foundation
import Settings
import Terminal
import Testing

struct ThemeFileTests {
    @Test func aThemeIsRead() throws {
        let text = """
            [theme]
            name = "lamp"
            description = "A lamp"
            [palette]
            amber = "#ffaf00"
            [roles]
            accent = { fg = "amber", attributes = ["bold"] }
            "state.cut" = { fg = 9 }
            [glyphs]
            set = "ascii"
            ellipsis = "~"
            """
        let reading = try ThemeFile.read(text, file: "lamp.toml")
        #expect(reading.problems.isEmpty)
        #expect(reading.theme.name == "lamp")
        #expect(reading.theme.style(.accent).foreground == .rgb(red: 255, green: 175, blue: 0))
        #expect(reading.theme.style(.accent).attributes == [.bold])
        #expect(reading.theme.glyphs.horizontal == "-")
    }

    @Test func whatIsNotUnderstoodIsToldAndLeftOut() throws {
        let text = """
            [palette]
            amber = "amberish"
            [roles]
            acent = { fg = "red" }
            accent = { fg = "nosuch", colour = "red", attributes = ["blink"] }
            [glyphs]
            set = "emoji"
            horizontal = "too wide"
            """
        let found = try ThemeFile.read(text, file: "t.toml").problems.map(\.place)
        #expect(
            found.sorted() == [
                "glyphs.horizontal", "glyphs.set", "palette.amber", "roles.accent.attributes", "roles.accent.colour", "roles.accent.fg",
                "roles.acent",
            ])
    }

    @Test func aFileThatIsNoTOMLNamesTheLine() {
        #expect { try ThemeFile.read("[theme]\nname = ", file: "t.toml") } throws: { error in
            (error as? SettingsProblem)?.place.hasPrefix("line 2") == true
        }
    }

    @Test func everyShippedThemeIsReadWithoutAComplaint() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../themes").standardizedFileURL
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(files.count >= 2)
        for file in files where file.pathExtension == "toml" {
            let reading = try ThemeFile.read(String(contentsOf: file, encoding: .utf8), file: file.lastPathComponent)
            #expect(reading.problems.isEmpty, "\(reading.problems)")
            #expect(reading.theme.name == file.deletingPathExtension().lastPathComponent)
        }
    }
}
