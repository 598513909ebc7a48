import Domain
import GRDB
import Operations
import Phrases

/// Derives lots, sums, versions of rooms and counts of meters again from the journal and holds them against what is kept for speed.
enum DerivedAudit {
    static func run(_ database: Database, journal: borrowing JournalAudit, findings: inout Findings) throws {
        try lots(database, journal: journal, findings: &findings)
        try balances(database, journal: journal, findings: &findings)
        try rooms(database, journal: journal, findings: &findings)
        try meters(database, journal: journal, findings: &findings)
    }

    private static func lots(_ database: Database, journal: borrowing JournalAudit, findings: inout Findings) throws {
        // By its place among those of the journal: whether it is kept. A copy of all lots would take as much again as the journal's own.
        var isKept = [Bool](repeating: false, count: journal.lotCount)
        var sums: [Posting.Key: Int64] = [:]
        let rows = try Row.fetchCursor(
            database, sql: "SELECT room, id, wallet, unit, expires, credited, paid, rest FROM lot ORDER BY id")
        while let row = try rows.next() {
            let id = try row.integer(1)
            guard let place = journal.lotPlace(openedBy: id), !isKept[place] else {
                findings.add(Phrase("lot \(id): no entry opens it"))
                continue
            }
            isKept[place] = true
            let state = journal.lot(at: place)
            let unit = try row.word(3, as: CreditUnit.self)
            let kept = Lot(
                id: LotID(entry: id), wallet: try row.word(2), expires: try row.integerIfAny(4).map { Day(number: Int($0)) },
                credited: try row.credit(5, unit: unit), paid: try row.money(6), left: try row.credit(7, unit: unit))
            var lot = state.lot
            lot.left.hundredths = state.rest
            let room = journal.room(of: state)
            if try kept != lot || room?.text != row.text(0) {
                findings.add(Phrase("lot \(id): the journal leaves \(lot.left) in it, the books say \(kept.left), or another part differs"))
            }
            if let room {
                let posting = Posting(.wallet(kept.wallet, of: room), lot.left)
                sums[posting.key, default: 0] &+= posting.amount
            }
        }
        for id in journal.lotEntries(where: { !isKept[$0] }) { findings.add(Phrase("lot \(id): its entry opens it, but it is missing")) }
        for (key, sum) in sums where journal.balances[key, default: 0] != sum {
            findings.add(Phrase("\(key.account): the lots hold \(sum), the lines of the journal \(journal.balances[key, default: 0])"))
        }
    }

    private static func balances(_ database: Database, journal: borrowing JournalAudit, findings: inout Findings) throws {
        var expected = journal.balances
        var totals: [Commodity: Int64] = [:]
        let rows = try Row.fetchCursor(database, sql: "SELECT account, commodity, amount FROM balance")
        while let row = try rows.next() {
            let key = Posting.Key(account: Account(try row.text(0)), commodity: try row.word(1))
            let amount = try row.integer(2)
            let sum = expected.removeValue(forKey: key)
            if sum != amount {
                findings.add(Phrase("\(key.account): the journal sums to \(sum.map(String.init) ?? "nothing"), the books say \(amount)"))
            }
            totals[key.commodity, default: 0] &+= amount
        }
        for (key, amount) in expected { findings.add(Phrase("\(key.account): the journal sums to \(amount), the sum is missing")) }
        for (commodity, total) in totals where total != 0 {
            findings.add(Phrase("the trial balance is off by \(total) of \(commodity.rawValue)"))
        }
    }

    private static func rooms(_ database: Database, journal: borrowing JournalAudit, findings: inout Findings) throws {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT room.id, lastSaleAt, lastSaleMoney, reachedMeter, reachedRegister, reachedAt, roomBook.version
                FROM room LEFT JOIN roomBook ON roomBook.room = room.id
                """)
        var known: Set<String> = []
        while let row = try rows.next() {
            let room = RoomID(try row.text(0))
            known.insert(room.text)
            var sale: LastSale?
            if let at = try row.integerIfAny(1) { sale = LastSale(at: Instant(milliseconds: at), money: try row.money(2)) }
            if sale != journal.lastSales[room] { findings.add(Phrase("room \(room): its last sale is not the one of the journal")) }
            if try Standings.reached(row, 3) != journal.reached[room] {
                findings.add(Phrase("room \(room): use is posted up to another reading than the journal says"))
            }
            if try row.integerIfAny(6) == nil { findings.add(Phrase("room \(room): it has no account")) }
        }
        for room in journal.rooms.sorted() where !known.contains(room) {
            findings.add(Phrase("room \(room): entries name it, but it does not exist"))
        }
    }

    private static func meters(_ database: Database, journal: borrowing JournalAudit, findings: inout Findings) throws {
        let rows = try Row.fetchCursor(
            database, sql: "SELECT meter.id, applied, credited, purseCount FROM meter LEFT JOIN meterBook ON meterBook.meter = meter.id")
        var known: Set<String> = []
        while let row = try rows.next() {
            let meter = MeterID(try row.text(0))
            known.insert(meter.text)
            let expected = journal.orders.applied[meter] ?? (0, 0)
            let count = try row.integerIfAny(1)
            let credited = try row.integerIfAny(2)
            if count != Int64(expected.count) || credited != expected.credited {
                findings.add(Phrase("meter \(meter): \(expected.count) orders were applied, the books count otherwise"))
            }
            if try row.integerIfAny(3).map({ Int($0) }) != journal.orders.purseCounts[meter] {
                findings.add(Phrase("meter \(meter): its purse of free credit was last seen at another count than the books say"))
            }
        }
        for meter in journal.meters.sorted() where !known.contains(meter) {
            findings.add(Phrase("meter \(meter): entries name it, but it does not exist"))
        }
    }
}
