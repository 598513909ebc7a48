public import Domain
import Phrases

/// One resident who changes rooms.
public enum RosterMove {
    /// Why a resident can not move.
    public struct Complaint: Error, Hashable, Sendable {
        /// The reason, as a sentence without a full stop.
        public var text: String

        /// Makes a complaint.
        public init(text: String) { self.text = text }
    }

    /// The change: the stay in the old room ends the day before the one in the new room begins.
    public static func plan(
        _ resident: ResidentID, to room: RoomID, from: Day, roster: Roster, rooms: [RoomID: Room], today: Day
    ) throws(Complaint) -> RosterChange {
        guard let person = roster.residents[resident] else { throw Complaint(text: phrase("there is no resident \(resident)")) }
        guard let target = rooms[room] else { throw Complaint(text: phrase("there is no room \(room)")) }
        guard target.isOpen else { throw Complaint(text: phrase("room \(room) is closed")) }
        let living = roster.stays(in: room, during: from...max(from, today)).count { $0.includes(from) }
        guard target.beds == 0 || living < target.beds else {
            throw Complaint(text: phrase("the \(target.beds) beds of room \(room) are taken on \(from)"))
        }
        let current = roster.stays.values.filter { $0.resident == resident }.max { $0.from < $1.from }
        var stays: [Stay] = []
        if var old = current, old.until.map({ $0 >= from }) ?? true {
            guard old.room != room else { throw Complaint(text: phrase("\(resident) is in room \(room) since \(old.from)")) }
            guard old.from < from else { throw Complaint(text: phrase("\(resident) is in room \(old.room) since \(old.from) only")) }
            old.until = from.advanced(by: -1)
            stays.append(old)
        }
        stays.append(Stay(id: roster.nextStay, resident: resident, room: room, from: from))
        let note = "\(person.id) \(current.map { "from \($0.room) " } ?? "")to \(room) on \(from)"
        return RosterChange(version: roster.version, stays: stays, note: note)
    }
}
