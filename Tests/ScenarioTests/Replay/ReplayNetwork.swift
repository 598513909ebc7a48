// Protects nothing by itself: the network of a replay, which delays, cuts, swallows and splits, but never reorders a connection.
// How: every connection keeps when its last bytes arrive on either side; nothing overtakes them.

import Concentrator
import Domain
import MeterWire
import Seeded

/// The connections of a replay.
struct ReplayNetwork {
    struct Connection {
        let concentrator: Int
        /// The process at the office's end; nil for another master.
        let process: Int?
        var isOpenAtOffice = false
        var isOpenAtField = false
        /// Whether it swallows everything.
        var isSwallowing = false
        var lastAtField: Int64 = 0
        var lastAtOffice: Int64 = 0
    }

    var connections: [Int: Connection] = [:]
    /// So many of the next orders never reach their meter, and are answered with yes.
    var liesLeft = 0
    private(set) var lastNumber = 0

    mutating func add(concentrator: Int, process: Int?) -> Int {
        lastNumber += 1
        connections[lastNumber] = Connection(concentrator: concentrator, process: process)
        return lastNumber
    }
}

extension CampusReplay {
    private func delay() -> Int64 {
        if hits(script.network.verySlow) { return chance.within(6_000...40_000) }
        if hits(script.network.slow) { return chance.within(200...6_000) }
        return chance.within(1...4)
    }

    private func pieces(of bytes: [UInt8]) -> [[UInt8]] {
        guard hits(script.network.pieces), bytes.count > 2 else { return [bytes] }
        let first = 1 + chance.below(bytes.count - 1)
        return [Array(bytes[..<first]), Array(bytes[first...])]
    }

    // MARK: From office to field

    func connect(_ concentrator: Int, _ alive: inout OfficeProcess) {
        let connection = network.add(concentrator: concentrator, process: alive.number)
        alive.connections[concentrator] = connection
        events.add(.opened(connection: connection), at: now + chance.within(1...20))
    }

    func opened(_ connection: Int) throws {
        guard let found = network.connections[connection] else { return }
        guard field.isAlive else {
            return try asOffice(found.process ?? 0) { try self.lost(connection, "connection refused", &$0) }
        }
        guard process?.number == found.process, process?.connections[found.concentrator] == connection else { return }
        field.open(connection, concentrator: found.concentrator)
        network.connections[connection]?.isOpenAtField = true
        network.connections[connection]?.isOpenAtOffice = true
        try asOffice { alive in
            let actions = alive.machines[found.concentrator].connected(at: self.instant)
            try self.perform(actions, of: found.concentrator, &alive)
        }
    }

    func send(_ bytes: [UInt8], on connection: Int) {
        if hits(script.network.swallow) { swallow(connection) }
        if hits(script.network.cut) { cut(connection) }
        guard let found = network.connections[connection], found.isOpenAtOffice, !found.isSwallowing else { return }
        if network.liesLeft > 0, let order = WiredPurchase(bytes) { return lie(about: order, on: connection) }
        var sent = bytes
        if hits(script.network.flip) { sent[chance.below(sent.count)] ^= 1 << UInt8(chance.below(8)) }
        var last = found.lastAtField
        for piece in pieces(of: sent) {
            last = max(last, now + delay())
            events.add(.toField(connection: connection, bytes: piece), at: last)
        }
        network.connections[connection]?.lastAtField = last
    }

    func arriveAtField(_ bytes: [UInt8], on connection: Int) throws {
        guard network.connections[connection]?.isOpenAtField == true else { return }
        if script.keepsLog { note("field hears \(hexadecimal(bytes))") }
        try perform(field.receive(bytes, connection: connection, now: now))
    }

    /// The office has closed: the field hears of it behind everything that was sent before.
    func closeFromOffice(_ connection: Int) {
        guard let found = network.connections[connection], found.isOpenAtOffice else { return }
        network.connections[connection]?.isOpenAtOffice = false
        events.add(.closedAtField(connection: connection), at: max(found.lastAtField, now + 2))
    }

