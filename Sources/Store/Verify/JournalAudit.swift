import Domain
import GRDB
import Operations
import Phrases

/// Reads the journal from its first entry to its last: chain, hashes, balance, lots, and the orders that deliver entries.
///
/// Sums wrap around instead of trapping: a damaged number must give a finding, not a crash.
struct JournalAudit: ~Copyable {
    struct LotState {
        /// The number of the room's name; nil for a lot of no room.
        var room: Int?
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
    private(set) var lastSales: [RoomID: LastSale] = [:]
    private(set) var reached: [RoomID: RegisterMark] = [:]
    private(set) var orders = OrderAudit()

    private var names = NameTable()
    private let commodities = Commodity.allCases
    private let counted = WordList<Commodity>()
    private let roles = WordList<Role>()
    private let kinds = WordList<EntryKind>()
    private let units = WordList<CreditUnit>()
    private let wallets = WordList<WalletKind>()
    private var sums: [[Int64?]] = []
    private var lots: [LotState] = []
    /// Where each lot stands among them, by its entry.
    private var lotPlaces: [Int64: Int] = [:]
    /// The accounts of the last entry, line by line.
    private var lastAccounts: [(index: Int, step: Int)] = []
    private var lastRoom = (index: 0, step: 0)
    private var lastMeter = (index: 0, step: 0)
    /// What is known of each name, by its number.
    private var named: [Named] = []
    private var text = CanonicalBuffer()
    private var body = CanonicalBuffer()
    private var lines: [Line] = []

    /// What one name stands for.
    private struct Named {
        var isRoom = false
        var isMeter = false
        /// The lot of a room from which was taken last.
        var lot = 0
        var sale: LastSale?
        /// The meter by its number, and how far use of the room is posted.
        var mark: (meter: Int, register: Int64, at: Int64)?
    }

    /// The sum of every account and commodity that was posted to; made once, at the end.
    private(set) var balances: [Posting.Key: Int64] = [:]

    /// The rooms and meters that entries name.
    var rooms: [String] { named.indices.filter { named[$0].isRoom }.map(names.text) }
    var meters: [String] { named.indices.filter { named[$0].isMeter }.map(names.text) }

    /// How many lots were opened; they have places from 0.
    var lotCount: Int { lots.count }

    func lotPlace(openedBy entry: Int64) -> Int? { lotPlaces[entry] }

    func lot(at place: Int) -> LotState { lots[place] }

    /// The entries that opened lots at these places, in their order.
    func lotEntries(where isWanted: (Int) -> Bool) -> [Int64] { lotPlaces.filter { isWanted($0.value) }.keys.sorted() }

    /// The room of a lot.
    func room(of lot: LotState) -> RoomID? { lot.room.map { RoomID(names.text($0)) } }

    mutating func run(_ database: Database, findings: inout Findings) throws {
        var postings = try RawLines(
            database, sql: "SELECT entry, line, account, commodity, amount FROM posting ORDER BY entry, line")
        var moves = try RawLines(
            database,
            sql: "SELECT entry, line, lot, unit, credit, paid, wallet, opensWith, expires FROM lotMove ORDER BY entry, line")
        sums = Array(repeating: [], count: commodities.count)
        try orders.begin(database)
        var rows = try RawRows(database, sql: "SELECT \(EntryRecords.columns) FROM entry ORDER BY sequence")
        while try rows.next() { try check(rows.row, &postings, &moves, findings: &findings) }
        for stray in try Set(postings.strays()).union(moves.strays()).sorted() {
            findings.add(Phrase("there are lines of an entry \(stray), which does not exist"))
        }
        try orders.end(findings: &findings)
        for (commodity, sums) in zip(commodities, sums) {
            for (account, sum) in sums.enumerated() {
                if let sum { balances[Posting.Key(account: Account(names.text(account)), commodity: commodity)] = sum }
            }
        }
        for (index, name) in named.enumerated() where name.isRoom {
            let room = RoomID(names.text(index))
            lastSales[room] = name.sale
            reached[room] = name.mark.map {
                RegisterMark(
                    meter: MeterID(names.text($0.meter)), register: Energy(wattHours: $0.register), at: Instant(milliseconds: $0.at))
            }
        }
    }

    /// The number of the room that an entry names, with a place for what it stands for.
    private mutating func room(_ row: RawRow) -> Int? {
        guard !row.isNull(9) else { return nil }
        let index = names.index(of: row.bytes(9), after: &lastRoom)
        makePlace(for: index)
        named[index].isRoom = true
        return index
    }

    private mutating func makePlace(for index: Int) {
        while named.count <= index { named.append(Named()) }
    }

