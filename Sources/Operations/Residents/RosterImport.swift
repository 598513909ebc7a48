public import Domain
import Phrases

/// A roster file held against the roster. Nothing has happened yet.
public struct RosterReview: Hashable, Sendable {
    /// What would be written.
    public var change: RosterChange
    /// Who is new.
    public var new: [ResidentID] = []
    /// Whose name, class, cohort or contact differs.
    public var changed: [ResidentID] = []
    /// Who lives in another room than before.
    public var moved: [Move] = []
    /// Who lives here and does not stand in the file.
    public var gone: [ResidentID] = []
    /// Lines that say what the roster says.
    public var same = 0
    /// What is wrong, with line and column; such lines are not part of the change.
    public var problems: [ImportProblem]

    /// Somebody who changes rooms.
    public struct Move: Hashable, Sendable {
        /// Who.
        public var resident: ResidentID
        /// From where.
        public var from: RoomID
        /// Where to.
        public var to: RoomID

        /// Makes a move.
        public init(resident: ResidentID, from: RoomID, to: RoomID) {
            self.resident = resident
            self.from = from
            self.to = to
        }
    }
}

/// Reads rosters of residents as a reviewed difference.
///
/// Columns: `number,name,room[,class,cohort,contact,from,until]`. An empty `room` is somebody who lives elsewhere now. `from` is the first
/// day in the room, the day of business where it is left out; `until` the last day.
public struct RosterImport: Sendable {
    /// What the file is held against.
    public var roster: Roster
    /// The rooms there are.
    public var rooms: [RoomID: Room]
    /// The day of business.
    public var today: Day
    /// Whether the stays of those who do not stand in the file end yesterday; else they are only listed.
    public var endsStaysOfGone: Bool

    /// Makes an import.
    public init(roster: Roster, rooms: [RoomID: Room], today: Day, endsStaysOfGone: Bool = false) {
        self.roster = roster
        self.rooms = rooms
        self.today = today
        self.endsStaysOfGone = endsStaysOfGone
    }

    static let needed = ["number", "name", "room"]
    private static let optional = ["class", "cohort", "contact", "from", "until"]

    /// Holds a file, in UTF-8, against the roster.
    public func review(_ bytes: some Collection<UInt8>, note: String) -> RosterReview {
        let csv = CSV(bytes)
        var review = RosterReview(change: RosterChange(version: roster.version, note: note), problems: csv.problems)
        guard !csv.header.isEmpty else {
            if csv.problems.isEmpty { review.problems = [ImportProblem(line: 1, column: 1, text: phrase("the file is empty"))] }
            return review
        }
        switch csv.rows(needed: Self.needed, optional: Self.optional) {
        case .failure(let problem): review.problems.append(problem)
        case .success(let rows): take(rows, &review)
        }
        review.problems.sort { ($0.line, $0.column) < ($1.line, $1.column) }
        return review
    }

    private func take(_ rows: [CSVRow], _ review: inout RosterReview) {
        let current = roster.stays(on: today)
        // Somebody who stands in the file is not gone, even when his line is wrong.
        let named = Set(rows.map { ResidentID($0.text("number")) })
        let buildings = Set(rooms.values.map(\.building))
        var placer = StayPlacer(roster: roster, today: today)
        var seen: [String: Int] = [:]
        for row in rows {
            do throws(ImportProblem) {
                let line = try row.rosterLine(rooms: rooms, buildings: buildings)
                try checkOnce(line, row, &seen)
                let stays = try placer.place(line, row)
                sort(line, stays: stays, current: current[line.resident.id], into: &review)
            } catch {
                review.problems.append(error)
            }
        }
        review.gone = current.keys.filter { !named.contains($0) }.sorted()
        if endsStaysOfGone {
            for resident in review.gone {
                guard let stay = current[resident] else { continue }
                review.change.stays.append(placer.ended(stay, before: today))
            }
        }
    }

    private func checkOnce(_ line: RosterLine, _ row: CSVRow, _ seen: inout [String: Int]) throws(ImportProblem) {
        let number = line.resident.id.text
        if let earlier = seen[number] {
            throw row.problem("number", phrase("\(number) stands on line \(earlier) already; one resident has one room"))
        }
        seen[number] = row.record.line
    }

    private func sort(_ line: RosterLine, stays: [Stay], current: Stay?, into review: inout RosterReview) {
        let id = line.resident.id
        let known = roster.residents[id]
        if known != line.resident { review.change.residents.append(line.resident) }
        review.change.stays += stays
        if known == nil {
            review.new.append(id)
        } else if let from = current?.room, let to = line.room, from != to {
            review.moved.append(RosterReview.Move(resident: id, from: from, to: to))
        } else if known != line.resident || !stays.isEmpty {
            review.changed.append(id)
        } else {
            review.same += 1
        }
    }
}

