// Protects nothing by itself: the people of a replay: the operator, other vending systems, the field's engineers, and the auditor's eyes.
// How: sales keep their id until it is known what came of them, as the command line repeats them; frames of others are made by hand.

import BooksContract
import Domain
import MeterWire
import Operations
import Seeded
import Simulator

extension CampusReplay {
    // MARK: The operator

    func operatorActs() throws {
        guard let pause = script.operatorPause else { return }
        if hasFaults { events.add(.operatorActs, at: now + chance.within(pause)) }
        switch chance.below(20) {
        case 0: try withdrawOne()
        case 1: try readOneNow()
        case 2 where script.hasStrangers: try strangerActs()
        default:
            // A few rooms are favoured, so that orders stand in line.
            let all = inventory.rooms.keys.sorted()
            guard let room = chance.pick(chance.below(3) == 0 ? Array(all.prefix(3)) : all) else { return }
            try sell(room, fen: 1000 + 25 * Int64(chance.below(300)))
        }
    }

    /// Sells, and asks again under the same id until it is known what came of it.
    ///
    /// - Returns: the name of the sale, by which the auditor and the orders know it.
    @discardableResult
    func sell(_ room: RoomID, fen: Int64) throws -> String {
        let id = PlanID(ids.next())
        try attempt(Sale(id: id, lines: [TopUpLine(room: room, money: Money(fen: fen))], name: id.text))
        return Self.name(id, room)
    }

    /// Sells a list.
    func sellList(_ lines: [TopUpLine]) throws { try attempt(Sale(id: nil, lines: lines, name: ids.next())) }

    /// One row of a plan.
    static func name(_ plan: PlanID, _ room: RoomID) -> String { "\(plan)/\(room)" }

    func attempt(_ sale: Sale) throws {
        pending.insert(sale.name)
        // The console, a process of its own, dies before it has committed, or before it is told.
        let dies = hits(script.crashes.office * 20)
        if dies, chance.below(2) == 0 { return again(sale) }
        do {
            let plan =
                if let id = sale.id {
                    try office.planTopUp(sale.lines, actor: Self.operatorPerson, id: id)
                } else {
                    try office.planTopUpFile(sale.lines, actor: Self.operatorPerson)
                }
            for line in sale.lines { try intend(line, plan.id) }
            maybeFail(isWrite: true)
            let outcome = plan.changes.isEmpty ? nil : try office.commit(plan)
            books.arm(nil)
            try auditOrders()
            if dies { return again(sale) }
            switch outcome {
            case .committed(let rows), .exists(let rows): try end(sale, plan.id, sold: rows)
            case .stale: again(sale)
            case nil: try end(sale, plan.id, sold: try office.committed(plan.id) ?? [])
            }
        } catch let error as BooksError {
            note("sale \(sale.name) fails: \(error)")
            books.arm(nil)
            try auditOrders()
            again(sale)
        }
    }

    private func intend(_ line: TopUpLine, _ plan: PlanID) throws {
        guard let money = line.money, let meter = inventory.meters.values.first(where: { $0.room == line.room }) else { return }
        try auditor.intends(Self.name(plan, line.room), meter: meter.id.text, fen: money.fen)
    }

    private func again(_ sale: Sale) { events.add(.retry(sale), at: now + chance.within(1_000...20_000)) }

    private func end(_ sale: Sale, _ plan: PlanID, sold rows: [CommittedRow]) throws {
        note("sale \(sale.name) to \(sale.lines.map(\.room)): \(rows.count) sold")
        pending.remove(sale.name)
        counts.sales += rows.count
        for line in sale.lines {
            try auditor.ends(Self.name(plan, line.room), isSold: rows.contains { $0.room == line.room })
        }
    }

    private func withdrawOne() throws {
        guard let order = chance.pick(try books.orders(OrderFilter(states: [.queued]))) else { return }
        do {
            maybeFail(isWrite: true)
            let withdrawn = try office.withdraw(order.id, actor: Self.operatorPerson)
            note("order \(withdrawn.id) \(withdrawn.state.word)")
        } catch is BooksError {
            // He is told that nothing is known; the auditor looks for himself.
        } catch is OfficeError {
            // It was sent between the look and the wish.
        }
        books.arm(nil)
        try auditOrders()
    }

    private func readOneNow() throws {
        guard let meter = chance.pick(inventory.meters.keys.sorted()) else { return }
        readNow += 1
        let job = MeterJob(id: readNow, meter: meter, task: .detail, priority: .now)
        try asOffice { try self.submit(job, &$0) }
    }

    // MARK: Others

    /// Somebody sends a command to a meter over a connection of his own.
    func intrude(_ command: CreditCommand, at meter: String) throws {
        guard let address = MeterAddress(meter), let concentrator = concentratorOfMeter[MeterID(meter)] else { return }
        let connection = network.add(concentrator: concentrator, process: nil)
        network.connections[connection]?.isOpenAtField = true
        network.connections[connection]?.isOpenAtOffice = true
        field.open(connection, concentrator: concentrator)
        let frame = try DormitoryRequest(.credit(command), to: address).frame()
        note("somebody else sends \(command) to \(meter)")
        try perform(field.receive(frame.encoded(preamble: 4), connection: connection, now: now))
    }

