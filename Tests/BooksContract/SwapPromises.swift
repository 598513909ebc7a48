// Promises about replaced meters: books, meters and order change together, once, and the old meter never comes back.

public import Domain
public import Operations

extension BooksContract {
    static let swaps: [BooksPromise] = [
        BooksPromise("a swap posts the last use, retires the old meter and brings what is left into the new one") { books in
            try ContractCampus.open(in: books)
            let plan = try ContractCampus.swap(books, id: "S1")
            guard case .committed(let rows) = try books.commit(plan, at: ContractCampus.evening) else {
                throw BrokenPromise(description: "the swap is not committed")
            }
            try expect(rows.map(\.credit), is: [ContractCampus.energy(1_25), ContractCampus.energy(2_00)], "what each entry moves")
            let standing = try ContractCampus.standing(books, ContractCampus.energyRoom)
            try expect(standing.meter, is: plan.changes.first?.swap?.installed, "the meter of the room")
            try expect(standing.expectedCount, is: 0, "the count of the new meter")
            try expect(standing.expectedTotal, is: ContractCampus.energy(0), "its total")
            try expect(standing.reached?.meter, is: ContractCampus.newMeter, "where use goes on")
            try expect(standing.openOrders.map(\.task), is: [.topUp(ContractCampus.energy(2_00))], "the order")
            try expect(try books.account(of: ContractCampus.energyRoom).balance, is: ContractCampus.energy(2_00), "what is left")
            let inventory = try books.inventory()
            let old = try unwrap(inventory.meters[ContractCampus.energyMeter.id], "the old meter is known")
            try expect(old.retirement, is: plan.changes.first?.swap?.retired.retirement, "its end")
            try expect(old.baseline, is: ContractCampus.energyMeter.baseline, "its baseline")
            try expect(try books.inventoryVersion(), is: 2, "version of the inventory")
            let kinds = try books.entries(of: ContractCampus.energyRoom, limit: 9).map(\.draft.kind)
            try expect(kinds, is: [.swap, .use, .adoption], "entries, newest first")
            try expect(try books.entries(of: ContractCampus.energyRoom, limit: 1).first?.approver, is: ContractCampus.li, "who approved")
            try expect(try books.verify().findings, is: [], "findings")
            try expect(try books.commit(plan, at: ContractCampus.evening), is: .exists(rows), "the same swap again")
            try expect(try books.committed(PlanID("S1")), is: rows, "what came of it")
        },
        BooksPromise("a swap without a second person is not written") { books in
            try ContractCampus.open(in: books)
            for approver in [nil, ContractCampus.chen] {
                var plan = try ContractCampus.swap(books, id: "S1")
                plan.approver = approver
                let before = try books.verify()
                _ = try expectThrown("commit") { _ = try books.commit(plan, at: ContractCampus.evening) }
                try expect(try books.verify(), is: before, "the journal")
                try expect(try books.inventory().meters[ContractCampus.newMeter], is: nil, "the new meter")
            }
        },
        BooksPromise("a swap planned before a sale or from another inventory is stale") { books in
            try ContractCampus.open(in: books)
            let plan = try ContractCampus.swap(books, id: "S1")
            var change = InventoryChange(version: 1, meters: [ContractCampus.moneyMeter])
            change.meters[0].serialNumber = "new plate"
            try expect(try books.take(change, actor: ContractCampus.chen, at: ContractCampus.evening), is: .taken, "taking")
            let stale = CommitOutcome.stale([ContractCampus.energyRoom: .changedSincePlan])
            try expect(try books.commit(plan, at: ContractCampus.evening), is: stale, "after a change of another room's meter")
            let later = try ContractCampus.swap(books, id: "S2")
            try ContractCampus.sell(books, ContractCampus.energyRoom, Money(fen: 50_00), id: "P1")
            try expect(try books.commit(later, at: ContractCampus.evening), is: stale, "after a sale")
        },
        BooksPromise("no difference of the inventory changes a replaced meter, or makes one") { books in
            try ContractCampus.open(in: books)
            var forged = ContractCampus.plainMeter
            forged.retirement = Retirement(
                register: .zero, at: ContractCampus.evening, day: Day(of: ContractCampus.evening, at: .china),
                successor: ContractCampus.moneyMeter.id)
            _ = try expectThrown("a retirement without a swap") {
                _ = try books.take(
                    InventoryChange(version: 1, meters: [forged]), actor: ContractCampus.chen, at: ContractCampus.evening)
            }
            _ = try books.commit(try ContractCampus.swap(books, id: "S1"), at: ContractCampus.evening)
            var back = ContractCampus.energyMeter
            back.place = .room(ContractCampus.bareRoom, circuit: "main")
            _ = try expectThrown("taking") {
                _ = try books.take(InventoryChange(version: 2, meters: [back]), actor: ContractCampus.chen, at: ContractCampus.evening)
            }
            try expect(try books.inventoryVersion(), is: 2, "version")
            try expect(
                try ContractCampus.standing(books, ContractCampus.energyRoom).meter?.id, is: ContractCampus.newMeter,
                "the meter of the room")
            try expect(try ContractCampus.standing(books, ContractCampus.bareRoom).meter, is: nil, "the meter of the other room")
        },
        BooksPromise("the address of a swap is not one that is there, and a swap under an old version does not help") { books in
            try ContractCampus.open(in: books)
            var plan = try ContractCampus.swap(books, id: "S1")
            guard case .change(var change) = plan.rows[0].decision else { throw BrokenPromise(description: "no change was planned") }
            change.swap?.installed.id = ContractCampus.moneyMeter.id
            plan.rows[0].decision = .change(change)
            let before = try books.inventory()
            _ = try expectThrown("commit") { _ = try books.commit(plan, at: ContractCampus.evening) }
            try expect(try books.inventory(), is: before, "the inventory")
        },
    ]
}

extension ContractCampus {
    /// The address of the meter that comes.
    public static let newMeter = MeterID("900000000418")

    /// Plans the replacement of the energy room's meter at register 1235.81 by an empty one; nothing is written.
    public static func swap(_ books: any Books, register: Int64 = 1235_81, id: String) throws -> Plan {
        let planner = SwapPlanner(
            standing: try standing(books, energyRoom), inventory: try books.inventory(), inventoryVersion: try books.inventoryVersion(),
            price: try books.price(on: Day(of: evening, at: .china)), reading: nil)
        let request = SwapRequest(
            room: energyRoom, last: LastReading(register: Energy(hundredths: register), at: evening),
            new: NewMeter(address: newMeter.text, serialNumber: "B-1", initial: Energy(hundredths: 35)), note: "display dark")
        return try planner.plan(
            request, approval: try Approval(maker: chen, approver: li), now: evening, day: Day(of: evening, at: .china), id: PlanID(id))
    }
}