/// What one line of a roster says.
struct RosterLine {
    var resident: Resident
    var room: RoomID?
    var from: Day?
    var until: Day?
}

/// Turns lines into stays: the old one ends the day before the new one begins.
private struct StayPlacer {
    let roster: Roster
    let today: Day
    private let byResident: [ResidentID: [Stay]]
    private var nextID: Int64

    init(roster: Roster, today: Day) {
        self.roster = roster
        self.today = today
        byResident = Dictionary(grouping: roster.stays.values, by: \.resident)
        nextID = roster.nextStay
    }

    func ended(_ stay: Stay, before day: Day) -> Stay {
        var ended = stay
        // Who came today and is gone today stayed one day: a stay never ends before it begins.
        ended.until = max(stay.from, day.advanced(by: -1))
        return ended
    }

    /// The stays that are new or end otherwise by this line; empty when it says what stands already.
    mutating func place(_ line: RosterLine, _ row: CSVRow) throws(ImportProblem) -> [Stay] {
        let all = byResident[line.resident.id] ?? []
        let current = all.filter { $0.until.map { $0 >= today } ?? true }.max { $0.from < $1.from }
        guard let room = line.room else { return current.map { [ended($0, before: today)] } ?? [] }
        if var stay = current, stay.room == room, line.from == nil || line.from == stay.from {
            guard let until = line.until, until != stay.until else { return [] }
            guard until >= stay.from else {
                throw row.problem("until", phrase("\(until) is before the stay in \(room) began, on \(stay.from)"))
            }
            stay.until = until
            return [stay]
        }
        let from = line.from ?? today
        if let until = line.until, until < from { throw row.problem("until", phrase("\(until) is before \(from)")) }
        var changes: [Stay] = []
        if let current {
            guard current.from < from else {
                throw row.problem(
                    "from", phrase("\(line.resident.id) is in room \(current.room) since \(current.from); the new stay must begin later"))
            }
            if current.until.map({ $0 >= from }) ?? true { changes.append(ended(current, before: from)) }
        }
        if let past = all.first(where: { $0.id != current?.id && $0.until.map { $0 >= from } ?? true }) {
            throw row.problem("from", phrase("\(line.resident.id) was in room \(past.room) on \(from)"))
        }
        changes.append(Stay(id: nextID, resident: line.resident.id, room: room, from: from, until: line.until))
        nextID += 1
        return changes
    }
}

extension CSVRow {
    fileprivate func rosterLine(rooms: [RoomID: Room], buildings: Set<String>) throws(ImportProblem) -> RosterLine {
        let number = try required("number")
        let isPlain = number.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: ":") }
        guard isPlain, number.utf8.count <= 32 else {
            throw problem("number", phrase("\"\(number)\" is no student number; at most 32 Latin letters and digits are"))
        }
        let resident = Resident(
            id: ResidentID(number), name: try personal("name", required("name")), schoolClass: try personal("class", text("class")),
            cohort: try personal("cohort", text("cohort")), contact: try personal("contact", text("contact")))
        return RosterLine(resident: resident, room: try room(in: rooms, buildings), from: try day("from"), until: try day("until"))
    }

    private func room(in rooms: [RoomID: Room], _ buildings: Set<String>) throws(ImportProblem) -> RoomID? {
        let name = text("room")
        guard !name.isEmpty else { return nil }
        guard let room = rooms[RoomID(name)] else {
            let building = name.split(separator: "-").first.map(String.init) ?? name
            throw problem(
                "room",
                buildings.contains(building)
                    ? phrase("there is no room \(name)") : phrase("there is no room \(name), and no building \(building)"))
        }
        guard room.isOpen else { throw problem("room", phrase("room \(name) is closed")) }
        return room.id
    }

    private func day(_ column: String) throws(ImportProblem) -> Day? {
        let text = text(column)
        guard !text.isEmpty else { return nil }
        guard let day = Day(text) else { throw problem(column, phrase("\"\(text)\" is no date; 2026-09-01 is")) }
        return day
    }

    private func personal(_ column: String, _ text: String) throws(ImportProblem) -> String {
        let isClean = text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        guard isClean else { throw problem(column, phrase("\(column) holds characters that can not be printed")) }
        guard text.count <= 80 else { throw problem(column, phrase("\(column) is longer than 80 characters")) }
        return text
    }
}
