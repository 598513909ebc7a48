// Looks at the books after every kill: all of the sale or none of it; counts what the kills hit.
import Testing

struct KillLog {
    /// Stands before every complaint: the seed, and what is done to the program.
    let name: String
    private(set) var kills = 0
    private(set) var hits: [KillMoment: Int] = [:]
    private let campus: CrashCampus
    private let copy: TemporaryFolder

    init(_ campus: CrashCampus, name: String) throws {
        (self.campus, self.name) = (campus, name)
        copy = try TemporaryFolder()
    }

    /// Looks at a copy, so that it is the next start of the program that finds the books as they were left. Nobody may be at work on them.
    @discardableResult
    mutating func look(_ what: String, wasKilled: Bool = true) throws -> BooksPicture {
        try campus.copyBooks(to: copy.path)
        let isUnfinished = try RecordedFolder.files(in: copy.path)["books.sqlite-journal"]?.isEmpty == false
        let books = try BooksPicture(copy.file("books.sqlite"))
        if wasKilled {
            kills += 1
            hits[KillMoment(books, isUnfinished: isUnfinished), default: 0] += 1
        }
        let sold = books.orders.count
        #expect(sold == 0 || sold == campus.rooms, "\(name): kill \(kills), \(what), leaves \(sold) orders")
        #expect(books.drawer == Int64(sold * CrashCampus.yuan * 100), "\(name): kill \(kills), \(what)")
        return books
    }

    func count(_ moment: KillMoment) -> Int { hits[moment, default: 0] }

    /// For people who read the log of the tests.
    var summary: String {
        let parts = KillMoment.allCases.compactMap { moment in hits[moment].map { "\($0) \(moment.rawValue)" } }
        return "\(name): \(kills) kills: \(parts.joined(separator: ", "))"
    }
}
