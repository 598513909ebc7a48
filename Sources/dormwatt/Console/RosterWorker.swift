import Curses
import Domain
import Foundation
import Operations
import Screens
import Store

/// The roster for the console, on a background task: holds a file against it, takes the difference, and undoes the last change.
struct RosterWorker {
    let session: CampusSession
    let office: Office
    let poster: Poster<HostMessage>

    func perform(_ wish: RosterWish) {
        switch wish {
        case .read(let number, let path, let endsGone): read(number, path, endsGone)
        case .take(let file): take(file)
        case .planUndo:
            do {
                tell(.undoPlanned(try session.books.rosterUndo()))
            } catch {
                tell(.undoRefused(Problem(error, subject: .request)))
            }
        case .undo(let change): undo(change)
        }
    }

    private func tell(_ news: RosterNews) { poster.post(.event(.roster(news))) }

    private func read(_ number: Int, _ path: String, _ endsGone: Bool) {
        do {
            let text = try TextFile.read((path as NSString).expandingTildeInPath)
            let roster = try session.books.roster()
            let importer = RosterImport(
                roster: roster, rooms: try session.books.inventory().rooms, today: office.today, endsStaysOfGone: endsGone)
            let review = importer.review(text.bytes, note: (path as NSString).lastPathComponent)
            tell(
                .read(
                    RosterFile(
                        number: number, path: path, encoding: text.encoding == .utf8 ? nil : text.encoding.rawValue, endsGone: endsGone,
                        review: review, roster: roster, today: office.today)))
        } catch {
            tell(.notRead(number, Problem(error, subject: .request)))
        }
    }

    private func take(_ file: RosterFile) {
        do {
            try RosterTaking.take(file.review.change, session)
        } catch {
            return tell(.notTaken(file, Problem(error, subject: .request)))
        }
        tell(.taken(file))
        tellPeople()
    }

    private func undo(_ change: RosterChange) {
        do {
            try RosterTaking.take(change, session)
        } catch {
            return tell(.undoRefused(Problem(error, subject: .request)))
        }
        tell(.undone(change))
        tellPeople()
    }

    /// What stands does so too when it can not be read anew: the screen is behind then.
    private func tellPeople() {
        do {
            poster.post(.event(.people(try session.books.roster().occupants(on: office.today))))
        } catch {
            poster.post(.event(.problem(Problem(error, subject: .background))))
        }
    }
}
