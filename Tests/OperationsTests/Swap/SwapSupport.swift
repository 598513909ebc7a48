// Protects nothing by itself: the small campus with a meter that is to be replaced.
// How: a sale is delivered to the old meter, so that the room has 94.15 kWh left at register 1234.56.

import BooksContract
import Domain
import Operations
import Testing

struct SwapBench {
    let bench: OfficeBench
    let sale: CommittedRow
    static let room = ContractCampus.energyRoom
    static let people = try? Approval(maker: ContractCampus.chen, approver: ContractCampus.li)

    init(isDelivered: Bool = true) throws {
        bench = try OfficeBench()
        sale = try ContractCampus.sell(bench.books, SwapBench.room, Money(fen: 50_00), id: "P1")
        if isDelivered { try move(.sent, .confirmed) }
    }

    var books: MemoryBooks { bench.books }
    var desk: SwapDesk { SwapDesk(books: books, office: bench.office) }

    func move(_ states: OrderState...) throws {
        let id = try #require(sale.order)
        for state in states {
            let now = try #require(try books.orders(OrderFilter(id: id)).first)
            _ = try books.record(
                OrderStep(order: id, from: now.state, to: state, at: ContractCampus.evening, isAttempt: state == .sent))
        }
    }

    /// An everyday request: the old meter was read at 1240.00, the new one is new and empty.
    static func request(_ change: (inout SwapRequest) -> Void = { _ in }) -> SwapRequest {
        var request = SwapRequest(
            room: room, last: LastReading(register: Energy(hundredths: 1240_00), at: ContractCampus.evening),
            new: NewMeter(address: ContractCampus.newMeter.text, serialNumber: "B-1", initial: .zero),
            picture: picture(count: 0, total: nil, left: 0))
        change(&request)
        return request
    }

    static func picture(count: Int, total: Int64?, left: Int64, register: Int64 = 0, unit: CreditUnit = .energy) -> CreditReading {
        CreditReading(
            at: ContractCampus.evening, count: count, lastAmount: .zero(unit), totalBought: total.map { Credit(unit, hundredths: $0) },
            remaining: Credit(unit, hundredths: left), subsidy: .zero(unit), register: Energy(hundredths: register),
            registerAfter: Energy(hundredths: register))
    }

    func plan(_ request: SwapRequest = request(), id: String = "S1") throws -> Plan {
        try desk.plan(request, approval: try #require(SwapBench.people), id: PlanID(id))
    }

    @discardableResult
    func swap(_ request: SwapRequest = request(), id: String = "S1") throws -> MeterSwap {
        let plan = try plan(request, id: id)
        guard case .committed = try books.commit(plan, at: ContractCampus.evening) else {
            throw BrokenSwap(plan: plan.id)
        }
        return try #require(plan.changes.first?.swap)
    }

    func standing(_ room: RoomID = room) throws -> RoomStanding { try #require(try books.standings(of: [room])[room]) }

    struct BrokenSwap: Error { var plan: PlanID }
}