    private mutating func check(_ row: RawRow, _ postings: inout RawLines, _ moves: inout RawLines, findings: inout Findings) throws {
        let sequence = try row.integer(0)
        if sequence != entries + 1 {
            findings.add(entry: sequence, Phrase("the one before it is \(entries); entries are missing or doubled"))
        }
        if !head.withUnsafeBytes(row.bytes(15).isSame) {
            findings.add(entry: sequence, Phrase("its previous hash is not the hash of the entry before it"))
        }
        entries = sequence
        let hash = row.bytes(16)
        if hash.count == head.count { head.withUnsafeMutableBytes { $0.copyMemory(from: hash) } } else { head = [UInt8](hash) }
        let room = room(row)
        do {
            try begin(row, sequence)
            try postings.forEach(of: sequence) { try add(posting: $0, findings: &findings) }
            text.add(Int64(lines.count))
            text.add(fieldsOf: body)
            body.clear()
            var count: Int64 = 0
            try moves.forEach(of: sequence) { move in
                count += 1
                try add(move: move, room: room, entry: sequence, findings: &findings)
            }
            text.add(count)
            text.add(fieldsOf: body)
            try end(row)
        } catch BooksError.damaged(let reason) {
            findings.add(entry: sequence, Phrase(verbatim: reason))
        }
        if !text.hasHash(row.bytes(16)) { findings.add(entry: sequence, Phrase("its hash does not fit what it says; it was changed")) }
        try weigh(row, sequence, room: room, findings: &findings)
        if try orders.begins(sequence) {
            let entry = OrderAudit.Delivered(
                sequence: sequence, at: Instant(milliseconds: try row.integer(1)), plan: row.text(7), room: row.textIfAny(9),
                lines: lines.map { (names.text($0.account), commodities[$0.commodity], $0.amount) },
                isSwap: row.bytes(8).elementsEqual(EntryKind.swap.rawValue.utf8),
                isRelay: row.bytes(8).elementsEqual(EntryKind.relay.rawValue.utf8))
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
        guard row.isNull(10) || (1..<sequence).contains(corrects) else {
            throw BooksError.damaged(phrase("it makes up for entry \(corrects)"))
        }
        text.add(corrects)
        text.add(row.bytes(11))
        _ = try roles.index(of: row.bytes(4))
        _ = try kinds.index(of: row.bytes(8))
    }

    /// How far use reaches.
    private mutating func end(_ row: RawRow) throws {
        text.add(row.bytes(12))
        text.add(try row.integer(13))
        text.add(try row.integer(14))
    }

    private mutating func add(posting row: RawRow, findings: inout Findings) throws {
        let word = row.bytes(3)
        let commodity = try counted.index(of: word)
        if lastAccounts.count == lines.count { lastAccounts.append((0, 0)) }
        let account = names.index(of: row.bytes(2), after: &lastAccounts[lines.count])
        let amount = try row.integer(4)
        body.add(row.bytes(2))
        body.add(word)
        body.add(amount)
        lines.append(Line(account: account, commodity: commodity, amount: amount))
        while sums[commodity].count <= account { sums[commodity].append(nil) }
        sums[commodity][account] = (sums[commodity][account] ?? 0) &+ amount
    }

    private mutating func add(move row: RawRow, room: Int?, entry: Int64, findings: inout Findings) throws {
        let lot = try row.integer(2)
        let unit = try units.word(row.bytes(3))
        let credit = Credit(unit, hundredths: try row.integer(4))
        let paid = try row.integer(5)
        try row.checkTogether(6...7)
        guard row.isNull(6) == (lot != entry), !row.isNull(6) || row.isNull(8) else {
            throw BooksError.damaged(phrase("a move of lot \(lot) neither opens it nor takes from it"))
        }
        guard !row.isNull(6) else {
            body.add(word: "take")
            body.add(row.bytes(3))
            for number in [lot, credit.hundredths, paid] { body.add(number) }
            return take(credit, from: lot, room: room, entry: entry, findings: &findings)
        }
        let wallet = try wallets.word(row.bytes(6))
        let (left, expires) = (try row.integer(7), try row.integerIfAny(8))
        body.add(word: "open")
        body.add(row.bytes(6))
        body.add(row.bytes(3))
        for number in [credit.hundredths, paid, left, expires ?? -1] { body.add(number) }
        lotPlaces[entry] = lots.count
        lots.append(
            LotState(
                room: room,
                lot: Lot(
                    id: LotID(entry: entry), wallet: wallet, expires: expires.map { Day(number: Int($0)) }, credited: credit,
                    paid: Money(fen: paid), left: Credit(unit, hundredths: left)), rest: left))
    }

    private mutating func take(_ credit: Credit, from lot: Int64, room: Int?, entry: Int64, findings: inout Findings) {
        guard let place = place(of: lot, in: room), lots[place].room == room, lots[place].lot.left.unit == credit.unit else {
            return findings.add(entry: entry, Phrase("it takes from lot \(lot), which is not there"))
        }
        let rest = lots[place].rest &- credit.hundredths
        lots[place].rest = rest
        if rest < 0 { findings.add(entry: entry, Phrase("it takes more from lot \(lot) than was left")) }
    }

    /// A room mostly takes from the lot from which it took the last time.
    private mutating func place(of lot: Int64, in room: Int?) -> Int? {
        if let room, case let last = named[room].lot, last < lots.count, lots[last].lot.id.entry == lot { return last }
        let place = lotPlaces[lot]
        if let room, let place { named[room].lot = place }
        return place
    }

    /// The balance of the entry, and what it says of its room.
    private mutating func weigh(_ row: RawRow, _ sequence: Int64, room: Int?, findings: inout Findings) throws {
        for index in commodities.indices {
            var sum: Int64 = 0
            for line in lines where line.commodity == index { sum &+= line.amount }
            if sum != 0 {
                findings.add(entry: sequence, Phrase("its lines do not balance, \(sum) of \(commodities[index].rawValue) too much"))
            }
        }
        guard let room else { return }
        if (try? kinds.word(row.bytes(8))) == .sale {
            let money = lines.reduce(Int64(0)) { commodities[$1.commodity] == .yuan && $1.amount > 0 ? $0 &+ $1.amount : $0 }
            named[room].sale = LastSale(at: Instant(milliseconds: try row.integer(1)), money: Money(fen: money))
        }
        if !row.isNull(12) {
            let meter = names.index(of: row.bytes(12), after: &lastMeter)
            makePlace(for: meter)
            named[meter].isMeter = true
            named[room].mark = (meter, try row.integer(13), try row.integer(14))
        }
    }
}
