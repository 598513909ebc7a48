import Domain
import GRDB
import Operations

/// Reads the journal from its first entry to its last: chain, hashes, balance, lots, and the orders that deliver entries.
///
/// Sums wrap around instead of trapping: a damaged number must give a finding, not a crash.
struct JournalAudit {
    struct LotState {
        var room: RoomID?
        var lot: Lot
        var rest: Int64
    }

    /// A line of an entry, with its account and commodity by their numbers.
    struct Line {
        var account: Int
        var commodity: Int
        var amount: Int64
    }

    private(set) var entries: Int64 = 0
    private(set) var head = [UInt8](repeating: 0, count: 32)
    private(set) var lots: [Int64: LotState] = [:]
    private(set) var lastSales: [RoomID: LastSale] = [:]
    private(set) var reached: [RoomID: RegisterMark] = [:]
    private(set) var orders = OrderAudit()

    private var names = NameTable()
    private let commodities = Commodity.allCases
    private var counted = NameTable()
    private var sums: [[Int64?]] = []
    private var namedRooms: Set<Int> = []
    private var namedMeters: Set<Int> = []
    private var sales: [LastSale?] = []
    private var marks: [RegisterMark?] = []
    private var words: [Int: Bool] = [:]
    private var text = CanonicalBuffer()
    private var body = CanonicalBuffer()
    private var lines: [Line] = []

    /// The sum of every account and commodity that was posted to; made once, at the end.
    private(set) var balances: [Posting.Key: Int64] = [:]

    /// The rooms and meters that entries name.
    var rooms: [String] { namedRooms.map(names.text) }
    var meters: [String] { namedMeters.map(names.text) }

    mutating func run(_ database: Database, findings: inout Findings) throws {
        var postings = try RawLines(
            database, sql: "SELECT entry, line, account, commodity, amount FROM posting ORDER BY entry, line")
        var moves = try RawLines(
            database,
            sql: "SELECT entry, line, lot, unit, credit, paid, wallet, opensWith, expires FROM lotMove ORDER BY entry, line")
        // In the order of the commodities, so that the number of a word is that of its commodity.
        for commodity in commodities { _ = counted.index(of: commodity.rawValue) }
        sums = Array(repeating: [], count: commodities.count)
        try orders.begin(database)
        var rows = try RawRows(database, sql: "SELECT \(EntryRecords.columns) FROM entry ORDER BY sequence")
        while try rows.next() { try check(rows.row, &postings, &moves, findings: &findings) }
        for stray in try Set(postings.strays()).union(moves.strays()).sorted() {
            findings.add("there are lines of an entry \(stray), which does not exist")
        }
        try orders.end(findings: &findings)
        for (commodity, sums) in zip(commodities, sums) {
            for (account, sum) in sums.enumerated() {
                if let sum { balances[Posting.Key(account: Account(names.text(account)), commodity: commodity)] = sum }
            }
        }
        for (room, sale) in sales.enumerated() { if let sale { lastSales[RoomID(names.text(room))] = sale } }
        for (room, mark) in marks.enumerated() { if let mark { reached[RoomID(names.text(room))] = mark } }
    }

    private mutating func check(_ row: RawRow, _ postings: inout RawLines, _ moves: inout RawLines, findings: inout Findings) throws {
        let sequence = try row.integer(0)
        if sequence != entries + 1 {
            findings.add(entry: sequence, "the one before it is \(entries); entries are missing or doubled")
        }
        if !head.withUnsafeBytes(row.bytes(15).isSame) {
            findings.add(entry: sequence, "its previous hash is not the hash of the entry before it")
        }
        entries = sequence
        head = [UInt8](row.bytes(16))
        do {
            try begin(row, sequence)
            try postings.forEach(of: sequence) { try add(posting: $0, findings: &findings) }
            text.add(Int64(lines.count))
            text.add(fieldsOf: body)
            body.clear()
            var count: Int64 = 0
            try moves.forEach(of: sequence) { move in
                count += 1
                try add(move: move, room: row.textIfAny(9), entry: sequence, findings: &findings)
            }
            text.add(count)
            text.add(fieldsOf: body)
            try end(row)
        } catch BooksError.damaged(let reason) {
            findings.add(entry: sequence, reason)
        }
        if !text.hasHash(row.bytes(16)) { findings.add(entry: sequence, "its hash does not fit what it says; it was changed") }
        try weigh(row, sequence, findings: &findings)
        if try orders.begins(sequence) {
            let entry = OrderAudit.Delivered(
                sequence: sequence, at: Instant(milliseconds: try row.integer(1)), plan: row.text(7), room: row.textIfAny(9),
                lines: lines.map { (names.text($0.account), commodities[$0.commodity], $0.amount) })
            try orders.check(entry, findings: &findings)
        }
    }

