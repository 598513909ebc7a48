import Domain
import Operations
import Terminal

/// What was last said to be on the screen, and when.
struct ShownRooms: Sendable {
    var meters: [MeterID] = []
    var toldAt: Instant?

    /// A cursor that runs through the campus is followed this often, in milliseconds; what stays is said again more rarely, so that it
    /// does not count as gone.
    static let pause: (moving: Int64, staying: Int64) = (2_000, 10_000)
}

extension Console {
    /// The rooms that are on the screen just now; those of a frozen view are only looked back at.
    var roomsInView: [RoomID] {
        guard desk.frozen == nil else { return [] }
        switch visits.current {
        case .room(let room), .topUp(let room): return [room]
        case .rooms: return Array(rooms.inView)
        case .wall:
            let table = desk.live
            guard let building = table.building(at: wall.place), let page = wallPage(with: building) else { return [] }
            return page.layouts.flatMap { layout in
                let top = page.hasHeadings ? 0 : wall.top
                return layout.lines[top..<min(top + layout.grid.visible, layout.lines.count)].flatMap { $0.places.map { table.ids[$0] } }
            }
        case .grid, .orders, .reconcile, .buses, .papers, .paper, .subsidy, .trace, .buildings, .chart, .refunds, .refundStart,
            .refund, .refundRoom, .unclaimed, .roster:
            return []
        }
    }

    /// Says which rooms are in view when that is another answer than before, or it is time to say it again.
    mutating func tellShown() -> [Effect] {
        func isOver(_ pause: Int64) -> Bool { shown.toldAt.map { desk.now.hasPassed(pause, since: $0) } ?? true }
        guard isOver(ShownRooms.pause.moving) else { return [] }
        let meters = roomsInView.compactMap { desk.live[$0]?.meter?.id }
        guard meters != shown.meters || isOver(ShownRooms.pause.staying) && !meters.isEmpty else { return [] }
        shown = ShownRooms(meters: meters, toldAt: desk.now)
        return [.show(meters)]
    }
}
