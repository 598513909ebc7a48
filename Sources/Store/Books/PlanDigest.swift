import Domain
import Operations

/// The digest that stands in each plan's row: it covers what the plan's rows and orders asked for, beside the hashed entries.
enum PlanDigest {
    /// One row with the order as it was put in line.
    struct Row {
        var row: CommittedRow
        var order: OrderDraft?

        init(_ row: CommittedRow, order: OrderDraft?) {
            self.row = row
            self.order = order
        }
    }

    static func digest(_ stamp: JournalStamp, kind: String, madeAt: Instant, rows: [Row]) -> [UInt8] {
        var writer = DigestWriter()
        begin(&writer, stamp: stamp, kind: kind, madeAt: madeAt)
        for row in rows { add(row, to: &writer) }
        return writer.finish()
    }

    static func begin(_ writer: inout DigestWriter, stamp: JournalStamp, kind: String, madeAt: Instant) {
        writer.add(stamp.plan.text)
        writer.add(kind)
        for number in [Int64(stamp.day.number), madeAt.milliseconds, stamp.at.milliseconds] { writer.add(number) }
        writer.add(stamp.actor)
    }

    static func add(_ part: Row, to writer: inout DigestWriter) {
        let row = part.row
        writer.add(row.room.text)
        writer.add(row.entry)
        writer.add(row.money.fen)
        writer.add(row.credit.unit.rawValue)
        writer.add(row.credit.hundredths)
        guard let order = part.order else { return writer.add("") }
        writer.add(order.meter.text)
        writer.add(order.task.word)
        writer.add(order.task.amount.unit.rawValue)
        for number in [order.task.amount.hundredths, Int64(order.count), order.totalAfter.hundredths] { writer.add(number) }
        // The word is part of the digest only where there is a purse, so that older plans keep theirs.
        writer.add(order.state.rawValue + (order.offersPurse ? purse : ""))
    }

    /// What stands behind the planned state of an order that may go by the meter's purse.
    static let purse = "+purse"
}
