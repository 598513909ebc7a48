import Domain
import Foundation
import Operations
import Screens
import Store

/// What the grid of top-ups wants done: plans, last sales, files, and its draft on the disk.
struct GridDesk: Sendable {
    let session: CampusSession
    let office: Office

    func perform(_ wish: GridWish) throws -> GridNews? {
        switch wish {
        case .plan(let request):
            return .plan(try office.planTopUpFile(request.lines, actor: session.actor, again: request.again), request)
        case .sales(let rooms): return .sales(try sales(of: rooms))
        case .keep(let draft):
            try file(draft.number).write(draft.text)
            return .kept(draft.number, at: session.clock.now())
        case .drop(let number):
            try file(number).remove()
            return nil
        case .findDraft: return try draft()
        case .file(let path): return try rows(of: path)
        }
    }

    private func sales(of rooms: [RoomID]) throws -> [RoomID: LastSale] {
        var sales: [RoomID: LastSale] = [:]
        for start in stride(from: 0, to: rooms.count, by: 500) {
            let part = Array(rooms[start..<min(start + 500, rooms.count)])
            for (room, standing) in try session.books.standings(of: part) { sales[room] = standing.lastSale }
        }
        return sales
    }

    /// A draft lies under the operator's name, so that nobody goes on with another one's amounts.
    private func file(_ number: Int64) -> KeptFile {
        KeptFile(path: "\(session.folder.desk)/topup-\(session.actor.name)-\(number).txt")
    }

    /// The newest draft of this operator, and what was sold under its plan if the commit had come through.
    private func draft() throws -> GridNews? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: session.folder.desk)) ?? []
        let mine = names.filter { $0.hasPrefix("topup-\(session.actor.name)-") && $0.hasSuffix(".txt") }
        let drafts = mine.compactMap { KeptFile(path: "\(session.folder.desk)/\($0)").read().flatMap { GridDraft(text: $0) } }
        guard let newest = drafts.max(by: { $0.number < $1.number }) else { return nil }
        return .draft(newest, sold: try newest.plan.flatMap { try office.committed($0) })
    }

    private func rows(of path: String) throws -> GridNews {
        let expanded = (path as NSString).expandingTildeInPath
        let text = try TextFile.read(expanded)
        let file = TopUpFile(text.bytes)
        return .file(
            name: (path as NSString).lastPathComponent, rows: file.lines.map { GridDraft.Row(room: $0.room, amount: $0.amount) },
            problems: file.problems.map(\.description))
    }
}
