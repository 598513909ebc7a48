import Phrases
import TextLayout

/// Cuts papers into pages with head and foot, in the language that is spoken.
///
/// Pure: the same paper gives the same pages in the same language.
public struct Paginator: Sendable {
    /// The size of the pages.
    public var size: PageSize

    /// Makes a paginator.
    public init(size: PageSize = .a4) { self.size = size }

    /// Lines above the content: issuer and COPY, title and number, a rule, nothing.
    private static let headLines = 4
    /// Lines below it: a rule, check code and page number.
    private static let footLines = 2

    /// The pages of a paper, at least one.
    public func pages(of document: Document) throws(PaperError) -> [Page] {
        let room = size.lines - Self.headLines - Self.footLines
        var sheets: [[PageLine]] = [[]]
        for block in document.blocks {
            for piece in try pieces(block) { place(piece, on: &sheets, room: room) }
        }
        if sheets.count > 1, sheets.last?.isEmpty == true { sheets.removeLast() }
        return sheets.enumerated().map { index, lines in
            let filler = Array(repeating: PageLine.blank, count: max(0, room - lines.count))
            return Page(lines: head(document) + lines + filler + foot(document, page: index + 1, of: sheets.count))
        }
    }

    /// What must stand on one page together, and what is said again above it when it begins a page.
    private struct Piece {
        var lines: [PageLine]
        var repeatedHead: [PageLine] = []
        var endsPage = false
        /// Lines that must fit below it, so that a heading is never the last line of a page.
        var wantsBelow = 0
    }

    private func place(_ piece: Piece, on sheets: inout [[PageLine]], room: Int) {
        guard var last = sheets.popLast() else { return }
        if piece.endsPage {
            sheets += [last, []]
            return
        }
        if !last.isEmpty, last.count + piece.lines.count + piece.wantsBelow > room {
            sheets.append(last)
            last = piece.repeatedHead
        }
        // Nothing begins a page but content.
        let lines = last.isEmpty && piece.lines.first == .blank ? Array(piece.lines.dropFirst()) : piece.lines
        sheets.append(last + lines)
    }

    private func pieces(_ block: Block) throws(PaperError) -> [Piece] {
        switch block {
        case .heading(let text):
            return [Piece(lines: [.blank, .cells([PageCell(text.text, column: 0, width: size.columns, isBold: true)])], wantsBelow: 4)]
        case .facts(let facts): return facts.map { Piece(lines: lines(of: $0, names: facts.map(\.name.text.cellWidth).max() ?? 0)) }
        case .paragraph(let text):
            let lines = text.text.wrapped(to: size.columns).map { PageLine.cells([PageCell($0, column: 0, width: size.columns)]) }
            return [Piece(lines: [.blank])] + lines.map { Piece(lines: [$0]) }
        case .table(let table): return try pieces(of: table)
        case .signatures(let names): return [Piece(lines: names.flatMap { signature($0.text) })]
        case .pageBreak: return [Piece(lines: [], endsPage: true)]
        }
    }

    private func lines(of fact: Fact, names: Int) -> [PageLine] {
        let column = min(names, size.columns / 2) + 2
        return fact.value.text.wrapped(to: size.columns - column).enumerated().map { index, text in
            let name = index == 0 ? [PageCell(fact.name.text, column: 0, width: column - 1)] : []
            return .cells(name + [PageCell(text, column: column, width: size.columns - column)])
        }
    }

    private func pieces(of table: Table) throws(PaperError) -> [Piece] {
        let (titles, rows, totals) = (table.columns.map(\.title.text), table.rows.spoken, table.totals.spoken)
        let widths = try TableWidths(table.columns, titles: titles, rows: rows + totals, width: size.columns)
        func row(_ texts: [String], isBold: Bool = false) -> PageLine {
            .cells(
                zip(table.columns.indices, texts).map { index, text in
                    let (column, place) = (table.columns[index], widths.places[index])
                    return PageCell(
                        text, column: place.column, width: place.width, alignment: column.alignment, isBold: isBold,
                        isShortened: column.isShortened)
                })
        }
        let head = [row(titles, isBold: true), .rule]
        var pieces = [Piece(lines: [.blank] + head, wantsBelow: 1)]
        pieces += rows.map { Piece(lines: [row($0)], repeatedHead: head) }
        guard !totals.isEmpty else { return pieces }
        // The last row stays with the totals, so that no page begins with a sum of nothing.
        let last = rows.isEmpty ? [] : pieces.removeLast().lines
        pieces.append(Piece(lines: last + [.rule] + totals.map { row($0, isBold: true) }, repeatedHead: head))
        return pieces
    }

    private func signature(_ name: String) -> [PageLine] {
        let half = size.columns / 2
        let line = String(repeating: "_", count: half - 12)
        return [
            .blank,
            .cells([
                PageCell(name, column: 0, width: half - 2), PageCell(line, column: half, width: half - 12),
                PageCell("__________", column: size.columns - 10, width: 10),
            ]),
        ]
    }

    // MARK: Head and foot

    private func head(_ document: Document) -> [PageLine] {
        let number = document.number
        let copy = document.isCopy ? phrase("COPY") : ""
        let right = max(number.cellWidth, document.issued.cellWidth, copy.cellWidth)
        let left = size.columns - right - 2
        return [
            .cells([
                PageCell(document.issuer, column: 0, width: left - 2 - copy.cellWidth),
                PageCell(copy, column: left - copy.cellWidth, width: copy.cellWidth, isBold: true),
                PageCell(document.issued, column: left + 2, width: right, alignment: .right, isShortened: false),
            ]),
            .cells([
                PageCell(document.title.text, column: 0, width: left, isBold: true),
                PageCell(number, column: left + 2, width: right, alignment: .right, isShortened: false),
            ]),
            .rule, .blank,
        ]
    }

    private func foot(_ document: Document, page: Int, of pages: Int) -> [PageLine] {
        let place = phrase("page \(page) of \(pages)")
        return [
            .rule,
            .cells([
                PageCell(phrase("check code \(document.checkCode)"), column: 0, width: size.columns - place.cellWidth - 2),
                PageCell(place, column: size.columns - place.cellWidth, width: place.cellWidth, alignment: .right),
            ]),
        ]
    }
}

extension [[Wording]] {
    fileprivate var spoken: [[String]] { map { $0.map(\.text) } }
}
