// Protects papers and free electricity as a person at the console meets them: the receipt that is shown before it is made and then saved, a job that
// is not called printed while the printer is off, and a month that is given once.
// How: the real program on a terminal made by tmux; a real print server whose printer is switched off.
import Foundation
import Testing

@Suite("Papers on the console")
struct PapersConsoleTests {
    @Test("the receipt of a sale is shown, saved and given to a printer that is off")
    func receipt() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        let server = try PrintServer()
        defer { server.stop() }
        #expect(try campus.run("topup", "3-418", "20", "--wait", "0").status == 3)
        let terminal = try TmuxTerminal("\(Program.path) console --campus \(campus.path)", environment: ["CUPS_SERVER": server.address])
        defer { terminal.close() }
        try terminal.wait(for: "Building 3")
        try terminal.type("4", "1", "8")
        try terminal.wait(for: "go to 418")
        try terminal.type("Enter")
        try terminal.wait(for: "last sale")
        try terminal.type("p")
        try terminal.wait(for: "PREVIEW")
        #expect(try campus.run("paper").output.contains("No papers were made."))
        try terminal.type("s")
        try terminal.wait(for: "Saved: reports/RC-")
        try terminal.wait(for: "RC-20")
        let saved = try FileManager.default.contentsOfDirectory(atPath: campus.path + "/reports").sorted()
        #expect(saved.map { $0.suffix(4) } == [".pdf", ".txt"], "\(saved)")
        try terminal.type("p")
        try terminal.wait(for: "On printer office")
        try terminal.type("+")
        try terminal.wait(for: "not printed yet")
        let number = try #require(saved.first?.dropLast(4))
        #expect(try server.run(["print", String(number), "--campus", campus.path, "--status"]).output.contains("not printed yet"))
        #expect(try campus.run("verify").status == 0)
        try terminal.quit()
    }

    @Test("a month is given after the typed count, once")
    func month() throws {
        let campus = try SmallCampus()
        defer { campus.remove() }
        try campus.folder.write("roster.csv", "number,name,room,from\nS1,李娜,3-418,2026-01-01\nS2,Zoë,3-419,2026-01-01\n")
        #expect(try campus.run("import", "residents", campus.folder.file("roster.csv")).status == 0)
        #expect(try campus.run("subsidy", "policy", "basic", "--from", "2026-01", "--pause", "none").status == 0)
        let terminal = try TmuxTerminal("\(Program.path) console --campus \(campus.path)")
        defer { terminal.close() }
        try terminal.wait(for: "Wall")
        try terminal.type("g", "s")
        try terminal.wait(for: "2 rooms get 10.00 kWh")
        try terminal.type("+")
        try terminal.wait(for: "type how many rooms")
        try terminal.type("3", "Enter")
        try terminal.wait(for: "That is not how many rooms get something.")
        try terminal.type("BSpace", "2", "Enter")
        try terminal.wait(for: "Given, and it stands in the books: 2 rooms.")
        try terminal.wait(for: "QUEUED 2")
        try terminal.type("r")
        try terminal.wait(for: "Nothing is due that was not granted")
        #expect(try campus.run("subsidy", "run").output.contains("Nothing is due that was not granted."))
        #expect(try campus.run("verify").status == 0)
        try terminal.quit()
    }
}