    /// The fields of the entry itself, up to its lines.
    private mutating func begin(_ row: RawRow, _ sequence: Int64) throws {
        text.clear()
        body.clear()
        lines.removeAll(keepingCapacity: true)
        try row.checkTogether(12...14)
        try row.checkTogether(17...20)
        let isApproved = !row.isNull(17)
        text.add(word: isApproved ? "dormwatt-entry-2" : "dormwatt-entry-1")
        text.add(row.bytes(15))
        for number in [sequence, try row.integer(1), try row.integer(2)] { text.add(number) }
        for column in 3...6 as ClosedRange<Int32> { text.add(row.bytes(column)) }
        if isApproved { for column in 17...20 as ClosedRange<Int32> { text.add(row.bytes(column)) } }
        text.add(row.bytes(7))
        text.add(row.bytes(8))
        text.add(row.bytes(9))
        let corrects = try row.integer(10)
        guard row.isNull(10) || (1..<sequence).contains(corrects) else { throw BooksError.damaged("it makes up for entry \(corrects)") }
        text.add(corrects)
        text.add(row.bytes(11))
        try check(row.bytes(4)) { Role(rawValue: $0) != nil }
        try check(row.bytes(8)) { EntryKind(rawValue: $0) != nil }
    }

    /// How far use reaches.
    private mutating func end(_ row: RawRow) throws {
        text.add(row.bytes(12))
        text.add(try row.integer(13))
        text.add(try row.integer(14))
    }

    /// Throws for a word that the program does not know.
    private mutating func check(_ word: UnsafeRawBufferPointer, _ isKnown: (String) -> Bool) throws {
        let index = names.index(of: word)
        let known = words[index] ?? isKnown(names.text(index))
        words[index] = known
        if !known { throw BooksError.damaged("'\(names.text(index))' is a word that this program does not know") }
    }

    private mutating func add(posting row: RawRow, findings: inout Findings) throws {
        let word = row.bytes(3)
        let commodity = counted.index(of: word)
        guard commodity < commodities.count else { throw BooksError.damaged("'\(row.text(3))' is nothing that is counted") }
        let account = names.index(of: row.bytes(2))
        let amount = try row.integer(4)
        body.add(row.bytes(2))
        body.add(word)
        body.add(amount)
        lines.append(Line(account: account, commodity: commodity, amount: amount))
        while sums[commodity].count <= account { sums[commodity].append(nil) }
        sums[commodity][account] = (sums[commodity][account] ?? 0) &+ amount
    }

    private mutating func add(move row: RawRow, room: String?, entry: Int64, findings: inout Findings) throws {
        let lot = try row.integer(2)
        guard let unit = CreditUnit(rawValue: row.text(3)) else { throw BooksError.damaged("'\(row.text(3))' is no unit") }
        let credit = Credit(unit, hundredths: try row.integer(4))
        let paid = try row.integer(5)
        try row.checkTogether(6...7)
        guard row.isNull(6) == (lot != entry), !row.isNull(6) || row.isNull(8) else {
            throw BooksError.damaged("a move of lot \(lot) neither opens it nor takes from it")
        }
        guard !row.isNull(6) else {
            body.add(word: "take")
            body.add(row.bytes(3))
            for number in [lot, credit.hundredths, paid] { body.add(number) }
            return take(credit, from: lot, room: room, entry: entry, findings: &findings)
        }
        guard let wallet = WalletKind(rawValue: row.text(6)) else { throw BooksError.damaged("'\(row.text(6))' is no wallet") }
        let (left, expires) = (try row.integer(7), try row.integerIfAny(8))
        body.add(word: "open")
        body.add(row.bytes(6))
        body.add(row.bytes(3))
        for number in [credit.hundredths, paid, left, expires ?? -1] { body.add(number) }
        lots[entry] = LotState(
            room: room.map { RoomID($0) },
            lot: Lot(
                id: LotID(entry: entry), wallet: wallet, expires: expires.map { Day(number: Int($0)) }, credited: credit,
                paid: Money(fen: paid), left: Credit(unit, hundredths: left)), rest: left)
    }

    private mutating func take(_ credit: Credit, from lot: Int64, room: String?, entry: Int64, findings: inout Findings) {
        guard let state = lots[lot], state.room?.text == room, state.lot.left.unit == credit.unit else {
            return findings.add(entry: entry, "it takes from lot \(lot), which is not there")
        }
        let rest = state.rest &- credit.hundredths
        lots[lot]?.rest = rest
        if rest < 0 { findings.add(entry: entry, "it takes more from lot \(lot) than was left") }
    }

    /// The balance of the entry, and what it says of its room.
    private mutating func weigh(_ row: RawRow, _ sequence: Int64, findings: inout Findings) throws {
        for index in commodities.indices {
            var sum: Int64 = 0
            for line in lines where line.commodity == index { sum &+= line.amount }
            if sum != 0 { findings.add(entry: sequence, "its lines do not balance, \(sum) of \(commodities[index].rawValue) too much") }
        }
        guard !row.isNull(9) else { return }
        let room = names.index(of: row.bytes(9))
        namedRooms.insert(room)
        while sales.count <= room {
            sales.append(nil)
            marks.append(nil)
        }
        if row.bytes(8).elementsEqual(EntryKind.sale.rawValue.utf8) {
            let money = lines.reduce(Int64(0)) { commodities[$1.commodity] == .yuan && $1.amount > 0 ? $0 &+ $1.amount : $0 }
            sales[room] = LastSale(at: Instant(milliseconds: try row.integer(1)), money: Money(fen: money))
        }
        if !row.isNull(12) {
            namedMeters.insert(names.index(of: row.bytes(12)))
            marks[room] = RegisterMark(
                meter: MeterID(row.text(12)), register: Energy(wattHours: try row.integer(13)),
                at: Instant(milliseconds: try row.integer(14)))
        }
    }
}
