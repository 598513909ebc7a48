// Promises about what is on its way from one room to another.

import Domain
import Operations

extension BooksContract {
    static let moves: [BooksPromise] = [
        BooksPromise("a departure is under way until an entry ends it, whoever asks and however often") { books in
            let room = ContractCampus.energyRoom
            try ContractCampus.open(in: books)
            let desk = try unwrap(books as? any MoveBook, "the books know what is under way")
            try expect(try desk.departuresUnderWay(), is: [], "departures at the start")
            let plan = try departure(books, id: "M1")
            guard case .committed(let rows) = try books.commit(plan, at: ContractCampus.evening) else {
                throw BrokenPromise(description: "the departure is not committed")
            }
            let entry = try unwrap(try books.entries(of: room, limit: 1).first, "the departure is found")
            for _ in 0..<2 { try expect(try desk.departuresUnderWay(), is: [entry], "departures under way") }
            try expect(entry.sequence, is: rows[0].entry, "its place")
            try expect(entry.approver, is: ContractCampus.li, "who approved")
            let arrival = try arrival(books, of: entry)
            guard case .committed(let arrived) = try books.commit(arrival, at: ContractCampus.evening) else {
                throw BrokenPromise(description: "the arrival is not committed")
            }
            try expect(try desk.departuresUnderWay(), is: [], "departures at the end")
            try expect(try books.commit(arrival, at: ContractCampus.evening), is: .exists(arrived), "the same arrival again")
            try expect(try books.account(of: ContractCampus.plainRoom).purchased, is: ContractCampus.energy(3_25), "what has arrived")
            let moving = try books.trialBalance().filter { $0.account.destination != nil && $0.amount != 0 }
            try expect(moving, is: [], "what is on its way")
            try expect(try books.verify().findings, is: [], "findings")
        }
    ]

    /// All that is left in the energy room leaves for the room whose credit the books keep.
    private static func departure(_ books: any Books, id: String) throws -> Plan {
        let standing = try ContractCampus.standing(books, ContractCampus.energyRoom)
        let meter = try unwrap(standing.meter, "the room has a meter")
        let draws = Lot.draw(ContractCampus.energy(3_25), from: standing.lots).draws
        let moving = Account.moving(to: ContractCampus.plainRoom)
        let change = PlannedChange(
            room: standing.room.id, version: standing.version, priceVersion: 1, money: .zero, credit: ContractCampus.energy(-3_25),
            entry: TakeBackEntry.draft(
                .departure, room: standing.room.id, draws: draws, to: moving, creditAccount: moving, reason: "moves"),
            order: standing.takeBack(ContractCampus.energy(3_25), from: meter))
        return Plan(
            id: PlanID(id), kind: .move, madeAt: ContractCampus.evening, day: Day(of: ContractCampus.evening, at: .china),
            actor: ContractCampus.chen, approver: ContractCampus.li,
            rows: [PlanRow(room: change.room, money: .zero, decision: .change(change))])
    }

    private static func arrival(_ books: any Books, of departure: Entry) throws -> Plan {
        let planner = SettlementPlanner(
            takeBack: departure, due: try unwrap(Due(departure), "something is due"),
            standing: try ContractCampus.standing(books, ContractCampus.plainRoom), price: try books.price(on: departure.day))
        return planner.arrival(actor: ContractCampus.system, now: ContractCampus.evening, day: departure.day)
    }
}