    /// Somebody who should not be there sells to a meter, or closes its account.
    private func strangerActs() throws {
        guard field.isAlive, let meter = chance.pick(auditor.meters.keys.sorted()), let unit = auditor.meters[meter], !unit.isClosed
        else { return }
        if chance.below(2) == 0 { try sellBehindTheBack(meter, amount: 1_23) } else { try closeAccount(meter) }
    }

    /// Another vending system sells behind the office's back.
    func sellBehindTheBack(_ meter: String, amount: Int64) throws {
        guard let facts = field.facts(of: meter, at: now), let customer = customer(of: meter) else { return }
        auditor.expectsForeignPurchase(at: meter, amount: amount)
        try intrude(CreditCommand(.topUp, customer: customer, amount: amount, count: facts.count + 1), at: meter)
    }

    /// An engineer closes the account of a meter: it refuses purchases until it is opened again.
    func closeAccount(_ meter: String) throws {
        guard let facts = field.facts(of: meter, at: now), let customer = customer(of: meter) else { return }
        auditor.expectsRefusals(at: meter)
        try intrude(CreditCommand(.close, customer: customer, amount: 0, count: facts.count), at: meter)
    }

    private func customer(of meter: String) -> CustomerNumber? {
        campus.meters.first { $0.settings.address == meter }.flatMap { CustomerNumber($0.customer) }
    }

    // MARK: The field

    /// First what was taken is kept, then the auditor looks into the meters, then the answers leave.
    func perform(_ step: FieldStep) throws {
        let dies = !step.journal.isEmpty && field.isAlive && hits(script.crashes.field)
        if dies, chance.below(2) == 0 { return killField() }
        try field.keep(step.journal)
        for entry in step.journal {
            note("meter \(entry.plate) took a command")
            guard let facts = field.facts(of: entry.plate, at: now) else { continue }
            if entry.torn != nil { try tear(entry.plate, facts) }
            try auditor.look(into: entry.plate, holding: facts)
            try auditOrders()
        }
        if dies { return killField() }
        for output in step.outputs {
            switch output {
            case .send(let connection, let bytes): answer(bytes, on: connection)
            case .cut(let connection):
                counts.cuts += 1
                note("the concentrator cuts connection \(connection)")
                closeFromField(connection, reason: "the concentrator closed the connection")
            }
        }
    }

    /// A purchase was half written, unless the meter had it already and moved nothing.
    private func tear(_ meter: String, _ facts: MeterFacts) throws {
        guard let before = auditor.meters[meter]?.now else { return }
        let moved = facts.count != before.count || facts.total != before.total || facts.left > before.left
        guard moved || auditor.meters[meter]?.torn != nil else { return }
        note("meter \(meter) loses power in the middle: \(before), \(facts)")
        try auditor.losesPower(meter, holds: facts)
    }

    /// Changes what the lines do from now on.
    func setLines(_ faults: FaultPlan) {
        note("the lines change")
        field.set(faults)
    }

    /// Kills the field now; it comes back after a while.
    func killField(seconds: Int64? = nil) {
        guard field.isAlive else { return }
        counts.fieldDeaths += 1
        note("the field dies")
        for connection in network.connections.keys.sorted() {
            closeFromField(connection, reason: "connection reset")
        }
        field.die()
        events.add(.startField, at: now + (seconds.map { $0 * 1000 } ?? chance.within(500...30_000)))
    }

    func startField() throws {
        note("the field starts")
        try field.start()
        try auditMeters()
    }

    // MARK: The auditor's eyes

    func shownOrders() throws -> [ShownOrder] {
        try books.behind.orders(OrderFilter()).map {
            ShownOrder(
                id: $0.id.text, sale: Self.name($0.plan, $0.room), meter: $0.meter.text, amount: $0.task.change.hundredths, count: $0.count,
                word: $0.state.word)
        }
    }

    func auditOrders() throws { try auditor.look(try shownOrders()) }

    func auditMeters() throws {
        try auditOrders()
        for meter in auditor.meters.keys.sorted() {
            if let facts = field.facts(of: meter, at: now) { try auditor.look(into: meter, holding: facts) }
        }
    }

    /// Every reading is held against its meter at the moment at which it was told. It carries the time of its last answer; where lines
    /// are quiet that is the same moment, else it may have waited in vain for one thing more.
    func auditReading(_ report: MeterReport) throws {
        guard case .reading(let reading) = report.outcome, let facts = field.facts(of: reading.meter.text, at: now) else { return }
        let age = instant.milliseconds(since: reading.at)
        guard (0...(script.isQuiet ? 0 : 10_000)).contains(age) else { throw Finding(description: "\(reading) is told after \(age) ms") }
        try auditor.compare(
            reading.meter.text, register: reading.register?.hundredths, left: reading.remaining?.hundredths, count: reading.count,
            with: facts, slack: script.isQuiet ? 1 : 4)
    }
}
