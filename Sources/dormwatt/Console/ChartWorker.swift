import Curses
import Domain
import Operations
import Phrases
import Screens
import Store
import Synchronization

/// Adds readings up for charts, beside everything else: the sum of a large campus takes seconds, and no sale may wait for it.
///
/// It has its own end of the readings, because one end answers one question at a time.
final class ChartWorker: Sendable {
    private let wishes: AsyncStream<ChartWish>.Continuation
    private let work: Task<Void, Never>
    private let underWay = UnderWay()

    init(session: CampusSession, languages: LanguageWatch, poster: Poster<HostMessage>) {
        let (stream, continuation) = AsyncStream.makeStream(of: ChartWish.self)
        wishes = continuation
        let underWay = underWay
        work = Task.detached {
            var office: Office?
            for await wish in stream {
                defer { underWay.count.withLock { $0 -= 1 } }
                guard !Task.isCancelled else { continue }
                do {
                    let desk = try office ?? session.office(session.openReadings())
                    office = desk
                    poster.post(.event(.chart(try Self.answer(wish, desk))))
                } catch {
                    let problem = languages.language.speaking(to: .console) { Problem(error, subject: .background) }
                    poster.post(.event(.problem(problem)))
                }
            }
        }
    }

    /// Whether every wish has come to its end.
    var isIdle: Bool { underWay.count.withLock { $0 == 0 } }

    func want(_ wish: ChartWish) {
        underWay.count.withLock { $0 += 1 }
        wishes.yield(wish)
    }

    /// Answers nothing more: nobody looks.
    func stop() {
        wishes.finish()
        work.cancel()
    }

    private static func answer(_ wish: ChartWish, _ office: Office) throws -> ChartNews {
        switch wish {
        case .use(let scope, let span): .use(try office.use(of: scope, in: span))
        case .remaining(let room): .remaining(try office.remaining(of: room))
        case .fortnight(let rooms): .fortnight(try office.fortnight(of: rooms))
        }
    }
}