    func closedAtField(_ connection: Int) {
        guard network.connections[connection]?.isOpenAtField == true else { return }
        network.connections[connection]?.isOpenAtField = false
        field.close(connection)
        forget(connection)
    }

    // MARK: From field to office

    func answer(_ bytes: [UInt8], on connection: Int) {
        guard let found = network.connections[connection], found.isOpenAtField, !found.isSwallowing else { return }
        var last = found.lastAtOffice
        for piece in pieces(of: bytes) {
            last = max(last, now + delay())
            events.add(.toOffice(connection: connection, bytes: piece), at: last)
        }
        network.connections[connection]?.lastAtOffice = last
    }

    func arriveAtOffice(_ bytes: [UInt8], on connection: Int) throws {
        guard let found = network.connections[connection], found.isOpenAtOffice else { return }
        if script.keepsLog { note("office hears \(hexadecimal(bytes))") }
        guard let process = found.process else { return }
        try asOffice(process) { alive in
            guard alive.connections[found.concentrator] == connection else { return }
            let actions = alive.machines[found.concentrator].received(bytes, at: self.instant)
            try self.perform(actions, of: found.concentrator, &alive)
        }
    }

    func closeFromField(_ connection: Int, reason: String) {
        guard let found = network.connections[connection], found.isOpenAtField else { return }
        network.connections[connection]?.isOpenAtField = false
        field.close(connection)
        events.add(.closedAtOffice(connection: connection, reason: reason), at: max(found.lastAtOffice, now + 2))
    }

    func closedAtOffice(_ connection: Int, _ reason: String) throws {
        guard let found = network.connections[connection], found.isOpenAtOffice else { return }
        network.connections[connection]?.isOpenAtOffice = false
        forget(connection)
        try asOffice(found.process ?? 0) { try self.lost(connection, reason, &$0) }
    }

    private func lost(_ connection: Int, _ reason: String, _ alive: inout OfficeProcess) throws {
        guard let index = alive.connections.firstIndex(of: connection) else { return }
        alive.connections[index] = nil
        try perform(alive.machines[index].disconnected(reason, at: instant), of: index, &alive)
    }

    // MARK: Accidents

    /// The positive answer of a meter, with a block of zeros; nobody took the order.
    private func lie(about order: WiredPurchase, on connection: Int) {
        guard let address = MeterAddress(order.meter) else { return }
        network.liesLeft -= 1
        note("nobody takes \(order), yet the answer is yes")
        let data: [UInt8] = [0xFF, 0x02, 0x01, 0x07] + [UInt8](repeating: 0, count: 65)
        let frame = Frame(address: address, control: ControlCode(rawValue: 0x83), data: data)
        answer(frame.encoded(preamble: 4), on: connection)
    }

    /// Both ends are told at once; what was on its way to the field arrives, or does not.
    private func cut(_ connection: Int) {
        guard let found = network.connections[connection], found.isOpenAtOffice else { return }
        counts.cuts += 1
        note("connection \(connection) is cut")
        events.add(.closedAtOffice(connection: connection, reason: "connection reset"), at: now + 3)
        let arrives = chance.below(2) == 0
        events.add(.closedAtField(connection: connection), at: arrives ? max(found.lastAtField, now + 3) : now)
        if !arrives { network.connections[connection]?.isSwallowing = true }
    }

    /// Nobody is told before half a minute has passed without a sign.
    private func swallow(_ connection: Int) {
        counts.cuts += 1
        note("connection \(connection) swallows everything")
        network.connections[connection]?.isSwallowing = true
        events.add(.closedAtOffice(connection: connection, reason: "connection timed out"), at: now + 30_000)
        events.add(.closedAtField(connection: connection), at: now + 35_000)
    }

    private func forget(_ connection: Int) {
        guard let found = network.connections[connection], !found.isOpenAtField, !found.isOpenAtOffice else { return }
        network.connections[connection] = nil
    }

    func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
