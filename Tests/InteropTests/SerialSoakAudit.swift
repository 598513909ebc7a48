// Protects: that after a soak the books, the orders, the readings and the meters say the same, and that of every difference it is known
// where it comes from.
// How: what a meter held before, what was sold to it and what it used make what it must hold now. Of a purchase in which it lost power it
// holds what the simulated field wrote down, and such a purchase is disputed, for a person to decide; nothing else is.
import Domain
import Foundation
import Operations
import Simulator
import Store
import Testing

/// Holds everything that is known of a soak against each other, by sums of its own.
struct SerialSoakAudit {
    private let inventory: SerialField.Inventory
    private let office: SerialOffice
    private let orders: [Order]
    private let torn: [MeterID: TornWrite]

    init(_ inventory: SerialField.Inventory, _ office: SerialOffice) throws {
        (self.inventory, self.office) = (inventory, office)
        orders = try office.books().orders(OrderFilter())
        torn = try Self.torn(in: office.field)
    }

    /// What meters kept of a purchase in which they lost power, as the field wrote it down.
    ///
    /// Its journal says with each purchase that a meter heard whether power was lost. What counts is the first one: each meter is sold to
    /// once, and of a repetition it has the count already.
    private static func torn(in field: URL) throws -> [MeterID: TornWrite] {
        let lines = try String(contentsOf: field.appending(path: "journal.log"), encoding: .utf8).split(separator: "\n")
        // Number, time, meter, address, control, data, what was kept when that is not all, check sum.
        let commands = lines.map { $0.split(separator: " ").map(String.init) }.filter { $0.count >= 7 && $0[4] == "03" }
        let first = Dictionary(commands.map { ($0[2], $0) }) { earlier, _ in earlier }
        return Dictionary(
            uniqueKeysWithValues: first.compactMap { meter, command in
                command.count < 8 ? nil : TornWrite(rawValue: command[6]).map { (MeterID(meter), $0) }
            })
    }

    func check(_ server: FieldServer, sales: Int) async throws {
        #expect(orders.count == sales && Set(orders.map(\.meter)).count == sales)
        let books = try office.books()
        let latest = try office.readings().latest()
        let byMeter = Dictionary(grouping: orders, by: \.meter).compactMapValues(\.first)
        for meter in inventory.meters {
            let sample = try #require(try await server.sample(meter.id.text))
            let reading = try #require(latest[meter.id], "\(meter.id) was never read")
            let register = try #require(reading.register)
            #expect(register.hundredths <= sample.register, "\(meter.id)")
            guard let baseline = meter.baseline, meter.profile == .dorm645, let room = meter.room else { continue }
            #expect(register >= baseline.register, "\(meter.id)")
            let order = byMeter[meter.id]
            try check(sample, reading, of: meter, baseline, order)
            try check(books.account(of: room), baseline, order)
        }
        let drawer = try books.trialBalance().filter { $0.account == .cash(SerialOffice.operatorName) }.reduce(0) { $0 + $1.amount }
        #expect(drawer == Int64(sales) * SerialOffice.fen)
        try await checkWords()
    }

    /// What a meter has taken of an order: its count, and hundredths in its total and in what is left. Nil when the order may not stand
    /// so: it is confirmed when the meter took all of it, disputed when the meter lost power, and nothing else.
    private func taken(_ order: Order) -> (count: Int, total: Int64, left: Int64)? {
        let amount = order.task.change.hundredths
        return switch (order.state, torn[order.meter]) {
        case (.confirmed, nil): (1, amount, amount)
        case (.disputed, .countAlone): (1, 0, 0)
        case (.disputed, .creditAlone): (0, amount, amount)
        case (.disputed, .balanceAlone): (0, 0, amount)
        default: nil
        }
    }

    private func check(_ sample: MeterSample, _ reading: Reading, of meter: MeterPoint, _ baseline: Baseline, _ order: Order?) throws {
        guard let taken = order.map(taken) ?? (0, 0, 0) else {
            Issue.record("the meter kept \(torn[meter.id]?.rawValue ?? "all") of \(String(describing: order))")
            return
        }
        #expect(order?.state != .disputed || order?.note.isEmpty == false, "\(meter.id): whoever decides is told nothing")
        #expect(sample.count == baseline.count + taken.count && reading.count == sample.count, "\(meter.id)")
        #expect(sample.totalBought == baseline.totalBought.hundredths + taken.total, "\(meter.id)")
        // Register and credit cut off what is less than a hundredth.
        let left = baseline.remaining.hundredths + taken.left + baseline.register.hundredths
        #expect(abs(sample.balance + sample.subsidy - sample.overdraft + sample.register - left) <= 1, "\(meter.id)")
        let read = try #require(reading.remaining).hundredths + (try #require(reading.register)).hundredths
        #expect(abs(read - left) <= 1, "\(meter.id)")
    }

    /// The books stand by what was paid for, also where the meter has not got it or nobody knows: that is for a person to decide.
    private func check(_ account: RoomAccount, _ baseline: Baseline, _ order: Order?) {
        let used = account.reached.map { $0.register - baseline.register } ?? .zero
        let sold = order?.task.change.hundredths ?? 0
        #expect(account.balance.hundredths == baseline.remaining.hundredths + sold - used.hundredths)
    }

    /// The program itself says that the journal is whole, and of which rooms books and meters do not agree: those of the disputes.
    private func checkWords() async throws {
        let (verified, words) = try await office.run("verify")
        #expect(verified == 0, "\(words)")
        struct Row: Decodable { let room: String }
        let (status, output) = try await office.run("reconcile", "--open", "--json")
        let open = try JSONDecoder().decode([Row].self, from: Data(output.utf8)).map(\.room)
        #expect(status == (torn.isEmpty ? 0 : 1) && Set(open) == Set(orders.filter { torn[$0.meter] != nil }.map(\.room.text)), "\(output)")
    }

    /// In numbers, what was lived through.
    func report() throws -> String {
        let health = try office.readings().health()
        let attempts = orders.map(\.attempts)
        return """
            serial soak: \(inventory.meters.count) meters on \(health.count) buses, \(inventory.concentrators.count) pseudo terminals; \
            \(orders.count) orders, \(orders.count { $0.state == .confirmed }) confirmed, \(orders.count { $0.state == .disputed }) disputed \
            of \(torn.count) meters that lost power, \(attempts.reduce(0, +)) times sent, \(attempts.count { $0 > 1 }) more than once; \
            \(health.map(\.requests).reduce(0, +)) requests, \(health.map(\.timeouts).reduce(0, +)) in vain, \
            \(health.map(\.broken).reduce(0, +)) broken frames, \(health.map(\.noise).reduce(0, +)) bytes of noise;
            """
    }
}
