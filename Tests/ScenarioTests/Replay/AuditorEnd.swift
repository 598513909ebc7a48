// Protects: that in the end, when nothing goes wrong any more, books and meters are the same, and that readings tell the truth.
// How: the auditor's own sums over sales and purchases against the journal, the expected counts and the meters.

extension Auditor {
    /// What a reading said, against what the meter held when it was told.
    ///
    /// - Parameter slack: how many hundredths a reading may be behind.
    func compare(_ meter: String, register: Int64?, left: Int64?, count: Int?, with facts: MeterFacts, slack: Int64) throws {
        guard let register, register <= facts.register, register >= facts.register - slack else {
            throw Finding(description: "the reading of \(meter) says \(register ?? -1), the meter has \(facts.register)")
        }
        guard let known = meters[meter], let left, let count else { return }
        // A purchase may have come while the parts of the reading were taken.
        guard count == facts.count, known.now.count == facts.count else {
            guard count <= facts.count else { throw Finding(description: "the reading of \(meter) knows count \(count) too early") }
            return
        }
        guard abs(left - facts.left) <= max(slack, 1) else {
            throw Finding(description: "the reading of \(meter) says \(left) left, the meter has \(facts.left)")
        }
    }

    /// At the end nothing waits but what a person has to decide, and the expectation of the books is what the meters show.
    func checkEnd(expected: [String: (count: Int, total: Int64)]) throws {
        for (address, meter) in meters.sorted(by: { $0.key < $1.key }) {
            let orders = shown.values.filter { $0.meter == address }
            let isDisputed = orders.contains { $0.word == "DISPUTE" }
            let waiting = orders.filter { ["QUEUED", "SENT", "UNCONF"].contains($0.word) }
            guard waiting.isEmpty || isDisputed else { throw Finding(description: "orders never ended: \(waiting)") }
            let applied = orders.filter { $0.word == "METER" }
            let disputed = orders.filter { $0.word == "DISPUTE" }.map(\.id)
            guard Set(meter.purchases.compactMap(\.order)).subtracting(disputed) == Set(applied.map(\.id)) else {
                throw Finding(description: "meter \(address) has \(meter.purchases), the office shows \(applied)")
            }
            guard meter.isHonest, disputed.isEmpty else { continue }
            let sum = applied.reduce(Int64(0)) { $0 + $1.amount }
            guard meter.now.count == meter.start.count + applied.count, meter.now.total == meter.start.total + sum else {
                throw Finding(description: "meter \(address) went from \(meter.start) to \(meter.now) with \(applied)")
            }
            guard let books = expected[address], books.count == meter.now.count, books.total == meter.now.total else {
                throw Finding(description: "the books expect \(String(describing: expected[address])) of \(address), it has \(meter.now)")
            }
        }
    }

    /// Every entry and the whole journal sum to zero for each commodity; the drawer holds what was sold, and every sale has its order.
    func checkJournal(_ postings: [ShownPosting], drawer: String, sellsTo isPrepaid: (String) -> Bool) throws {
        var entries: [String: Int64] = [:]
        var whole: [String: Int64] = [:]
        for posting in postings {
            entries["\(posting.entry) \(posting.commodity)", default: 0] += posting.amount
            whole["\(posting.account) \(posting.commodity)", default: 0] += posting.amount
        }
        for (entry, sum) in entries where sum != 0 { throw Finding(description: "entry \(entry) does not balance: \(sum)") }
        let open = sales.filter { $0.value.isSold == nil }
        guard open.isEmpty else { throw Finding(description: "nobody knows what came of \(open.keys.sorted())") }
        let sold = sales.filter { $0.value.isSold == true }
        let fen = sold.values.reduce(Int64(0)) { $0 + $1.fen }
        guard whole["\(drawer) yuan", default: 0] == fen else {
            throw Finding(description: "the drawer holds \(whole["\(drawer) yuan", default: 0]) fen by the books, \(fen) were sold")
        }
        let prepaid = Set(sold.filter { isPrepaid($0.value.meter) }.keys)
        guard Set(shown.values.map(\.sale)) == prepaid else {
            let lost = prepaid.symmetricDifference(Set(shown.values.map(\.sale)))
            throw Finding(description: "sales and orders do not belong together: \(lost.sorted())")
        }
    }

    /// What the books say is left in a room, when all use has been posted up to a register and everything sold is in the meter.
    func checkAccount(of address: String, balance: Int64, reached register: Int64) throws {
        guard let meter = meters[address] else { return }
        let bought = meter.purchases.reduce(Int64(0)) { $0 + $1.amount }
        let used = register - meter.start.register
        let expected = meter.start.left + bought - (meter.keepsMoney ? used * 55 / 100 : used)
        guard abs(balance - expected) <= (meter.keepsMoney ? 1 : 0) else {
            throw Finding(description: "the books say \(balance) is left behind \(address); \(expected) is, at register \(register)")
        }
    }
}

/// A top-up or take-back as it stands on the wire, read digit by digit. Source: dormitory dialect, request tables.
struct WiredPurchase: CustomStringConvertible {
    let meter: String
    let amount: Int64
    let count: Int

    var description: String { "an order of \(amount) under count \(count) for \(meter)" }

    /// Nil for any other frame.
    init?(_ bytes: [UInt8]) {
        let frame = Array(bytes.drop { $0 == 0xFE })
        guard frame.count > 38, frame[0] == 0x68, frame[7] == 0x68, frame[8] == 0x03 else { return nil }
        let data = frame[10...].map { $0 &- 0x33 }
        guard data[0] == 0xFF, data[1] == 0x02 || data[1] == 0x12, data[2] == 0x01, data[3] == 0x07 else { return nil }
        func digits(_ range: Range<Int>) -> String {
            data[range].reversed().map { String($0 >> 4) + String($0 & 0x0F) }.joined()
        }
        guard let amount = Int64(digits(20..<24)), let count = Int(digits(24..<26)) else { return nil }
        meter = digits(8..<14)
        (self.amount, self.count) = (amount, count)
    }
}
