// Protects scripts: what a line says is what is pressed, and a line that is not understood is named.
// How: small scripts as text, and the steps that they give.
import Testing

@testable import Terminal

struct KeyScriptTests {
    @Test func linesBecomeSteps() throws {
        let script = try KeyScript(
            text: """
                # a sale
                4 1 8 Enter

                type 5 0
                wait METER  2
                # #
                dump out.txt
                Resize:132x40
                #
                """)
        let expected: [(Int, KeyScript.Step)] = [
            (2, .press(.character("4"))), (2, .press(.character("1"))), (2, .press(.character("8"))), (2, .press(.enter)),
            (4, .press(.character("5"))), (4, .press(.character(" "))), (4, .press(.character("0"))), (5, .wait("METER  2")),
            (7, .dump("out.txt")), (8, .press(.resize(Size(columns: 132, rows: 40)))), (9, .press(.character("#"))),
        ]
        #expect(script.lines.map(\.number) == expected.map(\.0))
        #expect(script.lines.map(\.step) == expected.map(\.1))
    }

    private static let mistakes: [(String, Int, KeyScript.Misread.Mistake)] = [
        ("Enter\nEntr", 2, .noKey("Entr")), ("wait", 1, .needsWord("wait")), ("\n\ntype ", 3, .needsWord("type")),
    ]

    @Test(arguments: mistakes)
    func aMistakeIsNamed(text: String, line: Int, mistake: KeyScript.Misread.Mistake) {
        #expect(throws: KeyScript.Misread(number: line, mistake: mistake)) { try KeyScript(text: text) }
    }
}
