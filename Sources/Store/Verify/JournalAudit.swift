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

    private(set) var entries: Int64 = 0
    private(set) var head = [UInt8](repeating: 0, count: 32)
    private(set) var balances: [Posting.Key: Int64] = [:]
    private(set) var lots: [Int64: LotState] = [:]
    private(set) var lastSales: [RoomID: LastSale] = [:]
    private(set) var reached: [RoomID: RegisterMark] = [:]
    private(set) var orders = OrderAudit()
    private let seal = SHA256Seal()

    mutating func run(_ database: Database, findings: inout Findings) throws {
        var postings = try GroupedRows(
            database, sql: "SELECT entry, account, commodity, amount FROM posting ORDER BY entry, line", EntryRecords.posting)
        var moves = try GroupedRows(
            database, sql: "SELECT \(EntryRecords.moveColumns) FROM lotMove ORDER BY entry, line", EntryRecords.move)
        try orders.begin(database)
        let rows = try Row.fetchCursor(database, sql: "SELECT \(EntryRecords.columns) FROM entry ORDER BY sequence")
        while let row = try rows.next() {
            let sequence = try row.integer(0)
            let entry = try EntryRecords.entry(row, postings: try postings.rows(of: sequence), lots: try moves.rows(of: sequence))
            check(entry, hash: try row.bytes(16), findings: &findings)
            try orders.check(entry, findings: &findings)
        }
        for stray in [try postings.strays(), try moves.strays()].joined() {
            findings.add("there are lines of an entry \(stray), which does not exist")
        }
        try orders.end(findings: &findings)
    }

    private mutating func check(_ entry: Entry, hash: [UInt8], findings: inout Findings) {
        let sequence = entry.sequence
        if sequence != entries + 1 { findings.add("entry \(sequence): the one before it is \(entries); entries are missing or doubled") }
        if entry.previousHash != head { findings.add("entry \(sequence): its previous hash is not the hash of the entry before it") }
        if seal.hash(entry.canonicalBytes) != hash { findings.add("entry \(sequence): its hash does not fit what it says; it was changed") }
        var sums: [Commodity: Int64] = [:]
        for posting in entry.draft.postings {
            sums[posting.commodity, default: 0] &+= posting.amount
            balances[posting.key, default: 0] &+= posting.amount
        }
        for (commodity, sum) in sums where sum != 0 {
            findings.add("entry \(sequence): its lines do not balance, \(sum) of \(commodity.rawValue) too much")
        }
        for move in entry.draft.lots { follow(move, entry: entry, findings: &findings) }
        if let room = entry.draft.room {
            if let money = entry.draft.saleMoney { lastSales[room] = LastSale(at: entry.at, money: money) }
            if let mark = entry.draft.reaches { reached[room] = mark }
        }
        entries = sequence
        head = hash
    }

    private mutating func follow(_ move: LotMove, entry: Entry, findings: inout Findings) {
        switch move {
        case .open(let wallet, let credited, let paid, let left, let expires):
            let lot = Lot(id: LotID(entry: entry.sequence), wallet: wallet, expires: expires, credited: credited, paid: paid, left: left)
            lots[entry.sequence] = LotState(room: entry.draft.room, lot: lot, rest: left.hundredths)
        case .take(let lot, let credit, _):
            guard let state = lots[lot.entry], state.room == entry.draft.room, state.lot.left.unit == credit.unit else {
                return findings.add("entry \(entry.sequence): it takes from lot \(lot.entry), which is not there")
            }
            let rest = state.rest &- credit.hundredths
            lots[lot.entry]?.rest = rest
            if rest < 0 { findings.add("entry \(entry.sequence): it takes more from lot \(lot.entry) than was left") }
        }
    }
}

/// Rows in order of their entry, handed out entry by entry, so that a journal of any length is read once and never held.
struct GroupedRows<Value> {
    private let cursor: RowCursor
    private let make: (Row) throws -> Value
    private var next: (entry: Int64, value: Value)?
    private var passed: [Int64] = []

    init(_ database: Database, sql: String, _ make: @escaping (Row) throws -> Value) throws {
        cursor = try Row.fetchCursor(database, sql: sql)
        self.make = make
        try advance()
    }

    private mutating func advance() throws { next = try cursor.next().map { (try $0.integer(0), try make($0)) } }

    /// The rows of an entry. Entries are asked for in rising order; rows of entries between are strays.
    mutating func rows(of entry: Int64) throws -> [Value] {
        while let row = next, row.entry < entry {
            passed.append(row.entry)
            try advance()
        }
        var rows: [Value] = []
        while let row = next, row.entry == entry {
            rows.append(row.value)
            try advance()
        }
        return rows
    }

    /// The entries of rows that nobody asked for, at the end.
    mutating func strays() throws -> [Int64] {
        while let row = next {
            passed.append(row.entry)
            try advance()
        }
        return Array(Set(passed)).sorted()
    }
}
