import Curses
import Domain
import Operations
import Phrases
import Screens
import Store

/// The monthly subsidy for the console: plans, commits and counts how far the meters are.
struct SubsidyWorker {
    let session: CampusSession
    let office: Office
    let poster: Poster<HostMessage>
    let nudge: @Sendable () -> Void

    func perform(_ wish: SubsidyWish) throws {
        switch wish {
        case .plan(let month): tell(plan(month))
        case .commit(let run):
            tell(commit(run))
            nudge()
        case .progress(let plan): tell(.progress(try progress(plan)))
        }
    }

    private var desk: SubsidyDesk { SubsidyDesk(books: session.books, office: office) }

    private func tell(_ news: SubsidyNews) { poster.post(.event(.subsidy(news))) }

    private func plan(_ month: Month) -> SubsidyNews {
        do {
            let (policies, _) = try session.books.subsidyPolicies()
            guard !policies.isEmpty else {
                let remedy = phrase("Add one: dormwatt subsidy policy basic --from \(month)")
                return .notPlanned(
                    month, Problem(happened: phrase("There is no policy yet."), unchanged: phrase("Nothing was given."), remedy: remedy))
            }
            return .planned(try desk.plan(month, actor: session.actor))
        } catch {
            return .notPlanned(month, Problem(error, subject: .request))
        }
    }

    private func commit(_ run: SubsidyRun) -> SubsidyNews {
        do {
            return .committed(run, try desk.commit(run))
        } catch {
            return .failed(run, Problem(error, subject: .request))
        }
    }

    private func progress(_ plan: PlanID) throws -> SubsidyProgress {
        let orders = try session.books.orders(OrderFilter(plan: plan))
        let ways = orders.compactMap { order in GrantWay(order).map { (order.room, $0) } }
        return SubsidyProgress(
            plan: plan, states: Dictionary(orders.map { ($0.room, $0.state) }) { _, last in last },
            ways: Dictionary(ways) { _, last in last })
    }
}
