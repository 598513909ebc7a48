import Curses
import Domain
import Foundation
import Operations
import Screens
import Store

/// Roster and inventory for the console, on a background task: holds a file against them, takes the difference, and takes the last back.
struct RosterWorker {
    let session: CampusSession
    let office: Office
    let poster: Poster<HostMessage>

    func perform(_ wish: RosterWish) {
        switch wish {
        case .read(let number, let path, let endsGone): read(number, path, endsGone)
        case .take(let file): take(file)
        case .planUndo: refusing { tell(.undoPlanned(try session.books.rosterUndo())) }
        case .undo(let change):
            refusing {
                try RosterTaking.take(change, session)
                tell(.undone(change))
            }
        case .planImportUndo: refusing { tell(.importPlanned(try session.books.inventoryUndo())) }
        case .undoImport(let undo):
            refusing {
                try InventoryDesk(session: session).takeBack(undo)
                tell(.importUndone(undo))
            }
        }
    }

    private func refusing(_ work: () throws -> Void) {
        do { try work() } catch { tell(.undoRefused(Problem(error, subject: .request))) }
    }

    private func tell(_ news: RosterNews) { poster.post(.event(.roster(news))) }

    private func read(_ number: Int, _ path: String, _ endsGone: Bool) {
        do {
            let text = try TextFile.read((path as NSString).expandingTildeInPath)
            let encoding = text.encoding == .utf8 ? nil : text.encoding.rawValue
            switch ImportKind(firstLineOf: text.bytes) {
            case .residents:
                let roster = try session.books.roster()
                let importer = RosterImport(
                    roster: roster, rooms: try RosterTaking.rooms(session), today: office.today, endsStaysOfGone: endsGone)
                let review = importer.review(text.bytes, note: (path as NSString).lastPathComponent)
                let file = RosterFile(
                    number: number, path: path, encoding: encoding, endsGone: endsGone, review: review, roster: roster, today: office.today)
                tell(.read(.roster(file)))
            case .inventory(let kind):
                let (review, before) = try InventoryDesk(session: session).review(
                    kind, text.bytes, note: (path as NSString).lastPathComponent)
                let file = ReviewedInventory(
                    number: number, path: path, encoding: encoding, kind: kind, review: review, before: before.part(review.change))
                tell(.read(.inventory(file)))
            }
        } catch {
            tell(.notRead(number, Problem(error, subject: .request)))
        }
    }

    private func take(_ file: ReviewedFile) {
        do {
            switch file {
            case .roster(let file): try RosterTaking.take(file.review.change, session)
            case .inventory(let file): try InventoryDesk(session: session).take(file.review.change)
            }
        } catch {
            return tell(.notTaken(file, Problem(error, subject: .request)))
        }
        tell(.taken(file))
    }
}

extension Inventory {
    /// What stands here of that which a change is about.
    fileprivate func part(_ change: InventoryChange) -> InventoryChange {
        InventoryChange(
            version: change.version, concentrators: change.concentrators.compactMap { concentrators[$0.id] },
            rooms: change.rooms.compactMap { rooms[$0.id] }, meters: change.meters.compactMap { meters[$0.id] })
    }
}
