// Protects the command line from what people and scripts type: it ends with one of its five codes, says why, and the books stay whole.
// How: seeded word lists, half of them sensible, given to the real program on a small campus. A failing list prints itself.
import Foundation
import Seeded
import Testing

struct CommandFuzzTests {
    private static let verbs = ["rooms", "room", "read", "topup", "orders", "verify", "import", "init", "nosuch", ""]
    private static let words = [
        "3-418", "3-419", "9-999", "50", "10.00", "-50", "0", "1e9", "９９", "99999999999999999999", "", " ", "李伟", "--json", "--dry-run",
        "--wait", "0",
        "--file", "/dev/null", "/nosuch", "--id", "--settle", "--withdraw", "--delivered", "--reason", "--again", "--help", "--", "-", "-x",
        "--campus", "\u{202E}", "a\u{0301}", String(repeating: "x", count: 5_000), "rooms", "meters", "'; DROP TABLE entry; --", "%s%n",
        "\n",
    ]

    private static func list(_ random: inout SeededRandom) -> [String] {
        let verb = verbs.randomElement(using: &random) ?? ""
        let list = [verb] + (0..<Int.random(in: 0...5, using: &random)).map { _ in words.randomElement(using: &random) ?? "" }
        // Nobody waits for a concentrator that is not there.
        let wait = ["topup": ["--wait", "0"], "read": ["--wait", "1"]][verb] ?? []
        return list.contains("--") ? list.filter { $0 != "--" } + wait + ["--"] : list + wait
    }

    @Test func anyWordsEndWithACodeAndAReason() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        var random = SeededRandom(seed: 645)
        var codes: [Int32: Int] = [:]
        for _ in 0..<300 {
            let list = Self.list(&random)
            // The campus of the test alone may be meant when none is named; `init` and `--campus` may make folders of any name.
            let finished = try Shell.run(
                "/usr/bin/env", ["-C", campus.folder.path, "timeout", "20", Program.path] + list,
                environment: ["DORMWATT_CAMPUS": campus.path, "HOME": campus.folder.path])
            codes[finished.status, default: 0] += 1
            #expect((0...4).contains(finished.status), "\(list.debugDescription): \(finished.status) \(finished.errors.prefix(400))")
            if finished.status != 0 {
                #expect(!(finished.output + finished.errors).isEmpty, "\(list.debugDescription) ends without a word")
            }
        }
        #expect(Set(codes.keys).isSuperset(of: [0, 1, 2]), "\(codes)")
        #expect(try campus.run("verify").status == 0)
    }
}
