// Protects what is said about wrong words on the command line: every sentence of the argument parser is said in the language of the office.
// How: the real program is given each kind of mistake in Chinese, and no English sentence may be left; a new version of the parser that
// words one otherwise is noticed here.
import Foundation
import Testing

struct ParserWordsTests {
    struct Mistake: CustomTestStringConvertible {
        let words: [String]
        let said: String
        var testDescription: String { words.joined(separator: " ") }

        init(_ words: String, _ said: String) {
            self.words = words.split(separator: " ").map(String.init)
            self.said = said
        }
    }

    static let mistakes: [Mistake] = [
        Mistake("rooms --nosuch", "错误：未知选项 --nosuch"),
        Mistake("rooms --jsn", "错误：未知选项 --jsn。是否指 --json？"),
        Mistake("rooms -x", "错误：未知选项 -x"),
        Mistake("rooms --json=yes", "错误：选项 --json 不带值，却给了“yes”。"),
        Mistake("rooms --filter", "错误：缺少 --filter <filter> 的值"),
        Mistake("room", "错误：缺少参数 <room>"),
        Mistake("room 3-418 more", "错误：多余的参数“more”"),
        Mistake("room 3-418 more still", "错误：多余的参数 2 个：'more', 'still'"),
        Mistake("nosuch", "错误：多余的参数“nosuch”"),
        Mistake("topup 3-418 50 --wait soon", "错误：“soon”不能用于 --wait <wait>"),
        Mistake("trace C1/1 --seconds 0", "错误：--seconds 为 1 到 3600。"),
        Mistake("topup", "错误：请指定房间和金额，或 --file。"),
        Mistake("case C00001 --close soon", "错误：“soon”不能用于 --close <close>"),
        Mistake("subsidy run --month soon", "错误：“soon”不能用于 --month <month>"),
        Mistake("export journal --from soon", "错误：“soon”不能用于 --from <from>"),
        Mistake("--generate-completion-script=nosuch", "错误：不能为 nosuch 生成补全脚本。"),
    ]

    @Test(arguments: mistakes) func aMistakeIsSaidInChinese(_ mistake: Mistake) throws {
        let campus = try TemporaryFolder()
        defer { campus.remove() }
        let finished = try Shell.run(
            Program.path, mistake.words, environment: ["LANG": "zh_CN.UTF-8", "LC_ALL": "", "DORMWATT_CAMPUS": campus.path])
        #expect(finished.status == 2)
        #expect(finished.errors.contains(mistake.said), "\(finished.errors)")
        expectChinese(finished.errors)
        if !mistake.words.contains(where: { $0.contains("script") }) {
            #expect(finished.errors.contains("用法：dormwatt"), "\(finished.errors)")
            #expect(finished.errors.contains("详见 dormwatt"), "\(finished.errors)")
        }
    }

    @Test func aCommandThatStandsAloneIsExplained() throws {
        let finished = try Shell.run(Program.path, ["refund"], environment: ["LANG": "zh_CN.UTF-8", "LC_ALL": ""])
        #expect(finished.output.hasPrefix("概述："), "\(finished.output)")
        expectChinese(finished.output)
    }

    /// How a command is used names its words as they are typed; two words that follow each other anywhere else are English.
    private func expectChinese(_ text: String) {
        for line in text.split(separator: "\n") where !line.hasPrefix("用法：") && !line.hasPrefix("  ") {
            let rest = line.replacing(/详见 dormwatt.*/, with: "").replacing(/dormwatt( [a-z-]+)+/, with: "")
            #expect(!rest.contains(/[A-Za-z]{2,} [a-z]{2,}/), "\(line)")
        }
    }
}
