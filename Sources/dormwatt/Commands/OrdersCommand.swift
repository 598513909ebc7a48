import ArgumentParser
import Domain
import Operations
import Phrases
import Store

/// What meters were asked for and what came of it.
struct OrdersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "orders", abstract: "List orders to meters: open ones, or all.",
        discussion:
            "QUEUED waits, SENT is on its way, METER is confirmed by read-back, REFUSED, UNCONF nobody knows yet, DISPUTE needs a person.")

    @OptionGroup var campus: CampusOptions
    @Flag(help: "Also those that are done.") var all = false
    @Option(help: "Only this room.") var room: String?
    @Option(help: "Only of this plan.") var plan: String?
    @Option(help: "At most so many, the newest.") var limit = 1000
    @Option(help: "Withdraw this order, if nothing was sent yet.") var withdraw: String?
    @Option(help: "Decide a disputed order, after looking at the meter and the books; needs --delivered or --not-delivered, and --reason.")
    var settle: String?
    @Flag(help: "The meter has the credit.") var delivered = false
    @Flag(help: "The meter does not have the credit.") var notDelivered = false
    @Option(help: "Why, in words.") var reason = ""
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard settle == nil || delivered != notDelivered else {
            throw ValidationError(phrase("--settle needs one of --delivered and --not-delivered."))
        }
    }

    func run() throws {
        let session = try campus.open()
        if let withdraw {
            let order = try session.office(try session.openReadings()).withdraw(OrderID(withdraw), actor: session.actor)
            print(
                order.task.relay == nil
                    ? phrase("Order \(order.id) is \(order.state.spoken). Its money was paid: give it back with dormwatt void \(order.id).")
                    : phrase("Order \(order.id) is \(order.state.spoken). The relay stays as it is."))
            return
        }
        if let settle {
            let office = session.office(try session.openReadings())
            let decision = delivered ? Settlement.confirmed : .refused
            let order = try office.settle(OrderID(settle), as: decision, reason: reason, actor: session.actor)
            print(phrase("Order \(order.id) is \(order.state.spoken). \(order.note)"))
            return
        }
        let filter = OrderFilter(
            states: all ? nil : OrderFilter.open.states, room: room.map(RoomID.init), plan: plan.map(PlanID.init), limit: limit)
        let orders = try session.books.orders(filter)
        if json { return try JSONOutput.print(orders.map { OrderOutput($0, offset: session.rules.offset) }) }
        if orders.isEmpty { return print(all ? phrase("No orders.") : phrase("No open orders.")) }
        print(OrderTable.text(orders, session.rules.offset))
    }
}

/// Orders as a plain table.
enum OrderTable {
    static func text(_ orders: [Order], _ offset: UTCOffset) -> String {
        var table = TextTable(
            .init(title: phrase("order")), .init(title: phrase("room")), .init(title: phrase("amount", context: "column"), isFigure: true),
            .init(title: phrase("count"), isFigure: true),
            .init(title: phrase("state")), .init(title: phrase("since", context: "column")), .init(title: phrase("note")))
        for order in orders {
            let what = order.task.relay?.spoken ?? "\(order.task.change) \(order.task.amount.unit.spoken)"
            table.add(
                order.id.text, order.room.text, what, order.raisesCount || order.usesPurse ? String(order.count) : "-", order.state.spoken,
                WallTime(order.changedAt, at: offset).description, order.spokenNote)
        }
        return table.text
    }
}
