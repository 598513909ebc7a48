// Protects the PDF of a paper: every text of the pages is in it, the same pages are the same bytes, a character without glyph is named.
// How: pages of Chinese and Latin names are drawn, and read back with pdftotext of poppler.

import Foundation
import Paper
import Reports
import Testing

@Suite("PDF pages")
struct PDFPagesTests {
    private static let created = "2026-06-30T16:00:00+08:00"

    private static func statement(rows: Int, name: String = "张三") -> Document {
        let table = Table(
            columns: [.fixed("Day"), .name("Who"), .amount("kWh"), .amount("Yuan")],
            rows: (1...rows).map { ["2026-03-\($0 % 28 + 10)", .same($0 % 2 == 0 ? name : "O'Brien, Zoë"), "\($0).00", "\($0 * 55).00"] },
            totals: [["", "Together", "100000.00", "9999999.99"]])
        return Document(
            number: "ST-2026-000123", title: "Statement of room 3-418", issuer: "North Campus 北校区", issued: "2026-06-30 16:00",
            checkCode: "ABCDE-FGHJK",
            blocks: [
                .facts([Fact("Room", "3-418"), Fact("Building", "北三楼")]), .heading("Purchases"), .table(table), .signatures(["Payee"]),
            ])
    }

    private static func pdf(_ document: Document) throws -> [UInt8] {
        try PDFPages().pdf(of: Paginator().pages(of: document), title: document.title.text, created: created)
    }

    /// The text of a PDF as poppler reads it.
    private static func text(of pdf: [UInt8]) throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).pdf")
        try Data(pdf).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["pdftotext", "-layout", file.path, "-"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("names in both scripts, sums, numbers of pages and the code come back")
    func textComesBack() throws {
        let text = try Self.text(of: Self.pdf(Self.statement(rows: 120)))
        for part in ["张三", "O'Brien, Zoë", "北校区", "9999999.99", "ST-2026-000123", "ABCDE-FGHJK", "page 1 of 3", "page 3 of 3", "Payee"] {
            #expect(text.contains(part), "\(part) is missing")
        }
        #expect(text.split(separator: "\u{0C}").count { $0.contains("Statement of room 3-418") } == 3, "every page has the head")
    }

    @Test("the same pages are the same bytes")
    func sameBytes() throws {
        #expect(try Self.pdf(Self.statement(rows: 70)) == Self.pdf(Self.statement(rows: 70)))
    }

    @Test("a name is shortened, the money never")
    func shortened() throws {
        let long = String(repeating: "阿卜杜热合曼·", count: 12)
        let text = try Self.text(of: Self.pdf(Self.statement(rows: 2, name: long)))
        #expect(!text.contains(long))
        #expect(text.contains("阿卜杜热合曼·阿"))
        #expect(text.contains("9999999.99"))
    }

    @Test("a character that no font has is named before anything is drawn")
    func missingGlyph() throws {
        // A hieroglyph, of which hardly any machine has a font.
        let missing: Character = "\u{13000}"
        let isRefused: Bool
        do {
            _ = try Self.pdf(Self.statement(rows: 2, name: "Li \(missing)"))
            isRefused = false
        } catch let error as PaperError {
            isRefused = error == .missingGlyphs([missing])
        }
        #expect(isRefused)
    }

    @Test("characters that steer a terminal are shown and do nothing")
    func controlCharacters() throws {
        let text = try Self.text(of: Self.pdf(Self.statement(rows: 2, name: "Li\u{1B}[31m\nna")))
        #expect(text.contains("Li?[31m?na"))
    }
}
