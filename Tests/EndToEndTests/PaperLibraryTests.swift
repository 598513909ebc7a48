// Protects machines without CUPS or Pango: a start loads neither, everything but PDF and printers works, and a paper that needs one says
// which, what stands and what to install, in both languages.
// How: the real program with files of the libraries' names before the system's, which are no libraries; and the list of what a start loads.
import Foundation
import Testing

@Suite("Machines without the libraries of papers")
struct PaperLibraryTests {
    @Test("a start loads none of them")
    func program() throws {
        let needed = try Shell.run("/usr/bin/ldd", [Program.path])
        #expect(needed.output.contains("libncursesw"), "\(needed)")
        for library in ["pango", "cairo", "cups", "gobject", "glib-2"] {
            #expect(!needed.output.contains(library), "every start of any command would load \(library)")
        }
    }

    @Test("reports as text go on; PDF and print say what is missing, write nothing and print nothing")
    func missing() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        for library in ["libpangocairo-1.0.so.0", "libcups.so.2"] { try folder.write(library, "") }
        func run(_ words: String...) throws -> Finished {
            try Shell.run(Program.path, words + ["--campus", campus.path], environment: ["LD_LIBRARY_PATH": folder.path])
        }
        func papers() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: campus.path + "/reports") }

        #expect(try run("rooms").status == 0)
        let made = try run("report", "sales", "--text", "--json")
        let number = try #require((try made.json() as? [String: Any])?["number"] as? String, "\(made)")
        let before = try papers()
        #expect(before == ["\(number).txt"])

        let drawn = try run("report", "sales")
        #expect(drawn.status == 1 && drawn.output == "", "\(drawn)")
        for part in [
            "PDF pages are drawn by the library libpangocairo-1.0.so.0, which this machine can not use: ",
            "No page was made.", "apt install libpangocairo-1.0-0",
        ] {
            #expect(drawn.errors.contains(part), "\(drawn)")
        }
        let closed = try run("month", "close", "2026-10")
        #expect(closed.status == 1 && closed.errors.contains("Nothing was closed."), "\(closed)")
        let kept = try run("paper", number, "--save")
        #expect(kept.status == 1 && kept.errors.contains("No file was written"), "\(kept)")
        let next = try run("report", "sales", "--text", "--json")
        let nextNumber = try #require((try next.json() as? [String: Any])?["number"] as? String, "\(next)")
        #expect(nextNumber.suffix(4) == String(format: "%04d", (Int(number.suffix(4)) ?? 0) + 1), "no number was used up: \(nextNumber)")
        try FileManager.default.removeItem(atPath: campus.path + "/reports/\(nextNumber).txt")
        let printed = try run("print", number, "--printer", "office")
        #expect(printed.status == 3 && printed.output == "", "\(printed)")
        for part in [
            "Print servers are asked through the library libcups.so.2, which this machine can not use: ", "Nothing was printed.",
            "apt install libcups2",
        ] {
            #expect(printed.errors.contains(part), "\(printed)")
        }
        let chinese = try run("print", number, "--language", "zh")
        #expect(chinese.errors.contains("经函数库 libcups.so.2 查询打印服务，本机无法使用该库："), "\(chinese)")
        #expect(try papers() == before, "nothing was written")
        #expect(try run("verify").status == 0)
    }
}
