public import Domain
public import Operations
import Phrases

/// The settings of one campus, read from its `campus.toml`; what the file does not say has the default of a residence.
public struct CampusSettings: Hashable, Sendable {
    /// The rules of the office.
    public var rules = DeskRules()
    /// The theme of consoles that name none.
    public var theme = "default"
    /// Whether consoles take clicks and the wheel.
    public var usesMouse = false
    /// The code of the language of the campus; nil where the locale decides.
    public var language: String?
    /// Who is at the desk when nobody says so.
    public var operatorName = "desk"
    /// In which role.
    public var role = Role.manager
    /// When the books are copied, where to and for how long.
    public var backup = BackupPolicy()
    /// For campuses with simulated field equipment: how time runs; nil where time is the machine's.
    public var simulatedTime: SimulatedTime?

    /// The defaults of a residence.
    public init() {}

    /// Reads the text of a settings file; whatever is wrong is told with its key, and then nothing of it holds.
    public static func read(_ text: String, file: String) -> Result<CampusSettings, SettingsProblems> {
        var settings = CampusSettings()
        do throws(SettingsProblem) {
            var reader = try TOMLReader(file: file, text: text)
            settings.readCampus(&reader)
            settings.readRules(&reader)
            settings.readBackup(&reader)
            settings.readTime(&reader)
            reader.finish()
            return reader.problems.isEmpty ? .success(settings) : .failure(SettingsProblems(problems: reader.problems))
        } catch {
            return .failure(SettingsProblems(problems: [error]))
        }
    }

    private mutating func readCampus(_ reader: inout TOMLReader) {
        rules.campus = reader.string("campus", "name") ?? rules.campus
        rules.isTest = reader.flag("campus", "test") ?? rules.isTest
        rules.offset = reader.parsed("campus", "utc_offset", phrase("an offset like \"+08:00\""), UTCOffset.init) ?? rules.offset
        language = reader.parsed("campus", "language", phrase("a code like \"zh\"")) { LanguageWish.isCode($0) ? $0 : nil }
        theme = reader.string("console", "theme") ?? theme
        usesMouse = reader.flag("console", "mouse") ?? usesMouse
        operatorName =
            reader.parsed("console", "operator", phrase("a short name of letters and digits")) { Self.isShortName($0) ? $0 : nil }
            ?? operatorName
        role = reader.parsed("console", "role", phrase("a role")) { Role(rawValue: $0) } ?? role
    }

    private mutating func readRules(_ reader: inout TOMLReader) {
        let yuan = phrase("an amount in yuan like \"10.00\"")
        rules.sales.smallest = reader.parsed("sales", "smallest", yuan, Money.init(yuan:)) ?? rules.sales.smallest
        rules.sales.largest = reader.parsed("sales", "largest", yuan, Money.init(yuan:)) ?? rules.sales.largest
        rules.sales.hoardingLimit = energy("sales", "hoarding_limit_kwh", &reader) ?? rules.sales.hoardingLimit
        rules.sales.repeatMinutes = reader.number("sales", "repeat_minutes", in: 0...1440) ?? rules.sales.repeatMinutes
        rules.alarms.first = energy("alarms", "first_kwh", &reader) ?? rules.alarms.first
        rules.alarms.second = energy("alarms", "second_kwh", &reader) ?? rules.alarms.second
        rules.alarms.firstDays = reader.number("alarms", "first_days", in: 0...99) ?? rules.alarms.firstDays
        rules.alarms.secondDays = reader.number("alarms", "second_days", in: 0...99) ?? rules.alarms.secondDays
        rules.delivery.tries = reader.number("delivery", "tries", in: 1...20) ?? rules.delivery.tries
        rules.delivery.retrySeconds =
            reader.number("delivery", "retry_seconds", in: 1...86_400).map(Int64.init) ?? rules.delivery.retrySeconds
        rules.usesPurse = reader.flag("subsidy", "purse") ?? rules.usesPurse
        rules.delivery.purseAbove =
            reader.parsed("subsidy", "purse_above", phrase("an amount like \"10.00\"")) { Money(yuan: $0)?.fen }
            ?? rules.delivery.purseAbove
        if rules.sales.smallest > rules.sales.largest {
            reader.complain("sales", "smallest", phrase("the smallest sale is larger than the largest"))
        }
    }

    private mutating func readBackup(_ reader: inout TOMLReader) {
        backup.secondPath = reader.parsed("backup", "path", phrase("a path that begins with a slash")) { $0.hasPrefix("/") ? $0 : nil }
        backup.batchRooms = reader.number("backup", "batch_rooms", in: 0...100_000) ?? backup.batchRooms
        backup.batchSeconds = reader.number("backup", "batch_seconds", in: 0...86_400).map(Int64.init) ?? backup.batchSeconds
        backup.changedMinutes = reader.number("backup", "changed_minutes", in: 0...1440).map(Int64.init) ?? backup.changedMinutes
        backup.retrySeconds = reader.number("backup", "retry_seconds", in: 1...86_400).map(Int64.init) ?? backup.retrySeconds
        backup.generations.days = reader.number("backup", "keep_days", in: 1...3650) ?? backup.generations.days
        backup.generations.months = reader.number("backup", "keep_months", in: 0...1200) ?? backup.generations.months
    }

    private mutating func readTime(_ reader: inout TOMLReader) {
        let range = 0...Int(Int32.max) * 1_000_000
        let wall = reader.number("simulated_time", "wall_start_ms", in: range)
        let start = reader.number("simulated_time", "start_ms", in: range)
        let speed = reader.number("simulated_time", "speed", in: 1...100_000)
        guard let wall, let start else { return }
        simulatedTime = SimulatedTime(
            wallStart: Instant(milliseconds: Int64(wall)), start: Instant(milliseconds: Int64(start)), speed: Int64(speed ?? 1))
    }

    private func energy(_ table: String, _ key: String, _ reader: inout TOMLReader) -> Energy? {
        reader.number(table, key, in: 0...300_000).map { Energy(wattHours: Int64($0) * 1000) }
    }

    /// Whether a text can be an operator's short name: small letters, digits and hyphens, at most 24.
    public static func isShortName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 24
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
    }
}

/// Everything that is wrong in one file.
public struct SettingsProblems: Error, Hashable, Sendable, CustomStringConvertible {
    /// At least one problem.
    public var problems: [SettingsProblem]

    /// One problem a line.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// How time runs on a campus with simulated field equipment: from a start, at a speed.
public struct SimulatedTime: Hashable, Sendable {
    /// The machine's time at the start.
    public var wallStart: Instant
    /// The campus's time at the start.
    public var start: Instant
    /// Campus seconds in a machine's second.
    public var speed: Int64

    /// Makes a running of time.
    public init(wallStart: Instant, start: Instant, speed: Int64) {
        self.wallStart = wallStart
        self.start = start
        self.speed = speed
    }

    /// The campus's time at a time of the machine.
    public func campusTime(at wall: Instant) -> Instant {
        start.adding(milliseconds: (wall.milliseconds - wallStart.milliseconds) * speed)
    }
}
