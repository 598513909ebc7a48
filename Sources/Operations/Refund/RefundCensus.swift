public import Domain

/// Who of a room leaves and who stays, on the exit day of a run.
public struct RefundCensus: Hashable, Sendable {
    /// The stays of one room.
    public struct People: Hashable, Sendable {
        /// The stays that end, in order of student number.
        public var leaving: [Stay] = []
        /// The stays that go on, in order of student number.
        public var staying: [Stay] = []
        /// The stays of people who have moved in since the exit day.
        public var arrived: [Stay] = []

        /// How many live there.
        public var count: Int { leaving.count + staying.count }
    }

    private let rooms: [RoomID: People]

    /// Looks at the stays of the exit day, and at those of today where that is later.
    public init(_ run: RefundRun, roster: Roster, today: Day) {
        var cohort: String?
        if case .cohort(let name) = run.scope { cohort = name }
        var rooms = roster.staysByRoom(during: run.exitDay...run.exitDay).mapValues { stays in
            var people = People()
            for stay in stays {
                let leaves = cohort.map { roster.residents[stay.resident]?.cohort == $0 } ?? true
                if leaves { people.leaving.append(stay) } else { people.staying.append(stay) }
            }
            return people
        }
        if today > run.exitDay {
            for (room, stays) in roster.staysByRoom(during: today...today) {
                rooms[room, default: People()].arrived = stays.filter { $0.days(in: run.exitDay...run.exitDay) == 0 }
            }
        }
        self.rooms = rooms
    }

    /// The people of a room; nobody for one in which nobody lives.
    public subscript(room: RoomID) -> People { rooms[room] ?? People() }

    /// The rooms that somebody leaves.
    public var roomsLeft: [RoomID] { rooms.filter { !$0.value.leaving.isEmpty }.keys.sorted() }
}
