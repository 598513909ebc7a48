// Protects the settings of a campus: every key has its meaning, and a complaint names file and key, or the line for syntax.
// How: small files as text, read and compared as whole values.
import Domain
import Operations
import Settings
import Testing

struct CampusSettingsTests {
    private func problems(_ text: String) -> [String] {
        guard case .failure(let problems) = CampusSettings.read(text, file: "campus.toml") else { return [] }
        return problems.problems.map(\.description)
    }

    @Test func anEmptyFileIsTheDefaultOfAResidence() throws {
        #expect(try CampusSettings.read("", file: "campus.toml").get() == CampusSettings())
    }

    @Test func everyKeyIsRead() throws {
        let text = """
            [campus]
            name = "East"
            test = true
            utc_offset = "+05:30"
            [console]
            theme = "mono"
            operator = "chen"
            role = "cashier"
            mouse = true
            [sales]
            smallest = "5"
            largest = "200.50"
            hoarding_limit_kwh = 300
            repeat_minutes = 10
            [alarms]
            first_kwh = 20
            second_kwh = 8
            first_days = 4
            second_days = 1
            [delivery]
            tries = 5
            retry_seconds = 30
            [subsidy]
            purse = false
            purse_above = "12.50"
            [backup]
            path = "/media/safe"
            batch_rooms = 5
            batch_seconds = 120
            changed_minutes = 15
            retry_seconds = 600
            keep_days = 60
            keep_months = 24
            [simulated_time]
            wall_start_ms = 1000
            start_ms = 5000
            speed = 60
            """
        var expected = CampusSettings()
        expected.rules.campus = "East"
        expected.rules.isTest = true
        expected.rules.offset = UTCOffset(minutes: 330)
        expected.theme = "mono"
        expected.operatorName = "chen"
        expected.role = .cashier
        expected.usesMouse = true
        expected.rules.sales.smallest = Money(fen: 500)
        expected.rules.sales.largest = Money(fen: 20_050)
        expected.rules.sales.hoardingLimit = Energy(wattHours: 300_000)
        expected.rules.sales.repeatMinutes = 10
        expected.rules.alarms.first = Energy(wattHours: 20_000)
        expected.rules.alarms.second = Energy(wattHours: 8000)
        expected.rules.alarms.firstDays = 4
        expected.rules.alarms.secondDays = 1
        expected.rules.delivery.tries = 5
        expected.rules.delivery.retrySeconds = 30
        expected.rules.usesPurse = false
        expected.rules.delivery.purseAbove = 12_50
        expected.backup = BackupPolicy(
            batchRooms: 5, batchSeconds: 120, changedMinutes: 15, retrySeconds: 600, secondPath: "/media/safe",
            generations: GenerationPolicy(days: 60, months: 24))
        expected.simulatedTime = SimulatedTime(
            wallStart: Instant(milliseconds: 1000), start: Instant(milliseconds: 5000), speed: 60)
        #expect(try CampusSettings.read(text, file: "campus.toml").get() == expected)
    }

    @Test(arguments: [
        ("[sales]\nsmallest = 10", "campus.toml: sales.smallest: 10 is not an amount in yuan like \"10.00\""),
        ("[sales]\nsmallest = \"-1\"", "campus.toml: sales.smallest: \"-1\" is not an amount in yuan like \"10.00\""),
        ("[sales]\nsmallest = \"900\"", "campus.toml: sales.smallest: the smallest sale is larger than the largest"),
        ("[sales]\nsmalest = \"10\"", "campus.toml: sales.smalest: this key is not known"),
        ("[campus]\nutc_offset = \"Shanghai\"", "campus.toml: campus.utc_offset: \"Shanghai\" is not an offset like \"+08:00\""),
        ("[console]\nrole = \"king\"", "campus.toml: console.role: \"king\" is not a role"),
        ("[console]\noperator = \"Li Wei:x\"", "campus.toml: console.operator: \"Li Wei:x\" is not a short name of letters and digits"),
        ("[delivery]\ntries = 0", "campus.toml: delivery.tries: 0 is not a whole number from 1 to 20"),
        ("[backup]\npath = \"media\"", "campus.toml: backup.path: \"media\" is not a path that begins with a slash"),
        ("[backup]\nkeep_days = 0", "campus.toml: backup.keep_days: 0 is not a whole number from 1 to 3650"),
        ("name = \"x\"", "campus.toml: name: this key stands outside of every known table"),
    ])
    func aComplaintNamesFileAndKey(text: String, complaint: String) {
        #expect(problems(text).map { $0.replacingOccurrences(of: "'", with: "\"") } == [complaint])
    }

    @Test func asyntaxErrorNamesTheLine() {
        let found = problems("[campus]\nname = \"East")
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("campus.toml: line 2, column") == true)
    }

    /// The library would end the program at these.
    @Test(arguments: [
        ("[=]", "line 1, column 2"), ("[sales]\n  [ .a]", "line 2, column 5"), ("[[\u{0}]]", "line 1, column 3"),
        ("[\nsales]", "line 1, column 2"),
        ("[#", "line 1, column 2"), ("[[[sales]]]", "line 1, column 3"), ("[宿舍]", "line 1, column 2"),
    ])
    func aTableWithoutANameIsAComplaint(text: String, place: String) {
        #expect(problems(text) == ["campus.toml: \(place): the name of a table is expected after the bracket"])
    }

    /// The library would end the program at this too.
    @Test(arguments: [("[campus]\nname = [ } ]", "line 2, column 10"), ("a = [ {b = [1, }", "line 1, column 16")])
    func aBraceInAListIsAComplaint(text: String, place: String) {
        #expect(problems(text) == ["campus.toml: \(place): a brace is closed inside a list"])
    }

    @Test func bracesInTextsAndCommentsAreNothingSpecial() throws {
        let text = "[campus]\nname = \"}[ \\\" }\" # [ }\n"
        #expect(try CampusSettings.read(text, file: "campus.toml").get().rules.campus == "}[ \" }")
    }

    @Test func simulatedTimeRunsAtItsSpeed() {
        let time = SimulatedTime(wallStart: Instant(milliseconds: 100), start: Instant(milliseconds: 5000), speed: 60)
        #expect(time.campusTime(at: Instant(milliseconds: 100)) == Instant(milliseconds: 5000))
        #expect(time.campusTime(at: Instant(milliseconds: 1100)) == Instant(milliseconds: 65_000))
    }
}

extension String {
    fileprivate func replacingOccurrences(of sign: Character, with other: Character) -> String {
        String(map { $0 == sign ? other : $0 })
    }
}
