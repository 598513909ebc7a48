public import Domain
import Phrases

/// Who lives on the campus, with every stay there has been.
public struct Roster: Hashable, Sendable {
    /// Grows with every change.
    public var version: Int64
    /// The number that the next new stay gets; numbers are never used again, because grants name them.
    public var nextStay: Int64
    /// Everybody known.
    public var residents: [ResidentID: Resident]
    /// Every stay by its number.
    public var stays: [Int64: Stay]

    /// Makes a roster.
    public init(version: Int64 = 0, nextStay: Int64 = 1, residents: [ResidentID: Resident] = [:], stays: [Int64: Stay] = [:]) {
        self.version = version
        self.nextStay = nextStay
        self.residents = residents
        self.stays = stays
    }

    /// Where everybody lives on a day.
    public func stays(on day: Day) -> [ResidentID: Stay] {
        Dictionary(stays.values.lazy.filter { $0.includes(day) }.map { ($0.resident, $0) }) { $0.id > $1.id ? $0 : $1 }
    }

    /// The stays of a room that touch a span of days, in order of student number.
    public func stays(in room: RoomID, during span: ClosedRange<Day>) -> [Stay] {
        stays.values.filter { $0.room == room && $0.days(in: span) > 0 }.sorted { ($0.resident, $0.id) < ($1.resident, $1.id) }
    }

    /// The stays of every room that touch a span of days, in order of student number.
    public func staysByRoom(during span: ClosedRange<Day>) -> [RoomID: [Stay]] {
        Dictionary(grouping: stays.values.lazy.filter { $0.days(in: span) > 0 }, by: \.room)
            .mapValues { $0.sorted { ($0.resident, $0.id) < ($1.resident, $1.id) } }
    }
}

/// A reviewed change of the roster: what stands in it afterwards. It is taken as a whole.
public struct RosterChange: Hashable, Sendable {
    /// The version of the roster that it was made from.
    public var version: Int64
    /// Residents that are new or changed.
    public var residents: [Resident]
    /// Stays that are new or end otherwise than before; new ones have numbers that the roster does not have.
    public var stays: [Stay]
    /// Residents who were only known by a change that is undone.
    public var removedResidents: [ResidentID]
    /// Stays that were only known by a change that is undone.
    public var removedStays: [Int64]
    /// What it is, in a few words, for example the name of the file.
    public var note: String

    /// Makes a change.
    public init(
        version: Int64, residents: [Resident] = [], stays: [Stay] = [], removedResidents: [ResidentID] = [], removedStays: [Int64] = [],
        note: String = ""
    ) {
        self.version = version
        self.residents = residents
        self.stays = stays
        self.removedResidents = removedResidents
        self.removedStays = removedStays
        self.note = note
    }

    /// Whether nothing would change.
    public var isEmpty: Bool { residents.isEmpty && stays.isEmpty && removedResidents.isEmpty && removedStays.isEmpty }
}

extension Roster {
    /// The roster after a change.
    public func applying(_ change: RosterChange) -> Roster {
        var roster = self
        roster.version += 1
        roster.nextStay = max(nextStay, (change.stays.map(\.id).max() ?? 0) + 1)
        for resident in change.residents { roster.residents[resident.id] = resident }
        for stay in change.stays { roster.stays[stay.id] = stay }
        for id in change.removedStays { roster.stays[id] = nil }
        for id in change.removedResidents { roster.residents[id] = nil }
        return roster
    }

    /// The change that brings back what stands here, after `change` was taken and nothing since.
    public func inverse(of change: RosterChange) -> RosterChange {
        let removedResidents = change.removedResidents.compactMap { residents[$0] }
        let removedStays = change.removedStays.compactMap { stays[$0] }
        return RosterChange(
            version: version + 1, residents: change.residents.compactMap { residents[$0.id] } + removedResidents,
            stays: change.stays.compactMap { stays[$0.id] } + removedStays,
            removedResidents: change.residents.map(\.id).filter { residents[$0] == nil },
            removedStays: change.stays.map(\.id).filter { stays[$0] == nil }, note: "undone: \(change.note)")
    }

    /// What is wrong with a roster: a resident in two rooms at once, a stay of nobody, a stay that ends before it begins. Empty when nothing is.
    public func contradictions(amongst touched: Set<ResidentID>? = nil) -> [String] {
        var found: [String] = []
        for (resident, stays) in Dictionary(grouping: stays.values, by: \.resident) where touched?.contains(resident) ?? true {
            if residents[resident] == nil { found.append(phrase("a stay of \(resident), who is not on the roster")) }
            let ordered = stays.sorted { ($0.from, $0.id) < ($1.from, $1.id) }
            for stay in ordered where stay.until.map({ $0 < stay.from }) ?? false {
                found.append(phrase("the stay of \(resident) in \(stay.room) ends before it begins"))
            }
            for (stay, next) in zip(ordered, ordered.dropFirst()) where stay.until.map({ $0 >= next.from }) ?? true {
                found.append(phrase("\(resident) is in \(stay.room) and in \(next.room) on \(next.from)"))
            }
        }
        return found.sorted()
    }
}
