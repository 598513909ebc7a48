// Protects the pages of papers: nothing is lost between two pages, heads are repeated, headings never stand alone at the foot, amounts are
// never shortened, and a table whose amounts do not fit is refused.
// How: papers of every length, their text pages read line by line; one page held against a picture of it.

import Reports
import Seeded
import Testing
import TextLayout

@Suite("Pages of papers")
struct PaginatorTests {
    private static func paper(_ blocks: [Block], isCopy: Bool = false) -> Document {
        Document(
            number: "ST-2026-000123", title: "Statement of room 3-418", issuer: "北校区 North Campus", issued: "2026-06-30 16:00",
            checkCode: "ABCDE-FGHJK", isCopy: isCopy, blocks: blocks)
    }

    private static func table(_ rows: Int, name: String = "李娜") -> Table {
        Table(
            columns: [.fixed("No"), .name("Name"), .amount("Yuan")], rows: (0..<rows).map { ["\($0 + 1)", "\(name)", "\($0).00"] },
            totals: [["", "Together", "12345.67"]])
    }

    private static func text(_ document: Document) throws -> [[String]] {
        try Paginator().pages(of: document).map { TextPages.lines(of: $0) }
    }

    @Test("a page as it is printed")
    func picture() throws {
        let paper = Self.paper(
            [
                .facts([Fact("Room", "3-418"), Fact("Building", "北三楼")]), .heading("Payees"), .table(Self.table(2)),
                .signatures(["Cashier"]),
            ],
            isCopy: true)
        let lines = try #require(try Self.text(paper).first)
        #expect(lines.count == 62)
        let shown = lines.prefix(16) + lines.suffix(2)
        #expect(
            shown.joined(separator: "\n") == """
                北校区 North Campus                                       COPY  2026-06-30 16:00
                Statement of room 3-418                                           ST-2026-000123
                --------------------------------------------------------------------------------

                Room      3-418
                Building  北三楼

                Payees

                No  Name          Yuan
                --------------------------------------------------------------------------------
                1   李娜          0.00
                2   李娜          1.00
                --------------------------------------------------------------------------------
                    Together  12345.67

                --------------------------------------------------------------------------------
                check code ABCDE-FGHJK                                               page 1 of 1
                """)
    }

    @Test(
        "of any number of rows none is lost and none doubled, and every page has the head of the table",
        arguments: [0, 1, 40, 53, 54, 55, 200, 1000])
    func rows(count: Int) throws {
        let pages = try Self.text(Self.paper([.heading("Rows"), .table(Self.table(count))]))
        let numbers = pages.joined().compactMap { $0.split(separator: " ").first.flatMap { Int($0) } }
        #expect(numbers == Array(1...max(1, count)).filter { $0 <= count })
        #expect(pages.allSatisfy { page in page.contains { $0.hasPrefix("No ") && $0.hasSuffix(" Yuan") } })
        #expect(pages.enumerated().allSatisfy { $1.last?.hasSuffix("page \($0 + 1) of \(pages.count)") ?? false })
        #expect(pages.joined().count { $0.contains("12345.67") } == 1)
    }

    @Test("a heading never stands at the foot of a page", arguments: 40...60)
    func headings(before: Int) throws {
        let pages = try Self.text(Self.paper([.table(Self.table(before)), .heading("HEADING"), .table(Self.table(3))]))
        for page in pages {
            guard let place = page.firstIndex(of: "HEADING") else { continue }
            #expect(page[(place + 1)...].dropLast(2).contains { $0.hasPrefix("1 ") }, "\(before) rows before")
        }
    }

    @Test("totals never begin a page without a row above them", arguments: 45...60)
    func totals(rows: Int) throws {
        for page in try Self.text(Self.paper([.table(Self.table(rows))])) {
            guard let sum = page.firstIndex(where: { $0.contains("Together") }) else { continue }
            #expect(page[sum - 2].contains("李娜"), "\(rows) rows: \(page[sum - 2])")
        }
    }

    @Test("a name that does not fit is shortened, an amount never")
    func shortened() throws {
        var table = Self.table(1, name: String(repeating: "欧阳", count: 40))
        table.rows[0][2] = "123456789012345678901234567890.00"
        let line = try #require(try Self.text(Self.paper([.table(table)])).first?.first { $0.hasPrefix("1 ") })
        #expect(line.hasSuffix("123456789012345678901234567890.00"))
        #expect(line.contains("…"))
        #expect(line.cellWidth <= 80)
    }

    @Test("amounts wider than the page are refused, not cut")
    func tooWide() {
        let wide = String(repeating: "9", count: 30)
        let table = Table(columns: [.amount("A"), .amount("B"), .amount("C")], rows: [[.same(wide), .same(wide), .same(wide)]])
        #expect(throws: PaperError.tooWide("A, B, C")) { try Paginator().pages(of: Self.paper([.table(table)])) }
    }

    @Test("signature lines stay together, a page break begins a page")
    func blocks() throws {
        let pages = try Self.text(
            Self.paper([.table(Self.table(50)), .signatures(["Payee", "Cashier", "Supervisor"]), .pageBreak, .paragraph("End.")]))
        let signed = pages.filter { page in page.contains { $0.hasPrefix("Payee") } }
        #expect(signed.count == 1)
        #expect(signed.first?.contains { $0.hasPrefix("Supervisor") } ?? false)
        #expect(pages.last?.contains("End.") ?? false)
        #expect(pages.last?.contains { $0.hasPrefix("Payee") } == false)
    }

    @Test("the text of all pages ends every page with a form feed")
    func formFeeds() throws {
        let text = TextPages.text(of: try Paginator().pages(of: Self.paper([.table(Self.table(100))])))
        #expect(text.count { $0 == "\u{0C}" } == 2)
        #expect(text.hasSuffix("\u{0C}"))
    }
}
