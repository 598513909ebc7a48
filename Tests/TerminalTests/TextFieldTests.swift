// Protects what an operator types: it arrives as typed, and a field for figures holds nothing else.
// How: keys into fields of each kind, with the text and the cursor after them; fields as drawn.
import Terminal
import Testing
import TextLayout

struct TextFieldTests {
    private func typed(_ text: String, into field: TextField) -> TextField {
        var field = field
        for character in text { _ = field.handle(.character(character)) }
        return field
    }

    @Test func editingMovesTheCursorByCharacters() {
        var outcome: TextField.Outcome
        var field = typed("李e\u{301}a", into: TextField())
        #expect(field.text == "李e\u{301}a" && field.cursor == 3)
        for key in [Key.left, .left, .backspace] { _ = field.handle(key) }
        #expect(field.text == "e\u{301}a" && field.cursor == 0)
        outcome = field.handle(.backspace)
        #expect(outcome == .taken)
        #expect(field.text == "e\u{301}a")
        _ = field.handle(.delete)
        _ = field.handle(.end)
        _ = field.handle(.character("b"))
        #expect(field.text == "ab" && field.cursor == 2)
        _ = field.handle(.home)
        _ = field.handle(.character("x"))
        #expect(field.text == "xab" && field.cursor == 1)
        outcome = field.handle(.enter)
        #expect(outcome == .ignored)
        outcome = field.handle(.up)
        #expect(outcome == .ignored)
        outcome = field.handle(.function(1))
        #expect(outcome == .ignored)
    }

    @Test func wordsAndLinesAreCleared() {
        var field = TextField("desk 2 week 47")
        _ = field.handle(.control("w"))
        #expect(field.text == "desk 2 week ")
        _ = field.handle(.control("u"))
        #expect(field.text == "" && field.cursor == 0)
    }

    @Test func aFieldForFiguresTakesFiguresAlone() {
        var outcome: TextField.Outcome
        #expect(typed("4a1-8", into: TextField(kind: .digits)).text == "418")
        #expect(typed("５０．００", into: TextField(kind: .decimal(fraction: 2))).text == "50.00")
        #expect(typed("1.2.345", into: TextField(kind: .decimal(fraction: 2))).text == "1.23")
        #expect(typed("7.5", into: TextField(kind: .decimal(fraction: 0))).text == "75")
        var full = TextField("123", kind: .digits, limit: 3)
        outcome = full.handle(.character("4"))
        #expect(outcome == .refused)
        #expect(full.text == "123")
        outcome = full.handle(.character("x"))
        #expect(outcome == .refused)
        #expect(TextField("abc", kind: .digits).text == "")
    }

    @Test func aPasteIsTakenWholeOrNotAtAll() {
        var outcome: TextField.Outcome
        var amount = TextField(kind: .decimal(fraction: 2))
        outcome = amount.handle(.paste(" 12.50 \nrm -rf"))
        #expect(outcome == .taken)
        #expect(amount.text == "12.50")
        outcome = amount.handle(.paste("1e5"))
        #expect(outcome == .refused)
        #expect(amount.text == "12.50")
        var note = TextField(limit: 5)
        outcome = note.handle(.paste("too long"))
        #expect(outcome == .refused)
        #expect(note.text == "")
        outcome = note.handle(.paste("a\u{1B}b"))
        #expect(outcome == .refused)
        #expect(note.text == "")
    }

    @Test func theCursorStaysInView() {
        var frame = Frame(size: Size(columns: 12, rows: 2))
        var field = TextField("0123456789")
        frame.field(field, at: Point(column: 2, row: 0), width: 6, focused: true)
        #expect(frame.lines[0] == "  56789" && frame.cursor == Point(column: 7, row: 0))
        _ = field.handle(.home)
        frame.field(field, at: Point(column: 2, row: 0), width: 6, focused: true)
        #expect(frame.lines[0] == "  01234…" || frame.lines[0] == "  012345")
        #expect(frame.cursor == Point(column: 2, row: 0))
        frame.field(TextField("李伟"), at: Point(column: 0, row: 1), width: 4, focused: true)
        #expect(frame.lines[1] == "伟" && frame.cursor == Point(column: 2, row: 1))
        frame.field(TextField("50.00"), at: Point(column: 2, row: 1), width: 8, focused: true, alignment: .right)
        #expect(frame.lines[1] == "伟  50.00" && frame.cursor == Point(column: 9, row: 1))
    }

    @Test func anEmptyFieldSaysWhatItIsFor() {
        var frame = Frame(size: Size(columns: 10, rows: 1))
        frame.field(TextField(), at: Point(column: 0, row: 0), width: 6, focused: false, placeholder: "room")
        #expect(frame.lines == ["room"] && frame.roleMap.legend.values.contains("text.dim"))
    }
}
