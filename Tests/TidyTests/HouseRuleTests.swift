// Protects the rules of the house that no compiler knows: sizes, escapes from the language's safety, sleeping tests, machine paths.
// How: every source and test file is read as text; the rules are patterns with the reason beside them.
import Testing

struct HouseRuleTests {
    @Test func filesAndLinesAreSmall() throws {
        for file in try Tree.files(under: "Sources") {
            #expect(file.lines.count <= 401, "\(file.path) has \(file.lines.count) lines; a file has one subject and at most 400")
        }
        for file in try Tree.files(under: "Sources") + Tree.files(under: "Tests") {
            for (index, line) in file.lines.enumerated()
            where line.count > 160 && !file.path.contains("Fixtures") && !line.contains("firstMatch") {
                Issue.record("\(file.path):\(index + 1): \(line.count) columns")
            }
        }
    }

    private static let banned: [(pattern: String, reason: String)] = [
        ("try" + "!", "an error is handled or passed on"),
        ("fatal" + "Error(", "a precondition says what was expected"),
        ("nonisolated(un" + "safe)", "no escape from the concurrency rules"),
        ("@unchecked Send" + "able", "no escape from the concurrency rules"),
        ("@Main" + "Actor", "the main actor is not the main thread here"),
        ("Dispatch" + "Queue.main", "the main thread belongs to the console's loop"),
        ("Thread.sl" + "eep", "work waits for events"),
        ("usl" + "eep(", "work waits for events"),
        ("/ro" + "ot/", "no path of a machine"),
        ("TO" + "DO", "finish it, or say so in an issue"),
        ("FIX" + "ME", "finish it, or say so in an issue"),
    ]

    @Test func nothingBannedIsUsed() throws {
        for file in try Tree.files(under: "Sources") + Tree.files(under: "Tests") {
            for (index, line) in file.lines.enumerated() {
                for rule in Self.banned where line.contains(rule.pattern) {
                    Issue.record("\(file.path):\(index + 1): \(rule.pattern): \(rule.reason)")
                }
            }
        }
    }

    @Test func testsDoNotSleep() throws {
        for file in try Tree.files(under: "Tests") {
            for (index, line) in file.lines.enumerated() where line.contains("Task.sl" + "eep") || line.contains("time.sl" + "eep") {
                Issue.record("\(file.path):\(index + 1): tests wait for what happens, not for time")
            }
        }
    }

    @Test func everyTestFileSaysWhatItProtects() throws {
        for file in try Tree.files(under: "Tests") where file.path.hasSuffix("Tests.swift") {
            let head = file.lines.prefix(2).allSatisfy { $0.hasPrefix("//") }
            #expect(head, "\(file.path): the first two lines say what it protects and how")
        }
    }
}
