import GRDB

/// The statements that write the journal, prepared once for a whole batch.
struct JournalStatements {
    let plan: Statement
    let planRow: Statement
    let entry: Statement
    let posting: Statement
    let lotMove: Statement
    let lot: Statement
    let take: Statement
    let balance: Statement
    let roomBook: Statement
    let order: Statement

    init(_ database: Database) throws {
        plan = try database.cachedStatement(
            sql: """
                INSERT INTO plan (id, kind, day, madeAt, committedAt, operator, role, shift, console, digest)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        planRow = try database.cachedStatement(
            sql: "INSERT INTO planRow (plan, line, room, entry, money, unit, credit) VALUES (?, ?, ?, ?, ?, ?, ?)")
        entry = try database.cachedStatement(
            sql: """
                INSERT INTO entry (sequence, at, day, operator, role, shift, console, plan, kind, room, corrects, reason, reachesMeter,
                    reachesRegister, reachesAt, previousHash, hash, approver, approverRole, approverShift, approverConsole)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        posting = try database.cachedStatement(
            sql: "INSERT INTO posting (entry, line, account, commodity, amount) VALUES (?, ?, ?, ?, ?)")
        lotMove = try database.cachedStatement(
            sql: """
                INSERT INTO lotMove (entry, line, lot, unit, credit, paid, wallet, opensWith, expires) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        lot = try database.cachedStatement(
            sql: "INSERT INTO lot (id, room, wallet, unit, expires, credited, paid, rest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        take = try database.cachedStatement(sql: "UPDATE lot SET rest = rest - ? WHERE id = ? AND room = ? AND unit = ?")
        balance = try database.cachedStatement(
            sql: """
                INSERT INTO balance (account, commodity, amount) VALUES (?, ?, ?)
                ON CONFLICT (account, commodity) DO UPDATE SET amount = amount + excluded.amount
                """)
        roomBook = try database.cachedStatement(
            sql: """
                UPDATE roomBook SET version = version + 1, lastSaleAt = coalesce(?, lastSaleAt),
                    lastSaleMoney = coalesce(?, lastSaleMoney), reachedMeter = coalesce(?, reachedMeter),
                    reachedRegister = coalesce(?, reachedRegister), reachedAt = coalesce(?, reachedAt)
                WHERE room = ?
                """)
        order = try database.cachedStatement(
            sql: """
                INSERT INTO meterOrder (entry, plan, room, meter, task, unit, amount, plannedCount, plannedTotal, plannedState,
                    createdAt, count, totalAfter, state, changedAt, attempts, note, offersPurse)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)
                """)
    }
}
